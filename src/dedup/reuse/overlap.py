"""The exact overlap of pairs of texts: shared shingles and the longest common run, for some pairs at a time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.kernels.shingles import Overlap

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource

_BATCHES = 16
"""Batches, about, of pairs that would fit into fewer: all workers have some, and end at about the same time."""


def shingle_overlap(
    pairs: PassageTable,
    words: WordSource,
    size: int,
    engine: Engine,
    done: Callable[[int], None] = lambda _units: None,
) -> Overlap:
    """Return how the sets of shingles of `size` words of pairs of documents overlap.

    `done` is called with the number of pairs of each finished batch.
    """

    def overlap_of_batch(batch: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Overlap:
        rows, place = np.unique(np.concatenate(batch), return_inverse=True)
        table = words.take(rows)
        shingles = kernels.shingle_hashes(table.hashes, table.offsets, size)
        a, b = place.reshape(2, -1)
        overlap: Overlap = kernels.compare_sets(shingles, table.counts, (a, b), size)
        return overlap

    bounds = _batch_bounds(pairs, words, words.batch_words(engine), engine.batch_words())
    parts = [Overlap(*np.zeros((5, 0), np.int64))]
    for part in engine.stream(overlap_of_batch, ((pairs.a[low:high], pairs.b[low:high]) for low, high in bounds)):
        parts.append(part)
        done(part.shared.size)
    return Overlap(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _batch_bounds(pairs: PassageTable, words: WordSource, least: int, most: int) -> list[tuple[int, int]]:
    """Return the bounds of batches of the pairs, of at least and at most so many words if there are enough.

    Successive pairs with the same first document count its words once. Texts that stand in several batches are read
    once for each, so the batches are few, but enough for all workers.
    """
    counts = words.counts
    size = counts[pairs.b]
    is_new = np.ones(len(pairs), bool)
    is_new[1:] = pairs.a[1:] != pairs.a[:-1]
    size[is_new] += counts[pairs.a[is_new]]
    total = np.cumsum(size)
    size_of_all = int(total[-1]) if total.size else 0
    words_per_batch = max(least, min(most, size_of_all // _BATCHES))
    limits = np.arange(words_per_batch, size_of_all, words_per_batch)
    return list(pairwise(unique(np.array([0, *np.searchsorted(total, limits), len(pairs)])).tolist()))


def longest_runs(pairs: PassageTable, words: WordSource, settings: Settings, engine: Engine) -> NDArray[np.int64]:
    """Return the length of the longest run of equal words of each pair, 0 where passages are not asked for."""
    if not settings.passages:
        return np.zeros(len(pairs), np.int64)
    longest = pairs.longest_run
    # No run of `min_run` words is missed, so that a passage with such a run also holds the longest one.
    rows = np.flatnonzero(longest < settings.min_run)
    low, high = longest[rows], np.full(rows.size, settings.min_run - 1)
    while (low < high).any():  # two texts with a common run have one of every smaller length
        tried = np.where(low < high, (low + high + 1) // 2, 0)
        for size in unique(tried[tried > 0]).tolist():
            chosen = np.flatnonzero(tried == size)
            has_run = shingle_overlap(pairs.take(rows[chosen]), words, size, engine).shared > 0
            low[chosen], high[chosen] = np.where(has_run, size, low[chosen]), np.where(has_run, high[chosen], size - 1)
    longest[rows] = low
    return longest


def longest_common_run(a: NDArray[np.uint64], b: NDArray[np.uint64], most: int) -> int:
    """Return the length of the longest run of equal words of two texts, up to `most`."""
    low, high = 0, min(most, a.size, b.size)
    while low < high:  # two texts with a common run have one of every smaller length
        size = (low + high + 1) // 2
        if np.intersect1d(kernels.rolling_hashes(a, size), kernels.rolling_hashes(b, size)).size:
            low = size
        else:
            high = size - 1
    return low
