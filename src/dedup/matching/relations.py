"""What two texts are to each other, judged on exact figures only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.settings import CONTAINED, NEAR_IDENTICAL

if TYPE_CHECKING:
    from dedup.matches import Relation


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
    same_order: bool


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
