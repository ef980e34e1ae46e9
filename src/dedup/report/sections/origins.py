"""The section on origins: from which sources the documents come, and how many texts that makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Cell, Column, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import counted, number

if TYPE_CHECKING:
    from dedup.results import ScanResult

COLUMNS = (
    Column("source", "name"),
    Column("documents", "figure"),
    Column("texts", "figure"),
)


def origins_section(result: ScanResult, max_rows: int) -> Section:
    """Return the sources, those of the most documents first."""
    origins = result.origins
    if not origins:
        return Section("Origins", "of no document it is known where it comes from.")
    rows = tuple(
        (Cell(one_line(origin.name), "strong"), Cell(number(len(origin.members))), Cell(number(origin.texts)))
        for origin in first_entries(origins, max_rows)
    )
    documents = sum(len(origin.members) for origin in origins)
    come = counted(documents, "document comes", "documents come")
    unknown = result.counts.documents - documents
    others = f"; of {counted(unknown, 'other', 'others')} it is not known" if unknown > 0 else ""
    summary = f"{come} from {counted(len(origins), 'known source')}{others}. Versions of one text are one text."
    return Section("Origins", summary, (Table(COLUMNS, rows), *more_entries(len(origins), max_rows)))
