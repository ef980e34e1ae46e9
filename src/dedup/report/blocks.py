"""The content of a report before it is drawn: sections of sentences, headings and tables.

`sections/` and `findings/report.py` make sections from a result. The terminal view and the Markdown view draw them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from dedup.report.number_format import number

if TYPE_CHECKING:
    from collections.abc import Sequence

Entry = TypeVar("Entry")

Style = Literal["plain", "strong", "faint", "certain", "likely", "problem"]
"""How much a text weighs or how sure it is. A view draws it as a colour or weight if it has any."""

ColumnKind = Literal["figure", "label", "name", "text"]
"""What a column holds: figures (flush right), labels, names (cut in the middle if too long), running text."""


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell; ``\n`` divides its lines. `quoted` marks words of a document, which are shown as a quotation."""

    text: str
    style: Style = "plain"
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and the most lines that a running text may take in a terminal."""

    name: str
    kind: ColumnKind = "label"
    max_lines: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; a table has at least one row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The subject of the next blocks, mostly the name of a document, and a detail beside it."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or more lines of running text."""

    text: str
    style: Style = "plain"


Block = Table | Heading | Sentence


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: its title, a summary, and blocks with the details, if there are any."""

    title: str
    summary: str
    blocks: tuple[Block, ...] = ()


def first_entries(entries: Sequence[Entry], max_rows: int) -> Sequence[Entry]:
    """Return the entries that a section lists: the first `max_rows`, or all if that is 0."""
    return entries[:max_rows] if max_rows else entries


def at_most(limit: int, max_rows: int) -> int:
    """Return the most parts that one entry lists, such as members of a group; 0 is all, as it is for `max_rows`."""
    return limit if max_rows else 0


def more_entries(total: int, max_rows: int) -> tuple[Sentence, ...]:
    """Return a sentence with the number of entries that a section does not list, if there are any."""
    if not max_rows or total <= max_rows:
        return ()
    text = f"… and {number(total - max_rows)} more (--rows 0 lists all of them, --format json holds all of them)"
    return (Sentence(text, "faint"),)
