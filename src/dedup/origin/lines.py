"""A text → its lines as a reader sees them, character for character in place.

Markdown's marks (emphasis, links' brackets and addresses, headings, bullets) become spaces, so that a phrase is found
whether or not its words are linked, and an offset in a shown line is an offset in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 3_000
"""Characters after which no line is read as one of the head."""
HEAD_LINES = 24
"""The most lines that are read as a head."""
_LINK = re.compile(r"(!?)\[([^\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^<>\s]+)>")
_MARKS = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+|[*+-]\s+)?|[*_]{1,3}(?=\w)|(?<=[\w.!?)\]])[*_]{1,3}|\*\*|\\(?=[^\w\s])|#+\s*$"
)
_MARKED = re.compile(r"[*_<>#`\[\\]")
_BULLETS = ("+ ", "- ")
_PLAIN = {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"} | dict.fromkeys(
    "\u00a0\u202f\u2009\u200a\t", " "
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a line: the words that are linked, as offsets in the text, and where they lead."""

    start: int
    end: int
    words: str
    target: str


class Line:
    """One line that is not blank: `start` is its first visible character, and `begin` where the line itself begins.

    `raw` is the line as it stands there, up to its last visible character. How a reader sees it is found out when
    somebody asks: most lines are only counted.
    """

    __slots__ = ("_links", "_shown", "_words", "begin", "number", "raw", "start")

    def __init__(self, number: int, begin: int, start: int, raw: str) -> None:
        self.number = number
        self.begin = begin
        self.start = start
        self.raw = raw
        self._shown: str | None = None
        self._links: tuple[Link, ...] = ()
        self._words: str | None = None

    @property
    def shown(self) -> str:
        """The line without Markdown, of the same length, with plain apostrophes and spaces."""
        if self._shown is None:
            self._shown, self._links = _shown(self.raw, self.start)
        return self._shown

    @property
    def links(self) -> tuple[Link, ...]:
        """The links in the line."""
        return self._links if self.shown else ()

    @property
    def words(self) -> str:
        """The line as a reader sees it, single-spaced."""
        if self._words is None:
            self._words = " ".join(self.shown.split())
        return self._words

    @property
    def is_link(self) -> bool:
        """Whether the line is one link or several, and nothing else but commas and bars."""
        return bool(self.links) and len("".join(link.words for link in self.links)) >= len(
            re.sub(r"[\s,|•·*_]", "", self.words)
        )


def lower_in_place(text: str) -> str:
    """Return a text in lower case, character for character: the few letters that would become two stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def first_lines(text: str) -> Iterator[Line]:
    """Yield the lines that a text begins with, as far as its head may reach."""
    return islice(lines_between(text, 0, line_end(text, HEAD), 1), HEAD_LINES)


def line_end(text: str, at: int) -> int:
    """Return where the line at a place ends."""
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop


def lines_between(text: str, start: int, end: int, number: int) -> Iterator[Line]:
    r"""Yield the lines that are not blank of ``text[start:end]``; `number` is that of the first one."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if line := line_at(text, start, stop, number):
            yield line
        start, number = stop + 1, number + 1


def line_at(text: str, begin: int, stop: int, number: int) -> Line | None:
    """Return the line that begins and ends at some places; None where it is blank."""
    raw = text[begin:stop]
    visible = raw.strip()
    if not visible:
        return None
    start = begin if len(visible) == len(raw) else begin + len(raw) - len(raw.lstrip())
    return Line(number, begin, start, visible)


def _shown(raw: str, offset: int) -> tuple[str, tuple[Link, ...]]:
    shown = _plain(raw)
    links: list[Link] = []
    if not raw.startswith(_BULLETS) and _MARKED.search(raw) is None:
        return shown, ()
    if "](" in raw:
        shown = _LINK.sub(lambda found: _unlinked(found, offset, links), shown)
    if "<" in raw:
        shown = _AUTOLINK.sub(lambda found: _unbracketed(found, offset, links), shown)
    return _MARKS.sub(lambda found: " " * len(found[0]), shown), tuple(links)


def _plain(raw: str) -> str:
    """Return a line with plain apostrophes and spaces."""
    if raw.isascii():
        return raw if "\t" not in raw else raw.replace("\t", " ")
    for odd, plain in _PLAIN.items():
        if odd in raw:
            raw = raw.replace(odd, plain)
    return raw


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
