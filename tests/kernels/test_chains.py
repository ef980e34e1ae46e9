"""Chains of seeds: every implementation finds the same ones, and gaps cost what the page says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from tests import reference
from tests.kernels.inputs import IMPLEMENTATIONS

if TYPE_CHECKING:
    from types import ModuleType

seeds = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=120, unique=True).map(sorted)
many_seeds = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=300, unique=True).map(sorted)


def arrays(pairs: list[list[tuple[int, int]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the places in both texts, and where the seeds of each pair begin."""
    a, b = np.array([seed for pair in pairs for seed in pair], np.int64).reshape(-1, 2).T.copy()
    return a, b, np.cumsum([0, *map(len, pairs)]).astype(np.int64)


@given(st.lists(seeds | many_seeds, max_size=3), st.integers(1, 9), st.integers(1, 90), st.integers(100, 3000))
@settings(max_examples=200, deadline=None)
def test_chains_are_those_of_the_reference(
    pairs: list[list[tuple[int, int]]], size: int, most_gap: int, least: int
) -> None:
    """First and last seeds, scores and bounds, for any seeds."""
    found, expected = (
        each.chain_seeds(*arrays(pairs), size=size, most_gap=most_gap, least=least) for each in (kernels, reference)
    )
    assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_chain_scores_what_it_covers_less_its_gaps(implementation: ModuleType) -> None:
    """Three seeds of 7 letters: 7 + 7 - 0.2 + 7 - 0.2 - 3 * 0.15, in hundredths; a fourth lies too far away."""
    places = arrays([[(0, 100), (10, 110), (20, 123), (220, 323)]])
    chains = implementation.chain_seeds(*places, size=7, most_gap=150, least=1000)
    assert chains.first.tolist() == [0]
    assert chains.last.tolist() == [2]
    assert chains.scores.tolist() == [2100 - 20 - 20 - 45]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_stretches_in_another_order_are_chains_of_their_own(implementation: ModuleType) -> None:
    """Two stretches of ten seeds each that changed places."""
    first = [(7 * at, 500 + 7 * at) for at in range(10)]
    second = [(200 + 7 * at, 7 * at) for at in range(10)]
    chains = implementation.chain_seeds(*arrays([first + second]), size=7, most_gap=150, least=3000)
    assert sorted(zip(chains.first.tolist(), chains.last.tolist(), strict=True)) == [(0, 9), (10, 19)]
