"""Seeds into maximal runs of equal words, and words into the texts they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.library import INT64, OUT_INT64, UINT64, Kernel
from dedup.kernels.shapes import Runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HALF = 31
"""Bits of numbers of which two make one that NumPy sorts several times as fast as rows."""
_ROWS = 2
"""Rows of the table of where texts begin for each text, about."""

_grow = Kernel("grow_runs", UINT64, INT64, INT64, OUT_INT64, int, OUT_INT64, OUT_INT64)
_along = Kernel("equal_along", UINT64, INT64, INT64, INT64, int, OUT_INT64)
_find_texts = Kernel("find_texts", INT64, int, OUT_INT64, INT64, OUT_INT64)


def equal_runs(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    seeds: tuple[NDArray[np.int64], NDArray[np.int64]],
    least: int,
) -> Runs:
    """Return the maximal runs of at least `least` equal words on which the seeds lie, each once, sorted by (a, b).

    A seed is a pair of word indexes, ``a < b``; the runs stay inside the texts that `offsets` bound. In a run that
    overlaps itself (``b < a + length``, in one text) the words repeat with the period ``b - a``.
    """
    first, diagonal = _sorted(seeds[0], seeds[1] - seeds[0], int(offsets[-1]))
    low, length = np.empty(first.size, np.int64), np.empty(first.size, np.int64)
    count = _grow(words, offsets, first, diagonal, least, low, length)
    low, length, diagonal = low[:count], length[:count], diagonal[:count]
    order = _order(low, diagonal, int(offsets[-1]))
    low = low[order]
    return Runs(low, low + diagonal[order], length[order])


def equal_along(
    words: NDArray[np.uint64], first: NDArray[np.int64], second: NDArray[np.int64], room: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    """Return how many words in a row are equal from each two places on, `room` (int64) at the most.

    They are walked along in steps of 1 or -1.
    """
    length = np.empty(first.size, np.int64)
    _along(words, first, second, room, step, length)
    return length


def texts_of(offsets: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the text (int64) of each word index: text i has the words ``offsets[i] : offsets[i + 1]``."""
    texts = np.empty(words.size, np.int64)
    if words.size:
        width = max(int(offsets[-1]) // (_ROWS * offsets.size), 1).bit_length()
        _find_texts(offsets, width, np.empty((int(offsets[-1]) >> width) + 2, np.int64), words, texts)
    return texts


def _sorted(
    first: NDArray[np.int64], diagonal: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return seeds in the order of their diagonals, then of their places; no number is larger than `most`."""
    bits = most.bit_length()
    if bits > _HALF:
        order = np.lexsort((first, diagonal))
        return first[order], diagonal[order]
    both = np.sort(diagonal << bits | first)
    return both & ((1 << bits) - 1), both >> bits


def _order(low: NDArray[np.int64], diagonal: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return the order of runs, of which no two are the same, by place, then by diagonal."""
    bits = most.bit_length()
    return np.lexsort((diagonal, low)) if bits > _HALF else np.argsort(low << bits | diagonal)
