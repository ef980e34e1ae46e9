"""Pairs that are told in groups: documents of one template, and documents that share nothing but marked words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.content import Cell, Column, Heading, Section, Sentence, Table
from dedup.report.phrases import counted, flat, number
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import TemplateGroup
    from dedup.report.content import Block
    from dedup.results import ScanResult

BLANKS = (Column("after", "text"), Column("different", "figure"), Column("for example", "text"))
SUMMED_UP = (
    Column("pairs", "figure"),
    Column("kind"),
    Column("documents", "name"),
    Column("longest stretch", "text"),
)
MOST_BLANKS = 6
MOST_MEMBERS = 4


def templates(result: ScanResult, rows: int) -> Section:
    """Return the groups of documents that were made from one template, each with what varies."""
    found = result.templates
    pairs = counted(sum(group.pairs for group in found), "pair")
    groups = counted(len(found), "group of documents is", "groups of documents are")
    summary = f"{groups} made from one template each: {pairs} that differ in the same places (--list-all lists them)."
    blocks: list[Block] = []
    for place, group in enumerate(first(found, rows), start=1):
        blocks += _template(place, group)
    return Section("Templates", summary, (*blocks, *rest(len(found), rows)))


def _template(place: int, group: TemplateGroup) -> list[Block]:
    name = f"template {place}: {counted(len(group.members), 'document')}, {counted(group.words, 'fixed word')}"
    blanks = tuple(
        (
            Cell(f"… {flat(blank.before)}", quoted=True),
            Cell(number(blank.different)),
            Cell("; ".join(flat(value) or "nothing" for value in blank.values), quoted=True),
        )
        for blank in group.blanks[:MOST_BLANKS]
    )
    more = len(group.blanks) - len(blanks)
    told = [Sentence(f"{number(more)} more blanks.", "faint")] if more else []
    return [Heading(name, f"{group.pairs:,} pairs"), Sentence(named(group.members)), Table(BLANKS, blanks), *told]


def summed_up(result: ScanResult, rows: int) -> Section:
    """Return the groups of pairs that have nothing but marked words in common."""
    found = result.summed_up
    table = Table(
        SUMMED_UP,
        tuple(
            (
                Cell(number(group.pairs)),
                Cell(group.kind),
                Cell(named(group.members)),
                Cell(flat(group.text), quoted=True),
            )
            for group in first(found, rows)
        ),
    )
    pairs = counted(sum(group.pairs for group in found), "pair has", "pairs have")
    summary = f"{pairs} nothing but marked words in common: footers, notices, attribution (--list-all lists them)."
    return Section("Summed up", summary, (table, *rest(len(found), rows)))


def named(members: Sequence[str]) -> str:
    """Return the first members of a group by name, and how many more there are."""
    more = len(members) - MOST_MEMBERS
    shown = ", ".join(flat(member) for member in members[:MOST_MEMBERS])
    return f"{shown} and {number(more)} more" if more > 0 else shown
