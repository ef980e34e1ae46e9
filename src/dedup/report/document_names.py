"""What a report calls a document: its title, with publisher and date, and its id or path beside it.

An id or a path is never cut: it is what the next command takes. Only a title is shortened, to the width it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.report.display_text import clean, one_line, shorten
from dedup.results import rows_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.results import DocumentRow, ScanResult

TITLE_WIDTH, CELL_WIDTH = 60, 36
"""Cells of a title within a sentence, and within a table."""

_WORD = re.compile(r"[^\s\x1b\[\]“”,;()]+[^\s\x1b,;.()“”]")
_LINE = re.compile(r":\d+$")
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

    def place(self, line: int) -> str:
        """Return ``path:line`` of a document that is a file, which editors and terminals open; else ``line 3``."""
        return f"{self.id}:{line}" if self.path == self.id else f"line {line}"


class DocumentNames:
    """The names of some documents of a result, by id. A document that the result does not hold is called by its id."""

    def __init__(self, result: ScanResult, ids: Iterable[str]) -> None:
        self._rows = rows_named(result.documents, set(ids))

    def __getitem__(self, name: str) -> DocumentName:
        row = self._rows.get(name)
        return DocumentName(one_line(name)) if row is None else name_of(row)

    def lines(self, names: Iterable[str]) -> list[str]:
        """Return some documents below each other: title, publisher and date, id; a title that comes again only once."""
        lines, last = [], ""
        for name in map(self.__getitem__, names):
            lines += [name.short(CELL_WIDTH)] if name.title and name.title != last else []
            lines += [*filter(None, (name.source,)), name.id]
            last = name.title
        return lines

    def row(self, name: str) -> DocumentRow | None:
        """Return the document's row in the result."""
        return self._rows.get(name)


def name_of(row: DocumentRow) -> DocumentName:
    """Return the name of the document of a row."""
    facts = (row.id, row.title, row.publisher, row.published, row.path)
    return DocumentName(*(one_line(fact or "") for fact in facts))


def with_links(text: str, result: ScanResult) -> str:
    """Return a drawn report in which the path of each document that is a file is a link (OSC 8), for terminals.

    Only views for terminals that show colours may call this. Paths that were cut or that hold spaces are no links.
    """
    words = set(_WORD.findall(text))
    rows = rows_named(result.documents, {part for word in words for part in (word, _without_line(word))})
    paths = {name for name, row in rows.items() if row.path == name and clean(name) == name}

    def link(found: re.Match[str]) -> str:
        word = found[0]
        name = word if word in paths else _without_line(word)
        address = _address(name) if name in paths else ""
        return f"\x1b]8;;{address}\x1b\\{word}{_LINK_END}" if address else word

    return _WORD.sub(link, text)


def _without_line(word: str) -> str:
    """Return ``path`` of ``path:12``."""
    return _LINE.sub("", word)


def _address(path: str) -> str:
    """Return the address of a file, in ASCII; nothing if the file is not there."""
    try:
        return Path(path).resolve(strict=True).as_uri()
    except (OSError, RuntimeError, ValueError):
        return ""
