"""Rows grouped by key, and the pairs of rows within the groups.

Grouping is the one heavy operation of the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from dedup import kernels
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)


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

    @property
    def numbers(self) -> NDArray[np.int64]:
        """For each row the number of its group."""
        return np.repeat(np.arange(self.bounds.size - 1), self.sizes)

    def where(self, selected: NDArray[np.bool_]) -> Groups:
        """Return the selected groups (bool, one for each)."""
        rows = self.rows[np.repeat(selected, self.sizes)]
        return Groups(rows, prefix_sums(self.sizes[selected]))

    def without(self, dropped: NDArray[np.bool_]) -> Groups:
        """Return the groups without the dropped rows (bool, one for each); groups with one row left are dropped too."""
        left = np.bincount(self.numbers[~dropped], minlength=self.sizes.size)
        kept = ~dropped & np.repeat(left > 1, self.sizes)
        return Groups(self.rows[kept], prefix_sums(left[left > 1]))


NO_GROUPS = Groups(np.zeros(0, np.int64), np.zeros(1, np.int64))


def group_by_key(keys: NDArray[np.uint64]) -> Groups:
    """Return the rows of every key that stands at least twice, keys in rising order."""
    return Groups(*kernels.group_rows(keys))


def unique(numbers: NDArray[Number]) -> NDArray[Number]:
    """Return the different numbers in rising order.

    NumPy's own function takes several times as long for millions of numbers, and imports masked arrays for few.
    """
    ordered = np.sort(numbers)
    new = np.ones(ordered.size, bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def count_equal(numbers: NDArray[Number]) -> tuple[NDArray[Number], NDArray[np.int64]]:
    """Return the different numbers in rising order, and how often each stands there (int64); see `unique`."""
    ordered = np.sort(numbers)
    new = np.ones(ordered.size, bool)
    new[1:] = ordered[1:] != ordered[:-1]
    first = np.flatnonzero(new)
    return ordered[first], np.diff(np.append(first, ordered.size))


def stable_order(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of numbers (none negative) in rising order; equal numbers keep the order of their rows.

    NumPy sorts numbers ten times as fast as it finds their order, so each is sorted with its row in its last bits.
    """
    bits = numbers.size.bit_length()
    if numbers.max(initial=0) >> (63 - bits):
        return np.argsort(numbers, kind="stable")
    return np.sort(numbers << bits | np.arange(numbers.size)) & ((1 << bits) - 1)


def concatenate_groups(parts: list[Groups]) -> Groups:
    """Return the groups of several parts, one after the other."""
    rows = np.concatenate([NO_GROUPS.rows, *(part.rows for part in parts)])
    sizes = np.concatenate([NO_GROUPS.rows, *(part.sizes for part in parts)])
    return Groups(rows, prefix_sums(sizes))


def pairs_within(groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every pair of rows of a group, the earlier row first: two int64 arrays."""
    first: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    second: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    sizes = groups.sizes
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
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


def links_across(groups: Groups, owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each row of a group with the group's first row of another owner: at most one pair a row.

    `owners` (int64) has the owner of each of `groups.rows`. A row whose group has no other owner is in no pair.
    """
    number, heads = groups.numbers, groups.bounds[:-1]
    foreign = np.flatnonzero(owners != owners[heads][number])  # rows of others than the owner of the first one
    other = np.full(heads.size, -1)
    other[number[foreign][::-1]] = foreign[::-1]
    partner = other[number]
    partner[foreign] = heads[number[foreign]]
    partner[heads] = -1  # the first row stands in the pair of the first one of another owner
    at = np.flatnonzero(partner >= 0)
    return groups.rows[partner[at]], groups.rows[at]


def neighbours_within(groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each row of a group with the one before it."""
    later = np.arange(groups.rows.size) != np.repeat(groups.bounds[:-1], groups.sizes)
    at = np.flatnonzero(later)
    return groups.rows[at - 1], groups.rows[at]


def components_in_memory(first: NDArray[np.int64], second: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return for each of `count` nodes the least node that links (first to second) connect it with."""
    least = np.arange(count)
    while True:
        lower = np.minimum(least[first], least[second])
        before = least.copy()
        np.minimum.at(least, before[first], lower)
        np.minimum.at(least, before[second], lower)
        least = least[least]
        if (least == before).all():
            return least
