"""Text in terminal cells: how wide it is, and how it is cut or wrapped to a width.

East Asian characters take two cells, combining marks none; nothing is cut inside a grapheme. wcwidth knows of them, and
is imported for text that has such characters. Texts of documents are not trusted: characters that steer a terminal or
turn the direction of writing are made visible or dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ELLIPSIS = "…"

_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SINGLE = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e→↔⊂⊃─]*")
"""Characters of Latin text and of reports, with dashes and quotation marks: each takes one cell, and joins no other."""


def clean(text: str) -> str:
    """Return one line of text without anything that a terminal would obey."""
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub("\ufffd", _TURNING.sub("", text))


def width(text: str) -> int:
    """Return the cells that a clean text takes."""
    if _SINGLE.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - its tables take longer to load than a small scan to show

    return max(wcswidth(text), 0)


def shorten(text: str, cells: int) -> str:
    """Return the text, cut at its end if it takes more cells than that."""
    if width(text) <= cells:
        return text
    return _head(text, cells - 1).rstrip() + ELLIPSIS


def shorten_middle(text: str, cells: int) -> str:
    """Return the text, cut in its middle if need be: the ends of a path or an address tell most."""
    if width(text) <= cells:
        return text
    head = _head(text, (cells - 1) // 3)
    return head + ELLIPSIS + _tail(text, cells - 1 - width(head))


def wrap(text: str, cells: int, *, lines: int = 0, hanging: int = 0) -> list[str]:
    """Return the text as lines of at most `cells`, those after the first indented by `hanging`.

    At most `lines` of them if that is not 0; the last one then shows that it was cut.
    """
    wrapped = [""]
    for word in text.split():
        room = cells - hanging * (len(wrapped) > 1)
        gap = " " if wrapped[-1] else ""
        if width(wrapped[-1] + gap + word) <= room:
            wrapped[-1] += gap + word
        elif width(word) <= cells - hanging and width(word) == len(word):
            wrapped.append(word)
        else:
            wrapped[-1:] = _filled(wrapped[-1] + gap, word, room, cells - hanging)
        if lines and len(wrapped) > lines:
            wrapped = [*wrapped[: lines - 1], _cut(wrapped[lines - 1], cells - hanging * (lines > 1))]
            break
    return [wrapped[0], *(" " * hanging + line for line in wrapped[1:])]


def _graphemes(text: str) -> Iterable[str]:
    """Return what a reader takes for the characters of the text."""
    if _SINGLE.fullmatch(text):
        return text
    from wcwidth import iter_graphemes  # noqa: PLC0415 - see `width`

    return iter_graphemes(text)


def _filled(line: str, word: str, room: int, cells: int) -> list[str]:
    """Return the line and those after it, filled grapheme by grapheme: for long words and for wide scripts."""
    filled = [line]
    for grapheme in _graphemes(word):
        if width(filled[-1]) + width(grapheme) > (room if len(filled) == 1 else cells):
            filled.append("")
        filled[-1] += grapheme
    return [each.rstrip() for each in filled]


def _cut(line: str, cells: int) -> str:
    return (line if width(line) < cells else _head(line, cells - 1)).rstrip() + ELLIPSIS


def _head(text: str, cells: int) -> str:
    taken: list[str] = []
    left = cells
    for grapheme in _graphemes(text):
        left -= width(grapheme)
        if left < 0:
            break
        taken.append(grapheme)
    return "".join(taken)


def _tail(text: str, cells: int) -> str:
    taken: list[str] = []
    left = cells
    for grapheme in reversed(list(_graphemes(text))):
        left -= width(grapheme)
        if left < 0:
            break
        taken.append(grapheme)
    return "".join(reversed(taken))


def split_cells(text: str, cells: int) -> list[str]:
    """Return the text in parts of at most that many cells."""
    return [text] if width(text) <= cells else _filled("", text, cells, cells)
