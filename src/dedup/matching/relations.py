"""What two texts are to each other, judged on exact figures only."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from dedup.matches import Relation
from dedup.settings import CONTAINED, NEAR_IDENTICAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELATIONS: tuple[Relation, ...] = get_args(Relation)
"""The relations, each at the place that its number names."""


def relate(
    jaccard: NDArray[np.float64],
    body_containment: NDArray[np.float64],
    shared_words: NDArray[np.int64],
    least: NDArray[np.int64],
) -> NDArray[np.int8]:
    """Return the relations, by number, of pairs of texts that are not identical.

    Each pair shares so many words, of which `least` are wanted. `body_containment` is the share of the smaller text's
    words that the other holds, with attribution and boilerplate set aside on both sides of the fraction.
    """
    cases: tuple[tuple[NDArray[np.bool_], Relation], ...] = (
        (shared_words < least, "boilerplate"),
        (jaccard >= NEAR_IDENTICAL, "near-identical"),
        (body_containment >= CONTAINED, "contained"),
    )
    numbers = [RELATIONS.index(relation) for _, relation in cases]
    return np.select([case for case, _ in cases], numbers, RELATIONS.index("partial")).astype(np.int8)
