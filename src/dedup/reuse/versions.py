"""Verified pairs into clusters of documents: versions of one text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dedup.columns import rounded
from dedup.matches import Bridge, Cluster
from dedup.reuse.clusters import Group, join
from dedup.reuse.diameters import diameters
from dedup.reuse.links import find_links, words_held
from dedup.reuse.relatedness import Relatedness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.engines.engine import Engine
    from dedup.reuse.identical import DistinctTexts
    from dedup.reuse.links import Links
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.verification import VerifiedPairs
    from dedup.settings import Settings


def find_clusters(
    verified: VerifiedPairs,
    distinct: DistinctTexts,
    ids: Sequence[str],
    marks: WordMarks,
    settings: Settings,
    engine: Engine,
) -> list[Cluster]:
    """Return the clusters in the order of their first members; no two members are unrelated.

    Identical documents are members together.
    """
    words = distinct.words
    links = find_links(verified, distinct, marks, settings, engine)
    related = Relatedness(words, marks, settings)
    joined = join(links, partial(words_held, distinct=distinct, marks=marks), related, settings.min_shared)
    groups = list(joined.groups)
    home = {row: number for number, group in enumerate(groups) for row in group.members}
    for row in distinct.members.repeated_rows():
        if row not in home:
            home[row] = len(groups)
            groups.append(Group([row], []))
    bridges: dict[int, list[Bridge]] = {}
    for link in joined.bridges:
        pair = int(links.a[link]), int(links.b[link])
        for inside, outside in (pair, pair[::-1]):
            if inside in home and home[inside] != home.get(outside):
                member, other = (ids[distinct.members[row][0]] for row in (inside, outside))
                bridges.setdefault(home[inside], []).append(Bridge(member, other, rounded(links.similarity.item(link))))
    apart = diameters([group.members for group in groups], words, settings.words, engine)
    wide = [None if distance is None else rounded(distance) for distance in apart]
    named = ((sorted(same for row in group.members for same in distinct.members[row]), group) for group in groups)
    return [
        Cluster(
            id=f"c{number}",
            members=tuple(ids[member] for member in members),
            origin=None,
            weakest_link=_weakest(group, links) if group.links else 1.0,
            bridges=tuple(bridges.get(home[group.members[0]], ())),
            diameter=wide[home[group.members[0]]],
        )
        for number, (members, group) in enumerate(sorted(named, key=lambda pair: pair[0]), start=1)
    ]


def _weakest(group: Group, links: Links) -> float:
    """Return the smallest similarity by which a member is held: of each member's strongest link, the weakest."""
    numbers = np.array(group.links, np.int64)
    strongest = np.zeros(len(group.members))
    for side in (links.a, links.b):
        np.maximum.at(strongest, np.searchsorted(group.members, side[numbers]), links.similarity[numbers])
    return rounded(strongest.min().item())
