"""Pairs of texts into exact figures, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import Overlap
from tests.reference.sorting import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.shapes import Shingles


def compare_sets(
    shingles: Shingles, word_counts: NDArray[np.int64], pairs: tuple[NDArray[np.int64], NDArray[np.int64]], size: int
) -> Overlap:
    """Return for each pair of texts how their shingle sets overlap, counted, not estimated.

    `shingles` are those of all the texts, `word_counts` (int64[texts]) the words of each, `pairs` two arrays of
    text indexes (int64), `size` the length of a shingle.
    """
    overlap = Overlap(*(np.zeros(pairs[0].size, np.int64) for _ in Overlap._fields))
    sets: dict[int, NDArray[np.uint64]] = {}
    for row, (a, b) in enumerate(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)):
        for text in (a, b):
            if text not in sets:
                sets[text] = distinct(_of(shingles, text))
        common = np.intersect1d(sets[a], sets[b], assume_unique=True)
        overlap.shared[row] = common.size
        overlap.distinct_a[row] = sets[a].size
        overlap.distinct_b[row] = sets[b].size
        overlap.covered_a[row] = _covered(_of(shingles, a), common, int(word_counts[a]), size)
        overlap.covered_b[row] = _covered(_of(shingles, b), common, int(word_counts[b]), size)
    return overlap


def _of(shingles: Shingles, text: int) -> NDArray[np.uint64]:
    return shingles.hashes[shingles.offsets[text] : shingles.offsets[text + 1]]


def _covered(shingles: NDArray[np.uint64], common: NDArray[np.uint64], words: int, size: int) -> int:
    """Return how many words stand inside a shingle that is in `common` (sorted)."""
    if not common.size:
        return 0
    at = np.minimum(np.searchsorted(common, shingles), common.size - 1)
    hits = np.flatnonzero(common[at] == shingles)
    change = np.zeros(words + 1, np.int64)
    np.add.at(change, hits, 1)
    np.add.at(change, np.minimum(hits + size, words), -1)
    return int(np.count_nonzero(np.cumsum(change[:-1]) > 0))
