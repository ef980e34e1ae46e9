"""Plain text and Markdown files become documents: one file, one text, every character where it stands in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.documents import Document
from dedup.errors import InputError
from dedup.reading.decoding import decode

if TYPE_CHECKING:
    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

EMPTY = "empty: there is no text in it"


def read_text(name: str, data: bytes, options: ReadingOptions, gathering: Gathering) -> None:
    """Gather a plain text; raises `InputError` where there is none."""
    document = Document(name, _decoded(name, data, options, gathering), name)
    _gather(document, gathering)


def read_markdown(name: str, data: bytes, options: ReadingOptions, gathering: Gathering) -> None:
    """Gather a Markdown text with what its front matter says of it; raises `InputError` where there is none."""
    from dedup.reading.frontmatter import front_matter_of  # noqa: PLC0415 - plain texts have none

    front = front_matter_of(_decoded(name, data, options, gathering))
    if front.note:
        gathering.note(name, front.note)
    _gather(front.document(Document(name, "", name)), gathering)


def _decoded(name: str, data: bytes, options: ReadingOptions, gathering: Gathering) -> str:
    text, note = decode(name, data, options.encoding)
    if note:
        gathering.note(name, note)
    return text


def _gather(document: Document, gathering: Gathering) -> None:
    if not document.text.strip():
        raise InputError(document.id, EMPTY)
    gathering.add_document(document)
