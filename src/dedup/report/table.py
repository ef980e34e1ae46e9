"""The terminal view of a scan, and of any sections: fitted to the width, with colours if wanted.

tabulate draws the tables. It knows nothing of the width of a screen, so the widths of the columns are chosen here, and
their cells are cut and wrapped to them. On a terminal no line is longer than the width: names are cut in their middle,
and if a table would leave too little room for its texts, its rows are drawn as a list. What goes to a file or a pipe is
`whole`: only words of documents, which are quoted as examples, are cut, and lines may be longer than the width.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dedup.report.blocks import Block, Cell, Column, Heading, Section, Sentence, Style, Table
from dedup.report.display_text import clean, display_width, shorten, shorten_middle, wrap
from dedup.report.document_names import with_links
from dedup.report.markup import draw_markup
from dedup.report.sections.scan import scan_sections
from dedup.report.table_formats import MARKUPS

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

MIN_WHOLE_TEXT_WIDTH = 30
"""The least width of a column of texts where names are not cut, however wide the table becomes."""

ANSI_CODES: dict[Style, str] = {"strong": "1", "faint": "2", "certain": "32", "likely": "33", "problem": "31"}


def scan_table(result: ScanResult, options: RenderOptions) -> str:
    """Return the report of a scan for a terminal."""
    drawn = draw_sections(scan_sections(result, options.max_rows), options)
    return with_links(drawn, result) if options.colour and options.table not in MARKUPS else drawn


def draw_sections(sections: Iterable[Section], options: RenderOptions) -> str:
    """Return the sections as lines, with an empty line between two of them."""
    if options.table in MARKUPS:
        return draw_markup(sections, options.table)
    return "\n\n".join(_draw_section(section, options) for section in sections) + "\n"


def _draw_section(section: Section, options: RenderOptions) -> str:
    title = f"{section.title.upper()}:"
    lines = wrap(clean(f"{title} {section.summary}"), options.line_width, indent=INDENT, split=not options.whole)
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
        lines = [styled(line, block.style, options) for line in wrap(clean(block.text), width, split=not options.whole)]
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
    text, detail = clean(heading.text), clean(heading.detail)
    if not options.whole:
        text, detail = shorten_middle(text, width), shorten(detail, width)
    if not detail:
        return [styled(text, "strong", options)]
    if display_width(text) + GAP + display_width(detail) <= width:
        return [styled(text, "strong", options) + " " * GAP + styled(detail, "faint", options)]
    return [styled(text, "strong", options), styled(detail, "faint", options)]


def _draw_table(table: Table, width: int, options: RenderOptions) -> list[str]:
    between, beside_name = _frame(options.table, len(table.columns))
    widths = _column_widths(table, width - between, beside_name, options)
    if widths is None:
        return _draw_list(table, width, options)
    names = [
        _styled_lines(wrap(column.name, column_width - beside_name), "faint", options)
        for column, column_width in zip(table.columns, widths, strict=True)
    ]
    rows = [_fit_row(row, table.columns, widths, options) for row in table.rows]
    alignments = ["right" if column.kind == "figure" else "left" for column in table.columns]
    if options.table:
        return draw_cells(rows, alignments, names, options.table)
    rules = [styled("─" * column_width, "faint", options) for column_width in widths]
    return draw_cells([names, rules, *rows], alignments)


def draw_cells(
    rows: Sequence[Sequence[str]], alignments: Sequence[str], names: Sequence[str] = (), table_format: str = "plain"
) -> list[str]:
    """Return the lines of a table as tabulate draws it; cells may have several lines and colours."""
    from tabulate import tabulate  # noqa: PLC0415 - a report without tables, such as JSON, is not to wait for it

    drawn = tabulate(rows, names, tablefmt=table_format, disable_numparse=True, colalign=alignments)
    return [line.rstrip() for line in drawn.split("\n")]


def _fit_row(
    row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int], options: RenderOptions
) -> list[str]:
    cells = zip(row, columns, widths, strict=True)
    return [
        _styled_lines(_fit_cell(cell, column, width, options), cell.style, options) for cell, column, width in cells
    ]


def _column_widths(table: Table, room: int, beside_name: int, options: RenderOptions) -> list[int] | None:
    """Return the width of each column, or None if too little is left for the columns of texts and names.

    `room` is for all columns together, `beside_name` what a format leaves empty beside the name of a column. Labels
    and figures have the width that they need, and names too where nothing is cut. The other columns share what is left:
    those that need less than an equal share take what they need, and the rest share again.
    """
    widths = [_needed_width(table, index, beside_name) for index in range(len(table.columns))]
    cut = ("text",) if options.whole else ("name", "text")
    flexible = [index for index, column in enumerate(table.columns) if column.kind in cut]
    fixed = sum(needed for index, needed in enumerate(widths) if index not in flexible)
    room -= fixed
    if options.whole:
        room = max(room, MIN_WHOLE_TEXT_WIDTH * len(flexible))
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


@cache
def _frame(table_format: str, columns: int) -> tuple[int, int]:
    """Return how wide what a format draws around and between so many columns is, and what it leaves beside a name."""
    if not table_format:
        return GAP * (columns - 1), 0
    cells, alignments = ["x"] * columns, ["right"] * columns
    bare, headed = (max(map(len, draw_cells([cells], alignments, names, table_format))) for names in ((), cells))
    beside_name = (headed - bare) // columns
    return headed - columns * (1 + beside_name), beside_name


def _needed_width(table: Table, index: int, beside_name: int) -> int:
    needed = [display_width(line) + beside_name for line in _clean_lines(table.columns[index].name)]
    needed += [display_width(line) for row in table.rows for line in _clean_lines(_quoted_text(row[index]))]
    return max(needed)


def _clean_lines(text: str) -> list[str]:
    return [clean(line) for line in text.split("\n")]


def _quoted_text(cell: Cell) -> str:
    return f"“{cell.text}”" if cell.quoted else cell.text


def _fit_cell(cell: Cell, column: Column, width: int, options: RenderOptions) -> list[str]:
    lines = _clean_lines(_quoted_text(cell))
    if column.kind == "name":
        return [shorten_middle(line, width) for line in lines]
    if column.kind == "text":
        max_lines = 0 if options.whole and not cell.quoted else column.max_lines
        return [part for line in lines for part in wrap(line, width, max_lines=max_lines, split=not options.whole)]
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
                first, *others = wrap(f"{name}: {text}", width, indent=INDENT, split=not options.whole)
                lines += [styled(first[: len(name) + 1], "faint", options) + first[len(name) + 1 :], *others]
    return lines
