"""Seeds into maximal runs of equal words, compiled: seeds of one diagonal in order, each run walked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel, part
from dedup.kernels.shapes import Runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_HALF = 31
"""Bits of numbers of which two make one that NumPy sorts several times as fast as rows."""


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
    count = _run(words, offsets, first, diagonal, least, low, length)
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


@kernel(f"int64({WHOLE}, {INTEGERS}, int64[::1], int64[::1], int64, int64[::1], int64[::1])")
def _run(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    first: NDArray[np.int64],
    diagonal: NDArray[np.int64],
    least: int,
    low: NDArray[np.int64],
    length: NDArray[np.int64],
) -> int:
    """Fill `low` and `length`, and `diagonal` anew, with the runs; return how many there are.

    Runs of two pairs of texts cannot meet on a diagonal, so that the end of the last one is all to remember.
    """
    count, last, reached = 0, -1, 0
    bounds, texts = bare(offsets), offsets.size - 1
    for seed in range(first.size):
        at, apart = first[seed], diagonal[seed]
        if (apart == last and at < reached) or words[at] != words[at + apart]:
            continue
        a, b = _text_of(bounds, texts, at), _text_of(bounds, texts, at + apart)
        start, end = max(bounds[a], bounds[b] - apart), min(bounds[a + 1], bounds[b + 1] - apart)
        begin, reached, last = at, at + 1, apart
        while begin > start and words[begin - 1] == words[begin - 1 + apart]:
            begin -= 1
        while reached < end and words[reached] == words[reached + apart]:
            reached += 1
        if reached - begin >= least:
            low[count], length[count], diagonal[count] = begin, reached - begin, apart
            count += 1
    return count


@kernel(f"void({WHOLE}, {INTEGERS}, {INTEGERS}, {INTEGERS}, int64, int64[::1])")
def _along(
    words: NDArray[np.uint64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    room: NDArray[np.int64],
    step: int,
    length: NDArray[np.int64],
) -> None:
    for pair in range(first.size):
        one, other, count = first[pair], second[pair], 0
        while count < room[pair] and words[one] == words[other]:
            one, other, count = one + step, other + step, count + 1
        length[pair] = count


@part
def _text_of(bounds: Pointer, texts: int, word: int) -> int:
    """Return the text that holds a word: the last one that begins at it or before."""
    low, high = 0, texts
    while high - low > 1:
        middle = (low + high) >> 1
        if bounds[middle] <= word:
            low = middle
        else:
            high = middle
    return low
