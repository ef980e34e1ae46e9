"""The section on what documents are made of: other documents that explain the words of each, and new words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.lazy_sequences import column_of
from dedup.report.blocks import Cell, Column, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import counted, number, percent
from dedup.report.sections.document_order import heaviest_first

if TYPE_CHECKING:
    from dedup.matches import Sources
    from dedup.results import ScanResult

COLUMNS = (
    Column("document", "name"),
    Column("words", "figure"),
    Column("share", "figure"),
    Column("where they also stand", "name"),
)


def sources_section(result: ScanResult, max_rows: int) -> Section:
    """Return the fewest other documents that explain the words of each document, and the words that they do not."""
    documents = result.sources
    order = heaviest_first(column_of(documents, "document"), result)
    rows = tuple(row for place in first_entries(order, max_rows) for row in _rows(documents[place]))
    holders = counted(len(documents), "document has", "documents have")
    summary = f"{holders} words that others have too. Each word is counted once, for the largest part that holds it."
    return Section("Made of", summary, (Table(COLUMNS, rows), *more_entries(len(documents), max_rows)))


def _rows(sources: Sources) -> list[tuple[Cell, ...]]:
    """Return a row for each part of a document; the first row names the document."""
    remainders = (
        ("marked: attribution, notices, boilerplate", sources.marked_words),
        ("nowhere else: new", sources.new_words),
    )
    parts = [(one_line(part.source), part.words) for part in sources.parts]
    parts += [remainder for remainder in remainders if remainder[1]]
    return [
        (
            Cell(one_line(sources.document) if position == 0 else "", "strong"),
            Cell(number(words)),
            Cell(percent(words / sources.words) if sources.words else ""),
            Cell(name),
        )
        for position, (name, words) in enumerate(parts)
    ] or [(Cell(one_line(sources.document), "strong"), Cell("0"), Cell(""), Cell(""))]
