"""A text into paragraphs: blocks between blank lines, put together again where a page break went through one.

What a word is, and what of a paragraph is repeated, is left to others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.kernels.paragraphs import is_seam
from dedup.spans import Span
from dedup.words.characters import character_flags
from dedup.words.tokens import text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.kernels.paragraphs import Blocks

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_RULE = re.compile(r"[\W_]*")
_FEW_BYTES = 1 << 20
"""Bytes of text up to which making the table of characters takes longer than splitting."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: the characters ``start <= i < end``; `seams` are the gaps of white space that pages left in it."""

    start: int
    end: int
    seams: tuple[Span, ...] = ()


def split_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text, in order.

    Blank lines separate blocks, and so do rules such as ``====``, which are no paragraphs. A block that breaks off in
    mid-sentence, followed by one that begins in lower case, is one paragraph with a seam.
    """
    paragraphs: list[Paragraph] = []
    joinable = False
    for start, end in _blocks(text):
        if not text[start].isalnum() and _RULE.fullmatch(text, start, end):
            joinable = False
            continue
        before = paragraphs[-1] if joinable and text[start].islower() else None
        if before and is_seam(text[before.start : before.end], text[start:end]):
            paragraphs[-1] = Paragraph(before.start, end, (*before.seams, Span(before.end, start)))
        else:
            paragraphs.append(Paragraph(start, end))
        joinable = True
    return paragraphs


class Paragraphs(NamedTuple):
    """Paragraphs of texts that lie in one buffer, int64 throughout, one row each.

    Those of text i are the rows ``offsets[i] : offsets[i + 1]``; `starts` and `ends` are places in the buffer.
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def paragraph_splitter(size: int) -> Callable[[NDArray[np.uint8], NDArray[np.int64]], Paragraphs]:
    """Return what finds the paragraphs that `split_paragraphs` does in UTF-8 texts, given their buffer and offsets.

    `size` is how many bytes of text there will be in all: for few, no table of characters is made.
    """
    if size <= _FEW_BYTES:
        return _split_each
    flags = character_flags()
    return lambda buffer, offsets: _joined(kernels.find_blocks(buffer, offsets, flags))


def _joined(blocks: Blocks) -> Paragraphs:
    """Return the blocks, put together where there is a seam."""
    opens = ~blocks.continues
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(opens)])
    closes = np.append(opens[1:], True)[: opens.size]
    return Paragraphs(before[blocks.offsets], blocks.starts[opens], blocks.ends[closes])


def _split_each(buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> Paragraphs:
    """Return the paragraphs of texts, one text after the other."""
    rows: list[tuple[int, int]] = []
    bounds = [0]
    for low, high in pairwise(offsets.tolist()):
        text = buffer[low:high].tobytes().decode()
        at = done = 0
        for paragraph in split_paragraphs(text):
            start = at + len(text[done : paragraph.start].encode())
            at, done = start + len(text[paragraph.start : paragraph.end].encode()), paragraph.end
            rows.append((low + start, low + at))
        bounds.append(len(rows))
    return Paragraphs(np.array(bounds, np.int64), *np.array(rows, np.int64).reshape(-1, 2).T)


def paragraph_counter(size: int) -> Callable[[pa.LargeStringArray], NDArray[np.int64]]:
    """Return what counts the paragraphs that `split_paragraphs` finds in each text of a column: int64[texts].

    `size` is how many bytes of text there will be in all.
    """
    split = paragraph_splitter(size)
    return lambda column: np.diff(split(*text_buffers(column)).offsets)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the text between blank lines, without white space around it."""
    for found in _BLOCK.finditer(text):
        yield found.start(), found.start() + len(found.group().rstrip())
