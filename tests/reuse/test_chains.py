"""Rules of chains: how many seeds a chain has at least."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import kernels
from dedup.kernels.chains import PLACE
from dedup.reuse.chains import KEPT, LETTERS, ChainRules


@pytest.mark.parametrize(
    ("rules", "size", "fewest"),
    [(LETTERS, 7, 9), (LETTERS, 8, 8), (LETTERS, 16, 4), (KEPT, 2, 4)],
)
def test_a_pair_with_fewer_seeds_has_no_chain(rules: ChainRules, size: int, fewest: int) -> None:
    """Seeds side by side, in the same order in both texts, are the best that there is."""

    def chains_of(seeds: int) -> int:
        places = np.arange(seeds) * size
        bounds = np.array([0, seeds])
        least = rules.least_score * PLACE - seeds * size * 2  # what the places between the first letters cost
        return kernels.chain_seeds(places, places, bounds, size=size, most_gap=rules.most_gap, least=least).first.size

    assert rules.fewest_seeds(size) == fewest
    assert (chains_of(fewest - 1), chains_of(fewest)) == (0, 1)
