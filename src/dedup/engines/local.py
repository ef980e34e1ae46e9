"""Batches and grouping on one machine: the two heavy operations of the program, as an engine offers them.

`group_by_key` is a sort here; on a cluster it is a shuffle.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Local:
    """One machine: `workers` threads, as many as it has cores where that is not said.

    The kernels release the interpreter's lock, so threads are enough. Results come in the order of the items, so that
    the number of workers changes nothing but the time.
    """

    workers: int = 0

    def map_batches(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return what `work` makes of each item, in order."""
        workers = min(self.workers or cores(), len(items))
        if workers <= 1:
            return [work(item) for item in items]
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(work, items))


LOCAL = Local()


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows that share a key.

    `rows` (int64) lists row numbers group after group, in rising order within each; group g is
    ``rows[bounds[g] : bounds[g + 1]]``.
    """

    rows: NDArray[np.int64]
    bounds: NDArray[np.int64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The number of rows of each group."""
        return np.diff(self.bounds)

    def where(self, chosen: NDArray[np.bool_]) -> Groups:
        """Return only the chosen groups."""
        rows = self.rows[np.repeat(chosen, self.sizes)]
        return Groups(rows, np.concatenate([np.zeros(1, np.int64), np.cumsum(self.sizes[chosen])]))


def group_by_key(keys: NDArray[np.uint64], using: ModuleType) -> Groups:
    """Return the rows of every key that stands at least twice; keys that stand once meet nothing."""
    return Groups(*using.group_rows(keys))


def pairs_within(groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every pair of rows of a group, the earlier row first: two int64 arrays."""
    first: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    second: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    sizes = groups.sizes
    for size in np.unique(sizes).tolist():
        heads = groups.bounds[:-1][sizes == size]
        rows = groups.rows[heads[:, None] + np.arange(size)[None, :]]
        i, j = np.triu_indices(size, 1)
        first.append(rows[:, i].ravel())
        second.append(rows[:, j].ravel())
    return np.concatenate(first), np.concatenate(second)


def links_within(groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each row of a group with the group's first row: one pair fewer than rows."""
    heads = np.repeat(groups.bounds[:-1], groups.sizes)
    later = np.arange(groups.rows.size) != heads
    return groups.rows[heads[later]], groups.rows[later]


def neighbours_within(groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each row of a group with the one before it."""
    later = np.arange(groups.rows.size) != np.repeat(groups.bounds[:-1], groups.sizes)
    at = np.flatnonzero(later)
    return groups.rows[at - 1], groups.rows[at]
