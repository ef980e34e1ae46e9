"""Keys into groups of equal ones, compiled: a radix sort, after a filter that drops most keys that stand once.

Of very many keys, those that begin with the same bits are grouped by themselves: the filter then fits a near cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel, part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

    Block = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]

_DIGIT, _PASSES = 11, 6
"""Bits of a digit, so that the open lines of all its buckets fit the second-level cache; digits of a key."""
_BUCKETS = 1 << _DIGIT
_LAST = np.uint64(_BUCKETS - 1)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_ROOM = 8
"""Least slots of the filter for each key: at most that share of the keys that stand once pass."""
_SEVERAL = np.uint8(2)
_PLACES = "Array(int64, 2, 'C', readonly=True)"


def sort_by_key(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys in rising order, and the row of each (int64); equal keys keep the order of their rows."""
    return _sorted(keys, np.arange(keys.size, dtype=np.int64))


def part_rows(
    keys: NDArray[np.uint64], values: NDArray[np.int64], bits: int, out: tuple[NDArray[np.uint64], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Write rows of a key and a value (int64) to `out` by the first `bits` of their keys, one at least.

    Rows whose keys begin with the bits of part p are ``bounds[p] : bounds[p + 1]`` there, in the order in which they
    came; the bounds (int64) are returned.
    """
    bounds = np.zeros((1 << bits) + 1, np.int64)
    _part(keys, values, 64 - bits, bounds, np.empty(bounds.size, np.int64), *out)
    return bounds


def group_rows(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of every key that stands at least twice, and where each key's begin (both int64).

    Keys are in rising order, the rows of a key too: group g is ``rows[bounds[g] : bounds[g + 1]]``.
    """
    rows = np.arange(keys.size, dtype=np.int64)
    return group_segments([(keys, rows, np.array([[0, keys.size, 0]], np.int64))])


def group_segments(blocks: Sequence[Block]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the values of every key that stands at least twice in some segments, and where each key's begin.

    Each block is of keys (uint64), their values (int64) and places (int64[segments, 3]): a segment is the rows from its
    first number up to its second, and its third is added to their values. Keys are in rising order; the values of a key
    in that of the segments, and of the rows of each.
    """
    size = sum(int((places[:, 1] - places[:, 0]).sum()) for _, _, places in blocks)
    bits = max((_ROOM * size - 1).bit_length(), 2)
    counters = np.zeros(1 << (bits - 2), np.uint8)
    for keys, _, places in blocks:
        _count(keys, places, bits, counters)
    chosen, values = np.empty(size, np.uint64), np.empty(size, np.int64)
    count = 0
    for block in blocks:
        count = _choose(*block, bits, counters, chosen, values, count)
    chosen, values = _sorted(chosen[:count], values[:count])
    bounds = np.empty(count // 2 + 1, np.int64)
    groups = _bound(chosen, values, bounds)
    bounds = bounds[: groups + 1]
    return values[: bounds[-1]], bounds


def _sorted(keys: NDArray[np.uint64], rows: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    here, there = np.empty(2 * keys.size, np.uint64), np.empty(2 * keys.size, np.uint64)
    out = np.empty(keys.size, np.uint64), np.empty(keys.size, np.int64)
    _sort(keys, rows, np.zeros(_PASSES * _BUCKETS, np.int64), here, there, *out)
    return out


@kernel(f"void({WHOLE}, int64[::1], int64[::1], uint64[::1], uint64[::1], uint64[::1], int64[::1])")
def _sort(
    keys: NDArray[np.uint64],
    rows: NDArray[np.int64],
    counts: NDArray[np.int64],
    here: NDArray[np.uint64],
    there: NDArray[np.uint64],
    sorted_keys: NDArray[np.uint64],
    sorted_rows: NDArray[np.int64],
) -> None:
    """Fill the last two arrays; pairs of key and row go to and fro between `here` and `there`."""
    size = keys.size
    source, target, places = bare(here), bare(there), bare(counts)
    for i in range(size):
        source[2 * i], source[2 * i + 1] = keys[i], np.uint64(rows[i])
        for digit in range(_PASSES):
            places[digit * _BUCKETS + _bucket(keys[i], digit)] += 1
    for digit in range(_PASSES):
        first = digit * _BUCKETS
        if size > 0 and places[first + _bucket(keys[0], digit)] < size:
            _scatter(source, target, size, digit, places, first)
            source, target = target, source
    for i in range(size):
        sorted_keys[i], sorted_rows[i] = source[2 * i], np.int64(source[2 * i + 1])


@part
def _bucket(key: np.uint64, digit: int) -> Any:
    return np.int64((key >> np.uint64(digit * _DIGIT)) & _LAST)


@part
def _scatter(source: Pointer, target: Pointer, size: int, digit: int, places: Pointer, first: int) -> None:
    """Move all pairs to `target`, in the order of one digit of their keys."""
    before = 0
    for bucket in range(first, first + _BUCKETS):
        count = places[bucket]
        places[bucket] = before
        before += count
    for i in range(size):
        bucket = first + _bucket(source[2 * i], digit)
        at = places[bucket]
        places[bucket] = at + 1
        target[2 * at], target[2 * at + 1] = source[2 * i], source[2 * i + 1]


@kernel(f"void({WHOLE}, {INTEGERS}, int64, int64[::1], int64[::1], uint64[::1], int64[::1])")
def _part(
    keys: NDArray[np.uint64],
    values: NDArray[np.int64],
    shift: int,
    bounds: NDArray[np.int64],
    places: NDArray[np.int64],
    parted_keys: NDArray[np.uint64],
    parted_values: NDArray[np.int64],
) -> None:
    """Fill `bounds`, which are zeros, and the last two arrays; `places` are for where the next row of a part goes."""
    ends, following, by = bare(bounds), bare(places), np.uint64(shift)
    out_keys, out_values = bare(parted_keys), bare(parted_values)
    for i in range(keys.size):
        ends[np.int64(keys[i] >> by) + 1] += 1
    following[0] = 0
    for i in range(1, bounds.size):
        ends[i] += ends[i - 1]
        following[i] = ends[i]
    for i in range(keys.size):
        number = np.int64(keys[i] >> by)
        at = following[number]
        following[number] = at + 1
        out_keys[at], out_values[at] = keys[i], values[i]


@kernel(f"void({WHOLE}, {_PLACES}, int64, uint8[::1])")
def _count(keys: NDArray[np.uint64], places: NDArray[np.int64], bits: int, counters: NDArray[np.uint8]) -> None:
    """Count the keys of each slot in `counters`: a slot is two bits, which count none, one, several."""
    shift = np.uint64(64 - bits)
    slots = bare(counters)
    for segment in range(places.shape[0]):
        for i in range(places[segment, 0], places[segment, 1]):
            slot = (keys[i] * _SPREAD) >> shift
            place, by = slot >> np.uint64(2), np.uint8((slot & np.uint64(3)) * np.uint64(2))
            count = (slots[place] >> by) & np.uint8(3)
            if count < _SEVERAL:
                slots[place] += np.uint8(1) << by


@kernel(f"int64({WHOLE}, {INTEGERS}, {_PLACES}, int64, uint8[::1], uint64[::1], int64[::1], int64)")
def _choose(
    keys: NDArray[np.uint64],
    values: NDArray[np.int64],
    places: NDArray[np.int64],
    bits: int,
    counters: NDArray[np.uint8],
    chosen: NDArray[np.uint64],
    found: NDArray[np.int64],
    kept: int,
) -> int:
    """Append the keys whose slot several keys share to `chosen`, and their values; return how many there are now."""
    shift = np.uint64(64 - bits)
    slots = bare(counters)
    for segment in range(places.shape[0]):
        for i in range(places[segment, 0], places[segment, 1]):
            slot = (keys[i] * _SPREAD) >> shift
            place, by = slot >> np.uint64(2), np.uint8((slot & np.uint64(3)) * np.uint64(2))
            if (slots[place] >> by) & _SEVERAL:
                chosen[kept], found[kept] = keys[i], values[i] + places[segment, 2]
                kept += 1
    return kept


@kernel(f"int64({WHOLE}, int64[::1], int64[::1])")
def _bound(keys: NDArray[np.uint64], rows: NDArray[np.int64], bounds: NDArray[np.int64]) -> int:
    """Move the rows of keys that stand twice to the front, fill `bounds`, and return how many keys these are."""
    groups = kept = head = 0
    bounds[0] = 0
    for i in range(1, keys.size + 1):
        if i < keys.size and keys[i] == keys[head]:
            continue
        if i - head > 1:
            for j in range(head, i):
                rows[kept] = rows[j]
                kept += 1
            groups += 1
            bounds[groups] = kept
        head = i
    return groups
