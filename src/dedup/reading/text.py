"""Plain text and Markdown files become documents: one text a file, in which every character keeps its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import Document
from dedup.errors import NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.decoding import decode_and_note
from dedup.reading.post_dates import dated
from dedup.reading.unread_kinds import refuse_json

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions


def read_text(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add a plain text; raises `NoTextError` where it is empty, and `InputError` where it is JSON."""
    data = content.whole()
    refuse_json(content.name, data)
    text = decode_and_note(content.name, data, options.encoding, builder)
    _add(Document(content.name, text, content.name), options, builder)


def read_markdown(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add a Markdown text with the fields and facts of its front matter; raises `NoTextError` where it is empty."""
    from dedup.reading.front_matter import front_matter_of  # noqa: PLC0415 - plain texts have none

    text = decode_and_note(content.name, content.whole(), options.encoding, builder)
    front = front_matter_of(text)
    if front.note:
        builder.note(content.name, front.note)
    document = front.document(Document(content.name, "", content.name))
    _add(replace(document, text=text) if options.front_matter else document, options, builder)


def read_asciidoc(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add an AsciiDoc text; site generators read the front matter of Markdown from it too."""
    read_markdown(content, options, builder)


def _add(document: Document, options: ReadingOptions, builder: DocumentBuilder) -> None:
    if not document.text.strip():
        raise NoTextError(document.id, EMPTY)
    builder.add_document(dated(document) if options.site else document)
