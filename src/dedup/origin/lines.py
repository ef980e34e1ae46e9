"""A text → its lines as a reader sees them, character for character in place, and what each line may hold.

Markdown's marks (emphasis, links' brackets and addresses, headings, bullets) become spaces. So a phrase is found
whether or not its words are linked, and an offset in a shown line is an offset in the text.

`LineFlags` says which kinds of claims a line may hold. The prefilter sets the flags: a flagged line may still hold no
claim, but a line without the flag cannot hold one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from dedup.origin.claims import Claim
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dedup.origin.vocabulary import Vocabulary

HEAD_CHARACTERS = 3_000
"""Characters after which no line is read as one of the head."""
TAIL_CHARACTERS = 9_000
"""Characters before a text's end that its tail may reach back."""
HEAD_LINES = 24
"""The most lines that are read as a head."""
_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)")
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\] ?\[(?!/)[^\[\]\n]*\]")
"""A link whose address stands elsewhere in the text."""
_ANCHOR = re.compile(
    r"<a\b(?=[^<>]*>)(?>[^<>]*?\bhref\s*=\s*[\"']?([^\"'\s<>]++)[^<>]*>)([^<>]*(?:<(?!/?a\b)[^<>]*>[^<>]*)*)</a>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--[^<>]*-->", re.IGNORECASE)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^<>\s]+)>")
_MARKS = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+|[*+-]\s+)?|[*_]{1,3}(?=\w)|(?<=[\w.!?)\]])[*_]{1,3}|\*\*|~~|\\(?=[^\w\s])|(?<!#)#+\s*$"
)
_MARKED = re.compile(r"[*_~<>#`\[\\]")
_BULLETS = ("+ ", "- ")
_SENTENCE_END = re.compile(r"[.!?…][\"'”\u2019)\]]*(?=\s+[\"'“(\[]?[^\Wa-z]|\s*$)")
_ENDS = re.compile(r"[.!?:;|…。！？：；][\s*_\"'”\u2019)\]]*$|^\s*(?:[-*_=]{3,}|```|:::\w*)\s*$|^\s*$")
_GOES_ON = re.compile(r"[ \t]{0,7}(?![\s#>|+*=`:<-]|\d{1,3}[.)]\s|$)|[ \t]{0,7}(?=\*{1,3}[\w\[])")
_GOES_ON_QUOTED = re.compile(r"(?:[ \t]*>)+[ \t]?(?![\s#|+=`:<-]|\d{1,3}[.)]\s|$)")
_MOST_JOINED, _LONGEST_JOINED, _LEAST_OF_A_COLUMN = 2, 420, 50
_PLAIN = {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"} | dict.fromkeys(
    "\u00a0\u202f\u2009\u200a\t", " "
)
_APOSTROPHES = [odd for odd, plain in _PLAIN.items() if plain == "'"]


HEAD, OPENING, TAIL, CLOSING, CREDITS, COPYRIGHT, SIDE, ITEM = (1 << bit for bit in range(8))
"""Flags of what a line may hold. `HEAD`: a byline, a date or a linked name in the head. `OPENING`: an agency's credit
where an item opens. `TAIL`: a site line or a copyright line after the body. `CLOSING`: an agency's credit where the
body closes. `CREDITS`: a sentence that names a source. `COPYRIGHT`: a copyright line that may name an agency. `SIDE`: a
site line in the head. `ITEM`: an agency's credit anywhere in a text set in columns."""
ALL = (1 << 8) - 1


@dataclass(frozen=True, slots=True)
class LineFlags:
    """The flags of the lines of a text, by the character at which a line begins.

    `lines` is None for a text that was not searched: any of its lines may hold anything.
    """

    lines: Mapping[int, int] | None

    def may_hold(self, begin: int, kinds: int) -> bool:
        """Return whether the line that begins at a character may hold claims of some kinds."""
        return self.lines is None or bool(self.lines.get(begin, 0) & kinds)

    def first(self, kinds: int) -> int:
        """Return where the first line begins that may hold claims of some kinds."""
        return min((begin for begin, flags in (self.lines or {}).items() if flags & kinds), default=0)

    def last(self, kinds: int) -> int | None:
        """Return where the last line begins that may hold claims of some kinds; None where any line may."""
        return None if self.lines is None else max(self.begins(kinds), default=-1)

    def begins(self, kinds: int) -> list[int]:
        """Return where the lines begin that may hold claims of some kinds, in order."""
        return sorted(begin for begin, flags in (self.lines or {}).items() if flags & kinds)


EVERY_LINE = LineFlags(None)
"""The flags of a text that was not searched."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a line: the words that are linked, as offsets in the text, and where they lead."""

    start: int
    end: int
    words: str
    target: str


def leads_within_the_site(link: Link) -> bool:
    """Return whether a link leads to another page of the site: its address is a path."""
    return link.target.startswith(("/", "./", "../")) and not link.target.startswith("//")


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


def goes_beyond_latin(words: str) -> bool:
    """Return whether words hold a letter of Greek, Cyrillic, or a script of Asia or Africa."""
    return not words.isascii() and any(
        "\u0370" <= letter <= "\u1fff" or "\u3040" <= letter <= "\ud7ff" for letter in set(words)
    )


def with_plain_apostrophes(raw: str) -> str:
    """Return a line with one character for all apostrophes, everything else in its place."""
    for odd in _APOSTROPHES:
        if odd in raw:
            raw = raw.replace(odd, "'")
    return raw


def first_lines(text: str) -> Iterator[Line]:
    """Yield the lines that a text begins with, as far as its head may reach."""
    return islice(lines_between(text, 0, line_end(text, HEAD_CHARACTERS), 1), HEAD_LINES)


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


def joined_lines(text: str, begin: int) -> str | None:
    """Return the line that begins at a place with those that it goes on in, as long as they are; None if in none.

    A paragraph may be broken into lines anywhere. A line goes on where neither a sign ends it nor a mark begins the
    next one. Line ends become blanks, as do the marks of a quotation, so that places stay.
    """
    end = line_end(text, begin)
    line = text[begin:end]
    quoted = line.lstrip().startswith(">")
    for _ in range(_MOST_JOINED):
        following = text[end + 1 : line_end(text, end + 1)]
        if _ENDS.search(line) or len(line) + len(following) > _LONGEST_JOINED:
            break
        if not (goes_on := (_GOES_ON_QUOTED if quoted else _GOES_ON).match(following)):
            break
        line += " " * (1 + goes_on.end()) + following[goes_on.end() :]
        end += 1 + len(following)
    return line if end > line_end(text, begin) else None


def goes_on_from_above(text: str, begin: int) -> bool:
    """Return whether the line at a place goes on with a sentence of the line above, which is as long as a column.

    A line that begins with a capital does not: that is how a credit begins, and seldom the rest of a sentence.
    """
    above = text[text.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
    beginning = text[begin : begin + _LEAST_OF_A_COLUMN]
    return (
        len(above) >= _LEAST_OF_A_COLUMN
        and not _ENDS.search(above)
        and _GOES_ON.match(beginning) is not None
        and not next(filter(str.isalpha, beginning), "").isupper()
    )


def claim_at(line: Line, kind: str, value: str, start: int = 0, end: int | None = None) -> Claim:
    """Return a claim that the characters ``start <= i < end`` of a line make, or the whole line."""
    words = line.raw[start:end].rstrip()
    return Claim(kind, value, line.start + start, line.start + start + len(words), line.number, words)


def sentence_around(shown: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence (or sentences) that hold ``shown[start:end]``."""
    ends = _sentence_ends(shown)
    first = max((at for at in ends if at <= _first_letter(shown, start)), default=0)
    last = min((at for at in ends if at >= end), default=len(shown))
    return _first_letter(shown, first), max(last, end)


@lru_cache(maxsize=16)
def _sentence_ends(shown: str) -> tuple[int, ...]:
    """Return where the sentences of a line end. Several phrases may stand in one line, which may be a whole text."""
    abbreviated, longest = _abbreviated(vocabulary()), max(map(len, vocabulary().lines.abbreviations), default=1)
    return tuple(
        found.end()
        for found in _SENTENCE_END.finditer(shown)
        if not abbreviated.search(shown, max(found.start() - longest, 0), found.start())
    )


@cache
def _abbreviated(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of an initial or an abbreviation, before a full stop that ends no sentence."""
    return re.compile(rf"(?:\b[A-Z]|\b(?:{one_of(words.lines.abbreviations)}))$")


def _first_letter(shown: str, at: int) -> int:
    while at < len(shown) and (shown[at].isspace() or shown[at] in ".!?…;:|—\u2013)"):
        at += 1
    return at


def _shown(raw: str, offset: int) -> tuple[str, tuple[Link, ...]]:
    shown = _plain(raw)
    links: list[Link] = []
    if not raw.startswith(_BULLETS) and _MARKED.search(raw) is None:
        return shown, ()
    if "](" in raw:
        shown = _LINK.sub(lambda found: _unlinked(found, offset, links), shown)
    if "][" in raw or "] [" in raw:
        shown = _REFERENCE.sub(lambda found: f" {found[1]}".ljust(len(found[0])), shown)
    if "<" in raw:
        shown = _ANCHOR.sub(lambda found: _anchored(found, offset, links), shown)
        shown = _TAG.sub(lambda found: " " * len(found[0]), shown)
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


def _anchored(found: re.Match[str], offset: int, links: list[Link]) -> str:
    """Return the words of a link that HTML writes within Markdown, in their place."""
    words = _TAG.sub(lambda tag: " " * len(tag[0]), found[2])
    at = found.start(2)
    links.append(Link(offset + at, offset + at + len(words), words.strip(), found[1]))
    return " " * (at - found.start()) + words + " " * (found.end() - found.end(2))
