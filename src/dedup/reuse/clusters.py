"""Links into clusters of versions of one text; no two members of a cluster are unrelated.

Links are taken by strength. Two clusters become one only when each member of the one is related to each member of the
other: both hold `min_shared` words of a third member, the same words at the same places, or the texts of the two share
such words. A chain A~B, B~C is therefore no cluster where A and C have nothing in common, however strong its links are.
The link that was refused is a bridge.

Each cluster has one member, its *hub*, of which it is known which words each other member holds. Two members that hold
p and q of its n words have at least p + q - n of them in common. Members stand in blocks, and of each block it is known
which of these words all of its members hold: enough of them in a new member relate it to the whole block. So most
members need not be compared with each other.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from dedup.lazy_sequences import rounded
from dedup.matches import Bridge, Cluster
from dedup.reuse.cluster_links import Relatedness, find_links, words_held
from dedup.reuse.overlap import shingle_overlap
from dedup.reuse.passage_table import NO_PAIRS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dedup.engines.engine import Engine
    from dedup.reuse.cluster_links import Links, WordBits
    from dedup.reuse.identical import DistinctTexts
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.verification import VerifiedPairs
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource

    WordsHeld = Callable[[int, int], WordBits]
    AreRelated = Callable[[int, int], bool]

LEAST_SIMILARITY = 0.5
"""Share of the smaller document's words from which a link joins two documents to a cluster."""
_MOST_MEMBERS_MEASURED = 64
"""Distinct members up to which the diameter of a cluster is measured: some two thousand pairs."""
_MOST_TEXT_COMPARISONS = 128
"""Members with which a new member is compared by text, where the hub does not show that they are related."""
_SMALL_CLUSTER = 64
"""Members up to which a cluster may be joined to the hub of a smaller one."""
_BLOCK = 16
"""Members of a block: of more noisy versions, no words would be held by all."""
_EVERY_WORD = -1
"""The words of a hub that the hub itself holds: all bits are set."""


@dataclass(slots=True)
class LinkedDocuments:
    """The members of a cluster, and the numbers of the links that hold it."""

    members: list[int]
    links: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters of two or more documents, and the links that would have joined unrelated documents."""

    clusters: tuple[LinkedDocuments, ...]
    bridges: tuple[int, ...]


def find_clusters(
    verified: VerifiedPairs,
    distinct: DistinctTexts,
    ids: Sequence[str],
    marks: WordMarks,
    settings: Settings,
    engine: Engine,
) -> list[Cluster]:
    """Return the clusters in the order of their first members; identical documents are members together."""
    links = find_links(verified, distinct, marks, settings, engine)
    related = Relatedness(distinct.words, marks, settings)
    clustering = join_links(links, partial(words_held, distinct=distinct, marks=marks), related, settings.min_shared)
    clusters = list(clustering.clusters)
    cluster_of = {row: number for number, cluster in enumerate(clusters) for row in cluster.members}
    for row in distinct.members.repeated_rows():
        if row not in cluster_of:
            cluster_of[row] = len(clusters)
            clusters.append(LinkedDocuments([row]))
    bridges: dict[int, list[Bridge]] = {}
    for link in clustering.bridges:
        pair = int(links.a[link]), int(links.b[link])
        for inside, outside in (pair, pair[::-1]):
            if inside in cluster_of and cluster_of[inside] != cluster_of.get(outside):
                member, other = (ids[distinct.members[row][0]] for row in (inside, outside))
                bridge = Bridge(member, other, rounded(links.similarity.item(link)))
                bridges.setdefault(cluster_of[inside], []).append(bridge)
    diameters = cluster_diameters([cluster.members for cluster in clusters], distinct.words, settings.words, engine)
    documents = [sorted(same for row in cluster.members for same in distinct.members[row]) for cluster in clusters]
    order = sorted(range(len(clusters)), key=documents.__getitem__)
    return [
        Cluster(
            id=f"c{number}",
            members=tuple(ids[document] for document in documents[index]),
            origin=None,
            weakest_link=_weakest_link(clusters[index], links) if clusters[index].links else 1.0,
            bridges=tuple(bridges.get(index, ())),
            diameter=None if (diameter := diameters[index]) is None else rounded(diameter),
        )
        for number, index in enumerate(order, start=1)
    ]


def _weakest_link(cluster: LinkedDocuments, links: Links) -> float:
    """Return the smallest similarity by which a member is held: the weakest of each member's strongest link."""
    numbers = np.array(cluster.links, np.int64)
    strongest = np.zeros(len(cluster.members))
    for side in (links.a, links.b):
        np.maximum.at(strongest, np.searchsorted(cluster.members, side[numbers]), links.similarity[numbers])
    return rounded(strongest.min().item())


def cluster_diameters(
    clusters: Sequence[Sequence[int]], words: WordSource, size: int, engine: Engine
) -> list[float | None]:
    """Return the largest Jaccard distance of two members of each cluster; none where there are too many members.

    Members are rows of the words, in order, each in one cluster; shingles have `size` words.
    """
    cluster_of = {row: number for number, members in enumerate(clusters) for row in members}
    is_measured = [len(members) <= _MOST_MEMBERS_MEASURED for members in clusters]
    measured = (members for members, chosen in zip(clusters, is_measured, strict=True) if chosen)
    pairs = [pair for members in measured for pair in combinations(members, 2)]
    table = NO_PAIRS.for_pairs(*np.array(pairs, np.int64).reshape(-1, 2).T)
    overlap = shingle_overlap(table, words, size, engine)
    distance = 1.0 - overlap.shared / (overlap.distinct_a + overlap.distinct_b - overlap.shared)
    largest = np.zeros(len(clusters))
    np.maximum.at(largest, np.array([cluster_of[row] for row in table.a.tolist()], np.int64), distance)
    return [diameter if chosen else None for diameter, chosen in zip(largest.tolist(), is_measured, strict=True)]


def join_links(links: Links, words_held: WordsHeld, are_related: AreRelated, least: int) -> Clustering:
    """Return the clusters of the links, in the order of their first members.

    Two members are related that hold `least` words of a third one in common. Where there is no link, `words_held` gives
    the words of a document that another one holds, and `are_related` says whether the texts of two share words.
    """
    return _Clusterer(links, words_held, are_related, least).run()


@dataclass(slots=True)
class _Block:
    """Some members of a cluster, the words of its hub that all of them hold, and the fewest that one of them holds."""

    members: list[int] = field(default_factory=list)
    common: WordBits = _EVERY_WORD
    fewest: int = sys.maxsize

    def add(self, member: int, words: WordBits, size: int) -> None:
        """Add a member that holds these words of the hub, so many of them."""
        self.members.append(member)
        self.common &= words
        self.fewest = min(self.fewest, size)


@dataclass(slots=True)
class _HubCluster:
    """A cluster while it grows.

    `hub_words` is the number of counted words of the hub, `held` what each member holds of them. `blocks` are the
    members as they came. `refused` are the hubs of clusters that cannot be joined.
    """

    hub: int
    hub_words: int
    held: dict[int, WordBits]
    blocks: list[_Block]
    links: list[int] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)


class _Clusterer:
    """The clusters of links while they are joined."""

    def __init__(self, links: Links, words_held: WordsHeld, are_related: AreRelated, least: int) -> None:
        self._links = links
        self._words_held = words_held
        self._are_related = are_related
        self._least = least
        pairs = zip(links.a.tolist(), links.b.tolist(), strict=True)
        self._link_numbers = {pair: number for number, pair in enumerate(pairs)}
        self._cluster_of: dict[int, _HubCluster] = {}

    def run(self) -> Clustering:
        """Return the clusters in the order of their first members."""
        links, bridges = self._links, []
        strong = np.flatnonzero(links.similarity >= LEAST_SIMILARITY)
        order = np.lexsort((links.b[strong], links.a[strong], -links.similarity[strong]))
        for link in strong[order].tolist():
            a, b = int(links.a[link]), int(links.b[link])
            one, other = self._cluster(a), self._cluster(b)
            if one is not other and not self._join(one, other, (a, b)):
                bridges.append(link)
            else:
                self._cluster_of[a].links.append(link)
        by_hub = {cluster.hub: cluster for cluster in self._cluster_of.values() if len(cluster.held) > 1}
        clusters = [LinkedDocuments(sorted(cluster.held), cluster.links) for cluster in by_hub.values()]
        return Clustering(tuple(sorted(clusters, key=lambda cluster: cluster.members)), tuple(bridges))

    def _cluster(self, document: int) -> _HubCluster:
        if document not in self._cluster_of:
            size = int(self._links.counted_words[document])
            held = {document: _EVERY_WORD}
            self._cluster_of[document] = _HubCluster(document, size, held, [_Block([document], _EVERY_WORD, size)])
        return self._cluster_of[document]

    def _join(self, one: _HubCluster, other: _HubCluster, link: tuple[int, int]) -> bool:
        """Join two clusters if all members of the one are related to all of the other; return whether they are."""
        if len(one.held) < len(other.held):
            one, other = other, one
        if other.hub in one.refused:
            return False
        for cluster, added in ((one, other), (other, one)):
            is_tried = cluster is one or len(one.held) <= _SMALL_CLUSTER
            held = self._held_if_related(cluster, added, link) if is_tried else None
            if held is not None:
                self._add(cluster, added, held)
                return True
        one.refused.add(other.hub)
        other.refused.add(one.hub)
        return False

    def _held_if_related(
        self, cluster: _HubCluster, added: _HubCluster, link: tuple[int, int]
    ) -> dict[int, WordBits] | None:
        """Return the words of the hub that each new member holds; none if one of them is not related to a member."""
        held = {}
        first = [document for document in link if document in added.held]  # most likely to be unrelated to a member
        for document in dict.fromkeys([*first, added.hub, *added.held]):
            held[document] = self._held_of_hub(cluster.hub, document)
            if not self._is_related_to_all(document, held[document], cluster):
                return None
        return held

    def _held_of_hub(self, hub: int, document: int) -> WordBits:
        """Return the words of a hub that a document holds, from the link between the two or from their texts."""
        number = self._link_numbers.get((min(hub, document), max(hub, document)))
        from_link = 0 if number is None else self._links.held[int(hub > document)][number]
        return from_link or self._words_held(hub, document)

    def _is_related_to_all(self, document: int, words: WordBits, cluster: _HubCluster) -> bool:
        # A member that holds as many words of the hub as this has `least` words in common with the document.
        enough = self._least + cluster.hub_words - words.bit_count()
        to_compare = []
        for block in cluster.blocks:
            if block.fewest >= enough or (block.common & words).bit_count() >= self._least:
                continue
            to_compare += [
                member for member in block.members if (cluster.held[member] & words).bit_count() < self._least
            ]
            if len(to_compare) > _MOST_TEXT_COMPARISONS:
                return False
        return all(self._share_words(min(document, member), max(document, member)) for member in to_compare)

    def _share_words(self, a: int, b: int) -> bool:
        return (a, b) in self._link_numbers or self._are_related(a, b)

    def _add(self, cluster: _HubCluster, added: _HubCluster, held: dict[int, WordBits]) -> None:
        """Add the members of one cluster to another one; `held` are the words of its hub that they hold."""
        cluster.held |= held
        cluster.links += added.links
        self._cluster_of.update(dict.fromkeys(held, cluster))
        for document, words in held.items():
            if len(cluster.blocks[-1].members) == _BLOCK:
                cluster.blocks.append(_Block())
            cluster.blocks[-1].add(document, words, words.bit_count())
        for hub in added.refused:
            refused = self._cluster_of[hub].refused
            refused.remove(added.hub)
            refused.add(cluster.hub)
        cluster.refused |= added.refused
