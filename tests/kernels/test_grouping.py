"""Sorting, partitioning and grouping of keys: every implementation gives what plain Python gives."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels.inputs import IMPLEMENTATIONS

if TYPE_CHECKING:
    from types import ModuleType

keys = st.lists(st.one_of(st.integers(0, 5), st.integers(0, 2**64 - 1)), max_size=200)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(keys)
@settings(max_examples=200, deadline=None)
def test_keys_are_sorted_and_equal_ones_keep_their_order(implementation: ModuleType, keys: list[int]) -> None:
    """It is the order that Python's own stable sort gives."""
    found, rows = implementation.sort_by_key(np.array(keys, np.uint64))
    expected = sorted(enumerate(keys), key=lambda row: row[1])
    assert list(zip(rows.tolist(), found.tolist(), strict=True)) == expected


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(keys, st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_rows_are_partitioned_by_the_first_bits_of_their_keys(
    implementation: ModuleType, keys: list[int], bits: int
) -> None:
    """Each partition has the rows whose keys begin with its bits, in their original order."""
    rows = list(zip(keys, range(7, 7 + len(keys)), strict=True))
    columns = np.array(keys, np.uint64), np.arange(7, 7 + len(keys))
    found, values = out = np.empty(len(keys), np.uint64), np.empty(len(keys), np.int64)
    bounds = implementation.partition_rows(*columns, bits, out)
    parts = [list(zip(found[a:b].tolist(), values[a:b].tolist(), strict=True)) for a, b in pairwise(bounds.tolist())]
    assert parts == [[row for row in rows if row[0] >> 64 - bits == part] for part in range(1 << bits)]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(keys)
@settings(max_examples=200, deadline=None)
def test_groups_are_the_rows_of_keys_that_occur_twice(implementation: ModuleType, keys: list[int]) -> None:
    """Every such key has its rows, and no other key has any."""
    rows, bounds = implementation.group_rows(np.array(keys, np.uint64))
    groups = [rows[bounds[g] : bounds[g + 1]].tolist() for g in range(bounds.size - 1)]
    assert groups == [[i for i, k in enumerate(keys) if k == key] for key in sorted(set(keys)) if keys.count(key) > 1]
    assert bounds[0] == 0
    assert bounds[-1] == rows.size


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(st.tuples(st.lists(st.integers(0, 5)), st.integers(0, 9)), max_size=5))
@settings(max_examples=200, deadline=None)
def test_groups_of_segments_are_those_of_their_rows_in_order(
    implementation: ModuleType, parts: list[tuple[list[int], int]]
) -> None:
    """However the rows are spread over blocks, values of a key come in the order of the segments, each moved."""
    rows = [(key, 10 * i + start) for part, start in parts for i, key in enumerate(part)]
    blocks = [
        (
            np.array([9, *part, 9], np.uint64),
            np.array([-1, *range(0, 10 * len(part), 10), -1]),
            np.array([[1, 1 + len(part) // 2, start], [1 + len(part) // 2, 1 + len(part), start]]),
        )
        for part, start in parts
    ]
    values, bounds = implementation.group_segments(blocks)
    groups = [values[low:high].tolist() for low, high in pairwise(bounds.tolist())]
    expected = [[value for key, value in rows if key == each] for each in range(6)]
    assert groups == [group for group in expected if len(group) > 1]
