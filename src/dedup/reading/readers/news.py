"""An item of news (NITF, NewsML 1, NewsML-G2) becomes a document: its text, and who provided it, wrote it and filed it.

A file may hold one item or a message of several, each of which is a document.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dedup.documents import Document, MarkupFact
from dedup.errors import InputError, NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.fields import author_name
from dedup.reading.readers.html_text import add_elements, add_html
from dedup.reading.readers.iso_dates import iso_date_of
from dedup.reading.readers.paragraphs import Paragraphs
from dedup.reading.readers.xml import descendants, first_text, local_name, text_within, xml_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_ITEMS = ("newsItem", "NewsItem", "nitf")
_BODIES = ("inlineXML", "inlineData", "DataContent", "nitf")
_LEFT_OUT = ("head", "body.head", "body.end", "media", "docdata", "tobject")
"""Elements of NITF that are not its text."""


def read_news(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the items of a file; one without text is recorded, and the next is read."""
    name = content.name
    root = xml_root(name, content.whole(), builder)
    items = [each for each in descendants(root, *_ITEMS) if not _lies_in_item(each)]
    if not items:
        raise InputError(name, "there is no item of news with a text in it")
    for row, item in enumerate(items, start=1):
        if len(items) == 1:
            _add_item(name, Document(name, "", name), item, root, builder, 0)
        else:
            each = f"{name}#{row}"
            builder.attempt(each, _add_item, each, Document(each, "", name), item, root, builder, row)


def _lies_in_item(element: Any) -> bool:
    return any(local_name(above) in _ITEMS for above in element.iterancestors())


def _add_item(name: str, known: Document, item: Any, root: Any, builder: DocumentBuilder, row: int) -> None:
    said = {field: list(_values(item, *names)) for field, names in _STATED.items()}
    paragraphs = Paragraphs()
    _add_body(name, item, paragraphs)
    if not paragraphs.text:
        raise NoTextError(name, EMPTY)
    of_message = (text_within(each) or _attribute(each) for each in descendants(root, "provider"))
    provider = _first(said["provider"]) or next(of_message, None) or _first(said["source"])
    by = _first(said["byline"])
    document = replace(
        known,
        text=paragraphs.text,
        title=_first(said["title"]),
        publisher=provider or None,
        author=author_name(by) if by else None,
        published=next((day for each in said["date"] if (day := iso_date_of(each))), None),
        language=_first(said["language"]),
        markup=(*paragraphs.facts, *_facts(item, said)),
    )
    builder.add_document(document, row)


_STATED: dict[str, tuple[str, ...]] = {
    "title": ("headline", "hl1", "HeadLine", "title"),
    "byline": ("by", "byline", "ByLine", "creator"),
    "dateline": ("dateline", "DateLine"),
    "provider": ("provider", "Provider", "distributor"),
    "source": ("infoSource", "creditline", "CreditLine", "credit", "doc.copyright", "Source"),
    "copyright": ("copyrightHolder", "copyrightNotice", "doc.copyright", "CopyrightHolder"),
    "date": ("firstCreated", "date.issue", "story.date", "contentCreated", "FirstCreated", "versionCreated"),
    "language": ("language", "Language"),
    "status": ("pubStatus", "Status"),
    "embargo": ("embargoed", "date.release"),
    "altid": ("altId", "doc-id", "NewsItemId"),
}
"""The elements of the three formats that hold a field, the likeliest first."""
_FACTS = {
    "byline": "author",
    "dateline": "news:dateline",
    "provider": "json-ld:provider",
    "source": "infosource",
    "copyright": "json-ld:copyrightHolder",
    "altid": "news:alt-id",
    "status": "pub-status",
    "embargo": "embargo",
}
"""The kind of fact of each field: that of a page's markup or of ninjs for the same statement, where there is one."""
_OF_NITF = ("hl1", "byline", "dateline", "date.issue", "doc.copyright", "doc-id")
"""Elements that state a field of the item wherever they stand: NITF may be the body of an item of another format."""
_VALUES = ("qcode", "literal", "norm", "holder", "id-string", "tag", "FormalName", "name", "uri")
"""Attributes that hold the value of an element without text."""


def _values(item: Any, *names: str) -> Iterator[str]:
    """Yield the values of the elements with some names, those of the likeliest name first."""
    for name in names:
        for element in descendants(item, name):
            whole = _writers(element) if name == "byline" else text_within(element)
            text = first_text(element, "name") or whole or _attribute(element)
            if text and (name in _OF_NITF or not _lies_in_body(element)):
                yield text


def _writers(byline: Any) -> str:
    """Return the writers that a byline of NITF names, without what is said of them: *AP Business Writer*."""
    return " ".join(" ".join(byline.xpath("descendant::text()[not(ancestor::*[local-name()='byttl'])]")).split())


def _lies_in_body(element: Any) -> bool:
    return any(local_name(above) in ("body.content", "inlineXML", "DataContent") for above in element.iterancestors())


def _attribute(element: Any) -> str:
    value = next((str(value) for key in _VALUES if (value := element.get(key))), "")
    return value.rpartition(":")[2] if element.get("qcode") else value


def _first(values: list[str]) -> str | None:
    return values[0] if values else None


def _facts(item: Any, said: dict[str, list[str]]) -> Iterator[MarkupFact]:
    if guid := item.get("guid"):
        yield MarkupFact("item-uri", str(guid))
    for field, kind in _FACTS.items():
        for value in dict.fromkeys(said[field]):
            yield MarkupFact(kind, value)


def _add_body(name: str, item: Any, paragraphs: Paragraphs) -> None:
    """Add the text of an item: XHTML or NITF within it, or HTML that is escaped."""
    bodies = [item] if local_name(item) == "nitf" else list(descendants(item, *_BODIES))
    for body in bodies:
        if any(above in bodies for above in body.iterancestors()):
            continue
        if not len(body):
            add_html(name, body.text or "", paragraphs)
            continue
        for element in list(descendants(body, *_LEFT_OUT)):
            if (parent := element.getparent()) is not None and element is not body:
                parent.remove(element)
        add_elements(body, paragraphs)
