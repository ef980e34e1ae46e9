"""A Jupyter notebook becomes one text: its cells of text and code, without what the code has printed.

Places in it are cells.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dedup.documents import PAGE_PART, MarkupFact
from dedup.errors import InputError
from dedup.reading.decoding import decode_and_note
from dedup.reading.fields import author_name, metadata_text
from dedup.reading.json_values import json_value
from dedup.reading.readers.paragraphs import Paragraphs

if TYPE_CHECKING:
    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions


def read_notebook(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of a notebook; raises `InputError` where it is none, and `NoTextError` where it is empty."""
    name = content.name
    source = decode_and_note(name, content.whole(), options.encoding, builder)
    value, mended = json_value(name, source)
    if mended:
        builder.note(name, "lone surrogates became U+FFFD")
    cells = _cells(value)
    if cells is None:
        raise InputError(name, "it is no notebook: it has no cells")
    paragraphs = Paragraphs()
    code: list[MarkupFact] = []
    for number, cell in enumerate(cells, start=1):
        paragraphs.begin(f"cell {number}")
        before = len(paragraphs)
        for block in _source(cell).split("\n\n"):
            paragraphs.add(block)
        if cell.get("cell_type") == "code" and len(paragraphs) > before:
            code.append(MarkupFact(f"{PAGE_PART}code", f"{before}-{len(paragraphs)}"))
    document = paragraphs.document(name)
    metadata = value.get("metadata")
    known = metadata if isinstance(metadata, dict) else {}
    author = metadata_text(known.get("authors"))
    builder.add_document(
        replace(
            document,
            title=metadata_text(known.get("title")),
            author=author_name(author) if author else None,
            markup=(*document.markup, *code),
        )
    )


def _cells(value: Any) -> list[dict[str, Any]] | None:
    """Return the cells of a notebook of version 4, or 3, whose cells lie in worksheets; None where there are none."""
    if not isinstance(value, dict):
        return None
    cells = value.get("cells")
    if cells is None and isinstance(value.get("worksheets"), list):
        sheets = [sheet for sheet in value["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in sheet.get("cells") or ()]
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else None


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))
