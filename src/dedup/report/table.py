"""The terminal view: sections fitted to the width, coloured if wanted.

No line is longer than the width. Names are cut in their middle, running text is wrapped to a few lines; a table that
would leave its text no room is drawn as a list of its rows instead.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from dedup.report.cells import clean, shorten, shorten_middle, width, wrap
from dedup.report.content import Block, Cell, Column, Heading, Role, Section, Sentence, Table
from dedup.report.sections.all import sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.report.look import Look
    from dedup.results import ScanResult

GAP = 2
INDENT = 2
LEAST = 16
"""Cells that a column of text or names must have; with less, the rows are drawn as lists."""

CODES: dict[Role, str] = {"strong": "1", "faint": "2", "sure": "32", "likely": "33", "trouble": "31"}
_CODE = re.compile("\x1b\\[[0-9]*m")


def table(result: ScanResult, look: Look) -> str:
    """Return the report for a terminal."""
    return "\n\n".join(draw_section(section, look) for section in sections(result, look.rows)) + "\n"


def draw_section(section: Section, look: Look) -> str:
    """Return one section as lines."""
    title = f"{section.title.upper()}:"
    lines = wrap(clean(f"{title} {section.summary}"), look.columns, hanging=INDENT)
    lines[0] = paint(title, "strong", look) + lines[0].removeprefix(title)
    parts = ["\n".join(lines)]
    for before, block in zip((None, *section.blocks), section.blocks, strict=False):
        spaced = not (isinstance(block, Sentence) or isinstance(before, Heading | Sentence)) and before is not None
        parts.append(("\n" if spaced or isinstance(block, Heading) else "") + draw(block, look))
    return "\n".join(parts)


def draw(block: Block, look: Look) -> str:
    """Return one block as lines, indented."""
    room = look.columns - INDENT
    if isinstance(block, Sentence):
        lines = [paint(line, block.role, look) for line in wrap(clean(block.text), room)]
    elif isinstance(block, Heading):
        lines = _heading(block, room, look)
    else:
        lines = _table(block, room, look)
    return "\n".join((" " * INDENT + line).rstrip() for line in lines)


def paint(text: str, role: Role, look: Look) -> str:
    """Return the text in the colour or weight of its role, if colours are wanted."""
    if not look.colour or role not in CODES or not text:
        return text
    return f"\x1b[{CODES[role]}m{text}\x1b[0m"


def _heading(heading: Heading, room: int, look: Look) -> list[str]:
    name = shorten_middle(clean(heading.text), room)
    aside = shorten(clean(heading.aside), room)
    if not aside:
        return [paint(name, "strong", look)]
    if width(name) + GAP + width(aside) <= room:
        return [paint(name, "strong", look) + " " * GAP + paint(aside, "faint", look)]
    return [paint(name, "strong", look), paint(aside, "faint", look)]


def _table(block: Table, room: int, look: Look) -> list[str]:
    widths = _widths(block, room)
    if widths is None:
        return _as_list(block, room, look)
    headings = [
        _painted(wrap(column.name, cells), "faint", look) for column, cells in zip(block.columns, widths, strict=True)
    ]
    rules = [paint("─" * cells, "faint", look) for cells in widths]
    rows = [_row(row, block.columns, widths, look) for row in block.rows]
    return draw_cells([headings, rules, *rows], [column.kind == "figure" for column in block.columns])


def draw_cells(rows: Sequence[Sequence[str]], at_right: Sequence[bool]) -> list[str]:
    """Return cells of one or more lines as the lines of a table, each column as wide as its widest line.

    `at_right` says of each column whether it is flush right. Codes of colour take no room.
    """
    cells = [[cell.strip().split("\n") for cell in row] for row in rows]
    widths = [max(_shown_width(line) for cell in column for line in cell) for column in zip(*cells, strict=True)]
    lines = [line for row in cells for line in zip_longest(*row, fillvalue="")]
    return [(" " * GAP).join(map(_padded, line, widths, at_right)).rstrip() for line in lines]


def _padded(line: str, cells: int, right: bool) -> str:
    padding = " " * (cells - _shown_width(line))
    return padding + line if right else line + padding


def _shown_width(line: str) -> int:
    return width(_CODE.sub("", line) if "\x1b" in line else line)


def _row(row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], look: Look) -> list[str]:
    fitted = zip(row, columns, widths, strict=True)
    return [_painted(_fitted(cell, column, cells), cell.role, look) for cell, column, cells in fitted]


def _widths(block: Table, room: int) -> list[int] | None:
    """Return the cells of each column, or None if what is left for text and names is too little."""
    wanted = [_wanted(block, index) for index in range(len(block.columns))]
    flexible = [index for index, column in enumerate(block.columns) if column.kind in ("name", "text")]
    left = room - GAP * (len(wanted) - 1) - sum(cells for index, cells in enumerate(wanted) if index not in flexible)
    while flexible:
        share = left // len(flexible)
        modest = [index for index in flexible if wanted[index] <= share]
        if not modest:
            for index in flexible:
                wanted[index] = share
            return wanted if share >= LEAST else None
        left -= sum(wanted[index] for index in modest)
        flexible = [index for index in flexible if index not in modest]
    return wanted if left >= 0 else None


def _wanted(block: Table, index: int) -> int:
    texts = [block.columns[index].name, *(_text(row[index]) for row in block.rows)]
    return max(width(line) for text in texts for line in _lines_of(text))


def _lines_of(text: str) -> list[str]:
    return [clean(line) for line in text.split("\n")]


def _text(cell: Cell) -> str:
    return f"“{cell.text}”" if cell.quoted else cell.text


def _fitted(cell: Cell, column: Column, cells: int) -> list[str]:
    lines = _lines_of(_text(cell))
    if column.kind == "name":
        return [shorten_middle(line, cells) for line in lines]
    if column.kind == "text":
        return [piece for line in lines for piece in wrap(line, cells, lines=column.lines)]
    return lines


def _painted(lines: Sequence[str], role: Role, look: Look) -> str:
    return "\n".join(paint(line, role, look) for line in lines)


def _as_list(block: Table, room: int, look: Look) -> list[str]:
    """Return the rows one below the other, each cell on lines of its own."""
    lines: list[str] = []
    for row in block.rows:
        lines += [""] if lines else []
        for cell, column in zip(row, block.columns, strict=True):
            if cell.text:
                name = " ".join(_lines_of(column.name))
                text = ", ".join(_lines_of(_text(cell)))
                first, *others = wrap(f"{name}: {text}", room, hanging=INDENT)
                lines += [paint(first[: len(name) + 1], "faint", look) + first[len(name) + 1 :], *others]
    return lines
