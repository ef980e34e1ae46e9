"""What whole sites repeat, set apart from what was copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.content import Cell, Column, Section, Table
from dedup.report.phrases import counted, flat, number
from dedup.report.sections.groups import named
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from dedup.results import ScanResult

COLUMNS = (
    Column("documents", "figure"),
    Column("words", "figure"),
    Column("publisher", "name"),
    Column("text, and who carries it", "text", lines=3),
)


def boilerplate(result: ScanResult, rows: int) -> Section:
    """Return the passages that many documents of one publisher carry."""
    found = result.boilerplate
    if not found:
        return Section("Boilerplate", "nothing is repeated across a whole site.")
    table = Table(
        COLUMNS,
        tuple(
            (
                Cell(number(each.documents)),
                Cell(number(each.words)),
                Cell(flat(each.publisher or "not known")),
                Cell(f"{flat(each.text)}\n{named(each.members)}", quoted=True),
            )
            for each in first(found, rows)
        ),
    )
    passages = counted(len(found), "passage stands", "passages stand")
    summary = f"{passages} in many otherwise different documents. Such words are marked."
    return Section("Boilerplate", summary, (table, *rest(len(found), rows)))
