"""Verified pairs into clusters of documents: versions of one text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dedup.matches import Bridge, Cluster
from dedup.matching.clusters import Group, Link, join, weakest_link
from dedup.matching.verify import share_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from dedup.matching.aside import Asides
    from dedup.matching.identical import Distinct
    from dedup.matching.verify import AsidesOf, Verified
    from dedup.settings import Settings
    from dedup.text.words import WordSource

_MOST_COMPARED = 64
"""Distinct members up to which a cluster's diameter is measured: some two thousand pairs."""


def find_clusters(
    verified: Iterable[Verified],
    distinct: Distinct,
    ids: Sequence[str],
    asides: AsidesOf,
    settings: Settings,
    using: ModuleType,
) -> list[Cluster]:
    """Return the clusters in the order of their first members; no two members are unrelated.

    `asides` are by row of the distinct documents. Identical documents are members together.
    """
    words = distinct.words

    @cache
    def related(a: int, b: int) -> bool:
        both: tuple[Asides, Asides] = asides(a), asides(b)
        return share_words(words.of(a), words.of(b), both, settings, using)

    links = [_link(pair, asides) for pair in verified if _may_join(pair, settings)]
    joined = join(links, related, settings)
    groups = list(joined.groups)
    clustered = {member for group in groups for member in group.members}
    groups += [Group([row]) for row in distinct.members.repeated() if row not in clustered]
    home = {row: number for number, group in enumerate(groups) for row in group.members}
    bridges: dict[int, list[Bridge]] = {}
    for link in joined.bridges:
        for inside, outside in ((link.a, link.b), (link.b, link.a)):
            if inside in home and home[inside] != home.get(outside):
                member, other = (ids[distinct.members[row][0]] for row in (inside, outside))
                bridges.setdefault(home[inside], []).append(Bridge(member, other, link.similarity))
    clusters = [
        Cluster(
            id="",
            members=tuple(ids[member] for member in members),
            origin=None,
            weakest_link=weakest_link(group) if group.links else 1.0,
            bridges=tuple(bridges.get(home[group.members[0]], ())),
            diameter=_diameter(group.members, words, settings, using),
        )
        for members, group in sorted(
            ((sorted(member for row in group.members for member in distinct.members[row]), group) for group in groups),
            key=lambda pair: pair[0],
        )
    ]
    return [replace(cluster, id=f"c{number}") for number, cluster in enumerate(clusters, start=1)]


def _may_join(pair: Verified, settings: Settings) -> bool:
    """Only a run of `min_run` words in common makes two texts versions of one; pieces and boilerplate do not."""
    return pair.relation != "boilerplate" and (not settings.passages or pair.longest_run >= settings.min_run)


def _link(pair: Verified, asides: AsidesOf) -> Link:
    a, b = asides(pair.a), asides(pair.b)
    stretches = sum(len(passage.runs) for passage in pair.passages) + a.stretches + b.stretches
    parts = (min(1.0, pair.shared_words / max(side.counting, 1)) for side in (a, b))
    # A pair without passages shares its words in pieces: more of them than any bound would bear.
    return Link(pair.a, pair.b, pair.shared_words, stretches if pair.passages else pair.shared_words, *parts)


def _diameter(members: Sequence[int], words: WordSource, settings: Settings, using: ModuleType) -> float | None:
    """Return the largest Jaccard distance between two of the distinct members, if they are few enough to compare."""
    if len(members) > _MOST_COMPARED:
        return None
    parts = [words.of(member) for member in members]
    offsets = np.cumsum([0, *(part.size for part in parts)]).astype(np.int64)
    shingles = using.shingle_hashes(np.concatenate(parts), offsets, settings.words)
    pairs = np.triu_indices(len(members), 1)
    overlap = using.compare_sets(shingles, np.diff(offsets), (pairs[0], pairs[1]), settings.words)
    either = overlap.distinct_a + overlap.distinct_b - overlap.shared
    return float(np.max(1.0 - overlap.shared / either, initial=0.0))
