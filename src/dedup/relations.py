"""What two texts can be to each other: every relation with what it means and what follows from it, in one table.

`dedup.reuse.verification` and `dedup.reuse.templates` decide which one it is. A new relation is a row here, and its
case there; tests hold the schemas and the pages to the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Relation = Literal["identical", "near-identical", "contained", "noisy copy", "template", "partial"]

RELATIONS: tuple[Relation, ...] = get_args(Relation)
"""The relations, strongest first. Arrays have the place in this tuple for the relation (int8); nothing saved has it."""

NEAR_IDENTICAL = 0.8
"""Jaccard from which two texts are *near-identical*."""

ALIGNED = 0.8
"""Share of the smaller text's words that must stand beside words of the larger one for a *noisy copy*."""

CONTAINED = 0.8
"""Share of the smaller text's words from which it is *contained* in the larger one."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a relation says, and what follows from it.

    `is_repost`: a text that has it to another one is a repost, if a check says nothing else. `version_from` is the
    share of either text that has to stand in the other for one to be a version of the other; None is never. `weight` is
    its factor in the weight of a finding. `is_sure`: tables show it as one that leaves no doubt.
    """

    text: str
    version_from: float | None
    weight: float
    is_repost: bool = False
    is_sure: bool = False


MEANINGS: dict[Relation, Meaning] = {
    "identical": Meaning(
        "the same words in the same order; punctuation, case and markup may differ",
        version_from=0.0,
        weight=1.0,
        is_repost=True,
        is_sure=True,
    ),
    "near-identical": Meaning(
        f"a Jaccard of at least {NEAR_IDENTICAL}", version_from=0.0, weight=0.95, is_repost=True, is_sure=True
    ),
    "contained": Meaning(
        f"at least {CONTAINED} of the smaller one's words stand in the larger one",
        version_from=0.0,
        weight=0.9,
        is_repost=True,
    ),
    "noisy copy": Meaning(
        f"at least {ALIGNED} of the smaller one stands beside the larger one, letter by letter, with many errors",
        version_from=0.0,
        weight=0.8,
        is_repost=True,
    ),
    "template": Meaning(
        "both are of a group of documents that cover most of each other and differ in the same places",
        version_from=None,
        weight=0.3,
    ),
    "partial": Meaning("they share words, but less than the above", version_from=0.5, weight=0.6),
}
"""Every relation with its meaning, as `docs/method.md` gives it."""

REPOSTS: tuple[Relation, ...] = tuple(relation for relation in RELATIONS if MEANINGS[relation].is_repost)
"""The relations that make a text a repost, if nothing else is said."""


def can_be_versions(relation: Relation, share: float) -> bool:
    """Return whether one of two texts may be a version of the other; `share` is the larger one in the other."""
    least = MEANINGS[relation].version_from
    return least is not None and share >= least
