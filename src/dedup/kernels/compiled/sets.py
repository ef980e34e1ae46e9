"""Pairs of texts into exact figures, compiled: the shingles of the first text in a hash table, the second looked up.

A table serves all pairs in a row that have the same first text, so pairs are best sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel, part
from dedup.kernels.shapes import Overlap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer
    from dedup.kernels.shapes import Shingles

_ONE = np.uint64(1)


def compare_sets(
    shingles: Shingles, word_counts: NDArray[np.int64], pairs: tuple[NDArray[np.int64], NDArray[np.int64]], size: int
) -> Overlap:
    """Return for each pair of texts how their shingle sets overlap, counted, not estimated.

    `shingles` are those of all the texts, `word_counts` (int64[texts]) the words of each, `pairs` two arrays of
    text indexes (int64), `size` the length of a shingle.
    """
    overlap = Overlap(*(np.zeros(pairs[0].size, np.int64) for _ in Overlap._fields))
    if pairs[0].size:
        longest = int(np.diff(shingles.offsets)[np.concatenate(pairs)].max())
        slots = 1 << (2 * longest + 1).bit_length()
        keys, marks = np.empty(slots, np.uint64), np.zeros(slots, np.int64)
        places = np.empty(longest, np.int64)
        distinct = np.full(word_counts.size, -1, np.int64)
        _compare(shingles.hashes, shingles.offsets, word_counts, *pairs, size, keys, marks, places, distinct, *overlap)
    return overlap


@kernel(
    f"void({WHOLE}, {INTEGERS}, {INTEGERS}, {INTEGERS}, {INTEGERS}, int64, uint64[::1], int64[::1], int64[::1],"
    " int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1])"
)
def _compare(
    hashes: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    word_counts: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    size: int,
    keys: NDArray[np.uint64],
    marks: NDArray[np.int64],
    places: NDArray[np.int64],
    distinct: NDArray[np.int64],
    shared: NDArray[np.int64],
    distinct_a: NDArray[np.int64],
    distinct_b: NDArray[np.int64],
    covered_a: NDArray[np.int64],
    covered_b: NDArray[np.int64],
) -> None:
    """Fill the last five arrays.

    `keys` and `marks` are the table: a slot is taken since the table was begun anew if its mark is at least `begun`,
    and its shingle stands in the second text too if its mark is `now`.
    """
    table, slot_marks, slots = bare(keys), bare(marks), bare(places)
    now = begun = 0
    for row in range(2 * first.size):
        text = first[row >> 1] if row & 1 else second[row >> 1]
        if distinct[text] < 0:
            now += 1
            low, high = offsets[text], offsets[text + 1]
            distinct[text] = _enter(bare(hashes), low, high, table, slot_marks, slots, now)
    held = -1
    for row in range(first.size):
        a, b = first[row], second[row]
        low, high = offsets[a], offsets[a + 1]
        if a != held:
            now += 1
            held, begun = a, now
            _enter(bare(hashes), low, high, table, slot_marks, slots, begun)
        now += 1
        distinct_a[row], distinct_b[row] = distinct[a], distinct[b]
        shared[row], covered_b[row] = _look_up(
            bare(hashes),
            offsets[b],
            offsets[b + 1],
            table,
            slot_marks,
            (_mask(high - low), begun, now),
            size,
            word_counts[b],
        )
        if shared[row] > 0:
            covered_a[row] = _covered(slots, slot_marks, high - low, now, size, word_counts[a])


@part
def _mask(shingles: int) -> np.uint64:
    """Return the highest slot of a table at most half full."""
    slots = 2
    while slots < 2 * shingles:
        slots *= 2
    return np.uint64(slots - 1)


@part
def _enter(
    hashes: Pointer,
    low: int,
    high: int,
    keys: Pointer,
    marks: Pointer,
    places: Pointer,
    begun: int,
) -> int:
    """Begin the table anew with the shingles of a text, note the slot of each; return how many are distinct."""
    mask = _mask(high - low)
    distinct = 0
    for i in range(low, high):
        slot = _slot(keys, marks, hashes[i], mask, begun)
        if marks[slot] < begun:
            keys[slot], marks[slot] = hashes[i], begun
            distinct += 1
        places[i - low] = slot
    return distinct


@part
def _slot(keys: Pointer, marks: Pointer, key: np.uint64, mask: np.uint64, begun: int) -> np.uint64:
    """Return the slot that holds a shingle, or the free one where it would stand."""
    slot = key & mask
    while marks[slot] >= begun and keys[slot] != key:
        slot = (slot + _ONE) & mask
    return slot


@part
def _look_up(
    hashes: Pointer,
    low: int,
    high: int,
    keys: Pointer,
    marks: Pointer,
    table: tuple[np.uint64, int, int],
    size: int,
    words: int,
) -> tuple[int, int]:
    """Mark the shingles of the table that a text has too; return how many they are, and its words that they cover."""
    mask, begun, now = table
    shared = covered = reached = 0
    for i in range(low, high):
        slot = _slot(keys, marks, hashes[i], mask, begun)
        if marks[slot] >= begun:
            shared += marks[slot] < now
            marks[slot] = now
            end = min(i - low + size, words)
            covered += end - max(i - low, reached)
            reached = end
    return shared, covered


@part
def _covered(places: Pointer, marks: Pointer, count: int, now: int, size: int, words: int) -> int:
    """Return how many words of the table's own text stand inside a shingle that is marked."""
    covered = reached = 0
    for i in range(count):
        if marks[places[i]] == now:
            end = min(i + size, words)
            covered += end - max(i, reached)
            reached = end
    return covered
