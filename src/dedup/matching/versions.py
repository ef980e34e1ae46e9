"""Verified pairs into clusters of documents: versions of one text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dedup.matches import Cluster
from dedup.matching.clusters import Group, Link, join, weakest_link
from dedup.matching.verify import share_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from dedup.matching.aside import Asides
    from dedup.matching.identical import Distinct
    from dedup.matching.verify import AsidesOf, Verified
    from dedup.settings import Settings


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

    links = [
        Link(pair.a, pair.b, pair.figures.body_containment, pair.figures.jaccard)
        for pair in verified
        if pair.relation != "boilerplate"
    ]
    groups = list(join(links, related).groups)
    joined = {member for group in groups for member in group.members}
    groups += [Group([row]) for row, same in enumerate(distinct.members) if len(same) > 1 and row not in joined]
    clusters = []
    for group in groups:
        members = sorted(member for row in group.members for member in distinct.members[row])
        clusters.append((members, weakest_link(group) if group.links else 1.0))
    clusters.sort()
    return [
        Cluster(f"c{number}", tuple(ids[member] for member in members), None, weakest)
        for number, (members, weakest) in enumerate(clusters, start=1)
    ]
