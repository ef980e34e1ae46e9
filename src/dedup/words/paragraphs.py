"""Texts into paragraphs: blocks between blank lines, joined again where a page break divided a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.kernels import paragraphs as p
from dedup.prefix_sums import prefix_sums
from dedup.spans import Span
from dedup.words.text_buffers import text_buffers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.kernels.paragraphs import Blocks

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_RULE = re.compile(r"[\W_]*")
_FEW_BYTES = 1 << 20
"""Bytes of text up to which building the table of characters takes longer than splitting with regular expressions."""
_CODE_POINTS = 0x110000
_LETTERS_END = 0x40000
"""Code points from here on are neither letters nor white space: they are unassigned, for tags, or for private use."""
_TABLE_LOCK = Lock()


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
        if before and p.is_seam(text[before.start : before.end], text[start:end]):
            paragraphs[-1] = Paragraph(before.start, end, (*before.seams, Span(before.end, start)))
        else:
            paragraphs.append(Paragraph(start, end))
        joinable = True
    return paragraphs


class Paragraphs(NamedTuple):
    """Paragraphs of texts that lie in one buffer, int64 throughout, one row each.

    Those of text i are the rows ``offsets[i] : offsets[i + 1]``; `starts` and `ends` are byte offsets in the buffer.
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def find_paragraphs(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], text_bytes: int) -> Paragraphs:
    """Return the paragraphs of UTF-8 texts in a buffer, the same that `split_paragraphs` finds in each of them.

    `text_bytes` is the size of all texts for which this function is called: for few, no table of characters is built.
    """
    if text_bytes <= _FEW_BYTES:
        return _split_each(buffer, offsets)
    return _joined(kernels.find_blocks(buffer, offsets, character_flags()))


def count_paragraphs(column: pa.LargeStringArray, text_bytes: int) -> NDArray[np.int64]:
    """Return the number of paragraphs of each text of a column (int64), as `find_paragraphs` finds them."""
    return np.diff(find_paragraphs(*text_buffers(column), text_bytes).offsets)


def _joined(blocks: Blocks) -> Paragraphs:
    """Return the blocks, joined where there is a seam."""
    opens = ~blocks.continues
    before = prefix_sums(opens)
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


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the text between blank lines, without white space around it."""
    for block in _BLOCK.finditer(text):
        yield block.start(), block.start() + len(block.group().rstrip())


def character_flags() -> NDArray[np.uint8]:
    """Return the flags of every code point for the kernel that finds paragraphs: uint8[0x110000].

    The flags are those of the running Python and not of a file, as the folding table is: `split_paragraphs` asks the
    same Python, and both must agree. Threads that ask for the table at the same time share one.
    """
    with _TABLE_LOCK:
        return _character_flags()


@cache
def _character_flags() -> NDArray[np.uint8]:
    flags = np.zeros(_CODE_POINTS, np.uint8)
    characters = np.arange(_LETTERS_END, dtype=np.uint32).view("U1")
    for flag, holds in (
        (p.IS_SPACE, np.char.isspace),
        (p.IS_ALPHANUMERIC | p.BREAKS_OFF, np.char.isalnum),
        (p.IS_LOWER, np.char.islower),
    ):
        flags[:_LETTERS_END] |= holds(characters) * np.uint8(flag)
    # Only letters of upper or title case have another lower case, and not all of these do.
    capitals = np.flatnonzero(np.char.isupper(characters) | np.char.istitle(characters))
    flags[[code for code in capitals.tolist() if chr(code).lower() != chr(code)]] |= p.IS_UPPER
    for flag, those in ((p.BREAKS_OFF, p.DASHES), (p.IS_CLOSER, p.CLOSERS), (p.ENDS_SENTENCE, p.SENTENCE_ENDS)):
        flags[[ord(character) for character in those]] |= flag
    return flags
