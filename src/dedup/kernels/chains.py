"""Seeds of pairs of texts → chains of seeds that follow each other in both texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.bindings import INT64, OUT_INT64, Kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

PLACE = 100
"""Score of a place that a seed covers."""
DISTANCE_COST, DIFFERENCE_COST = 2, 15
"""What a place between two seeds costs, and a place by which the gaps in the two texts differ."""
LOOK_BACK = 48
"""Seeds before a seed to which it may be chained."""

_chain_seeds = Kernel("chain_seeds", INT64, INT64, INT64, int, int, int, OUT_INT64, OUT_INT64, OUT_INT64, OUT_INT64)


class Chains(NamedTuple):
    """The chains of pairs of texts (int64): the numbers of their first and last seeds, and their scores.

    Pair p has the chains ``bounds[p] : bounds[p + 1]``, the best first.
    """

    first: Numbers
    last: Numbers
    scores: Numbers
    bounds: Numbers


def chain_seeds(a: Numbers, b: Numbers, bounds: Numbers, *, size: int, most_gap: int, least: int) -> Chains:
    """Return the chains of the seeds of pairs of texts that score `least` or more.

    A seed is two places, one in each text, from which `size` places are equal. The seeds of pair p are
    ``bounds[p] : bounds[p + 1]``, in the order of (a, b). Two seeds of a chain are at most `most_gap` places apart.
    """
    first, last, scores = (np.empty(a.size, np.int64) for _ in range(3))
    chain_bounds = np.empty(bounds.size, np.int64)
    count = _chain_seeds(a, b, bounds, size, most_gap, least, first, last, scores, chain_bounds)
    return Chains(first[:count].copy(), last[:count].copy(), scores[:count].copy(), chain_bounds)
