"""Pairs of alike documents → one of them, the *hub*, and the others beside it, aligned word by word.

A scan has the common runs of each pair. `dedup.kernels.alignment` says which words between the runs stand for each
other; which of them vary from document to document is left to `dedup.reuse.template_blanks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.kernels.passages import Runs
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.reuse.passage_table import PassageTable
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

COVERED = 0.5
"""Share of the words of each of two documents that must be the same for the two to be of one template."""


@dataclass(frozen=True)
class Neighbours:
    """Pairs of documents from both sides, in the order of the first and the second document.

    `first` and `second` (int64) are rows of a word table. Pair p has the runs ``bounds[p] : bounds[p + 1]``, in the
    order of the first document.
    """

    first: Numbers
    second: Numbers
    runs: Runs
    bounds: Numbers

    @classmethod
    def of(cls, table: PassageTable) -> Neighbours:
        """Return the pairs of a table from both sides."""
        first, second = np.concatenate([table.a, table.b]), np.concatenate([table.b, table.a])
        pairs, runs = np.lexsort((second, first)), table.passages
        counts = np.tile(np.diff(table.run_bounds), 2)
        rank = np.empty(pairs.size, np.int64)
        rank[pairs] = np.arange(pairs.size)
        a, b = np.concatenate([runs.a, runs.b]), np.concatenate([runs.b, runs.a])
        order = np.lexsort((b, a, np.repeat(rank, counts)))
        sorted_runs = Runs(a[order], b[order], np.tile(runs.length, 2)[order])
        return cls(first[pairs], second[pairs], sorted_runs, prefix_sums(counts[pairs]))

    @cached_property
    def degrees(self) -> Numbers:
        """The number of pairs of each row."""
        return np.bincount(self.first)

    @cached_property
    def _bounds(self) -> Numbers:
        return prefix_sums(self.degrees)

    def hubs(self) -> Numbers:
        """Return the rows that have pairs, those with the most pairs first."""
        rows = np.flatnonzero(self.degrees)
        return rows[np.argsort(-self.degrees[rows], kind="stable")]

    def pairs_of(self, row: int) -> Numbers:
        """Return the pairs of which a row is the first document."""
        return np.arange(self._bounds[row], self._bounds[row + 1])


@dataclass(frozen=True)
class AlignedDocuments:
    """Documents beside the hub: their rows (int64) in a word table, and their places of the words of the hub.

    `places` (int64[documents, words of the hub]) has -1 for a word that a document does not have; the places of each
    document rise, and no document is without any.
    """

    words: WordTable
    rows: Numbers
    places: Numbers

    def __len__(self) -> int:
        """Return the number of documents."""
        return int(self.rows.size)

    @cached_property
    def common(self) -> Numbers:
        """The words of the hub that the documents have, counted through the `places` of all documents."""
        return np.flatnonzero(self.places >= 0)

    @cached_property
    def common_bounds(self) -> Numbers:
        """Where the common words of each document begin, and the number of all."""
        size = self.places.shape[1]
        return np.asarray(np.searchsorted(self.common, np.arange(len(self) + 1) * size), np.int64)

    @cached_property
    def common_places(self) -> Numbers:
        """The place of each common word in its document."""
        return np.asarray(self.places.ravel()[self.common])

    @property
    def are_framed(self) -> NDArray[np.bool_]:
        """Which documents begin and end as the hub does."""
        last = self.words.counts[self.rows] - 1
        return np.asarray((self.places[:, 0] == 0) & (self.places[:, -1] == last))

    def up_to(self, count: int | None) -> AlignedDocuments:
        """Return the first `count` documents, or all."""
        if count is None or count >= len(self):
            return self
        return AlignedDocuments(self.words, self.rows[:count], self.places[:count])


class HubAlignment:
    """A hub and the second documents of some of its pairs, which are aligned when they are asked for.

    Those that do not share enough words with the hub are left out.
    """

    def __init__(self, hub: int, pairs: Numbers, neighbours: Neighbours, words: WordTable) -> None:
        self._hub, self._pairs, self._neighbours, self._words = hub, pairs, neighbours, words
        self._aligned: list[AlignedDocuments] = []

    def documents(self, count: int | None = None) -> AlignedDocuments:
        """Return the first `count` documents that share enough words, or all of them."""
        found = sum(map(len, self._aligned))
        while self._pairs.size and (count is None or found < count):
            step = self._pairs.size if count is None else count - found
            self._aligned.append(self._align(self._pairs[:step]))
            self._pairs = self._pairs[step:]
            found += len(self._aligned[-1])
        if len(self._aligned) > 1:
            rows = np.concatenate([part.rows for part in self._aligned])
            places = np.concatenate([part.places for part in self._aligned])
            self._aligned = [AlignedDocuments(self._words, rows, places)]
        return self._aligned[0].up_to(count)

    def _align(self, pairs: Numbers) -> AlignedDocuments:
        neighbours, words = self._neighbours, self._words
        rows, bounds = neighbours.second[pairs], (neighbours.bounds[pairs], neighbours.bounds[pairs + 1])
        places = kernels.align_texts(words.hashes, words.offsets, self._hub, rows, neighbours.runs, bounds)
        same = np.count_nonzero(places >= 0, axis=1)
        covers = same >= COVERED * np.maximum(places.shape[1], words.counts[rows])
        return AlignedDocuments(words, *((rows, places) if covers.all() else (rows[covers], places[covers])))
