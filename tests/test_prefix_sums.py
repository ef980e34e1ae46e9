"""Prefix sums."""

from __future__ import annotations

import numpy as np

from dedup.prefix_sums import prefix_sums


def test_prefix_sums_begin_with_nothing_and_end_with_all() -> None:
    """Of numbers and of flags, which are counted; of nothing there is one sum."""
    assert prefix_sums([3, 0, 2]).tolist() == [0, 3, 3, 5]
    assert prefix_sums(np.array([True, False, True])).tolist() == [0, 1, 1, 2]
    assert prefix_sums([]).tolist() == [0]
    assert prefix_sums([]).dtype == np.int64
