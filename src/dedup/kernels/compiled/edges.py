"""Texts into the places where their heads end and their tails begin, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels.compiled.lanes import (
    WIDTH,
    bare,
    equal_bits,
    most_bits,
    set_bits,
)
from dedup.kernels.compiled.lines import line_end, line_start
from dedup.kernels.compiled.machine import BYTES, INTEGERS, kernel, part
from dedup.kernels.compiled.spaces import is_space
from dedup.kernels.compiled.spelling import ASCII, decode
from dedup.kernels.shapes import EdgeRules, Edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_BLANK, _LINE, _PARAGRAPH = range(3)
_GAPS = np.isin(np.arange(ASCII), [*b"*_#>\\"])
_ENDS = np.isin(np.arange(ASCII), [*b".!?"])
_BRACKET_END, _ANGLE_END, _STRAIGHT, _POINT, _EXCLAMATION, _PLUS, _MINUS = b')>".!+-'
_CURLY = 0x201D
_BRACKET, _ANGLE, _SPACE, _STAR, _BAR, _HASH, _QUOTE, _ESCAPE = b"[< *_#>\\"
_LAST_ASCII = 0x7F
_NONE, _ONE, _HIGHEST = np.uint64(0), np.uint64(1), np.uint64(WIDTH - 1)
_LEAST_BEFORE = 3
"""A bullet at the beginning, the space after it, and the one that would be counted before the first word."""


def edges(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], rules: EdgeRules) -> Edges:
    """Return where the heads of texts end and their tails begin.

    What Markdown does not show is not counted, and what it may not show neither: a line is called a paragraph only if
    it is one for every reader.
    """
    found = np.empty((5, offsets.size - 1), np.int64)
    _find(buffer, offsets, *rules, found)
    return Edges(*found)


@kernel(f"void({BYTES}, {INTEGERS}, int64, int64, int64, int64, int64, int64[:, ::1])")
def _find(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    paragraph: int,
    sentence: int,
    head_lines: int,
    tail_lines: int,
    paragraphs: int,
    found: NDArray[np.int64],
) -> None:
    line = Line(bare(buffer), buffer.size, paragraph, sentence)
    for text in range(offsets.size - 1):
        low, high = offsets[text], offsets[text + 1]
        found[0, text], found[1, text], found[2, text] = _head(line, low, high, head_lines)
        found[3, text], found[4, text] = _tail(line, low, high, tail_lines, paragraphs)


class Line(NamedTuple):
    """What lines are judged by: the buffer and its size, and how long paragraphs are."""

    raw: Pointer
    size: int
    paragraph: int
    sentence: int


@part
def _head(line: Any, low: int, high: int, most: int) -> Any:
    """Return where the first paragraph begins and ends, and how many lines stand before it."""
    at, lines = low, 0
    while at < high and lines < most:
        end = line_end(line.raw, at, high, line.size)
        kind = _kind(line, at, end)
        if kind == _PARAGRAPH:
            return at, end, lines
        lines += kind != _BLANK
        at = end + 1
    end = min(at, high)
    return end, end, lines


@part
def _tail(line: Any, low: int, high: int, most: int, paragraphs: int) -> Any:
    """Return where the last lines begin, and the line above them."""
    end, first, lines, seen = high, high, 0, 0
    while end > low and lines < most:
        at = line_start(line.raw, low, end)
        kind = _kind(line, at, end)
        if seen == paragraphs and kind != _BLANK:
            return first, at
        lines += kind != _BLANK
        seen += kind == _PARAGRAPH
        if seen < paragraphs or kind == _PARAGRAPH:
            first = at
        end = at - 1
    return first, first


@part
def _kind(line: Any, at: int, end: int) -> int:
    """Return whether a line is blank, surely a paragraph, or neither."""
    return _PARAGRAPH if _is_long(line, at, end) else _looked_at(line, at, end)


@part
def _is_long(line: Any, at: int, end: int) -> bool:
    """Return whether the ASCII characters that a line shows make a paragraph, where it has no links."""
    count = -_LEAST_BEFORE
    before = _NONE
    while at < end and at + WIDTH <= line.size and count < line.paragraph:
        if equal_bits(line.raw, at, _BRACKET) | equal_bits(line.raw, at, _ANGLE):
            return False
        hidden = most_bits(line.raw, at, _SPACE) | equal_bits(line.raw, at, _STAR) | equal_bits(line.raw, at, _BAR)
        hidden |= equal_bits(line.raw, at, _HASH) | equal_bits(line.raw, at, _QUOTE) | equal_bits(line.raw, at, _ESCAPE)
        solid = ~hidden
        if end - at < WIDTH:
            solid &= (_ONE << np.uint64(end - at)) - _ONE
        ascii_only = solid & most_bits(line.raw, at, _LAST_ASCII)
        count += set_bits(ascii_only) + set_bits(ascii_only & ~((solid << _ONE) | before))
        before = solid >> _HIGHEST
        at += WIDTH
    return bool(count >= line.paragraph)


@part
def _looked_at(line: Any, at: int, end: int) -> int:
    """Return what a line is, character by character."""
    count, kind, last, before = 0, _BLANK, 0, 0
    gap = spaced = bullet = False
    while at < end and count < line.paragraph:
        code, at = decode(line.raw, at, end)
        if is_space(code):
            gap = spaced = True
            continue
        kind = _LINE
        before, last, spaced = 0 if spaced else last, code, False
        if code in (_BRACKET, _ANGLE):
            at = _after(line.raw, at, end, _BRACKET_END if code == _BRACKET else _ANGLE_END)
            last, gap = 0, True
        elif code < ASCII and _GAPS[code]:
            gap = True
        elif code == _EXCLAMATION and at < end and line.raw[at] == _BRACKET:
            continue
        elif count == 0 and not bullet and code in (_PLUS, _MINUS):
            bullet = True
        else:
            count += 2 if gap and count else 1
            gap = False
    if count >= line.paragraph:
        return _PARAGRAPH
    ends = before == _POINT if last in (_STRAIGHT, _CURLY) else last < ASCII and _ENDS[last]
    return _PARAGRAPH if ends and count >= line.sentence else kind


@part
def _after(raw: Pointer, at: int, end: int, closing: int) -> int:
    """Return the place after a closing bracket, or the end of the line."""
    while at < end and raw[at] != closing:
        at += 1
    return min(at + 1, end)
