"""Files of plain text or light markup (Markdown, AsciiDoc, …) become documents: a text a file, characters in place."""

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
    from collections.abc import Callable

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.front_matter import FrontMatter
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

    _read_with_header(content, options, builder, front_matter_of)


def read_mdx(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add an MDX text; its imports and exports are code of a site, and elsewhere left out."""
    from dedup.reading.front_matter import front_matter_of  # noqa: PLC0415 - see `read_markdown`
    from dedup.reading.mdx_modules import without_modules  # noqa: PLC0415 - other texts have none

    def header_of(text: str) -> FrontMatter:
        front = front_matter_of(text)
        return front if options.site else replace(front, text=without_modules(front.text))

    _read_with_header(content, options, builder, header_of)


def read_asciidoc(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add an AsciiDoc text; site generators read the front matter of Markdown from it too."""
    from dedup.reading.text_headers import asciidoc_header_of  # noqa: PLC0415 - other texts have none

    _read_with_header(content, options, builder, asciidoc_header_of)


def read_rst(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add a reStructuredText file with the fields and facts of its field list."""
    from dedup.reading.text_headers import restructuredtext_header_of  # noqa: PLC0415 - other texts have none

    _read_with_header(content, options, builder, restructuredtext_header_of)


def _read_with_header(
    content: Content,
    options: ReadingOptions,
    builder: DocumentBuilder,
    header_of: Callable[[str], FrontMatter],
) -> None:
    text = decode_and_note(content.name, content.whole(), options.encoding, builder)
    front = header_of(text)
    if front.note:
        builder.note(content.name, front.note)
    document = front.document(Document(content.name, "", content.name))
    _add(replace(document, text=text) if options.front_matter else document, options, builder)


def _add(document: Document, options: ReadingOptions, builder: DocumentBuilder) -> None:
    if not document.text.strip():
        raise NoTextError(document.id, EMPTY)
    builder.add_document(dated(document) if options.site else document)
