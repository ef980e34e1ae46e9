"""Pairs of texts into exact figures of what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.library import INT64, OUT_INT64, UINT64, Kernel
from dedup.kernels.shapes import Overlap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.shapes import Shingles

_compare = Kernel("compare_sets", UINT64, INT64, INT64, INT64, INT64, int, OUT_INT64, OUT_INT64)


def compare_sets(
    shingles: Shingles, word_counts: NDArray[np.int64], pairs: tuple[NDArray[np.int64], NDArray[np.int64]], size: int
) -> Overlap:
    """Return for each pair of texts how their shingle sets overlap, counted, not estimated.

    `shingles` are those of all the texts, `word_counts` (int64[texts]) the words of each, `pairs` two arrays of
    text indexes (int64), `size` the length of a shingle. A text's shingles are looked up in a table of the first of a
    pair, so pairs are best sorted.
    """
    found = np.zeros((len(Overlap._fields), pairs[0].size), np.int64)
    _compare(*shingles, word_counts, *pairs, size, np.full(word_counts.size, -1, np.int64), found)
    return Overlap(*found)
