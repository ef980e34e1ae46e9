"""What could not be read, and what was done to what could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.content import Cell, Column, Section, Table
from dedup.report.phrases import counted, flat
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from dedup.results import ScanResult


def unreadable(result: ScanResult, rows: int) -> Section:
    """Return the inputs that could not be read, each with its reason."""
    found = result.unreadable
    table = Table(
        (Column("input", "name"), Column("why", "text")),
        tuple((Cell(flat(each.path), "trouble"), Cell(flat(each.reason))) for each in first(found, rows)),
    )
    summary = f"{counted(len(found), 'input')} could not be read."
    return Section("Unreadable", summary, (table, *rest(len(found), rows)))


def notes(result: ScanResult, rows: int) -> Section:
    """Return what was done to inputs and their owner should know."""
    found = result.notes
    table = Table(
        (Column("input", "name"), Column("note", "text")),
        tuple((Cell(flat(each.path)), Cell(flat(each.note))) for each in first(found, rows)),
    )
    return Section("Notes", f"{counted(len(found), 'note')} on what was read.", (table, *rest(len(found), rows)))
