"""Texts → blocks between blank lines, heads and tails, text by text, as a reference for the kernels.

Regular expressions find them faster than NumPy would.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.paragraphs import IS_ALPHANUMERIC, Blocks, HeadsAndTails, HeadTailRules, is_seam

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LINK = re.compile(r"!?\[[^)]*\)?|<[^>]*>?")
_MARK = re.compile(r"[*_#>\\]")
"""What a Markdown reader may not show: images, links to their end, addresses; and marks."""
_LINKED = "\ud800"
"""A stand-in for a link that no text contains."""
_BULLET = re.compile(r"[+-] ?")
_ENDS = (".", "!", "?", '."', ".\u201d")
_BLANK, _LINE, _PARAGRAPH = range(3)


def find_blocks(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], flags: NDArray[np.uint8]) -> Blocks:
    """Return the blocks of texts, and which of them continue the block before."""
    kinds = flags.tobytes()
    found = [_blocks(buffer[low:high].tobytes().decode(), low, kinds) for low, high in pairwise(offsets.tolist())]
    bounds = np.cumsum([0, *map(len, found)])
    rows = np.array([row for rows in found for row in rows], np.int64).reshape(-1, 3)
    return Blocks(bounds, rows[:, 0], rows[:, 1], rows[:, 2] > 0)


def find_heads_and_tails(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], rules: HeadTailRules) -> HeadsAndTails:
    """Return where the heads of texts end and where their tails begin."""
    found = np.empty((5, offsets.size - 1), np.int64)
    for text, (low, high) in enumerate(pairwise(offsets.tolist())):
        raw = buffer[low:high].tobytes()
        found[:, text] = [*_head(raw, rules), *_tail(raw, rules)]
        found[[0, 1, 3, 4], text] += low
    return HeadsAndTails(*found)


def _blocks(text: str, at: int, kinds: bytes) -> list[tuple[int, int, bool]]:
    """Return the start and end of each block of a text, and whether it continues the one before; `at` is its offset."""
    rows: list[tuple[int, int, bool]] = []
    joinable = False
    paragraph = done = 0
    for found in _BLOCK.finditer(text):
        block = found.group().rstrip()
        if not any(kinds[ord(character)] & IS_ALPHANUMERIC for character in block):
            joinable = False
            continue
        continues = joinable and is_seam(text[paragraph:done], block)
        if not continues:
            paragraph = found.start()
        joinable = True
        start = at + len(text[done : found.start()].encode())
        done, at = found.start() + len(block), start + len(block.encode())
        rows.append((start, at, continues))
    return rows


def _head(raw: bytes, rules: HeadTailRules) -> tuple[int, int, int]:
    """Return where the first paragraph begins and ends, and the number of lines before it that are not blank."""
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


def _tail(raw: bytes, rules: HeadTailRules) -> tuple[int, int]:
    """Return where the tail begins, and the line above it."""
    end = first = len(raw)
    lines = paragraphs = 0
    while end > 0 and lines < rules.tail_lines:
        at = raw.rfind(b"\n", 0, end) + 1
        kind = _kind(raw[at:end].decode(), rules)
        if paragraphs == rules.tail_paragraphs and kind != _BLANK:
            return first, at
        lines += kind != _BLANK
        paragraphs += kind == _PARAGRAPH
        if paragraphs < rules.tail_paragraphs or kind == _PARAGRAPH:
            first = at
        end = at - 1
    return first, first


def _kind(line: str, rules: HeadTailRules) -> int:
    """Return whether a line is blank, a paragraph without doubt, or neither."""
    if not line.strip():
        return _BLANK
    linked = _LINK.sub(_LINKED, line)
    shown = " ".join(_MARK.sub(" ", linked).replace(_LINKED, " ").split())
    bullet = _BULLET.match(shown)
    length = len(shown) - (bullet.end() if bullet else 0)
    ends = linked.rstrip().endswith(_ENDS)
    least = rules.sentence_characters if ends else rules.paragraph_characters
    return _PARAGRAPH if length >= min(least, rules.paragraph_characters) else _LINE
