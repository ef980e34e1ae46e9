"""Pairs of texts into exact figures, compiled: the shingles of the first text in a table, the second's looked up.

A table serves all pairs in a row that have the same first text, so pairs are best sorted. Before the table stands a
filter that most shingles do not pass: one bit decides, and it is in the nearest cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels.compiled.lanes import bare, lowest
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel, part
from dedup.kernels.shapes import Overlap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer
    from dedup.kernels.shapes import Shingles

_ONE = np.uint64(1)
_WORD, _BIT = np.uint64(6), np.uint64(63)
"""A bit's place as that of its word of 64 and its place therein."""
_FILTER_BITS = 16
"""Least bits of the filter for each shingle: at most that share of those that the first text has not pass."""
_OTHER_BITS = np.uint64(32)
"""Where in a shingle the bits begin that choose its place in the filter; the lower ones choose that in the table."""


class Table(NamedTuple):
    """The shingles of one text, as pointers.

    `slots` (int32) hold one more than the first place of a shingle in the text, 0 where they are free; `following`
    (int32) one more than the next place of the same shingle. `filter` (uint64) has a bit for each shingle, `marks`
    (uint64) one for each place.
    """

    slots: Pointer
    following: Pointer
    filter: Pointer
    marks: Pointer


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
        slots, following = np.empty(_room(2 * longest), np.int32), np.empty(longest, np.int32)
        bits = np.empty(_room(_FILTER_BITS * longest) // 64 + 1, np.uint64)
        marks = np.zeros(longest // 64 + 1, np.uint64)
        distinct = np.full(word_counts.size, -1, np.int64)
        given = shingles.hashes, shingles.offsets, word_counts, *pairs, size
        _compare(*given, slots, following, bits, marks, distinct, *overlap)
    return overlap


def _room(least: int) -> int:
    """Return the power of two that is not less."""
    return 1 << max(least - 1, 1).bit_length()


@kernel(
    f"void({WHOLE}, {INTEGERS}, {INTEGERS}, {INTEGERS}, {INTEGERS}, int64, int32[::1], int32[::1], uint64[::1],"
    " uint64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1], int64[::1])"
)
def _compare(
    hashes: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    word_counts: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    size: int,
    slots: NDArray[np.int32],
    following: NDArray[np.int32],
    bits: NDArray[np.uint64],
    marks: NDArray[np.uint64],
    distinct: NDArray[np.int64],
    shared: NDArray[np.int64],
    distinct_a: NDArray[np.int64],
    distinct_b: NDArray[np.int64],
    covered_a: NDArray[np.int64],
    covered_b: NDArray[np.int64],
) -> None:
    """Fill the last six arrays; `distinct` are the shingles of each text, -1 where nobody has counted them yet."""
    table = Table(bare(slots), bare(following), bare(bits), bare(marks))
    held = -1
    for row in range(first.size):
        a, b = first[row], second[row]
        low, high = offsets[a], offsets[a + 1]
        if a != held:
            held = a
            distinct[a] = _enter(bare(hashes), low, high, table)
        shared[row], covered_b[row] = _look_up(
            bare(hashes), (low, high), (offsets[b], offsets[b + 1]), table, size, word_counts[b]
        )
        if shared[row] > 0:
            covered_a[row] = _covered(table.marks, high - low, size, word_counts[a])
    for row in range(first.size):
        a, b = first[row], second[row]
        if distinct[b] < 0:
            distinct[b] = _enter(bare(hashes), offsets[b], offsets[b + 1], table)
        distinct_a[row], distinct_b[row] = distinct[a], distinct[b]


@part
def _last(least: int) -> np.uint64:
    """Return the last place of a table or filter with at least so many."""
    places = 2
    while places < least:
        places *= 2
    return np.uint64(places - 1)


@part
def _enter(hashes: Pointer, low: int, high: int, table: Any) -> int:
    """Fill the table with the shingles of a text; return how many are distinct."""
    last, last_bit = _last(2 * (high - low)), _last(_FILTER_BITS * (high - low))
    for slot in range(np.int64(last) + 1):
        table.slots[slot] = 0
    for word in range(np.int64(last_bit >> _WORD) + 1):
        table.filter[word] = 0
    distinct = 0
    for place in range(high - low):
        key = hashes[low + place]
        slot = _slot(hashes, low, key, table.slots, last)
        head = table.slots[slot]
        if head == 0:
            distinct += 1
            table.slots[slot], table.following[place] = place + 1, 0
            bit = (key >> _OTHER_BITS) & last_bit
            table.filter[bit >> _WORD] |= _ONE << (bit & _BIT)
        else:
            table.following[place], table.following[head - 1] = table.following[head - 1], place + 1
    return distinct


@part
def _slot(hashes: Pointer, low: int, key: np.uint64, slots: Pointer, last: np.uint64) -> Any:
    """Return the slot that holds a shingle, or the free one where it would stand."""
    slot: Any = key & last
    while slots[slot] > 0 and hashes[low + slots[slot] - 1] != key:
        slot = (slot + _ONE) & last
    return slot


@part
def _look_up(
    hashes: Pointer, held: tuple[int, int], other: tuple[int, int], table: Any, size: int, words: int
) -> tuple[int, int]:
    """Mark the places of the shingles in the table that another text has too.

    Return how many such shingles there are, and how many words of the other text they cover.
    """
    low, high = held
    last, last_bit = _last(2 * (high - low)), _last(_FILTER_BITS * (high - low))
    begin, end = other
    shared = covered = reached = 0
    for place in range(end - begin):
        key = hashes[begin + place]
        bit = (key >> _OTHER_BITS) & last_bit
        if (table.filter[bit >> _WORD] >> (bit & _BIT)) & _ONE:
            head = np.int64(table.slots[_slot(hashes, low, key, table.slots, last)])
            if head > 0:
                until = min(place + size, words)
                covered += until - max(place, reached)
                reached = until
                shared += _mark(table, head)
    return shared, covered


@part
def _mark(table: Any, head: Any) -> int:
    """Mark all places of a shingle; return whether that was not done before."""
    place = np.uint64(head - 1)
    if (table.marks[place >> _WORD] >> (place & _BIT)) & _ONE:
        return 0
    while head > 0:
        place = np.uint64(head - 1)
        table.marks[place >> _WORD] |= _ONE << (place & _BIT)
        head = np.int64(table.following[head - 1])
    return 1


@part
def _covered(marks: Pointer, count: int, size: int, words: int) -> int:
    """Return how many words of a text stand inside a shingle that is marked, and take the marks away."""
    covered = reached = 0
    for word in range((count + 63) // 64):
        bits = marks[word]
        marks[word] = 0
        while bits:
            place = 64 * word + lowest(bits)
            bits &= bits - _ONE
            end = min(place + size, words)
            covered += end - max(place, reached)
            reached = end
    return covered
