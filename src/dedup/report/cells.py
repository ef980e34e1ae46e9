"""Text in terminal cells: how wide it is, and how it is cut or wrapped to a width.

East Asian characters take two cells, combining marks none; nothing is cut inside a grapheme. Texts of documents are
not trusted: characters that steer a terminal or turn the direction of writing are made visible or dropped.
"""

from __future__ import annotations

import re

from wcwidth import iter_graphemes, wcswidth

ELLIPSIS = "…"

_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(text: str) -> str:
    """Return one line of text without anything that a terminal would obey."""
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub("\ufffd", _TURNING.sub("", text))


def width(text: str) -> int:
    """Return the cells that a clean text takes."""
    return len(text) if text.isascii() else max(wcswidth(text), 0)


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


def _filled(line: str, word: str, room: int, cells: int) -> list[str]:
    """Return the line and those after it, filled grapheme by grapheme: for long words and for wide scripts."""
    filled = [line]
    for grapheme in iter_graphemes(word):
        if width(filled[-1]) + width(grapheme) > (room if len(filled) == 1 else cells):
            filled.append("")
        filled[-1] += grapheme
    return [each.rstrip() for each in filled]


def _cut(line: str, cells: int) -> str:
    return (line if width(line) < cells else _head(line, cells - 1)).rstrip() + ELLIPSIS


def _head(text: str, cells: int) -> str:
    taken: list[str] = []
    left = cells
    for grapheme in iter_graphemes(text):
        left -= width(grapheme)
        if left < 0:
            break
        taken.append(grapheme)
    return "".join(taken)


def _tail(text: str, cells: int) -> str:
    taken: list[str] = []
    left = cells
    for grapheme in reversed(list(iter_graphemes(text))):
        left -= width(grapheme)
        if left < 0:
            break
        taken.append(grapheme)
    return "".join(reversed(taken))


def split_cells(text: str, cells: int) -> list[str]:
    """Return the text in parts of at most that many cells."""
    return [text] if width(text) <= cells else _filled("", text, cells, cells)
