"""Keys into groups of equal ones, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Block = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]

Number = TypeVar("Number", bound=np.generic)


def distinct(numbers: NDArray[Number]) -> NDArray[Number]:
    """Return the different numbers in rising order; `np.unique` would load what handles masked arrays."""
    ordered = np.sort(numbers)
    new = np.ones(ordered.size, bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def sort_by_key(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys in rising order, and the row of each (int64); equal keys keep the order of their rows."""
    order = np.argsort(keys, kind="stable")
    return keys[order], order


def part_rows(
    keys: NDArray[np.uint64], values: NDArray[np.int64], bits: int, out: tuple[NDArray[np.uint64], NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Write rows of a key and a value (int64) to `out` by the first `bits` of their keys, one at least.

    Rows whose keys begin with the bits of part p are ``bounds[p] : bounds[p + 1]`` there, in the order in which they
    came; the bounds (int64) are returned.
    """
    numbers = (keys >> np.uint64(64 - bits)).astype(np.int64)
    order = np.argsort(numbers, kind="stable")
    out[0][:], out[1][:] = keys[order], values[order]
    bounds = np.zeros((1 << bits) + 1, np.int64)
    np.cumsum(np.bincount(numbers, minlength=1 << bits), out=bounds[1:])
    return bounds


def group_rows(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of every key that stands at least twice, and where each key's begin (both int64).

    Keys are in rising order, the rows of a key too: group g is ``rows[bounds[g] : bounds[g + 1]]``.
    """
    ordered, rows = sort_by_key(keys)
    opens = np.ones(ordered.size, bool)
    opens[1:] = ordered[1:] != ordered[:-1]
    sizes = np.diff(np.append(np.flatnonzero(opens), ordered.size))
    several = sizes > 1
    return rows[np.repeat(several, sizes)], np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[several])])


def group_segments(blocks: Sequence[Block]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the values of every key that stands at least twice in some segments, and where each key's begin.

    Each block is of keys (uint64), their values (int64) and places (int64[segments, 3]): a segment is the rows from its
    first number up to its second, and its third is added to their values. Keys are in rising order; the values of a key
    in that of the segments, and of the rows of each.
    """
    segments = [(*block[:2], *place) for block in blocks for place in block[2].tolist()]
    keys = [block[low:high] for block, _, low, high, _ in segments]
    values = [block[low:high] + start for _, block, low, high, start in segments]
    rows, bounds = group_rows(np.concatenate([np.zeros(0, np.uint64), *keys]))
    return np.concatenate([np.zeros(0, np.int64), *values])[rows], bounds
