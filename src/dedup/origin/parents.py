"""Families of versions → the parent of each document that declares none, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.inference import GUESSED
from dedup.origin.lineage import Likeness, Lineage, descent, families

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.origin.holdings import Holdings

_CONFIDENCE_OF_MARGINS = (0.6, 0.7, 0.75, 0.8, 0.85)
"""The confidence of an inferred edge, by how clearly its family's first document is the first."""

_VOTE_OF_A_GUESS = 0.5
"""What an order of dates counts of which one was guessed: two of them are worth one that rests on stated dates."""


@dataclass(frozen=True, slots=True)
class Parent:
    """The scanned document from which another one seems to come."""

    document: str
    confidence: float
    reason: str


def inferred_parents(holdings: Holdings) -> dict[str, Parent]:
    """Return the parents of documents that declare no source and whose family's lineage is decided."""
    found: dict[str, Parent] = {}
    likenesses = [Likeness(match.a, match.b, match.jaccard) for match in holdings.matches()]
    for family in families(likenesses):
        lineage = _lineage(family, holdings)
        for child, parent in lineage.parents.items():
            says = holdings.says(child)
            if not (says.sources or says.undecided or holdings.are_of_one(child, parent)):
                found[child] = _parent(child, parent, lineage, holdings)
    return found


def _lineage(family: Sequence[Likeness], holdings: Holdings) -> Lineage:
    members = dict.fromkeys(name for likeness in family for name in (likeness.one, likeness.other))
    named = {name: _declared_holders(name, holdings) for name in members}

    @cache
    def vote(one: str, other: str) -> float:
        if holdings.are_of_one(one, other):
            return 0.0
        verdict = holdings.verdict(one, other)
        weight = 1.0 if verdict.confidence > GUESSED else _VOTE_OF_A_GUESS
        return {one: weight, other: -weight}.get(verdict.first or "", 0.0)

    return descent(family, {name: holders for name, holders in named.items() if holders}, vote)


def _declared_holders(document: str, holdings: Holdings) -> list[str]:
    held = (holdings.holder(document, source.name) for source in holdings.says(document).sources)
    return [holder[0] for holder in held if holder]


def _parent(child: str, parent: str, lineage: Lineage, holdings: Holdings) -> Parent:
    verdict = holdings.verdict(parent, child)
    if len(lineage.members) == 2:  # noqa: PLR2004 - of two, nothing but the pair itself speaks
        return Parent(parent, verdict.confidence, f"{parent} had it first: {verdict.reason}")
    confidence = _CONFIDENCE_OF_MARGINS[min(int(lineage.margin), len(_CONFIDENCE_OF_MARGINS)) - 1]
    count = len(lineage.members)
    reason = f"of {count} versions it stands nearest to {parent}, and {lineage.first} fits best as the first"
    return Parent(parent, confidence, f"{reason}; {verdict.reason}" if verdict.first == parent else reason)
