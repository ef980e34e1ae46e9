"""What a report says, before anybody decides how it looks: sections of sentences, headings and tables.

`dedup.report.sections` makes them from a result; the terminal and the Markdown view draw the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["plain", "strong", "faint", "sure", "likely", "trouble"]
"""What a cell is to the reader. Only a view that has colours or weights makes something of it."""

Kind = Literal["figure", "label", "name", "text"]
"""What a column holds: figures (to the right), labels, names (cut in the middle if need be), running text."""


@dataclass(frozen=True, slots=True)
class Cell:
    r"""One cell; ``\n`` divides its lines. `quoted` marks words of a document, which are shown as a quotation."""

    text: str
    role: Role = "plain"
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it holds, and the most lines that a running text may take."""

    name: str
    kind: Kind = "label"
    lines: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a table has at least one row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What the next blocks are about: mostly the name of a document."""

    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line or more of running text."""

    text: str
    role: Role = "plain"


Block = Table | Heading | Sentence


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report; with no blocks, its summary is all that there is to say."""

    title: str
    summary: str
    blocks: tuple[Block, ...] = ()
