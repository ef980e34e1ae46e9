"""A book (EPUB) becomes documents: one a chapter, in the order in which they are read."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from dedup.documents import Document
from dedup.errors import InputError, NoTextError
from dedup.reading.decoding import decode
from dedup.reading.readers.html_text import text_of_html
from dedup.reading.readers.properties import with_properties
from dedup.reading.readers.xml import descendants
from dedup.reading.readers.zip_members import ZipMembers

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

CONTAINER = "META-INF/container.xml"
"""The member that names the package file, and shows that a ZIP file is a book."""
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_SUFFIXES = (".xhtml", ".html", ".htm")


def read_epub(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the chapters of a book; raises `InputError` where it has none that can be read."""
    with ZipMembers(content) as members:
        add_epub(members, builder)


def add_epub(members: ZipMembers, builder: DocumentBuilder) -> None:
    """Add the chapters of the members of a book."""
    name = members.name
    package_name = _package_name(members)
    package = members.xml_root(package_name)
    book = with_properties(Document(name, "", name), next(descendants(package, "metadata"), package), published="date")
    chapters = _chapters(package, posixpath.dirname(package_name))
    encrypted = _encrypted(members)
    before = builder.documents
    empty = list[str]()
    for row, chapter in enumerate(chapters, start=1):
        if chapter in encrypted:
            builder.refuse(f"{name}#{chapter}", "it is encrypted")
        else:
            builder.attempt(f"{name}#{chapter}", _add_chapter, members, chapter, book, row, builder, empty)
    if builder.documents == before and not encrypted:
        raise NoTextError(name, "there is no chapter with text in this book")
    if empty:
        builder.note(name, f"{len(empty):,} of {len(chapters):,} parts have no text: {', '.join(empty[:5])}")


def _add_chapter(
    members: ZipMembers, chapter: str, book: Document, row: int, builder: DocumentBuilder, empty: list[str]
) -> None:
    name = f"{members.name}#{chapter}"
    source, _ = decode(name, members.read(chapter), None, markup=True)
    found = text_of_html(name, source)
    if found.text:
        document = replace(book, id=name, text=found.text, markup=(*book.markup, *found.facts))
        builder.add_document(document, row)
    else:
        empty.append(chapter)


def _package_name(members: ZipMembers) -> str:
    if CONTAINER in members:
        container = members.xml_root(CONTAINER)
        for root in descendants(container, "rootfile"):
            if path := root.get("full-path"):
                return str(path)
    found = next((each for each in members.names if each.endswith(".opf")), None)
    if found is None:
        raise InputError(members.name, "it is no book: it has no package file (.opf)")
    return found


def _chapters(package: Any, folder: str) -> list[str]:
    """Return the names of the members in the order of the book, each once; its table of contents is left out."""
    items = {item.get("id"): item for item in descendants(package, "item")}
    ordered = [items[ref.get("idref")] for ref in descendants(package, "itemref") if ref.get("idref") in items]
    chosen = [item for item in ordered or items.values() if _is_chapter(item)]
    return list(dict.fromkeys(posixpath.normpath(posixpath.join(folder, unquote(item.get("href")))) for item in chosen))


def _is_chapter(item: Any) -> bool:
    href = str(item.get("href") or "")
    is_text = item.get("media-type") in _CHAPTERS or href.lower().endswith(_SUFFIXES)
    return bool(href) and is_text and "nav" not in str(item.get("properties") or "").split()


def _encrypted(members: ZipMembers) -> set[str]:
    """Return the members that are encrypted; fonts often are, and say nothing of the chapters."""
    if _ENCRYPTION not in members:
        return set()
    root = members.xml_root(_ENCRYPTION)
    return {unquote(str(each.get("URI") or "")) for each in descendants(root, "CipherReference")}
