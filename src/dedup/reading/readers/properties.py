"""What a document of a word processor or a book says of itself: the elements of Dublin Core in its properties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dedup.documents import MarkupFact
from dedup.reading.fields import author_name
from dedup.reading.readers.xml import descendants, text_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.documents import Document

_FACTS = {
    "creator": "dc.creator",
    "initial-creator": "dc.creator",
    "publisher": "dc.publisher",
    "source": "dc.source",
    "rights": "dc.rights",
    "issued": "dcterms.issued",
    "created": "dcterms.created",
    "creation-date": "dcterms.created",
}
"""Elements that say where a text comes from, and the kind of fact of each, as that of a page's ``meta``."""


def with_properties(document: Document, root: Any, *, published: str | None = None) -> Document:
    """Return a document with the fields and facts of the properties in an XML tree.

    `published` is the element that says when the text was published, where there is one.
    """
    values: dict[str, list[str]] = {}
    for element in descendants(root, "title", "language", "date", *_FACTS):
        text = text_within(element)
        if text:
            values.setdefault(element.tag.rpartition("}")[2], []).append(text)
    if "initial-creator" in values:  # then the creator is who saved the document last (OpenDocument 1.3, part 3, 4.3.2)
        values.pop("creator", None)
    authors = values.get("creator") or values.get("initial-creator") or []
    return replace(
        document,
        title=_first(values, "title"),
        author=author_name(", ".join(authors)) if authors else None,
        publisher=_first(values, "publisher"),
        published=_first(values, published) if published else None,
        language=_first(values, "language"),
        markup=(*document.markup, *_facts(values)),
    )


def _first(values: dict[str, list[str]], name: str) -> str | None:
    return next(iter(values.get(name, [])), None)


def _facts(values: dict[str, list[str]]) -> Iterator[MarkupFact]:
    for name, kind in _FACTS.items():
        yield from (MarkupFact(kind, value) for value in values.get(name, []))
