"""Keys into groups of equal ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.library import BYTES, INT64, OUT_BYTES, OUT_INT64, OUT_UINT64, UINT64, Kernel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Block = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]

_ROOM = 8
"""Least slots of the filter for each key: at most that share of the keys that stand once pass."""

_sort = Kernel("sort_pairs", OUT_UINT64, OUT_INT64)
_part = Kernel("part_pairs", UINT64, INT64, int, OUT_INT64, OUT_UINT64, OUT_INT64)
_count = Kernel("count_keys", UINT64, INT64, int, OUT_BYTES)
_choose = Kernel("choose_keys", UINT64, INT64, INT64, int, BYTES, OUT_UINT64, OUT_INT64, int)
_bound = Kernel("bound_groups", UINT64, OUT_INT64, OUT_INT64)


def sort_by_key(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys in rising order, and the row of each (int64); equal keys keep the order of their rows."""
    found, rows = keys.copy(), np.arange(keys.size, dtype=np.int64)
    _sort(found, rows)
    return found, rows


def part_rows(
    keys: NDArray[np.uint64], values: NDArray[np.int64], bits: int, out: tuple[NDArray[np.uint64], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Write rows of a key and a value (int64) to `out` by the first `bits` of their keys, one at least.

    Rows whose keys begin with the bits of part p are ``bounds[p] : bounds[p + 1]`` there, in the order in which they
    came; the bounds (int64) are returned.
    """
    bounds = np.empty((1 << bits) + 1, np.int64)
    _part(keys, values, 64 - bits, bounds, *out)
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
    chosen, values = chosen[:count], values[:count]
    _sort(chosen, values)
    bounds = np.empty(count // 2 + 1, np.int64)
    groups = _bound(chosen, values, bounds)
    bounds = bounds[: groups + 1]
    return values[: bounds[-1]], bounds
