"""Links into clusters in which no two members are unrelated.

Links join the strongest first, and two clusters become one only when every member of the one is related to every member
of the other: both hold `min_shared` words of a third member, the same words at the same places; or the two share such
words by their own texts. A chain A~B, B~C with nothing common to A and C stays apart, whatever its links are worth; the
link that was refused is a bridge.

Each cluster has one member, its *hub*, of which it is known which words each other member holds. Two that hold p and q
of its n words have p + q - n of them in common at the least, so that most members are related without a look at each
two of them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.reuse.links import Links, WordBits

JOINS = 0.5
"""Share of the smaller document's words from which a link joins two documents to a cluster."""

_MOST_CHECKS = 128
"""Members with which a new one is compared by their texts, where the hub does not show that they are related."""
_FEW = 64
"""Members of a cluster that may take over the hub of a smaller one."""
_EVERY_WORD = -1
"""The words of a document that it holds itself: all bits are set."""


@dataclass(slots=True)
class Group:
    """A cluster: its members, and by number the links that hold it."""

    members: list[int]
    links: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters of two or more, and the links that were strong enough but would have joined unrelated documents."""

    groups: tuple[Group, ...]
    bridges: tuple[int, ...]


def join(
    links: Links, words_held: Callable[[int, int], WordBits], related: Callable[[int, int], bool], least: int
) -> Clustering:
    """Return the clusters of the links, in the order of their first members.

    Members are related that hold `least` words of a third one. Where there is no link, `words_held` says which words of
    a document another one holds, and `related` whether two share words by their texts.
    """
    return _Joining(links, words_held, related, least).run()


@dataclass(slots=True)
class _Star:
    """A cluster while it grows.

    `hub_words` is the number of words of the hub that count, `held` what each member holds of them; `sizes` are its
    members by how many these are, the fewest first. `refused` are the hubs of clusters that cannot join.
    """

    hub: int
    hub_words: int
    held: dict[int, WordBits]
    sizes: list[tuple[int, int]]
    links: list[int] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)


class _Joining:
    """The clusters while they are made."""

    def __init__(
        self, links: Links, words_held: Callable[[int, int], WordBits], related: Callable[[int, int], bool], least: int
    ) -> None:
        self._links = links
        self._words_held = words_held
        self._related = related
        self._least = least
        pairs = zip(links.a.tolist(), links.b.tolist(), strict=True)
        self._numbers = {pair: number for number, pair in enumerate(pairs)}
        self._star: dict[int, _Star] = {}  # of each document, so also of each hub

    def run(self) -> Clustering:
        """Return the clusters in the order of their first members."""
        links, bridges = self._links, []
        strong = np.flatnonzero(links.similarity >= JOINS)
        order = np.lexsort((links.b[strong], links.a[strong], -links.similarity[strong]))
        for link in strong[order].tolist():
            a, b = int(links.a[link]), int(links.b[link])
            one, other = self._star_of(a), self._star_of(b)
            if one is not other and not self._joined(one, other, (a, b)):
                bridges.append(link)
            else:
                self._star[a].links.append(link)
        stars = {star.hub: star for star in self._star.values() if len(star.held) > 1}
        groups = [Group(sorted(star.held), star.links) for star in stars.values()]
        return Clustering(tuple(sorted(groups, key=lambda group: group.members)), tuple(bridges))

    def _star_of(self, document: int) -> _Star:
        if document not in self._star:
            size = int(self._links.counting[document])
            self._star[document] = _Star(document, size, {document: _EVERY_WORD}, [(size, document)])
        return self._star[document]

    def _joined(self, one: _Star, other: _Star, link: tuple[int, int]) -> bool:
        """Make two clusters one, if all members of the one are related to all of the other; return whether they are."""
        if len(one.held) < len(other.held):
            one, other = other, one
        if other.hub in one.refused:
            return False
        for star, added in ((one, other), (other, one)):
            held = self._held_by_all(star, added, link) if star is one or len(one.held) <= _FEW else None
            if held is not None:
                self._add(star, added, held)
                return True
        one.refused.add(other.hub)
        other.refused.add(one.hub)
        return False

    def _held_by_all(self, star: _Star, added: _Star, link: tuple[int, int]) -> dict[int, WordBits] | None:
        """Return what the new members hold of a hub; none if one of them is not related to a member."""
        held = {}
        first = [
            document for document in link if document in added.held
        ]  # if two are unrelated, they are most likely so
        for document in dict.fromkeys([*first, added.hub, *added.held]):
            held[document] = self._held_of(star.hub, document)
            if not self._is_related_to_all(document, held[document], star):
                return None
        return held

    def _held_of(self, hub: int, document: int) -> WordBits:
        """Return which words of a hub a document holds, as the link between them shows it, or their texts."""
        number = self._numbers.get((min(hub, document), max(hub, document)))
        known = 0 if number is None else self._links.held[int(hub > document)][number]
        return known or self._words_held(hub, document)

    def _is_related_to_all(self, document: int, words: WordBits, star: _Star) -> bool:
        enough = self._least + star.hub_words - words.bit_count()  # who holds as many words has some in common with it
        unsure = []
        for _, member in star.sizes[: bisect_left(star.sizes, (enough, 0))]:
            if (star.held[member] & words).bit_count() < self._least:
                unsure.append(member)
                if len(unsure) > _MOST_CHECKS:
                    return False
        return all(self._share(min(document, member), max(document, member)) for member in unsure)

    def _share(self, a: int, b: int) -> bool:
        return (a, b) in self._numbers or self._related(a, b)

    def _add(self, star: _Star, added: _Star, held: dict[int, WordBits]) -> None:
        """Make the members of one cluster members of another one, of whose hub they hold these words."""
        star.held |= held
        star.links += added.links
        self._star.update(dict.fromkeys(held, star))
        for document, words in held.items():
            insort(star.sizes, (words.bit_count(), document))
        for hub in added.refused:
            refused = self._star[hub].refused
            refused.remove(added.hub)
            refused.add(star.hub)
        star.refused |= added.refused
