"""The sections that sum up many documents: templates, pairs that share marked words only, and boilerplate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Cell, Column, Heading, Section, Sentence, Table, at_most, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import counted, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Boilerplate, SummedUp, TemplateGroup
    from dedup.report.blocks import Block
    from dedup.results import ScanResult

BLANK_COLUMNS = (Column("after", "text"), Column("different", "figure"), Column("for example", "text"))
SUMMED_UP_COLUMNS = (
    Column("pairs", "figure"),
    Column("kind"),
    Column("documents", "text"),
    Column("longest stretch", "text"),
)
BOILERPLATE_COLUMNS = (
    Column("documents", "figure"),
    Column("words", "figure"),
    Column("publisher", "name"),
    Column("text, and who carries it", "text", max_lines=3),
)
MAX_BLANKS = 6
"""Blanks that are listed for one template."""
MAX_MEMBERS = 4
"""Documents that are named for one group."""


def templates_section(result: ScanResult, max_rows: int) -> Section:
    """Return the groups of documents that were made from one template, each with the blanks that vary."""
    groups = result.templates
    pairs = counted(sum(group.pairs for group in groups), "pair")
    are = counted(len(groups), "group of documents is", "groups of documents are")
    summary = f"{are} made from one template each: {pairs} that differ in the same places (--list-all lists them)."
    blocks: list[Block] = []
    for position, group in enumerate(first_entries(groups, max_rows), start=1):
        blocks += _template(position, group, max_rows)
    return Section("Templates", summary, (*blocks, *more_entries(len(groups), max_rows)))


def _template(position: int, group: TemplateGroup, max_rows: int) -> list[Block]:
    name = f"template {position}: {counted(len(group.members), 'document')}, {counted(group.words, 'fixed word')}"
    blanks = tuple(
        (
            Cell(f"… {one_line(blank.before)}", quoted=True),
            Cell(number(blank.different)),
            Cell("; ".join(one_line(value) or "nothing" for value in blank.values), quoted=True),
        )
        for blank in first_entries(group.blanks, at_most(MAX_BLANKS, max_rows))
    )
    more = len(group.blanks) - len(blanks)
    return [
        Heading(name, f"{group.pairs:,} pairs"),
        Sentence(_first_members(group.members, max_rows)),
        Table(BLANK_COLUMNS, blanks),
        *([Sentence(f"{number(more)} more blanks.", "faint")] if more else []),
    ]


def summed_up_section(result: ScanResult, max_rows: int) -> Section:
    """Return the groups of pairs that share marked words only."""
    groups = result.summed_up
    table = Table(
        SUMMED_UP_COLUMNS, tuple(_summed_up_row(group, max_rows) for group in first_entries(groups, max_rows))
    )
    pairs = counted(sum(group.pairs for group in groups), "pair has", "pairs have")
    summary = f"{pairs} nothing but marked words in common: footers, notices, attribution (--list-all lists them)."
    return Section("Summed up", summary, (table, *more_entries(len(groups), max_rows)))


def _summed_up_row(group: SummedUp, max_rows: int) -> tuple[Cell, ...]:
    return (
        Cell(number(group.pairs)),
        Cell(group.kind),
        Cell(_first_members(group.members, max_rows)),
        Cell(one_line(group.text), quoted=True),
    )


def boilerplate_section(result: ScanResult, max_rows: int) -> Section:
    """Return the passages that many documents of one publisher carry."""
    passages = result.boilerplate
    if not passages:
        return Section("Boilerplate", "nothing is repeated across a whole site.")
    table = Table(
        BOILERPLATE_COLUMNS, tuple(_boilerplate_row(passage, max_rows) for passage in first_entries(passages, max_rows))
    )
    stand = counted(len(passages), "passage stands", "passages stand")
    summary = f"{stand} in many otherwise different documents. Such words are marked."
    return Section("Boilerplate", summary, (table, *more_entries(len(passages), max_rows)))


def _boilerplate_row(passage: Boilerplate, max_rows: int) -> tuple[Cell, ...]:
    return (
        Cell(number(passage.documents)),
        Cell(number(passage.words)),
        Cell(one_line(passage.publisher or "not known")),
        Cell(f"“{one_line(passage.text)}”\n{_first_members(passage.members, max_rows)}"),
    )


def _first_members(members: Sequence[str], max_rows: int) -> str:
    """Return the names of the first members of a group, and how many more there are; all if all rows are wanted."""
    shown = first_entries(members, at_most(MAX_MEMBERS, max_rows))
    more = len(members) - len(shown)
    names = ", ".join(one_line(member) for member in shown)
    return f"{names} and {number(more)} more" if more else names
