"""A text into paragraphs: blocks between blank lines, put together again where a page break went through one.

What a word is, and what of a paragraph is repeated, is left to others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.spans import Span
from dedup.text.characters import character_flags
from dedup.text.words import text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.kernels.shapes import Blocks

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_RULE = re.compile(r"[\W_]*")
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w)\S*")
_CLOSERS = "\"'”’»)]*_"  # noqa: RUF001 - closing quotation marks
_ENDS = ".!?…:;。！？؟।"  # noqa: RUF001 - sentence ends of several scripts
_DASHES = ",-–—"  # noqa: RUF001 - what a line may break off with, beside letters and digits
_FEW_BYTES = 1 << 20
"""Bytes of text up to which making the table of characters takes longer than splitting."""
_FEWEST_WORDS = 8
"""Words that a block has at least if it is running text: shorter ones are headings, bylines, captions."""


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
        if joinable and text[start].islower() and _goes_on(text[start:end]) and _breaks_off(text, paragraphs[-1]):
            before = paragraphs[-1]
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


def paragraph_splitter(size: int, using: ModuleType) -> Callable[[NDArray[np.uint8], NDArray[np.int64]], Paragraphs]:
    """Return what finds the paragraphs that `split_paragraphs` does in UTF-8 texts, given their buffer and offsets.

    `size` is how many bytes of text there will be in all: for few, no table of characters is made.
    """
    if size <= _FEW_BYTES:
        return _split_each
    flags = character_flags(_DASHES)
    return lambda buffer, offsets: _joined(using.find_blocks(buffer, offsets, flags), buffer)


def _joined(blocks: Blocks, buffer: NDArray[np.uint8]) -> Paragraphs:
    """Return the blocks, put together where there is a seam: to tell that takes the words on both sides of it."""
    opens = np.ones(blocks.starts.size, bool)
    change = np.flatnonzero(np.diff(blocks.goes_on, prepend=False, append=False))
    for head, end in zip((change[::2] - 1).tolist(), change[1::2].tolist(), strict=True):
        start = int(blocks.starts[head])
        text = buffer[start : blocks.ends[end - 1]].tobytes().decode()
        for seam in (seam for paragraph in split_paragraphs(text) for seam in paragraph.seams):
            opens[np.searchsorted(blocks.starts, start + len(text[: seam.end].encode()))] = False
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


def paragraph_counter(size: int, using: ModuleType) -> Callable[[pa.LargeStringArray], NDArray[np.int64]]:
    """Return what counts the paragraphs that `split_paragraphs` finds in each text of a column: int64[texts].

    `size` is how many bytes of text there will be in all.
    """
    split = paragraph_splitter(size, using)
    return lambda column: np.diff(split(*text_buffers(column)).offsets)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the text between blank lines, without white space around it."""
    for found in _BLOCK.finditer(text):
        yield found.start(), found.start() + len(found.group().rstrip())


def _goes_on(block: str) -> bool:
    """Return whether a block reads like the second half of a sentence."""
    first = block.split(maxsplit=1)[0]
    if first != first.lower() or _ADDRESS.fullmatch(first):
        return False  # addresses and names such as iPhone begin in lower case anywhere
    return block.rstrip(_CLOSERS)[-1:] in _ENDS or _is_running(block)


def _breaks_off(text: str, paragraph: Paragraph) -> bool:
    """Return whether a paragraph reads like the first half of a sentence."""
    block = text[paragraph.start : paragraph.end]
    last = block[-1]
    if _ADDRESS.fullmatch(block.rsplit(maxsplit=1)[-1]):
        return False
    return (last.isalnum() or last in _DASHES) and _is_running(block)


def _is_running(block: str) -> bool:
    return sum(1 for _ in zip(range(_FEWEST_WORDS), _WORD.finditer(block), strict=False)) == _FEWEST_WORDS
