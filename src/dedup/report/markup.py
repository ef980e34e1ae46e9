"""The views of sections in a markup: Markdown, and those that ``--table`` names for papers, wikis and spreadsheets.

tabulate draws the tables. Whatever a document says is escaped (`report/table_formats`): it can make no link, no
command, no new cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.report.blocks import Block, Cell, Column, Heading, Section, Sentence, Style, Table
from dedup.report.display_text import clean, shorten
from dedup.report.table_formats import MARKUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tabulate import TableFormat

MAX_TEXT_WIDTH = 300
"""The width in terminal cells after which words of a document are cut; JSON holds the whole text."""

MARKDOWN = "github"
"""The markup of ``--format markdown``."""

_LATEX_ARGUMENT = re.compile(r"^( *)(?=[\[*])", re.MULTILINE)
"""The beginning of a row that LaTeX would take for an argument of the line end before it."""


def draw_markup(sections: Iterable[Section], name: str) -> str:
    """Return the sections in the markup of that name, the first one as its title."""
    first, *others = sections
    parts = [_section(first, 1, name), *(_section(section, 2, name) for section in others)]
    return "\n\n".join(parts) + "\n"


def capitalized(text: str) -> str:
    """Return the text with a large first letter."""
    return text[:1].upper() + text[1:]


def _section(section: Section, level: int, name: str) -> str:
    parts = [_heading(section.title, level, name), _paragraph(capitalized(section.summary), "plain", name)]
    return "\n\n".join([*filter(None, parts), *(draw_block(block, name) for block in section.blocks)])


def draw_block(block: Block, name: str = MARKDOWN) -> str:
    """Return one block in the markup of that name."""
    if isinstance(block, Sentence):
        return _paragraph(block.text, block.style, name)
    if isinstance(block, Heading):
        detail = f"\n\n{_paragraph(block.detail, 'plain', name)}" if block.detail else ""
        return _heading(block.text, 3, name) + detail
    return _table(block, name)


def _heading(text: str, level: int, name: str) -> str:
    markup = MARKUPS[name]
    return markup.headings[level - 1].format(markup.text(text))


def _paragraph(text: str, style: Style, name: str) -> str:
    markup = MARKUPS[name]
    return markup.paragraph.format(_emphasised(markup.text(text), style, name)) if text else ""


def _table(table: Table, name: str) -> str:
    from tabulate import tabulate  # noqa: PLC0415 - the import takes as long as a small scan

    names = [_cell(Cell(column.name), column, name) for column in table.columns]
    rows = [[_cell(cell, column, name) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    alignments = ["right" if column.kind == "figure" else "left" for column in table.columns]
    drawn_as = _markdown_table(alignments) if name == MARKDOWN else name
    drawn = tabulate(rows, names, tablefmt=drawn_as, disable_numparse=True, colalign=alignments)
    return _LATEX_ARGUMENT.sub(r"\1{}", drawn) if name.startswith("latex") else drawn


def _markdown_table(alignments: Sequence[str]) -> TableFormat:
    """Return tabulate's Markdown without its padding: a comment on a change has room for 65,536 characters."""
    from tabulate import TableFormat  # noqa: PLC0415 - see `_table`

    def row(cells: Sequence[str], _widths: Sequence[int], _alignments: Sequence[str]) -> str:
        return f"| {' | '.join(cell.strip() for cell in cells)} |"

    def rule(_widths: Sequence[int], _alignments: Sequence[str]) -> str:
        return row(["--:" if alignment == "right" else ":--" for alignment in alignments], (), ())

    return TableFormat(None, rule, None, None, row, row, 0, None)


def _cell(cell: Cell, column: Column, name: str) -> str:
    markup = MARKUPS[name]
    lines = [clean(line) for line in cell.text.split("\n")]
    if column.kind == "text" and cell.quoted:
        lines = [shorten(line, MAX_TEXT_WIDTH) for line in lines]
    if markup.tabulate_escapes:
        text = markup.new_line.join(lines)
    else:
        text = markup.new_line.join(_emphasised(markup.text(line), cell.style, name) for line in lines)
    return f"“{text}”" if cell.quoted else text


def _emphasised(text: str, style: Style, name: str) -> str:
    return MARKUPS[name].strong.format(text) if style == "strong" and text else text
