"""A text → its lines as a reader sees them, character for character in place.

Markdown's marks (emphasis, links' brackets and addresses, headings, bullets) become spaces, so that a phrase is found
whether or not its words are linked, and an offset in a shown line is an offset in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINK = re.compile(r"(!?)\[([^\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^<>\s]+)>")
_MARKS = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+|[*+-]\s+)?|[*_]{1,3}(?=\w)|(?<=[\w.!?)\]])[*_]{1,3}|\*\*|\\(?=[^\w\s])|#+\s*$"
)
_MARKED = re.compile(r"[*_<>#`\[\\]|^[+-] ")
_SAME_LENGTH = str.maketrans("\u2019\u2018\u02bc`\u00b4\u00a0\u202f\u2009\u200a\t", "'''''     ")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a line: the words that are linked, as offsets in the text, and where they lead."""

    start: int
    end: int
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: `start` and `end` are its first and after its last visible character.

    `raw` is the line as it stands there; `shown` the same without Markdown, of the same length, with plain
    apostrophes and spaces.
    """

    number: int
    start: int
    end: int
    raw: str
    shown: str
    links: tuple[Link, ...]

    @property
    def words(self) -> str:
        """The line as a reader sees it, single-spaced."""
        return " ".join(self.shown.split())

    @property
    def is_link(self) -> bool:
        """Whether the line is one link or several, and nothing else but commas and bars."""
        return bool(self.links) and len("".join(link.words for link in self.links)) >= len(
            re.sub(r"[\s,|•·*_]", "", self.words)
        )

    @property
    def span(self) -> Span:
        """Where the line stands."""
        return Span(self.start, self.end)


def lower_in_place(text: str) -> str:
    """Return a text in lower case, character for character: the few letters that would become two stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def lines_between(text: str, start: int, end: int, number: int) -> Iterator[Line]:
    r"""Yield the lines that are not blank of ``text[start:end]``; `number` is that of the first one."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if line := _line(text, start, stop, number):
            yield line
        start, number = stop + 1, number + 1


def _line(text: str, start: int, stop: int, number: int) -> Line | None:
    raw = text[start:stop]
    visible = raw.strip()
    if not visible:
        return None
    start += len(raw) - len(raw.lstrip())
    shown, links = _shown(visible, start)
    return Line(number, start, start + len(visible), visible, shown, links)


def _shown(raw: str, offset: int) -> tuple[str, tuple[Link, ...]]:
    shown = raw if raw.isascii() and "\t" not in raw else raw.translate(_SAME_LENGTH)
    links: list[Link] = []
    if _MARKED.search(raw) is None:
        return shown, ()
    if "](" in raw:
        shown = _LINK.sub(lambda found: _unlinked(found, offset, links), shown)
    if "<" in raw:
        shown = _AUTOLINK.sub(lambda found: _unbracketed(found, offset, links), shown)
    return _MARKS.sub(lambda found: " " * len(found[0]), shown), tuple(links)


def _unlinked(found: re.Match[str], offset: int, links: list[Link]) -> str:
    words = found[2]
    if found[1]:  # an image says nothing
        return " " * len(found[0])
    at = found.start(2)
    links.append(Link(offset + at, offset + at + len(words), words.strip(" *_"), found[3]))
    return " " + words + " " * (len(found[0]) - len(words) - 1)


def _unbracketed(found: re.Match[str], offset: int, links: list[Link]) -> str:
    links.append(Link(offset + found.start(1), offset + found.end(1), found[1], found[1]))
    return " " + found[1] + " "
