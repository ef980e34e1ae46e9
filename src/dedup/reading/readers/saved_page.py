"""A page or text of which it is known where and when it was saved becomes a document with that address and date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import CAPTURED, MarkupFact
from dedup.errors import NoTextError
from dedup.reading.content import EMPTY
from dedup.reading.html import known_page_of

if TYPE_CHECKING:
    from dedup.documents import Document
    from dedup.reading.builder import DocumentBuilder


def add_saved_page(
    known: Document, source: str, captured: str | None, builder: DocumentBuilder, row: int = 0, *, extractor: str
) -> None:
    """Add a page; `captured` is the ISO date on which it was saved, and `row` its number in the input.

    Raises `NoTextError` where it has no main text.
    """
    page = known_page_of(known.id, source, known.url, extractor)
    for note in page.notes:
        builder.note(known.id, note)
    document = page.document(known)
    builder.add_document(replace(document, markup=(*document.markup, *_capture(captured))), row)


def add_saved_text(known: Document, text: str, captured: str | None, builder: DocumentBuilder, row: int = 0) -> None:
    """Add a plain text in the same way; raises `NoTextError` where it is empty."""
    if not text.strip():
        raise NoTextError(known.id, EMPTY)
    builder.add_document(replace(known, text=text, markup=_capture(captured)), row)


def _capture(day: str | None) -> tuple[MarkupFact, ...]:
    return (MarkupFact(CAPTURED, day),) if day else ()
