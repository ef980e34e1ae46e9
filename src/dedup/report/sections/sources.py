"""What documents are made of: which other ones explain their words, and how many are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.content import Cell, Column, Section, Table
from dedup.report.phrases import counted, flat, number, share
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from dedup.matches import Sources
    from dedup.results import ScanResult

COLUMNS = (
    Column("document", "name"),
    Column("words", "figure"),
    Column("share", "figure"),
    Column("where they also stand", "name"),
)


def sources(result: ScanResult, rows: int) -> Section:
    """Return the fewest other documents that hold each document's words, and what they leave."""
    found = result.sources
    table = Table(COLUMNS, tuple(row for each in first(found, rows) for row in _rows(each)))
    holders = counted(len(found), "document has", "documents have")
    summary = f"{holders} words of others. Each word is counted once, for the largest part that holds it."
    return Section("Sources", summary, (table, *rest(len(found), rows)))


def _rows(sources: Sources) -> list[tuple[Cell, ...]]:
    """Return a row for each part; the first names the document."""
    left = (
        ("marked: attribution, notices, boilerplate", sources.marked_words),
        ("nowhere else: new", sources.new_words),
    )
    parts = [(flat(part.source), part.words) for part in sources.parts] + [part for part in left if part[1]]
    return [
        (
            Cell(flat(sources.document) if place == 0 else "", "strong"),
            Cell(number(words)),
            Cell(share(words / sources.words) if sources.words else ""),
            Cell(name),
        )
        for place, (name, words) in enumerate(parts)
    ] or [(Cell(flat(sources.document), "strong"), Cell("0"), Cell(""), Cell(""))]
