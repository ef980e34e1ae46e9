"""Plain text and Markdown files become documents: one text a file, in which every character keeps its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.documents import Document
from dedup.errors import InputError
from dedup.reading.content import EMPTY
from dedup.reading.decoding import decode

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions


def read_text(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add a plain text; raises `InputError` where it is empty."""
    _add(Document(content.name, _decoded(content, options, builder), content.name), builder)


def read_markdown(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add a Markdown text with the fields and facts of its front matter; raises `InputError` where it is empty."""
    from dedup.reading.front_matter import front_matter_of  # noqa: PLC0415 - plain texts have none

    front = front_matter_of(_decoded(content, options, builder))
    if front.note:
        builder.note(content.name, front.note)
    _add(front.document(Document(content.name, "", content.name)), builder)


def _decoded(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> str:
    text, note = decode(content.name, content.whole(), options.encoding)
    if note:
        builder.note(content.name, note)
    return text


def _add(document: Document, builder: DocumentBuilder) -> None:
    if not document.text.strip():
        raise InputError(document.id, EMPTY)
    builder.add_document(document)
