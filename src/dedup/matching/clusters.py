"""Verified matches into clusters in which no two members are unrelated.

Links join the strongest first, and two clusters become one only when every member of the one is verified to share
words with every member of the other. A chain A~B, B~C with nothing common to A and C stays apart, whatever its
links are worth; the link that was refused is a bridge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.settings import NEAR_IDENTICAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

JOINS = 0.5
"""Share of the smaller document's words from which a link joins two documents to a cluster."""

_MOST_CHECKS = 20_000
"""Pairs that are checked for one join; larger clusters stay apart."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that were verified: how alike they are (share of the smaller one's words) and their Jaccard."""

    a: int
    b: int
    similarity: float
    jaccard: float


@dataclass(slots=True)
class Group:
    """A cluster while it grows: its members and the links that hold it."""

    members: list[int]
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters of two or more, and the links that were strong enough but would have joined unrelated documents."""

    groups: tuple[Group, ...]
    bridges: tuple[Link, ...]


def join(links: Iterable[Link], related: Callable[[int, int], bool]) -> Clustering:
    """Return the clusters of the links.

    `related` says of two documents whether they share counting words, verified on the texts. It is asked only
    where neither a link nor a common near-identical neighbour answers: Jaccard distance is a metric, so two texts that
    are both within 0.2 of a third are within 0.4 of each other.
    """
    strong = sorted(
        (link for link in links if link.similarity >= JOINS), key=lambda link: (-link.similarity, link.a, link.b)
    )
    known = {(link.a, link.b) for link in strong}
    close: dict[int, set[int]] = {}
    for link in strong:
        if link.jaccard >= NEAR_IDENTICAL:
            close.setdefault(link.a, {link.a}).add(link.b)
            close.setdefault(link.b, {link.b}).add(link.a)
    cluster: dict[int, Group] = {}
    bridges = []

    def share(x: int, y: int) -> bool:
        pair = (min(x, y), max(x, y))
        if pair not in known and close.get(x, set()).isdisjoint(close.get(y, set())) and not related(x, y):
            return False
        known.add(pair)
        return True

    for link in strong:
        one, other = (cluster.setdefault(member, Group([member])) for member in (link.a, link.b))
        if one is other:
            one.links.append(link)
            continue
        few = len(one.members) * len(other.members) <= _MOST_CHECKS
        if not few or not all(share(x, y) for x in one.members for y in other.members):
            bridges.append(link)
            continue
        one.members += other.members
        one.links += [*other.links, link]
        for member in other.members:
            cluster[member] = one
    groups = {id(group): group for group in cluster.values() if len(group.members) > 1}
    for group in groups.values():
        group.members.sort()
    return Clustering(tuple(sorted(groups.values(), key=lambda group: group.members[0])), tuple(bridges))


def weakest_link(group: Group) -> float:
    """Return the smallest similarity by which a member is held: of each member's strongest link, the weakest."""
    strongest: dict[int, float] = {}
    for link in group.links:
        for member in (link.a, link.b):
            strongest[member] = max(strongest.get(member, 0.0), link.similarity)
    return min(strongest.values())
