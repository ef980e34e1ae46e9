"""Seeds of pairs of texts → chains, in plain Python, as a reference for the kernel."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.chains import DIFFERENCE_COST, DISTANCE_COST, LOOK_BACK, PLACE, Chains

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


def chain_seeds(a: Numbers, b: Numbers, bounds: Numbers, *, size: int, most_gap: int, least: int) -> Chains:
    """Return the chains of the seeds of pairs of texts that score `least` or more."""
    chains: list[tuple[int, int, int]] = []
    chain_bounds = [0]
    for low, high in pairwise(bounds.tolist()):
        seeds = list(zip(a[low:high].tolist(), b[low:high].tolist(), strict=True))
        chains += [(low + first, low + last, score) for first, last, score in _of_pair(seeds, size, most_gap, least)]
        chain_bounds.append(len(chains))
    first, last, scores = np.array(chains, np.int64).reshape(-1, 3).T
    return Chains(first, last, scores, np.array(chain_bounds, np.int64))


def _of_pair(seeds: list[tuple[int, int]], size: int, most_gap: int, least: int) -> list[tuple[int, int, int]]:
    best: list[tuple[int, int]] = []  # the score of the best chain that ends with each seed, and the seed before it
    for at, (a, b) in enumerate(seeds):
        found = (size * PLACE, -1)
        for before in range(at - 1, max(-1, at - 1 - LOOK_BACK), -1):
            gaps = a - seeds[before][0], b - seeds[before][1]
            if min(gaps) <= 0 or max(gaps) > most_gap:
                continue
            gain = PLACE * min(size, *gaps) - DISTANCE_COST * min(gaps) - DIFFERENCE_COST * (max(gaps) - min(gaps))
            if best[before][0] + gain > found[0]:
                found = best[before][0] + gain, before
        best.append(found)
    taken: set[int] = set()
    chains = []
    for last in sorted(range(len(seeds)), key=lambda seed: (-best[seed][0], seed)):
        if best[last][0] < least or last in taken:
            continue
        first = at = last
        while at >= 0 and at not in taken:
            taken.add(at)
            first, at = at, best[at][1]
        score = best[last][0] - (best[at][0] if at >= 0 else 0)
        if score >= least:
            chains.append((first, last, score))
    return chains
