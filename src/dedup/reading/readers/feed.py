"""A feed (RSS, RSS 1.0, Atom) becomes documents: one an entry, with its link, author, date and stated source."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

from dedup.documents import Document, MarkupFact
from dedup.errors import NoTextError
from dedup.reading.fields import author_name, is_web_address
from dedup.reading.readers.html_text import text_of_html
from dedup.reading.readers.iso_dates import iso_date_of
from dedup.reading.readers.xml import children, descendants, first_text, text_within, xml_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_ENTRIES = ("item", "entry")
_CONTENTS = ("encoded", "content", "description", "summary")
"""Elements that hold the text of an entry, the fullest first."""
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
_XHTML = "http://www.w3.org/1999/xhtml"


def read_feed(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the entries of a feed, and note how many have no text; raises `NoTextError` where none has."""
    name = content.name
    root = xml_root(name, content.whole(), builder)
    channel = next(children(root, "channel"), root)
    title = first_text(channel, "title")
    language = first_text(channel, "language") or _language(channel)
    feed = Document(name, "", name, publisher=title, language=language)
    row, empty = 0, list[int]()
    for row, entry in enumerate(descendants(root, *_ENTRIES), start=1):
        builder.attempt(f"{name}#{row}", _add_entry, f"{name}#{row}", entry, feed, row, builder, empty)
    if len(empty) == row:
        raise NoTextError(name, "there is no entry with a text in this feed")
    if empty:
        numbers = ", ".join(map(str, empty[:5]))
        builder.note(name, f"{len(empty):,} of its {row:,} entries have no text: {numbers}")


def _add_entry(name: str, entry: Any, feed: Document, row: int, builder: DocumentBuilder, empty: list[int]) -> None:
    found = text_of_html(name, _content(entry))
    if not found.text:
        empty.append(row)
        return
    authors = _authors(entry)
    builder.add_document(
        Document(
            name,
            found.text,
            feed.path,
            title=_title(name, entry),
            publisher=feed.publisher,
            author=", ".join(authors) or None,
            published=next((day for each in _DATES if (day := iso_date_of(first_text(entry, each)))), None),
            language=_language(entry) or first_text(entry, "language") or feed.language,
            url=_link(entry, "alternate"),
            markup=(*found.facts, *_facts(entry, authors)),
        ),
        row,
    )


def _content(entry: Any) -> str:
    """Return the text of an entry as HTML: the fullest of the elements that may hold it."""
    found = (_as_html(element) for name in _CONTENTS for element in children(entry, name))
    return next((source for source in found if source.strip()), "")


def _as_html(element: Any) -> str:
    """Return what an element holds as HTML: escaped HTML, elements of XHTML, or plain text."""
    if len(element) and any(str(child.tag).startswith("{" + _XHTML) for child in element):
        from lxml import etree  # noqa: PLC0415 - already imported by `xml_root`

        return "".join(etree.tostring(child, encoding="unicode") for child in element)
    text = "".join(element.itertext())
    if element.get("type") == "text" or "<" not in text:
        return f"<div>{_escaped(text)}</div>".replace("\n\n", "</div><div>")
    return text


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")


def _title(name: str, entry: Any) -> str | None:
    title = first_text(entry, "title")
    if title and "<" in title and ">" in title:
        title = text_of_html(name, title).text
    return unescape(title) if title else None


def _authors(entry: Any) -> list[str]:
    """Return the authors of an entry: of ``dc:creator``, of Atom's ``author``, or of the mail address of RSS."""
    found = list[str]()
    for element in children(entry, "creator", "author"):
        text = first_text(element, "name") or text_within(element)
        address, bracket, named = text.partition(" (")
        if bracket and "@" in address:
            text = named.rstrip(")")
        if text:
            found.append(author_name(text))
    return list(dict.fromkeys(found))


def _link(entry: Any, relation: str) -> str | None:
    """Return the address of an entry's link of a relation: of Atom, or of RSS, whose link is the page of the entry."""
    for link in children(entry, "link"):
        address = link.get("href") or ("" if relation != "alternate" else text_within(link))
        if (link.get("rel") or "alternate") == relation and is_web_address(address):
            return str(address)
    if relation == "alternate":
        guid = next(children(entry, "guid"), None)
        address = text_within(guid)
        if guid is not None and guid.get("isPermaLink") != "false" and is_web_address(address):
            return address
    return None


def _language(element: Any) -> str | None:
    return element.get("{http://www.w3.org/XML/1998/namespace}lang") or None


def _facts(entry: Any, authors: list[str]) -> Iterator[MarkupFact]:
    """Yield what an entry states of its origin."""
    for author in authors:
        yield MarkupFact("dc.creator", author)
    for source in children(entry, "source"):
        named = first_text(source, "title") if len(source) else text_within(source)
        address = source.get("url") or _link(source, "alternate") or first_text(source, "id") or ""
        yield from (MarkupFact("feed:source", each) for each in (named, address) if each)
    for relation in ("via", "canonical"):
        if address := _link(entry, relation):
            yield MarkupFact("canonical" if relation == "canonical" else "feed:via", address)
    for rights in children(entry, "rights", "copyright"):
        if text := text_within(rights):
            yield MarkupFact("dc.rights", text)
