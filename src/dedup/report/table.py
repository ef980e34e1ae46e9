"""The terminal view of a scan, and of any sections: fitted to the width, with colours if wanted.

No line is longer than the width. Names are cut in their middle, and running text is wrapped to a few lines. If a table
would leave too little room for its texts, its rows are drawn as a list instead.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from dedup.report.blocks import Block, Cell, Column, Heading, Section, Sentence, Style, Table
from dedup.report.display_text import clean, display_width, shorten, shorten_middle, wrap
from dedup.report.document_names import with_links
from dedup.report.sections.scan import scan_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.report.formats import RenderOptions
    from dedup.results import ScanResult

GAP = 2
"""Spaces between columns."""

INDENT = 2
"""Spaces before the blocks of a section."""

MIN_TEXT_WIDTH = 16
"""The least width of a column of texts or names. If there is less, the rows are drawn as a list."""

ANSI_CODES: dict[Style, str] = {"strong": "1", "faint": "2", "certain": "32", "likely": "33", "problem": "31"}
_ANSI_SEQUENCE = re.compile("\x1b\\[[0-9]*m")


def scan_table(result: ScanResult, options: RenderOptions) -> str:
    """Return the report of a scan for a terminal."""
    drawn = draw_sections(scan_sections(result, options.max_rows), options)
    return with_links(drawn, result) if options.colour else drawn


def draw_sections(sections: Iterable[Section], options: RenderOptions) -> str:
    """Return the sections as lines, with an empty line between two of them."""
    return "\n\n".join(_draw_section(section, options) for section in sections) + "\n"


def _draw_section(section: Section, options: RenderOptions) -> str:
    title = f"{section.title.upper()}:"
    lines = wrap(clean(f"{title} {section.summary}"), options.line_width, indent=INDENT)
    lines[0] = styled(title, "strong", options) + lines[0].removeprefix(title)
    parts = ["\n".join(lines)]
    for previous, block in zip((None, *section.blocks), section.blocks, strict=False):
        follows_text = previous is None or isinstance(previous, Heading | Sentence)
        blank = isinstance(block, Heading) or (isinstance(block, Table) and not follows_text)
        parts.append("\n" * blank + _draw_block(block, options))
    return "\n".join(parts)


def _draw_block(block: Block, options: RenderOptions) -> str:
    """Return one block as indented lines."""
    width = options.line_width - INDENT
    if isinstance(block, Sentence):
        lines = [styled(line, block.style, options) for line in wrap(clean(block.text), width)]
    elif isinstance(block, Heading):
        lines = _draw_heading(block, width, options)
    else:
        lines = _draw_table(block, width, options)
    return "\n".join((" " * INDENT + line).rstrip() for line in lines)


def styled(text: str, style: Style, options: RenderOptions) -> str:
    """Return the text in the colour or weight of its style, if colours are wanted."""
    if not options.colour or style not in ANSI_CODES or not text:
        return text
    return f"\x1b[{ANSI_CODES[style]}m{text}\x1b[0m"


def _draw_heading(heading: Heading, width: int, options: RenderOptions) -> list[str]:
    text = shorten_middle(clean(heading.text), width)
    detail = shorten(clean(heading.detail), width)
    if not detail:
        return [styled(text, "strong", options)]
    if display_width(text) + GAP + display_width(detail) <= width:
        return [styled(text, "strong", options) + " " * GAP + styled(detail, "faint", options)]
    return [styled(text, "strong", options), styled(detail, "faint", options)]


def _draw_table(table: Table, width: int, options: RenderOptions) -> list[str]:
    widths = _column_widths(table, width)
    if widths is None:
        return _draw_list(table, width, options)
    names = [
        _styled_lines(wrap(column.name, column_width), "faint", options)
        for column, column_width in zip(table.columns, widths, strict=True)
    ]
    rules = [styled("─" * column_width, "faint", options) for column_width in widths]
    rows = [_fit_row(row, table.columns, widths, options) for row in table.rows]
    return draw_cells([names, rules, *rows], [column.kind == "figure" for column in table.columns])


def draw_cells(rows: Sequence[Sequence[str]], flush_right: Sequence[bool]) -> list[str]:
    """Return cells of one or more lines as the lines of a table, each column as wide as its widest line.

    `flush_right` says of each column whether it is flush right. Codes of colour take no room.
    """
    cells = [[cell.strip().split("\n") for cell in row] for row in rows]
    widths = [
        max(_width_without_codes(line) for cell in column for line in cell) for column in zip(*cells, strict=True)
    ]
    lines = [line for row in cells for line in zip_longest(*row, fillvalue="")]
    return [(" " * GAP).join(map(_pad, line, widths, flush_right)).rstrip() for line in lines]


def _pad(line: str, width: int, right: bool) -> str:
    padding = " " * (width - _width_without_codes(line))
    return padding + line if right else line + padding


def _width_without_codes(line: str) -> int:
    return display_width(_ANSI_SEQUENCE.sub("", line) if "\x1b" in line else line)


def _fit_row(
    row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], options: RenderOptions
) -> list[str]:
    cells = zip(row, columns, widths, strict=True)
    return [_styled_lines(_fit_cell(cell, column, width), cell.style, options) for cell, column, width in cells]


def _column_widths(table: Table, width: int) -> list[int] | None:
    """Return the width of each column, or None if too little is left for the columns of texts and names.

    Labels and figures have the width that they need. The other columns share what is left: those that need less than
    an equal share take what they need, and the rest share again.
    """
    widths = [_needed_width(table, index) for index in range(len(table.columns))]
    flexible = [index for index, column in enumerate(table.columns) if column.kind in ("name", "text")]
    fixed = sum(needed for index, needed in enumerate(widths) if index not in flexible)
    room = width - GAP * (len(widths) - 1) - fixed
    while flexible:
        share = room // len(flexible)
        fitting = [index for index in flexible if widths[index] <= share]
        if not fitting:
            for index in flexible:
                widths[index] = share
            return widths if share >= MIN_TEXT_WIDTH else None
        room -= sum(widths[index] for index in fitting)
        flexible = [index for index in flexible if index not in fitting]
    return widths if room >= 0 else None


def _needed_width(table: Table, index: int) -> int:
    texts = [table.columns[index].name, *(_quoted_text(row[index]) for row in table.rows)]
    return max(display_width(line) for text in texts for line in _clean_lines(text))


def _clean_lines(text: str) -> list[str]:
    return [clean(line) for line in text.split("\n")]


def _quoted_text(cell: Cell) -> str:
    return f"“{cell.text}”" if cell.quoted else cell.text


def _fit_cell(cell: Cell, column: Column, width: int) -> list[str]:
    lines = _clean_lines(_quoted_text(cell))
    if column.kind == "name":
        return [shorten_middle(line, width) for line in lines]
    if column.kind == "text":
        return [wrapped for line in lines for wrapped in wrap(line, width, max_lines=column.max_lines)]
    return lines


def _styled_lines(lines: Sequence[str], style: Style, options: RenderOptions) -> str:
    return "\n".join(styled(line, style, options) for line in lines)


def _draw_list(table: Table, width: int, options: RenderOptions) -> list[str]:
    """Return the rows one below the other, each cell on its own lines after the name of its column."""
    lines: list[str] = []
    for row in table.rows:
        lines += [""] if lines else []
        for cell, column in zip(row, table.columns, strict=True):
            if cell.text:
                name = " ".join(_clean_lines(column.name))
                text = ", ".join(_clean_lines(_quoted_text(cell)))
                first, *others = wrap(f"{name}: {text}", width, indent=INDENT)
                lines += [styled(first[: len(name) + 1], "faint", options) + first[len(name) + 1 :], *others]
    return lines
