"""The Markdown view: the sections of the terminal view as tables and headings, for GitHub-flavoured readers.

Whatever a document says is escaped: it can make no link, no markup, no new cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.report.cells import clean, shorten
from dedup.report.content import Block, Cell, Column, Heading, Role, Section, Sentence, Table
from dedup.report.sections.all import sections

if TYPE_CHECKING:
    from dedup.report.look import Look
    from dedup.results import ScanResult

LONGEST = 300
"""Cells of running text after which a quotation is cut; JSON holds the whole."""

_SPECIAL = re.compile(r"([\\`*_\[\]|~#!$])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def markdown(result: ScanResult, look: Look) -> str:
    """Return the report as Markdown; of the look only `rows` matters."""
    first, *others = sections(result, look.rows)
    parts = [_section(first, 1), *(_section(section, 2) for section in others)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return a line of text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", clean(text)).translate(_ENTITIES)


def _section(section: Section, level: int) -> str:
    summary = section.summary[:1].upper() + section.summary[1:]
    parts = [f"{'#' * level} {escaped(section.title)}", escaped(summary), *map(draw, section.blocks)]
    return "\n\n".join(parts)


def draw(block: Block) -> str:
    """Return one block as Markdown."""
    if isinstance(block, Sentence):
        return _emphasised(escaped(block.text), block.role)
    if isinstance(block, Heading):
        aside = f"\n\n{escaped(block.aside)}" if block.aside else ""
        return f"### {escaped(block.text)}{aside}"
    return _table(block)


def _table(block: Table) -> str:
    names = [escaped(column.name) for column in block.columns]
    rules = ["--:" if column.kind == "figure" else ":--" for column in block.columns]
    rows = [[_cell(cell, column) for cell, column in zip(row, block.columns, strict=True)] for row in block.rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (names, rules, *rows))


def _cell(cell: Cell, column: Column) -> str:
    lines = [shorten(line, LONGEST) if column.kind == "text" else line for line in map(clean, cell.text.split("\n"))]
    text = "<br>".join(_emphasised(escaped(line), cell.role) for line in lines)
    return f"“{text}”" if cell.quoted else text


def _emphasised(text: str, role: Role) -> str:
    return f"**{text}**" if role == "strong" and text else text
