"""A result as plain JSON values: the keys that `docs/contract.md` promises, in one fixed order.

Figures are rounded here and nowhere else. `dedup.report.json` makes the bytes, `dedup.report.decoding` reads them back.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from dedup.columns import Made
from dedup.matches import Mark, MarkedWords, Match, Passage, Place, RepeatedPlace, Repetition, SourcePart, Sources
from dedup.results import DocumentRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.counts import Counts
    from dedup.matches import Boilerplate, Bridge, Cluster
    from dedup.origin.origins import Edge, Provenance
    from dedup.results import Recall, ScanResult
    from dedup.settings import Settings

DIGITS = 6
"""Decimal places of every share and similarity in a saved result."""


def _figure(value: float) -> float:
    return round(float(value), DIGITS)


def plain(result: ScanResult) -> dict[str, Any]:
    """Return the result as dictionaries and lists, with values that hold no figure left as they are.

    orjson writes a dataclass as an object of its fields, in their order, far faster than Python could. Sections that
    may be long are iterators, so that nobody needs to hold them whole.
    """
    return {
        "schema": result.schema,
        "version": result.version,
        "settings": _named(result.settings),
        "counts": _named(result.counts),
        "unreadable": result.unreadable,
        "notes": result.notes,
        "recall": _named(result.recall),
        "documents": _each(result.documents),
        "repetitions": _each(result.repetitions),
        "copies": _each(result.copies),
        "templates": result.templates,
        "summed_up": result.summed_up,
        "marks": _each(result.marks),
        "boilerplate": [{**_named(each), "members": list(each.members)} for each in result.boilerplate],
        "clusters": [_cluster(cluster) for cluster in result.clusters],
        "provenance": map(_provenance, result.provenance),
        "sources": _each(result.sources),
    }


def _named(value: Settings | Counts | Recall | Boilerplate) -> dict[str, Any]:
    named = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: _figure(item) if isinstance(item, float) else item for name, item in named.items()}


def _each(values: Sequence[Any]) -> Iterator[Any]:
    """Return values as plain ones; those that are made when somebody looks are made as plain ones at once."""
    return values.each(_PLAIN) if isinstance(values, Made) else map(_plain, values)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    make = _PLAIN.get(type(value))
    return value if make is None else make(*(_plain(getattr(value, name)) for name in value.__match_args__))


def _document(
    name: str,
    path: str | None,
    title: str | None,
    publisher: str | None,
    author: str | None,
    published: str | None,
    language: str | None,
    words: int,
    repeated_words: int,
    reused_words: int,
) -> dict[str, Any]:
    return {
        "id": name,
        "path": path,
        "title": title,
        "publisher": publisher,
        "author": author,
        "published": published,
        "language": language,
        "words": words,
        "repeated_words": repeated_words,
        "reused_words": reused_words,
    }


def _repetition(
    document: str,
    relation: str,
    jaccard: float,
    containment: float,
    shared_words: int,
    first: Any,
    second: Any,
    text: str,
    times: int,
    smaller: str,
    second_text: str | None,
    verdict: str | None,
) -> dict[str, Any]:
    return {
        "document": document,
        "relation": relation,
        "jaccard": _figure(jaccard),
        "containment": _figure(containment),
        "smaller": smaller,
        "shared_words": shared_words,
        "times": times,
        "first": first,
        "second": second,
        "text": text,
        "second_text": second_text,
        "verdict": verdict,
    }


def _repeated_place(start: int, end: int, line: int, paragraph: int) -> dict[str, int]:
    return {"start": start, "end": end, "line": line, "paragraph": paragraph}


def _match(
    a: str,
    b: str,
    relation: str,
    jaccard: float,
    containment_a: float,
    containment_b: float,
    shared_words: int,
    longest_run: int,
    passages: Any,
    marked_words: Any = None,
    unmarked_share: float = 1.0,
    again: Any = (),
    edits: Any = (),
) -> dict[str, Any]:
    return {
        "a": a,
        "b": b,
        "relation": relation,
        "jaccard": _figure(jaccard),
        "containment_a": _figure(containment_a),
        "containment_b": _figure(containment_b),
        "shared_words": shared_words,
        "longest_run": longest_run,
        "marked_words": _marked_words() if marked_words is None else marked_words,
        "unmarked_share": _figure(unmarked_share),
        "edits": edits,
        "passages": passages,
        "again": again,
    }


def _marked_words(
    attribution: int = 0, licence: int = 0, notice: int = 0, author_note: int = 0, boilerplate: int = 0
) -> dict[str, int]:
    return {
        "attribution": attribution,
        "licence": licence,
        "notice": notice,
        "author_note": author_note,
        "boilerplate": boilerplate,
    }


def _mark(document: str, kind: str, start: int, end: int, line: int, words: int) -> dict[str, Any]:
    return {"document": document, "kind": kind, "start": start, "end": end, "line": line, "words": words}


def _passage(a: Any, b: Any, words: int, same_words: int, marked: str | None) -> dict[str, Any]:
    return {"a": a, "b": b, "words": words, "same_words": same_words, "marked": marked}


def _place(start: int, end: int, line: int) -> dict[str, int]:
    return {"start": start, "end": end, "line": line}


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


def _sources(document: str, words: int, parts: Any, marked_words: int, new_words: int) -> dict[str, Any]:
    return {
        "document": document,
        "words": words,
        "parts": parts,
        "marked_words": marked_words,
        "new_words": new_words,
    }


def _part(source: str, words: int, share: float) -> dict[str, Any]:
    return {"source": source, "words": words, "share": _figure(share)}


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


_PLAIN: dict[Any, Any] = {
    DocumentRow: _document,
    Repetition: _repetition,
    RepeatedPlace: _repeated_place,
    Mark: _mark,
    MarkedWords: _marked_words,
    Match: _match,
    Passage: _passage,
    Place: _place,
    Sources: _sources,
    SourcePart: _part,
}
"""What makes plain values of the fields of these, in their order."""
