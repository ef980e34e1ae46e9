"""The documents of a result → JSON-LD in the words of schema.org, with the works that each is based on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.report.document_origins import document_origins, document_urn
from dedup.report.json_encoding import json_document

if TYPE_CHECKING:
    from dedup.report.document_origins import DocumentOrigin, NamedSource
    from dedup.results import ScanResult


def json_ld(result: ScanResult) -> str:
    """Return the documents as one JSON-LD document; ``isBasedOn`` are the sources of each.

    Less-than signs are escaped, so that the text can stand in a script element of a page whatever titles hold.
    """
    graph = [_article(origin) for origin in document_origins(result)]
    return json_document({"@context": "https://schema.org", "@graph": graph}).replace("<", "\\u003c")


def _article(origin: DocumentOrigin) -> dict[str, Any]:
    row = origin.row
    article: dict[str, Any] = {
        "@type": "Article",
        "@id": document_urn(row.id),
        "identifier": row.id,
        "headline": row.title,
        "author": [{"@type": "Person", "name": name} for name in origin.authors] or None,
        "datePublished": row.published,
        "inLanguage": row.language,
        "publisher": _organization(row.publisher),
        "copyrightHolder": _organization(origin.holder),
        "isBasedOn": [_work(source) for source in origin.sources] or None,
        "wordCount": row.words,
    }
    return {key: value for key, value in article.items() if value is not None}


def _organization(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _work(source: NamedSource) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": "CreativeWork",
        "@id": document_urn(source.document) if source.document else None,
        "url": source.address if source.address and source.address.startswith(("http://", "https://")) else None,
        "publisher": _organization(source.name),
        "description": f"{source.status}, confidence {source.confidence:.2f}",
    }
    return {key: value for key, value in work.items() if value is not None}
