"""Keys → groups of equal keys: sorting, partitioning by leading bits, and grouping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.bindings import BYTES, INT64, OUT_BYTES, OUT_INT64, OUT_UINT64, UINT64, Kernel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Block = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]

_SLOTS_PER_KEY = 8
"""The least number of counters for each key. At most one in eight keys that occur once shares a counter."""

_sort = Kernel("sort_pairs", OUT_UINT64, OUT_INT64)
_partition = Kernel("partition_pairs", UINT64, INT64, int, OUT_INT64, OUT_UINT64, OUT_INT64)
_count = Kernel("count_keys", UINT64, INT64, int, OUT_BYTES)
_select = Kernel("select_repeated_keys", UINT64, INT64, INT64, int, BYTES, OUT_UINT64, OUT_INT64, int)
_bound = Kernel("bound_groups", UINT64, OUT_INT64, OUT_INT64)


def sort_by_key(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys in ascending order, and the row of each (int64); equal keys keep the order of their rows."""
    ordered, rows = keys.copy(), np.arange(keys.size, dtype=np.int64)
    _sort(ordered, rows)
    return ordered, rows


def partition_rows(
    keys: NDArray[np.uint64], values: NDArray[np.int64], bits: int, out: tuple[NDArray[np.uint64], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Write rows of a key and a value (int64) to `out`, partitioned by the first `bits` (at least 1) of the keys.

    Partition p is ``bounds[p] : bounds[p + 1]`` of `out`: the rows whose keys begin with the bits of p, in their
    original order. The function returns the bounds (int64).
    """
    bounds = np.empty((1 << bits) + 1, np.int64)
    _partition(keys, values, 64 - bits, bounds, *out)
    return bounds


def group_rows(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of every key that occurs at least twice, and where each key's rows begin (both int64).

    Keys are in ascending order, and so are the rows of a key. Group g is ``rows[bounds[g] : bounds[g + 1]]``.
    """
    rows = np.arange(keys.size, dtype=np.int64)
    return group_segments([(keys, rows, np.array([[0, keys.size, 0]], np.int64))])


def group_segments(blocks: Sequence[Block]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the values of every key that occurs at least twice in some segments, and where each key's values begin.

    A block is its keys (uint64), their values (int64) and its segments (int64[segments, 3]). A segment is the rows from
    its first number up to its second; its third number is added to their values. Keys are in ascending order. The
    values of a key are in the order of the segments, and within a segment in the order of its rows.
    """
    size = sum(int((segments[:, 1] - segments[:, 0]).sum()) for _, _, segments in blocks)
    bits = max((_SLOTS_PER_KEY * size - 1).bit_length(), 2)
    counters = np.zeros(1 << (bits - 2), np.uint8)
    for keys, _, segments in blocks:
        _count(keys, segments, bits, counters)
    selected, values = np.empty(size, np.uint64), np.empty(size, np.int64)
    count = 0
    for block in blocks:
        count = _select(*block, bits, counters, selected, values, count)
    selected, values = selected[:count], values[:count]
    _sort(selected, values)
    bounds = np.empty(count // 2 + 1, np.int64)
    groups = _bound(selected, values, bounds)
    bounds = bounds[: groups + 1]
    return values[: bounds[-1]], bounds
