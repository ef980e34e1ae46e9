"""Texts into the places where their heads end and their tails begin, text by text, as a reference for the kernel."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import EdgeRules, Edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LINK = re.compile(r"!?\[[^)]*\)?|<[^>]*>?")
_MARK = re.compile(r"[*_#>\\]")
"""What Markdown may not show: images, links to their end, addresses; marks."""
_GONE = "\ud800"
"""What stands for a link: no text has it."""
_BULLET = re.compile(r"[+-] ?")
_ENDS = (".", "!", "?", '."', ".\u201d")
_BLANK, _LINE, _PARAGRAPH = range(3)


def edges(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], rules: EdgeRules) -> Edges:
    """Return where the heads of texts end and their tails begin.

    What Markdown does not show is not counted, and what it may not show neither: a line is called a paragraph only if
    it is one for every reader.
    """
    found = np.empty((5, offsets.size - 1), np.int64)
    for text, (low, high) in enumerate(pairwise(offsets.tolist())):
        raw = buffer[low:high].tobytes()
        found[:, text] = [*_head(raw, rules), *_tail(raw, rules)]
        found[[0, 1, 3, 4], text] += low
    return Edges(*found)


def _head(raw: bytes, rules: EdgeRules) -> tuple[int, int, int]:
    """Return where the first paragraph begins and ends, and how many lines stand before it."""
    at = lines = 0
    while at < len(raw) and lines < rules.head_lines:
        end = raw.find(b"\n", at)
        end = len(raw) if end < 0 else end
        kind = _kind(raw[at:end].decode(), rules)
        if kind == _PARAGRAPH:
            return at, end, lines
        lines += kind != _BLANK
        at = end + 1
    end = min(at, len(raw))
    return end, end, lines


def _tail(raw: bytes, rules: EdgeRules) -> tuple[int, int]:
    """Return where the last lines begin, and the line above them."""
    end = first = len(raw)
    lines = seen = 0
    while end > 0 and lines < rules.tail_lines:
        at = raw.rfind(b"\n", 0, end) + 1
        kind = _kind(raw[at:end].decode(), rules)
        if seen == rules.paragraphs and kind != _BLANK:
            return first, at
        lines += kind != _BLANK
        seen += kind == _PARAGRAPH
        if seen < rules.paragraphs or kind == _PARAGRAPH:
            first = at
        end = at - 1
    return first, first


def _kind(line: str, rules: EdgeRules) -> int:
    """Return whether a line is blank, surely a paragraph, or neither."""
    if not line.strip():
        return _BLANK
    linked = _LINK.sub(_GONE, line)
    shown = " ".join(_MARK.sub(" ", linked).replace(_GONE, " ").split())
    bullet = _BULLET.match(shown)
    length = len(shown) - (bullet.end() if bullet else 0)
    ends = linked.rstrip().endswith(_ENDS)
    return _PARAGRAPH if length >= rules.paragraph or (ends and length >= rules.sentence) else _LINE
