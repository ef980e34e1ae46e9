"""Origins: from which sources the documents of a collection, or of any set, come, and how sure that is for each pair.

Two documents have one origin when their chains begin with one publisher. A document of which nothing is known has none:
whether it is independent of the others cannot be told. The same holds where it is not known which of several publishers
had a text first.
"""

# ruff: noqa: TC003 - msgspec looks up the types of the fields when it reads a saved result

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.matches import OriginCount
from dedup.origin.names import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from dedup.matches import Cluster
    from dedup.origin.provenance import Provenance

    Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Origin:
    """A source from which documents come.

    `name` is that of a publisher, or the id of a document of no known publisher. `members` are the ids of its
    documents, in input order; `texts` counts them, those that are versions of one text once.
    """

    name: str
    members: tuple[str, ...]
    texts: int


def find_origins(provenance: Iterable[Provenance], clusters: Iterable[Cluster] = ()) -> tuple[Origin, ...]:
    """Return the origins of all documents that have one, those with the most documents first."""
    clusters, traced = tuple(clusters), {one.document: one for one in provenance}
    cluster_of = {member: cluster.id for cluster in clusters for member in cluster.members}
    of_one_publisher = {cluster.id for cluster in clusters if _have_one_publisher(cluster, traced)}
    names: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for one in traced.values():
        is_known = one.incoming or not one.undecided or cluster_of.get(one.document) in of_one_publisher
        if one.chain and is_known:
            key = _key(one.chain[0])
            names.setdefault(key, one.chain[0])
            members.setdefault(key, []).append(one.document)
    found = [
        Origin(names[key], tuple(ids), len({cluster_of.get(name, (name,)) for name in ids}))
        for key, ids in members.items()
    ]
    return tuple(sorted(found, key=lambda origin: (-len(origin.members), origin.name)))


def _have_one_publisher(cluster: Cluster, traced: Mapping[str, Provenance]) -> bool:
    """Return whether no other publisher than one stands in the chain of any member, and each member has a chain."""
    chains = [traced[member].chain if member in traced else () for member in cluster.members]
    return all(chains) and len({_key(name) for chain in chains for name in chain}) == 1


def origin_names(origins: Iterable[Origin]) -> dict[str, str]:
    """Return the name of the origin of each document that has one."""
    return {member: origin.name for origin in origins for member in origin.members}


def count_origins(documents: Iterable[str], name_of: Mapping[str, str]) -> tuple[OriginCount, ...]:
    """Return how many of these documents come from each origin, the most first; `name_of` names it by document."""
    counts: dict[str, int] = {}
    for document in documents:
        if name := name_of.get(document):
            counts[name] = counts.get(name, 0) + 1
    return tuple(OriginCount(*item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def pair_certainty(provenance: Iterable[Provenance], ids: Sequence[str], a: Numbers, b: Numbers) -> NDArray[np.float64]:
    """Return for pairs of documents, from 0 to 1, how sure it is where the words that they share come from.

    It is the confidence of the edge from one to the other; else, where both have one origin, the lower one of the
    confidences with which either is known to come from there. `a` and `b` are places of documents in `ids`.
    """
    documents, places = np.unique(np.concatenate([a, b]), return_inverse=True)
    row_of = {ids[document]: row for row, document in enumerate(documents.tolist())}
    origin, confidence = np.full(documents.size, -1), np.zeros(documents.size)
    edges: dict[tuple[int, int], float] = {}
    numbers: dict[str, int] = {}
    for one in provenance:
        row = row_of.get(one.document)
        if row is None:
            continue
        if one.chain:
            origin[row] = numbers.setdefault(_key(one.chain[0]), len(numbers))
            confidence[row] = max((edge.confidence for edge in one.incoming), default=1.0)
        for edge in one.edges:
            if (source := row_of.get(edge.source_document or "")) is not None:
                pair = min(row, source), max(row, source)
                edges[pair] = max(edges.get(pair, 0.0), edge.confidence)
    first, second = np.sort(places.reshape(2, -1), axis=0)
    same = (origin[first] == origin[second]) & (origin[first] >= 0)
    certainty = np.where(same, np.minimum(confidence[first], confidence[second]), 0.0)
    return np.maximum(certainty, _of_edges(edges, first, second, documents.size))


def _of_edges(
    edges: Mapping[tuple[int, int], float], first: Numbers, second: Numbers, size: int
) -> NDArray[np.float64]:
    """Return the confidence of the edge of each pair, 0 where there is none."""
    if not edges:
        return np.zeros(first.size)
    pairs = np.array(list(edges), np.int64)
    codes, values = pairs[:, 0] * size + pairs[:, 1], np.array(list(edges.values()))
    order = np.argsort(codes)
    wanted = first * size + second
    place = np.minimum(np.searchsorted(codes[order], wanted), codes.size - 1)
    return np.asarray(np.where(codes[order][place] == wanted, values[order][place], 0.0))


def _key(name: str) -> str:
    """Return what all spellings of a name have in common."""
    return identity(name) or name
