"""The section on rewrites: pairs that may be one text in other words, and what each finding rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Cell, Column, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.document_names import DocumentNames
from dedup.report.number_format import counted, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Rewrite
    from dedup.results import ScanResult

REWRITE_COLUMNS = (
    Column("documents", "name"),
    Column("in the same order", "text"),
    Column("the first of them", "text", max_lines=3),
)


def rewrites_section(result: ScanResult, max_rows: int) -> Section:
    """Return the pairs of documents that may be rewrites of each other."""
    pairs = result.rewrites
    if not pairs:
        return Section("Possible rewrites", "no two documents seem to be one text in other words.")
    listed = first_entries(pairs, max_rows)
    names = DocumentNames(result, {name for pair in listed for name in (pair.a, pair.b)})
    table = Table(REWRITE_COLUMNS, tuple(_row(pair, names) for pair in listed))
    are = counted(len(pairs), "pair of documents has", "pairs of documents have")
    summary = f"{are} much in the same order, and may be one text in other words."
    return Section("Possible rewrites", summary, (table, *more_entries(len(pairs), max_rows)))


def rests_on(rewrite: Rewrite) -> str:
    """Return in words what stands in both texts in the same order, and which share of the smaller one that is."""
    kinds = (
        (rewrite.numbers, "number"),
        (rewrite.names, "name"),
        (rewrite.quotations, "quotation"),
        (rewrite.links, "link"),
    )
    listed = [counted(count, kind) for count, kind in kinds if count]
    things = f"{_joined(listed)} ({percent(rewrite.share)} of the smaller text's)" if listed else ""
    words = f"{percent(rewrite.aligned)} of the words of the smaller text, reworded" if rewrite.aligned else ""
    return "; ".join(filter(None, (words, things)))


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _row(pair: Rewrite, names: DocumentNames) -> tuple[Cell, ...]:
    return (
        Cell("\n".join(names.lines((pair.a, pair.b)))),
        Cell(rests_on(pair)),
        Cell(one_line(pair.examples), quoted=True),
    )
