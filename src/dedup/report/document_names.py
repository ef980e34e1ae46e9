"""What a report calls a document: its title, with publisher and date, and its id or path beside it.

An id or a path is never cut: it is what the next command takes. Only a title is shortened, to the width it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.report.display_text import clean, one_line, shorten
from dedup.results import rows_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.results import DocumentRow, ScanResult

TITLE_WIDTH = 60
"""Cells of a title within a sentence."""

_LINK_END = "\x1b]8;;\x1b\\"


@dataclass(frozen=True, slots=True)
class DocumentName:
    """One document as a report names it; every text is on one line. `path` is the file that it stands in."""

    id: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    path: str = ""

    def short(self, width: int = TITLE_WIDTH) -> str:
        """Return the title, cut at its end if it is wider than `width`; the id, whole, where there is no title."""
        return shorten(clean(self.title), width) if self.title else self.id

    @property
    def source(self) -> str:
        """Publisher and date, as far as they are known: ``Daily Times, 2014-05-03``."""
        return ", ".join(filter(None, (self.publisher, self.published)))

    def in_words(self, width: int = TITLE_WIDTH) -> str:
        """Return the document as a sentence names it: ``“A title” (Daily Times, 2014-05-03)``; else its id."""
        if not self.title:
            return self.id
        return f"“{self.short(width)}” ({self.source or self.id})"

    def place(self, line: int | None = None) -> str:
        """Return ``path:line`` of a file that is one document, else the id, with the line behind it."""
        return self.id if line is None else f"{self.id}:{line}"


class DocumentNames:
    """The names of some documents of a result, by id. A document that the result does not hold is called by its id."""

    def __init__(self, result: ScanResult, ids: Iterable[str]) -> None:
        self._rows = rows_named(result.documents, set(ids))

    def __getitem__(self, name: str) -> DocumentName:
        row = self._rows.get(name)
        return DocumentName(one_line(name)) if row is None else name_of(row)

    def row(self, name: str) -> DocumentRow | None:
        """Return the document's row in the result."""
        return self._rows.get(name)


def name_of(row: DocumentRow) -> DocumentName:
    """Return the name of the document of a row."""
    facts = (row.id, row.title, row.publisher, row.published, row.path)
    return DocumentName(*(one_line(fact or "") for fact in facts))


def link(text: str, path: str, line: int | None = None) -> str:
    """Return a text as a link to a file, for terminals (OSC 8); the text as it is where the file is not there.

    The address is made by `Path.as_uri`, which writes every byte that a terminal could obey as ``%XX``. Only views for
    terminals that show colours may call this.
    """
    if not path or "\0" in path:
        return text
    try:
        address = Path(path).resolve(strict=True).as_uri()
    except (OSError, RuntimeError, ValueError):
        return text
    fragment = f"#{line}" if line else ""
    return f"\x1b]8;;{address}{fragment}\x1b\\{text}{_LINK_END}"
