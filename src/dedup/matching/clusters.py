"""Verified matches into clusters in which no two members are unrelated.

Links join the strongest first, and two clusters become one only when every member of the one is verified to share
words with every member of the other. A chain A~B, B~C with nothing common to A and C stays apart, whatever its
links are worth; the link that was refused is a bridge.

Most of these checks follow from links that are known. Two texts that share nearly all words of a third, the *hub*,
share most of these with each other: of n words, if they hold the parts p and q, at least ``n * (p + q - 1)``, in
no more stretches than their links to the hub have together. If that leaves a stretch of `min_run` words, the two
have a passage in common, and nobody needs to look at their texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dedup.settings import Settings

JOINS = 0.5
"""Share of the smaller document's words from which a link joins two documents to a cluster."""

_MOST_CHECKS = 20_000
"""Pairs that are checked on their texts for one join; larger clusters stay apart."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that were verified to share `words` counting words, in `stretches` at the most.

    `similarity` is the share of the smaller one's words, `part_a` and `part_b` the share of each one's.
    """

    a: int
    b: int
    words: int
    stretches: int
    part_a: float
    part_b: float

    @property
    def similarity(self) -> float:
        """How alike the two are."""
        return max(self.part_a, self.part_b)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a document holds of a hub: a part of its words, in so many stretches at the most."""

    part: float
    stretches: int

    def worse(self, other: _Held) -> _Held:
        """Return what both hold at the least."""
        return _Held(min(self.part, other.part), max(self.stretches, other.stretches))


_ALL = _Held(1.0, 1)


@dataclass(slots=True)
class Group:
    """A cluster while it grows: its members and the links that hold it; what each holds of `hub`, at the least."""

    members: list[int]
    links: list[Link] = field(default_factory=list)
    hub: int = -1
    held: _Held = _ALL


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
        self._known = {(link.a, link.b) for link in self._links}
        self._held: dict[int, dict[int, _Held]] = {}  # by hub, then by who holds it
        self._sizes: dict[int, float] = {}
        for link in self._links:
            self._held.setdefault(link.a, {link.a: _ALL})[link.b] = _Held(link.part_a, link.stretches)
            self._held.setdefault(link.b, {link.b: _ALL})[link.a] = _Held(link.part_b, link.stretches)
            self._sizes[link.a], self._sizes[link.b] = link.words / link.part_a, link.words / link.part_b
        self._related = related
        self._settings = settings

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
                one.hub, one.held = hub, self._held_by_all(hub, held, added)
                return True
        if len(one.members) * len(other.members) > _MOST_CHECKS:
            return False
        if all(self._share(x, y) for x in one.members for y in other.members):
            one.hub = -1
            return True
        return False

    def _around(self, hub: int, held: _Held, added: Group) -> bool:
        """Return whether all new members hold so much of a hub that they are related to all that hold `held` of it."""
        holders = self._held.get(hub, {})
        if hub < 0 or any(member not in holders for member in added.members):
            return False
        new = self._held_by_all(hub, _ALL, added)
        return self._follows(hub, held, new) and (len(added.members) == 1 or self._follows(hub, new, new))

    def _held_by_all(self, hub: int, held: _Held, added: Group) -> _Held:
        for member in added.members:
            held = held.worse(self._held[hub][member])
        return held

    def _follows(self, hub: int, one: _Held, other: _Held) -> bool:
        """Return whether two documents that hold such parts of a hub must have a passage in common."""
        common = self._sizes[hub] * (one.part + other.part - 1)
        enough = common >= self._settings.min_shared
        return enough and common >= self._settings.min_run * (one.stretches + other.stretches)

    def _share(self, x: int, y: int) -> bool:
        pair = (min(x, y), max(x, y))
        if pair not in self._known:
            hubs = self._held.get(x, {}).keys() & self._held.get(y, {}).keys()
            by_hub = any(self._follows(hub, self._held[hub][x], self._held[hub][y]) for hub in hubs)
            if not by_hub and not self._related(x, y):
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
