"""The passages of pairs of documents, as arrays.

All places are numbers of words. `dedup.reuse.located_texts` turns them into places of characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.kernels.passages import Passages
from dedup.prefix_sums import prefix_sums
from dedup.reuse.word_ranges import expand_ranges, segment_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray


_NONE = np.zeros(0, np.int64)
_UNKNOWN = np.zeros(0, np.float64)


@dataclass(frozen=True, slots=True)
class PassageTable:
    """Pairs of documents with the passages that they share, if any.

    `a` and `b` (int64) are rows of a word table, ``a < b``, and the pairs are in order. Pair p has the passages
    ``passages.pairs[p] : passages.pairs[p + 1]``. `same_per_passage` (int64) counts the words of each passage that are
    the same in the same order. These are the words of its runs, unless a longer common subsequence was counted.
    `similarity` (float64) is the similarity of the letters of each passage that was found by its letters, NaN for one
    that was found by its words.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    passages: Passages
    same_per_passage: NDArray[np.int64] = field(default_factory=lambda: _NONE)
    similarity: NDArray[np.float64] = field(default_factory=lambda: _UNKNOWN)

    def __post_init__(self) -> None:
        if self.same_per_passage is _NONE:
            object.__setattr__(self, "same_per_passage", segment_sums(self.passages.length, self.passages.first))
        if self.similarity is _UNKNOWN:
            object.__setattr__(self, "similarity", np.full(self.same_per_passage.size, np.nan))

    def __len__(self) -> int:
        """Return the number of pairs."""
        return int(self.a.size)

    def word_bounds(self, numbers: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Yield for either side the first words and the ends of the passages with these numbers."""
        first, last = self.passages.first[numbers], self.passages.first[numbers + 1] - 1
        for starts in (self.passages.a, self.passages.b):
            yield starts[first], starts[last] + self.passages.length[last]

    @property
    def aligned_words(self) -> NDArray[np.int64]:
        """The words of the shorter side of all passages of each pair that were found by their letters."""
        if np.isnan(self.similarity).all():
            return np.zeros(len(self), np.int64)
        sides = self.word_bounds(np.arange(self.same_per_passage.size))
        sizes = np.minimum(*(end - start for start, end in sides))
        return segment_sums(np.where(np.isnan(self.similarity), 0, sizes), self.passages.pairs)

    @property
    def passage_counts(self) -> NDArray[np.int64]:
        """The number of passages of each pair."""
        return np.diff(self.passages.pairs)

    @property
    def run_bounds(self) -> NDArray[np.int64]:
        """The number of the first run of each pair, and the number of all runs (int64[pairs + 1])."""
        return self.passages.first[self.passages.pairs]

    @property
    def same_words(self) -> NDArray[np.int64]:
        """The number of words that are the same in all passages of each pair."""
        return segment_sums(self.same_per_passage, self.passages.pairs)

    @property
    def longest_run(self) -> NDArray[np.int64]:
        """The length of the longest run of each pair, 0 for a pair without passages."""
        longest = np.zeros(len(self), np.int64)
        with_runs = np.flatnonzero(self.passage_counts)
        if with_runs.size:  # the runs of a pair end where the runs of the next pair begin
            longest[with_runs] = np.maximum.reduceat(self.passages.length, self.run_bounds[with_runs])
        return longest

    def take(self, rows: NDArray[np.int64]) -> PassageTable:
        """Return the pairs of these rows, in the order of the rows."""
        if rows.size == len(self) and (np.diff(rows, prepend=-1) == 1).all():
            return self
        passages = self.passages
        numbers, pairs = expand_ranges(passages.pairs[:-1][rows], passages.pairs[1:][rows])
        runs, first = expand_ranges(passages.first[:-1][numbers], passages.first[1:][numbers])
        kept = Passages(passages.a[runs], passages.b[runs], passages.length[runs], first, pairs)
        figures = self.same_per_passage[numbers], self.similarity[numbers]
        return PassageTable(self.a[rows], self.b[rows], kept, *figures)

    def where(self, chosen: NDArray[np.bool_]) -> PassageTable:
        """Return the chosen pairs."""
        return self if chosen.all() else self.take(np.flatnonzero(chosen))

    def for_pairs(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> PassageTable:
        """Return the given pairs, each once and in order, with their passages in this table.

        A pair that is not in this table has no passages.
        """
        rows = 1 + int(np.max(np.concatenate([self.b, b]), initial=0))
        codes, wanted = self.a * rows + self.b, unique(a * rows + b)
        index = np.searchsorted(codes, wanted)
        known = index < codes.size
        known[known] = codes[index[known]] == wanted[known]
        all_wanted = np.count_nonzero(known) == len(self)
        kept = self if all_wanted else self.take(index[known])
        counts = np.zeros(wanted.size, np.int64)
        counts[known] = kept.passage_counts
        bounds = prefix_sums(counts)
        passages = kept.passages._replace(pairs=bounds)
        return replace(kept, a=wanted // rows, b=wanted % rows, passages=passages)

    def swapped(self, swap: NDArray[np.bool_]) -> PassageTable:
        """Return the pairs with the two documents exchanged where `swap` (bool, one a pair) is true.

        The passages of a pair are in the order of its first document.
        """
        if not swap.any():
            return self
        passages, pair = self.passages, np.repeat(np.arange(len(self)), self.passage_counts)
        run_is_swapped = np.repeat(swap, np.diff(self.run_bounds))
        a, b = np.where(run_is_swapped, passages.b, passages.a), np.where(run_is_swapped, passages.a, passages.b)
        order = np.lexsort((np.where(swap[pair], a[passages.first[:-1]], np.arange(pair.size)), pair))
        runs, first = expand_ranges(passages.first[:-1][order], passages.first[1:][order])
        sides = np.where(swap, self.b, self.a), np.where(swap, self.a, self.b)
        exchanged = Passages(a[runs], b[runs], passages.length[runs], first, passages.pairs)
        return PassageTable(*sides, exchanged, self.same_per_passage[order], self.similarity[order])

    def __or__(self, other: PassageTable) -> PassageTable:
        """Return the pairs of both tables, in order. No pair may be in both."""
        both = concatenate_tables([self, other])
        return both.take(np.lexsort((both.b, both.a)))


def concatenate_tables(tables: Sequence[PassageTable]) -> PassageTable:
    """Return the pairs of all tables, one after the other."""
    if len(tables) == 1:
        return tables[0]
    parts = [table.passages for table in (NO_PAIRS, *tables)]
    passages = Passages(
        a=np.concatenate([part.a for part in parts]),
        b=np.concatenate([part.b for part in parts]),
        length=np.concatenate([part.length for part in parts]),
        first=_concatenate_bounds([part.first for part in parts]),
        pairs=_concatenate_bounds([part.pairs for part in parts]),
    )
    a, b = (np.concatenate([_NONE, *side]) for side in ([t.a for t in tables], [t.b for t in tables]))
    same = np.concatenate([_NONE, *(table.same_per_passage for table in tables)])
    return PassageTable(a, b, passages, same, np.concatenate([_UNKNOWN, *(table.similarity for table in tables)]))


def _concatenate_bounds(bounds: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the bounds of concatenated parts, each of which has bounds of its own."""
    return prefix_sums(np.concatenate([np.diff(part) for part in bounds]))


NO_PAIRS = PassageTable(_NONE, _NONE, Passages(_NONE, _NONE, _NONE, np.zeros(1, np.int64), np.zeros(1, np.int64)))
"""A table without pairs."""
