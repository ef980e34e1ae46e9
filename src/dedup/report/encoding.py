"""A result as plain JSON values: the keys that `docs/contract.md` promises, in one fixed order.

Figures are rounded here and nowhere else. `dedup.report.json` makes the bytes, `dedup.report.decoding` reads them back.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.counts import Counts
    from dedup.matches import Bridge, Cluster, Match, Repetition, SourcePart, Sources
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
        "documents": list(result.documents),
        "repetitions": [_repetition(repetition) for repetition in result.repetitions],
        "copies": [_match(match) for match in result.copies],
        "boilerplate": result.boilerplate,
        "clusters": [_cluster(cluster) for cluster in result.clusters],
        "provenance": [_provenance(provenance) for provenance in result.provenance],
        "sources": [_sources(sources) for sources in result.sources],
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
        "verdict": repetition.verdict,
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
        "aside_words": match.aside_words,
        "edits": match.edits,
        "passages": match.passages,
    }


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "id": cluster.id,
        "members": cluster.members,
        "origin": cluster.origin,
        "weakest_link": _figure(cluster.weakest_link),
        "diameter": None if cluster.diameter is None else _figure(cluster.diameter),
        "bridges": [_bridge(bridge) for bridge in cluster.bridges],
    }


def _bridge(bridge: Bridge) -> dict[str, Any]:
    return {"member": bridge.member, "outside": bridge.outside, "similarity": _figure(bridge.similarity)}


def _sources(sources: Sources) -> dict[str, Any]:
    return {
        "document": sources.document,
        "words": sources.words,
        "parts": [_part(part) for part in sources.parts],
        "attribution_words": sources.attribution_words,
        "boilerplate_words": sources.boilerplate_words,
        "new_words": sources.new_words,
    }


def _part(part: SourcePart) -> dict[str, Any]:
    return {"source": part.source, "words": part.words, "share": _figure(part.share)}


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
        "source_document": edge.source_document,
        "copy": edge.copy,
        "status": edge.status,
        "confidence": _figure(edge.confidence),
        "evidence": edge.evidence,
        "reason": edge.reason,
    }
