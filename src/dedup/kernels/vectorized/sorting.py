"""Keys into groups of equal ones, in NumPy: the readable twin of the compiled pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sort_by_key(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the keys in rising order, and the row of each (int64); equal keys keep the order of their rows."""
    order = np.argsort(keys, kind="stable")
    return keys[order], order


def part_rows(
    keys: NDArray[np.uint64], values: NDArray[np.int64], bits: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Return rows of a key and a value (int64) by the first `bits` of their keys, one at least.

    Rows whose keys begin with the bits of part p are ``bounds[p] : bounds[p + 1]`` of the keys and values, in the order
    in which they came; the bounds (int64) are what is returned last.
    """
    numbers = (keys >> np.uint64(64 - bits)).astype(np.int64)
    order = np.argsort(numbers, kind="stable")
    bounds = np.zeros((1 << bits) + 1, np.int64)
    np.cumsum(np.bincount(numbers, minlength=1 << bits), out=bounds[1:])
    return keys[order], values[order], bounds


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
