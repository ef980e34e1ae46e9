"""A page that is set in columns is read by columns, however it is written; a table is read by rows."""

from __future__ import annotations

import textwrap

import pytest
from fpdf import FPDF

from dedup.reading.inputs import read_contents
from dedup.reading.readers.page_columns import Piece, lines_by_columns

LEFT = "The council decided to build the bridge over the river, and nobody who lives there was asked before. " * 5
RIGHT = "A ferry leaves the island an hour later from Monday on, since its new crew needs more time for mail. " * 5


def lines(text: str) -> list[str]:
    """Return a text as the lines of a column."""
    return textwrap.wrap(text.strip(), 45)


def pieces(columns: list[list[str]], width: float = 200, gap: float = 20) -> list[Piece]:
    """Return the lines of columns, written row by row."""
    made = []
    for number in range(max(map(len, columns))):
        for place, column in enumerate(columns):
            if number < len(column):
                left, top = place * (width + gap), 800 - 12.0 * number
                made.append(Piece(column[number], left, top - 10, left + 4 * len(column[number]), top))
    return made


@pytest.mark.parametrize("count", [2, 3])
def test_rows_over_columns_are_read_by_columns(count: int) -> None:
    """The last lines of a longer column stand in no row with others."""
    columns = [lines(LEFT), lines(RIGHT), lines(LEFT.replace("bridge", "tunnel") + " The end of the longest column.")]
    assert lines_by_columns(pieces(columns[:count])) == [line for column in columns[:count] for line in column]


def test_a_headline_over_all_columns_ends_them() -> None:
    """What stands above it is read before it."""
    above, below = pieces([lines(LEFT), lines(RIGHT)]), pieces([lines(RIGHT), lines(LEFT)])
    headline = Piece("A headline over both columns of the page", 0, 500, 400, 520)
    expected = [*lines(LEFT), *lines(RIGHT), headline.text, *lines(RIGHT), *lines(LEFT)]
    assert lines_by_columns([*above, headline, *below]) == expected


def test_a_page_that_is_written_by_columns_stays_as_it_is() -> None:
    """No row has two pieces then."""
    made = pieces([lines(LEFT), lines(RIGHT)])
    assert lines_by_columns([*made[::2], *made[1::2]]) is None


def test_a_table_is_read_by_rows() -> None:
    """Its cells are shorter than the lines of a text."""
    table = [[f"Monday {n}" for n in range(20)], [f"closed from {n} to noon" for n in range(20)]]
    assert lines_by_columns(pieces(table)) is None


def test_a_few_rows_are_no_columns() -> None:
    """Seven rows may be a signature or a short table."""
    assert lines_by_columns(pieces([lines(LEFT)[:7], lines(RIGHT)[:7]])) is None
    assert lines_by_columns([]) is None


@pytest.mark.parametrize("by_rows", [True, False])
def test_a_pdf_in_columns_has_the_same_text_in_either_order_of_writing(by_rows: bool) -> None:
    """PDFium gives the text in the order in which it is written."""
    made = FPDF()
    made.set_font("helvetica", size=10)
    made.add_page()
    placed = [(x, 20 + 5 * n, line) for x, text in ((10, LEFT), (110, RIGHT)) for n, line in enumerate(lines(text))]
    for x, y, line in sorted(placed, key=lambda one: (one[1], one[0])) if by_rows else placed:
        made.set_xy(x, y)
        made.cell(90, 5, line)
    (document,) = read_contents([("a.pdf", bytes(made.output()))])
    assert document.text.split() == [*LEFT.split(), *RIGHT.split()]
