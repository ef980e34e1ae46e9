"""The pieces of a page's lines, with their places, become lines in reading order where the page is set in columns.

Most programs write a PDF column by column. Some, and many that read print, write it line by line over all columns, so
that each line goes on in another column's text. Such a page has many rows whose pieces leave the same gap free, and
pieces that are as long as lines of a text; a table has short ones, and is read by rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEWEST_ROWS = 8
_MOST_ROWS = 0.5
"""Rows of several pieces from which a page may be set in columns, and their least share of all rows."""
_SAME_GAP = 0.8
"""Share of these rows that leave the gap between two columns free."""
_SHORTEST = 25
"""Characters of a line of a column, in the median."""
_OVERLAP = 0.5
"""Share of the lower of two pieces that must stand at the height of the other, for both to be one row."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: its text, and its edges in the units of the page, which count upwards and to the right."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def lines_by_columns(pieces: Sequence[Piece]) -> list[str] | None:
    """Return the lines of a page column by column; None where it is not set in columns, or is written by them."""
    rows = list(_rows(pieces))
    broken = [row for row in rows if len(row) > 1]
    if len(broken) < max(_FEWEST_ROWS, _MOST_ROWS * len(rows)):
        return None
    gutters = _gutters(broken)
    columns = [
        [piece for row in broken for piece in row if _column(piece, gutters) == n] for n in range(len(gutters) + 1)
    ]
    if not gutters or any(median(map(_size, column)) < _SHORTEST for column in columns if column) or not all(columns):
        return None
    return list(_in_order(rows, gutters))


def _size(piece: Piece) -> int:
    return len(piece.text)


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces that are written one after the other at one height, from the left to the right."""
    row: list[Piece] = []
    for piece in pieces:
        if row and not _goes_on(row[-1], piece):
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _goes_on(before: Piece, piece: Piece) -> bool:
    height = min(before.top, piece.top) - max(before.bottom, piece.bottom)
    lower = min(before.top - before.bottom, piece.top - piece.bottom)
    return piece.left >= before.right and height > _OVERLAP * lower


def _gutters(rows: Sequence[Sequence[Piece]]) -> list[float]:
    """Return the places between columns, from the left: those that most rows leave free between two pieces."""
    gaps = sorted((one.right, other.left) for row in rows for one, other in pairwise(row))
    found: list[float] = []
    edges = sorted([(left, 1) for left, _ in gaps] + [(right, -1) for _, right in gaps])
    open_gaps, start = 0, None
    for place, change in edges:
        open_gaps += change
        if open_gaps >= _SAME_GAP * len(rows):
            start = place if start is None else start
        elif start is not None:
            found.append((start + place) / 2)
            start = None
    return found


def _column(piece: Piece, gutters: Sequence[float]) -> int | None:
    """Return the number of the column in which a piece stands; None where it goes over several."""
    first = sum(gutter <= piece.left for gutter in gutters)
    last = sum(gutter < piece.right for gutter in gutters)
    return first if first == last else None


def _in_order(rows: Sequence[Sequence[Piece]], gutters: Sequence[float]) -> Iterator[str]:
    """Yield the lines: between two lines that go over several columns, one column after the other."""
    columns: list[list[str]] = [[] for _ in range(len(gutters) + 1)]
    for row in rows:
        places = [_column(piece, gutters) for piece in row]
        if None in places:
            for column in columns:
                yield from column
                column.clear()
            yield " ".join(piece.text for piece in row)
            continue
        for piece, place in zip(row, places, strict=True):
            columns[place or 0].append(piece.text)
    for column in columns:
        yield from column
