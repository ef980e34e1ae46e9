"""What two texts are to each other, judged on exact figures only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.relations import CONTAINED, NEAR_IDENTICAL, RELATIONS, Relation

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RELATIONS", "relate"]


def relate(jaccard: NDArray[np.float64], contained: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the relations, by their place in `RELATIONS`, of pairs of texts that are not identical.

    `contained` is the share of the smaller text's words that the other holds. What is marked does not matter: relations
    are of the texts as they stand. That many texts are of one *template* is not seen from two of them.
    """
    cases: tuple[tuple[NDArray[np.bool_], Relation], ...] = (
        (jaccard >= NEAR_IDENTICAL, "near-identical"),
        (contained >= CONTAINED, "contained"),
    )
    numbers = [RELATIONS.index(relation) for _, relation in cases]
    return np.select([case for case, _ in cases], numbers, RELATIONS.index("partial")).astype(np.int8)
