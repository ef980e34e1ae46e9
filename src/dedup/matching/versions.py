"""Verified pairs into clusters of documents: versions of one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.matches import Bridge, Cluster
from dedup.matching.clusters import JOINS, Group, join, weakest_link
from dedup.matching.diameters import diameters
from dedup.matching.hubs import Link
from dedup.matching.relatedness import Relatedness

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from dedup.engines.local import Local
    from dedup.matching.identical import Distinct
    from dedup.matching.marked_words import WordMarks
    from dedup.matching.verify import VerifiedPairs
    from dedup.settings import Settings


def find_clusters(
    verified: VerifiedPairs,
    distinct: Distinct,
    ids: Sequence[str],
    marks: WordMarks,
    settings: Settings,
    using: ModuleType,
    engine: Local,
) -> list[Cluster]:
    """Return the clusters in the order of their first members; no two members are unrelated.

    Identical documents are members together.
    """
    words = distinct.words
    related = Relatedness(words, marks, settings, using)
    joined = join(_links(verified, distinct, marks, settings), related, settings)
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
    apart = diameters([group.members for group in groups], words, settings.words, using, engine)
    named = ((sorted(same for row in group.members for same in distinct.members[row]), group) for group in groups)
    return [
        Cluster(
            id=f"c{number}",
            members=tuple(ids[member] for member in members),
            origin=None,
            weakest_link=weakest_link(group) if group.links else 1.0,
            bridges=tuple(bridges.get(home[group.members[0]], ())),
            diameter=apart[home[group.members[0]]],
        )
        for number, (members, group) in enumerate(sorted(named, key=lambda pair: pair[0]), start=1)
    ]


def _links(verified: VerifiedPairs, distinct: Distinct, marks: WordMarks, settings: Settings) -> list[Link]:
    """Return the links of verified pairs that are strong enough to join two documents."""
    # Only a run of `min_run` words in common makes two texts versions of one; pieces do not.
    verified = verified.where(verified.longest_run >= (settings.min_run if settings.passages else 0))
    pairs = verified.pairs
    shared = np.where(pairs.counts > 0, marks.count(pairs)[0], verified.shared_words)
    sides = [distinct.members.firsts_of(side) for side in (pairs.a, pairs.b)]
    marks.read(np.concatenate(sides))
    parts = [np.minimum(1.0, shared / np.maximum(marks.counting(side), 1)) for side in sides]
    stretches = np.diff(pairs.runs) + sum(marks.left_out.stretches_of(side) for side in sides)
    # A pair without passages shares its words in pieces: more of them than any bound would bear.
    stretches = np.where(pairs.counts > 0, stretches, shared)
    strong = np.maximum(*parts) >= JOINS
    columns = (column[strong].tolist() for column in (pairs.a, pairs.b, shared, stretches, *parts))
    return list(map(Link, *columns))
