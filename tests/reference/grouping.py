"""Keys → groups of equal keys, in NumPy, as a reference for the kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Block = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]

Number = TypeVar("Number", bound=np.generic)


def distinct(numbers: NDArray[Number]) -> NDArray[Number]:
    """Return the different numbers in ascending order; `np.unique` would load the module for masked arrays."""
    ordered = np.sort(numbers)
    new = np.ones(ordered.size, bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def sort_by_key(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys in ascending order, and the row of each (int64); equal keys keep the order of their rows."""
    order = np.argsort(keys, kind="stable")
    return keys[order], order


def partition_rows(
    keys: NDArray[np.uint64], values: NDArray[np.int64], bits: int, out: tuple[NDArray[np.uint64], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Write rows of a key and a value to `out`, partitioned by the first `bits` of the keys; return the bounds."""
    numbers = (keys >> np.uint64(64 - bits)).astype(np.int64)
    order = np.argsort(numbers, kind="stable")
    out[0][:], out[1][:] = keys[order], values[order]
    bounds = np.zeros((1 << bits) + 1, np.int64)
    np.cumsum(np.bincount(numbers, minlength=1 << bits), out=bounds[1:])
    return bounds


def group_rows(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of every key that occurs at least twice, and where each key's rows begin (both int64)."""
    ordered, rows = sort_by_key(keys)
    opens = np.ones(ordered.size, bool)
    opens[1:] = ordered[1:] != ordered[:-1]
    sizes = np.diff(np.append(np.flatnonzero(opens), ordered.size))
    several = sizes > 1
    return rows[np.repeat(several, sizes)], np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[several])])


def group_segments(blocks: Sequence[Block]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the values of every key that occurs at least twice in some segments, and where each key's values begin."""
    segments = [(*block[:2], *segment) for block in blocks for segment in block[2].tolist()]
    keys = [block[low:high] for block, _, low, high, _ in segments]
    values = [block[low:high] + start for _, block, low, high, start in segments]
    rows, bounds = group_rows(np.concatenate([np.zeros(0, np.uint64), *keys]))
    return np.concatenate([np.zeros(0, np.int64), *values])[rows], bounds
