"""The documents of a result → a list of news items in ninjs 3.0 (https://iptc.org/std/ninjs/), with their sources.

ninjs has no place for the confidence of a source; it stands in ``edNote``, with what is not decided. The text is left
out, so each item is partial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.report.document_origins import document_origins, document_urn
from dedup.report.json_encoding import encode_json

if TYPE_CHECKING:
    from dedup.report.document_origins import DocumentOrigin
    from dedup.results import ScanResult

_STANDARD = {"name": "ninjs", "version": "3.0", "schema": "https://iptc.org/std/ninjs/ninjs-schema_3.0.json"}
_DAY = len("2012-10-22")


def ninjs(result: ScanResult) -> str:
    """Return the documents as ninjs; ``infoSources`` are the sources of each, the first one as its originator."""
    return f"{encode_json([_item(origin) for origin in document_origins(result)]).decode()}\n"


def _item(origin: DocumentOrigin) -> dict[str, Any]:
    row = origin.row
    item: dict[str, Any] = {
        "standard": _STANDARD,
        "uri": document_urn(row.id),
        "type": "text",
        "representationType": "partial",
        "altIds": [{"role": "dedup", "value": row.id}],
        "title": row.title,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": row.title}] if row.title else None,
        "by": row.author,
        "language": row.language,
        # The standard wants a time, and pages are dated by the day: midnight stands for the whole day.
        "contentCreated": f"{row.published}T00:00:00Z" if row.published and len(row.published) == _DAY else None,
        "organisations": [{"name": row.publisher, "rel": "publisher"}] if row.publisher else None,
        "infoSources": _sources(origin) or None,
        "copyrightHolder": origin.holder,
        "edNote": _note(origin) or None,
    }
    return {key: value for key, value in item.items() if value is not None}


def _sources(origin: DocumentOrigin) -> list[dict[str, str]]:
    sources = []
    for number, source in enumerate(origin.sources):
        role = "distributor" if number else "originator"
        named = {"name": source.name, "role": role}
        if source.address and source.address.startswith(("http://", "https://")):
            named["uri"] = source.address
        elif source.document:
            named["uri"] = document_urn(source.document)
        sources.append(named)
    return sources


def _note(origin: DocumentOrigin) -> str:
    sure = [f"{source.name}: {source.status}, confidence {source.confidence:.2f}" for source in origin.sources]
    return "; ".join([*sure, *([f"undecided: {origin.undecided}"] if origin.undecided else [])])
