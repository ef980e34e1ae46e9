"""A result as plain JSON values: the keys that `docs/contract.md` promises, in one fixed order.

Figures are rounded here and nowhere else. `dedup.report.json` makes the bytes, `dedup.report.decoding` reads them back.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.counts import Counts
    from dedup.matches import Cluster, Match, Repetition
    from dedup.provenance.origins import Edge, Provenance
    from dedup.results import Recall, ScanResult
    from dedup.settings import Settings

DIGITS = 6
"""Decimal places of every share and similarity in a saved result."""


def _figure(value: float) -> float:
    return round(float(value), DIGITS)


def plain(result: ScanResult) -> dict[str, Any]:
    """Return the result as dictionaries and lists, with values that hold no figure left as they are.

    orjson writes a dataclass as an object of its fields, in their order, far faster than Python could.
    """
    return {
        "schema": result.schema,
        "version": result.version,
        "settings": _named(result.settings),
        "counts": _named(result.counts),
        "unreadable": result.unreadable,
        "notes": result.notes,
        "recall": _named(result.recall),
        "documents": result.documents,
        "repetitions": [_repetition(repetition) for repetition in result.repetitions],
        "copies": [_match(match) for match in result.copies],
        "boilerplate": result.boilerplate,
        "clusters": [_cluster(cluster) for cluster in result.clusters],
        "provenance": [_provenance(provenance) for provenance in result.provenance],
    }


def _named(value: Settings | Counts | Recall) -> dict[str, Any]:
    named = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: _figure(item) if isinstance(item, float) else item for name, item in named.items()}


def _repetition(repetition: Repetition) -> dict[str, Any]:
    return {
        "document": repetition.document,
        "relation": repetition.relation,
        "jaccard": _figure(repetition.jaccard),
        "containment": _figure(repetition.containment),
        "smaller": repetition.smaller,
        "shared_words": repetition.shared_words,
        "times": repetition.times,
        "first": repetition.first,
        "second": repetition.second,
        "text": repetition.text,
        "second_text": repetition.second_text,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "a": match.a,
        "b": match.b,
        "relation": match.relation,
        "jaccard": _figure(match.jaccard),
        "containment_a": _figure(match.containment_a),
        "containment_b": _figure(match.containment_b),
        "shared_words": match.shared_words,
        "longest_run": match.longest_run,
        "passages": match.passages,
    }


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "id": cluster.id,
        "members": cluster.members,
        "origin": cluster.origin,
        "weakest_link": _figure(cluster.weakest_link),
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    return {
        "document": provenance.document,
        "chain": provenance.chain,
        "edges": [_edge(edge) for edge in provenance.edges],
        "conflicts": provenance.conflicts,
        "claims": provenance.claims,
        "undecided": provenance.undecided,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "source": edge.source,
        "copy": edge.copy,
        "status": edge.status,
        "confidence": _figure(edge.confidence),
        "evidence": edge.evidence,
        "reason": edge.reason,
    }
