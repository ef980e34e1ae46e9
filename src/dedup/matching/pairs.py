"""Runs of equal words, sorted by the documents in which they lie: what each document and each pair has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import Runs
from dedup.matching.passages import PassageTable, Run, joined, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.engines.local import Local
    from dedup.settings import Settings
    from dedup.text.words import WordTable

IN_RUNS = 0.5
"""Part of `min_shared` that must stand in runs; edits are bridged, but what is shared does not consist of them."""
SCATTERED_SHARE = 0.1
"""Share of the smaller document's words that must stand in runs before a pair without a passage is verified."""
SCATTERED_PART = 1 / 3
"""Part of `min_shared` that must do so: runs that hold a fingerprint are about half of what is shared in pieces."""
_AT_ONCE = 1 << 13
"""Runs that one worker makes passages of at once."""


@dataclass(frozen=True, slots=True)
class PairRuns:
    """The runs of pairs of documents (``a <= b``, rows of a word table), pairs in order, a document with itself too.

    Pair p has the runs ``bounds[p] : bounds[p + 1]`` (int64[pairs + 1]), which are in the order of (a, b) and are
    counted from the documents' first words.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    runs: Runs
    bounds: NDArray[np.int64]

    def where(self, chosen: NDArray[np.bool_]) -> PairRuns:
        """Return the chosen pairs."""
        sizes = np.diff(self.bounds)
        kept = np.repeat(chosen, sizes)
        runs = Runs(*(column[kept] for column in self.runs))
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[chosen])])
        return PairRuns(self.a[chosen], self.b[chosen], runs, bounds)

    def pieces(self, size: int) -> Iterator[PairRuns]:
        """Yield the pairs in pieces of about `size` runs."""
        marks = np.arange(0, int(self.bounds[-1]) + size, size)
        for low, high in pairwise(np.unique(np.searchsorted(self.bounds, marks).clip(0, self.a.size)).tolist()):
            first, end = self.bounds[low], self.bounds[high]
            runs = Runs(*(column[first:end] for column in self.runs))
            yield PairRuns(self.a[low:high], self.b[low:high], runs, self.bounds[low : high + 1] - first)


class RunsWithin(Mapping[int, tuple[Run, ...]]):
    """The runs of documents with themselves, by row of a word table."""

    def __init__(self, found: PairRuns) -> None:
        self.found = found
        self._places = {row: place for place, row in enumerate(found.a.tolist())}

    def __getitem__(self, row: int) -> tuple[Run, ...]:
        place = self._places[row]
        low, high = self.found.bounds[place : place + 2]
        return tuple(map(Run, *(column[low:high].tolist() for column in self.found.runs)))

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def sort_runs(
    runs: Runs, words: WordTable, settings: Settings, using: ModuleType, engine: Local
) -> tuple[RunsWithin, PassageTable]:
    """Return the runs within each document, and the pairs of documents with their passages.

    Pairs may come without a passage: their equal words stand in pieces too small for one, and only exact figures can
    tell what they are worth.
    """
    pairs = runs_by_pair(runs, words, using)
    pairs = pairs.where(enough(pairs, words, settings))
    within = pairs.a == pairs.b
    rules = rules_of(settings)

    def work(piece: PairRuns) -> PassageTable:
        texts = piece.a, piece.b
        found = using.make_passages(words.hashes, words.offsets, texts, piece.runs, piece.bounds, rules)
        return PassageTable(*texts, found)

    across = joined(engine.map_batches(work, list(pairs.where(~within).pieces(_AT_ONCE))))
    return RunsWithin(pairs.where(within)), across


def runs_by_pair(runs: Runs, words: WordTable, using: ModuleType) -> PairRuns:
    """Return the runs of each pair of documents; `runs` count from the first of all words, in the order of (a, b)."""
    text_a, text_b = (using.texts_of(words.offsets, side) for side in (runs.a, runs.b))
    documents = words.offsets.size - 1
    pair = text_a * documents + text_b
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    new = np.ones(pair.size + 1, bool)
    new[1:-1] = pair[1:] != pair[:-1]
    bounds = np.flatnonzero(new) if pair.size else np.zeros(1, np.int64)
    a, b = np.divmod(pair[bounds[:-1]], max(documents, 1))
    starts = runs.a - words.offsets[text_a], runs.b - words.offsets[text_b]
    return PairRuns(a, b, Runs(*(column[order] for column in (*starts, runs.length))), bounds)


def enough(pairs: PairRuns, words: WordTable, settings: Settings) -> NDArray[np.bool_]:
    """Return whether each pair is worth a closer look.

    These are pairs with `min_run` equal words in all their runs together, and half of what makes a listed pair, or with
    so many for their size that they may hold a fair share of each other in pieces. Most pairs meet by chance, on one
    phrase; they are gone before anybody looks at them one by one.
    """
    counts = words.counts
    total = np.add.reduceat(pairs.runs.length, pairs.bounds[:-1]) if pairs.a.size else np.zeros(0, np.int64)
    smaller = np.minimum(counts[pairs.a], counts[pairs.b])
    least = 0.0 if settings.all_pairs else SCATTERED_PART * settings.min_shared
    scattered = (total >= SCATTERED_SHARE * smaller) & (total >= least)
    within = pairs.a == pairs.b
    whole = total >= np.where(within, settings.min_run, max(settings.min_run, IN_RUNS * settings.min_shared))
    return np.asarray(whole | (scattered & ~within))
