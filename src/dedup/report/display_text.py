"""Text for display: on one line, without control characters, cut or wrapped to a width in terminal cells.

East Asian characters take two cells, combining marks none. No text is cut inside a grapheme. wcwidth measures such
characters, and is imported only for text that has them. Texts of documents are not trusted: characters that control a
terminal are made visible, and those that change the direction of writing are dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ELLIPSIS = "…"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff"
"""Characters that change the direction of writing, for the inside of brackets in a pattern."""
_DIRECTION = re.compile(f"[{DIRECTION_MARKS}]")
_SINGLE_WIDTH = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e→↔⊂⊃─]*")
"""Characters of Latin text and of reports, with dashes and quotation marks: each takes one cell and is one grapheme."""


def one_line(text: str) -> str:
    """Return the text on one line, with single spaces between its words."""
    return " ".join(text.split())


def clean(text: str) -> str:
    """Return one line of text without any character that a terminal would obey."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub("\ufffd", _DIRECTION.sub("", text))


def display_width(text: str) -> int:
    """Return how many terminal cells a clean text takes."""
    if _SINGLE_WIDTH.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - its tables take longer to load than a small scan to show

    return max(wcswidth(text), 0)


def shorten(text: str, width: int) -> str:
    """Return the text, cut at its end if it is wider than `width`."""
    if display_width(text) <= width:
        return text
    return _head(text, width - 1).rstrip() + ELLIPSIS


def shorten_middle(text: str, width: int) -> str:
    """Return the text, cut in its middle if it is wider than `width`: the ends of a path or an address tell most."""
    if display_width(text) <= width:
        return text
    head = _head(text, (width - 1) // 3)
    return head + ELLIPSIS + _tail(text, width - 1 - display_width(head))


def wrap(text: str, width: int, *, max_lines: int = 0, indent: int = 0, split: bool = True) -> list[str]:
    """Return the text as lines no wider than `width`, those after the first indented by `indent`.

    Without `split`, a word that is wider, such as an address, has a line for itself that is as wide. There are at most
    `max_lines` lines, unless that is 0; if text was left out, the last line ends in an ellipsis.
    """
    lines = [""]
    for word in text.split():
        room = width - indent * (len(lines) > 1)
        gap = " " if lines[-1] else ""
        if display_width(lines[-1] + gap + word) <= room:
            lines[-1] += gap + word
        elif display_width(word) == len(word) and (display_width(word) <= width - indent or not split):
            lines += [word] if lines[-1] else []
            lines[-1] = word
        else:
            lines[-1:] = _fill(lines[-1] + gap, word, room, width - indent)
        if max_lines and len(lines) > max_lines:
            lines = [*lines[: max_lines - 1], _cut(lines[max_lines - 1], width - indent * (max_lines > 1))]
            break
    return [lines[0], *(" " * indent + line for line in lines[1:])]


def split_to_width(text: str, width: int) -> list[str]:
    """Return the text in parts that are no wider than `width`."""
    return [text] if display_width(text) <= width else _fill("", text, width, width)


def _graphemes(text: str) -> Iterable[str]:
    """Return the graphemes of the text, which are what a reader takes for its characters."""
    if _SINGLE_WIDTH.fullmatch(text):
        return text
    from wcwidth import iter_graphemes  # noqa: PLC0415 - see `display_width`

    return iter_graphemes(text)


def _fill(line: str, word: str, first_width: int, width: int) -> list[str]:
    """Return a line and its next lines, filled grapheme by grapheme with a long word or a text without spaces."""
    lines = [line]
    for grapheme in _graphemes(word):
        if display_width(lines[-1]) + display_width(grapheme) > (first_width if len(lines) == 1 else width):
            lines.append("")
        lines[-1] += grapheme
    return [each.rstrip() for each in lines]


def _cut(line: str, width: int) -> str:
    return (line if display_width(line) < width else _head(line, width - 1)).rstrip() + ELLIPSIS


def _head(text: str, width: int) -> str:
    return "".join(_fitting(_graphemes(text), width))


def _tail(text: str, width: int) -> str:
    return "".join(reversed(_fitting(reversed(list(_graphemes(text))), width)))


def _fitting(graphemes: Iterable[str], width: int) -> list[str]:
    """Return the first graphemes, as many as fit into the width."""
    fitting: list[str] = []
    room = width
    for grapheme in graphemes:
        room -= display_width(grapheme)
        if room < 0:
            break
        fitting.append(grapheme)
    return fitting
