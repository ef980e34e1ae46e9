"""The sections on inputs, for scans and checks: which could not be read, and notes on how others were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Cell, Column, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.documents import Note, Unreadable
    from dedup.report.blocks import Style


def unreadable_section(inputs: Sequence[Unreadable], max_rows: int, style: Style = "plain") -> Section:
    """Return the inputs that could not be read, each with its reason; their names have the style."""
    rows = ((each.path, each.reason) for each in first_entries(inputs, max_rows))
    summary = f"{counted(len(inputs), 'input')} could not be read."
    return Section("Unreadable", summary, (_table("why", rows, style), *more_entries(len(inputs), max_rows)))


def notes_section(notes: Sequence[Note], max_rows: int) -> Section:
    """Return the notes on inputs that were read, such as a guessed encoding."""
    rows = ((each.path, each.note) for each in first_entries(notes, max_rows))
    summary = f"{counted(len(notes), 'note')} on what was read."
    return Section("Notes", summary, (_table("note", rows), *more_entries(len(notes), max_rows)))


def _table(column: str, rows: Iterable[tuple[str, str]], style: Style = "plain") -> Table:
    columns = (Column("input", "name"), Column(column, "text"))
    return Table(columns, tuple((Cell(one_line(path), style), Cell(one_line(text))) for path, text in rows))
