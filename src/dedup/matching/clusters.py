"""Verified matches into clusters in which no two members are unrelated.

Links join the strongest first, and two clusters become one only when every member of the one is verified to share
words with every member of the other. A chain A~B, B~C with nothing common to A and C stays apart, whatever its
links are worth; the link that was refused is a bridge.

Most of these checks follow from links that are known, by way of a hub: see `dedup.matching.hubs`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dedup.matching.hubs import ALL, Held, Hubs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from dedup.matching.hubs import Link
    from dedup.settings import Settings

JOINS = 0.5
"""Share of the smaller document's words from which a link joins two documents to a cluster."""

_MOST_CHECKS = 20_000
"""Pairs that are checked on their texts for one join; larger clusters stay apart."""
_FEW_CHECKS = 64
"""Pairs up to which each is looked up by itself, and not all that a document is related to."""


@dataclass(slots=True)
class Group:
    """A cluster while it grows: its members and the links that hold it; what each holds of `hub`, at the least."""

    members: list[int]
    links: list[Link] = field(default_factory=list)
    hub: int = -1
    held: Held = ALL


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters of two or more, and the links that were strong enough but would have joined unrelated documents."""

    groups: tuple[Group, ...]
    bridges: tuple[Link, ...]


def join(links: Iterable[Link], related: Callable[[int, int], bool], settings: Settings) -> Clustering:
    """Return the clusters of the links.

    `related` says of two documents whether they share counting words, verified on the texts. It is asked only where
    neither a link nor a hub answers.
    """
    return _Joining(links, related, settings).run()


class _Joining:
    """The clusters while they are made."""

    def __init__(self, links: Iterable[Link], related: Callable[[int, int], bool], settings: Settings) -> None:
        strong = (link for link in links if link.similarity >= JOINS)
        self._links = sorted(strong, key=lambda link: (-link.similarity, link.a, link.b))
        self._hubs = Hubs(self._links, settings)
        self._related = related
        self._known: set[tuple[int, int]] = set()
        self._first = np.arange(1 + max((max(link.a, link.b) for link in self._links), default=-1))
        self._place = np.zeros_like(self._first)

    def run(self) -> Clustering:
        """Return the clusters in the order of their first members."""
        cluster: dict[int, Group] = {}
        bridges = []
        for link in self._links:
            one, other = (cluster.setdefault(member, Group([member], hub=member)) for member in (link.a, link.b))
            if one is not other:
                if len(one.members) < len(other.members):
                    one, other = other, one
                if not self._may_join(one, other):
                    bridges.append(link)
                    continue
                self._first[other.members] = one.members[0]
                one.members += other.members
                one.links += other.links
                cluster.update(dict.fromkeys(other.members, one))
            one.links.append(link)
        groups = {id(group): group for group in cluster.values() if len(group.members) > 1}
        for group in groups.values():
            group.members.sort()
        return Clustering(tuple(sorted(groups.values(), key=lambda group: group.members[0])), tuple(bridges))

    def _may_join(self, one: Group, other: Group) -> bool:
        """Return whether every member of the one is related to every member of the other, and mend the one's hub."""
        for hub, held, added in ((one.hub, one.held, other), (other.hub, other.held, one)):
            if self._around(hub, held, added):
                one.hub, one.held = hub, self._hubs.held_by_all(hub, held, added.members)
                return True
        if len(one.members) * len(other.members) > _MOST_CHECKS:
            return False
        if self._all_share(one, other):
            one.hub = -1
            return True
        return False

    def _around(self, hub: int, held: Held, added: Group) -> bool:
        """Return whether all new members hold so much of a hub that they are related to all that hold `held` of it."""
        if hub < 0 or not self._hubs.hold(added.members, hub):
            return False
        new = self._hubs.held_by_all(hub, ALL, added.members)
        follows = self._hubs.follows
        return follows(hub, held, new) and (len(added.members) == 1 or follows(hub, new, new))

    def _all_share(self, one: Group, other: Group) -> bool:
        """Return whether every member of the one shares words with every member of the other."""
        if len(one.members) * len(other.members) <= _FEW_CHECKS:
            pairs = ((x, y) for x in one.members for y in other.members if not self._hubs.relate(x, y))
        else:
            related = [(y, self._related_among(one, y)) for y in other.members]
            some = [(y, set(found.tolist())) for y, found in related if found.size < len(one.members)]
            pairs = ((x, y) for x in (one.members if some else ()) for y, found in some if x not in found)
        return all(self._share(x, y) for x, y in pairs)

    def _related_among(self, group: Group, document: int) -> NDArray[np.int64]:
        """Return the members of a group to which links relate a document, directly or by a hub."""
        found = self._hubs.related_to(document)
        self._place[found] = np.arange(found.size)
        found = found[self._place[found] == np.arange(found.size)]  # each once
        return np.asarray(found[self._first[found] == group.members[0]])

    def _share(self, x: int, y: int) -> bool:
        """Return whether two documents share words by their texts; what was found once is known."""
        pair = (min(x, y), max(x, y))
        if pair not in self._known:
            if not self._related(x, y):
                return False
            self._known.add(pair)
        return True


def weakest_link(group: Group) -> float:
    """Return the smallest similarity by which a member is held: of each member's strongest link, the weakest."""
    strongest: dict[int, float] = {}
    for link in group.links:
        for member in (link.a, link.b):
            strongest[member] = max(strongest.get(member, 0.0), link.similarity)
    return min(strongest.values())
