"""Runs of equal words into passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.library import INT64, OUT_INT64, UINT64, Kernel
from dedup.kernels.shapes import Passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.shapes import PassageRules, Runs

_make = Kernel("make_passages", UINT64, *[INT64] * 7, int, int, int, OUT_INT64, OUT_INT64)


def make_passages(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    texts: tuple[NDArray[np.int64], NDArray[np.int64]],
    runs: Runs,
    bounds: NDArray[np.int64],
    rules: PassageRules,
) -> Passages:
    """Return the passages of pairs of texts, in the order of the first.

    `texts` are two arrays of text indexes, one row a pair; a text may be held against itself. Pair p has the maximal
    runs ``bounds[p] : bounds[p + 1]`` (int64[pairs + 1]), counted from the first words of its texts, in the order of
    (a, b). A passage has at least `min_run` words that are the same; no two of a pair overlap on either side.
    """
    sizes = np.diff(offsets)
    pairs = np.zeros(texts[0].size + 1, np.int64)
    # No pair makes more rows than its words. What is not filled of an array takes no memory.
    most = 1 + int(np.max(sizes[texts[0]] + sizes[texts[1]], initial=0)) + 2 * runs.a.size
    while True:
        out = np.empty((4, most), np.int64)
        if _make(words, offsets, *texts, *runs, bounds, *rules, out, pairs):
            first = out[3, : pairs[-1] + 1]
            a, b, length = (column[: first[-1]].copy() for column in out[:3])
            return Passages(a, b, length, first.copy(), pairs)
        most *= 2
