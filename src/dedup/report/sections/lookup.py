"""The section of a look-up: what an index holds of each new document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Block, Cell, Column, Heading, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import counted, number, percent, similarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match

COLUMNS = (
    Column("stands in", "name"),
    Column("relation"),
    Column("words", "figure"),
    Column("run", "figure"),
    Column("Jaccard", "figure"),
    Column("inside", "figure"),
)


def lookup_section(found: Sequence[tuple[str, Sequence[Match]]], max_rows: int) -> Section:
    """Return for each document its matches with documents of the index, at most `max_rows` of them."""
    blocks: list[Block] = []
    for document, matches in found:
        if matches:
            blocks.append(Heading(one_line(document)))
            blocks.append(Table(COLUMNS, tuple(map(_row, first_entries(matches, max_rows)))))
            blocks += more_entries(len(matches), max_rows)
    known = sum(bool(matches) for _, matches in found)
    sharing = f"{number(known)} share" if known > 1 else f"{'one' if known else 'none'} shares"
    summary = f"of {counted(len(found), 'document')}, {sharing} words with the index."
    return Section("Look-up", summary, tuple(blocks))


def _row(match: Match) -> tuple[Cell, ...]:
    return (
        Cell(one_line(match.a)),
        Cell(match.relation),
        Cell(number(match.shared_words)),
        Cell(number(match.longest_run)),
        Cell(similarity(match.jaccard)),
        Cell(percent(match.containment_b)),
    )
