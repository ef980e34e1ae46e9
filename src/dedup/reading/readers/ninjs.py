"""Items of news in ninjs (JSON, IPTC) become documents: their text, and who provided, wrote and filed them.

Version 1 has one body of each type (``body_xhtml``), versions 2 and 3 have lists (``bodies``); the names of keys are
those of either, whatever their case.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dedup.documents import Document, MarkupFact
from dedup.errors import NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.fields import author_name, metadata_text
from dedup.reading.readers.html_text import add_html
from dedup.reading.readers.iso_dates import iso_date_of
from dedup.reading.readers.paragraphs import Paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BODIES = ("body_xhtml", "body_html", "body_text")
"""Bodies of version 1, those that have paragraphs first."""
_FACTS = {
    "byline": "news:byline",
    "bylines": "news:byline",
    "located": "news:dateline",
    "dateline": "news:dateline",
    "provider": "news:provider",
    "source": "news:source",
    "infosources": "news:source",
    "copyrightholder": "news:copyright",
    "uri": "news:alt-id",
    "altids": "news:alt-id",
    "pubstatus": "news:status",
    "embargoed": "news:embargo",
}
"""Keys that say where a text comes from, and the kind of fact of each."""


def ninjs_document(name: str, path: str | None, item: Mapping[str, Any]) -> Document:
    """Return an item as a document; raises `NoTextError` where it has no text."""
    values = {key.lower(): value for key, value in item.items()}
    paragraphs = _text(name, values)
    if not paragraphs.text:
        raise NoTextError(name, EMPTY)
    by = next(_texts(values.get("byline") or values.get("bylines") or values.get("by")), None)
    return Document(
        name,  # not its uri, which all versions of an item share
        paragraphs.text,
        path,
        title=next(_texts(values.get("headline") or values.get("headlines") or values.get("title")), None),
        publisher=next(_texts(values.get("provider")), None),
        author=author_name(by) if by else None,
        published=iso_date_of(metadata_text(values.get("firstcreated") or values.get("versioncreated"))),
        language=metadata_text(values.get("language")),
        url=next((each for each in _texts(values.get("url")) if each.startswith(("http://", "https://"))), None),
        markup=(*paragraphs.facts, *_facts(values)),
    )


def _text(name: str, values: Mapping[str, Any]) -> Paragraphs:
    """Return the text of the first body that has any."""
    listed = _objects(values.get("bodies"))
    bodies = [(key.removeprefix("body_"), values[key]) for key in _BODIES if key in values]
    bodies += [(str(each.get("contenttype") or each.get("contentType")), each.get("value")) for each in listed]
    for kind, source in sorted(bodies, key=lambda body: "html" not in body[0]):
        paragraphs = Paragraphs()
        if isinstance(source, str) and "html" in kind:
            add_html(name, source, paragraphs)
        elif isinstance(source, str):
            for block in source.split("\n\n"):
                paragraphs.add(block)
        if paragraphs.text:
            return paragraphs
    return Paragraphs()


def _objects(value: Any) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, dict)]


def _texts(value: Any) -> Iterator[str]:
    """Yield the names or values that a key holds: a text, an object with a name, or a list of such."""
    for each in value if isinstance(value, list) else [value]:
        held = each
        if isinstance(each, dict):
            held = next((each[key] for key in ("name", "value", "literal", "uri") if each.get(key)), None)
        if isinstance(held, str) and (text := " ".join(held.split())):
            yield text


def _facts(values: Mapping[str, Any]) -> Iterator[MarkupFact]:
    for key, kind in _FACTS.items():
        value = values.get(key)
        found = list(_texts(value))
        if key == "altids" and isinstance(value, dict):  # version 1 has an object of names and ids
            found = [each if isinstance(each, str) else json.dumps(each) for each in value.values()]
        yield from (MarkupFact(kind, text, 0, 0, 1, "") for text in dict.fromkeys(found))
