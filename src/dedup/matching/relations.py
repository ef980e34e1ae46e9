"""What two texts are to each other, judged on exact figures only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from dedup.matches import Relation
from dedup.settings import CONTAINED, NEAR_IDENTICAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELATIONS: tuple[Relation, ...] = get_args(Relation)
"""The relations, each at the place that its number names."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The exact figures of two texts; see `dedup.matches.Match` for what they mean.

    `same_order` says that both are the same words in the same order. `body_containment` is the share of the smaller
    one's words that the other holds, with attribution and boilerplate set aside on both sides of the fraction.
    """

    jaccard: float
    containment_a: float
    containment_b: float
    body_containment: float
    same_order: bool = False


def relate(figures: Figures, *, shared_words: int, least: int) -> Relation:
    """Return the relation of two texts that share `shared_words` words, of which `least` are wanted."""
    if figures.same_order:
        return "identical"
    if shared_words < least:
        return "boilerplate"
    if figures.jaccard >= NEAR_IDENTICAL:
        return "near-identical"
    if figures.body_containment >= CONTAINED:
        return "contained"
    return "partial"


def relate_all(
    jaccard: NDArray[np.float64],
    body_containment: NDArray[np.float64],
    shared_words: NDArray[np.int64],
    least: NDArray[np.int64],
) -> NDArray[np.int8]:
    """Return the relations of pairs of texts that are not identical, by number, each as `relate` has it."""
    cases: tuple[tuple[NDArray[np.bool_], Relation], ...] = (
        (shared_words < least, "boilerplate"),
        (jaccard >= NEAR_IDENTICAL, "near-identical"),
        (body_containment >= CONTAINED, "contained"),
    )
    numbers = [RELATIONS.index(relation) for _, relation in cases]
    return np.select([case for case, _ in cases], numbers, RELATIONS.index("partial")).astype(np.int8)
