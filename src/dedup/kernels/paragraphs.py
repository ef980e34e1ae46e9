"""Texts → the blocks between blank lines, the seams that page breaks leave in paragraphs, and heads and tails.

A seam lies where running text breaks off in mid-sentence and running text continues in lower case. Headings, bylines
and addresses do neither. `is_seam` has the rules for Python strings; `c/seams.h` has the same rules for UTF-8.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.bindings import BYTES, OUT_BYTES, OUT_INT64, TEXTS, Kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

IS_SPACE = 1
"""A flag of a character: white space, line ends included."""
IS_ALPHANUMERIC = 2
"""A letter or digit. A block without any is a rule such as ``====``."""
IS_LOWER = 4
"""A lower-case letter: the second half of a sentence may begin with it."""
BREAKS_OFF = 8
"""The first half of a sentence may end with it."""
IS_CLOSER = 16
"""It may follow the end of a sentence."""
ENDS_SENTENCE = 32
IS_UPPER = 64
"""Its lower-case form is another character."""

CLOSERS = "\"'”’»)]*_"  # noqa: RUF001 - closing quotation marks
SENTENCE_ENDS = ".!?…:;。！？؟।"  # noqa: RUF001 - sentence ends of several scripts
DASHES = ",-–—"  # noqa: RUF001 - what a line may break off with, beside letters and digits
FEWEST_WORDS = 8
"""The least number of words of running text: shorter blocks are headings, bylines, captions."""
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w)\S*")

_find_blocks = Kernel("find_blocks", *TEXTS, BYTES, OUT_INT64, OUT_INT64, OUT_INT64, OUT_BYTES)
_find_heads_and_tails = Kernel("find_heads_and_tails", *TEXTS, int, int, int, int, int, OUT_INT64)


class Blocks(NamedTuple):
    """Blocks of texts between blank lines, one row a block.

    Text i has the rows ``offsets[i] : offsets[i + 1]``. `starts` and `ends` are half-open byte offsets in the buffer,
    without the white space around a block (int64 throughout). `continues` (bool) says whether a block is the second
    half of the block before it, with a seam between them.
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    continues: NDArray[np.bool_]


class HeadTailRules(NamedTuple):
    """What counts as a paragraph, and how many lines a head and a tail have at most.

    A line is a paragraph if it has `paragraph_characters`, or if it has `sentence_characters` and ends like a sentence.
    A head has at most `head_lines` lines. A tail has at most `tail_lines` lines, of which `tail_paragraphs` are
    paragraphs.
    """

    paragraph_characters: int
    sentence_characters: int
    head_lines: int
    tail_lines: int
    tail_paragraphs: int


class HeadsAndTails(NamedTuple):
    """The lines before and after the body of each text, as byte offsets in the buffer, all int64.

    The first line that is a paragraph without doubt is ``first_paragraph : first_paragraph_end``. Before it stand
    `head_lines` lines that are not blank. The tail begins at `tail`; `line_above_tail` is where the line above the tail
    begins.
    """

    first_paragraph: NDArray[np.int64]
    first_paragraph_end: NDArray[np.int64]
    head_lines: NDArray[np.int64]
    tail: NDArray[np.int64]
    line_above_tail: NDArray[np.int64]


def find_blocks(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], flags: NDArray[np.uint8]) -> Blocks:
    """Return the blocks of texts, and which of them continue the block before.

    Blank lines separate blocks. A block has a letter or digit; a rule such as ``====`` has none and is not a block. A
    block continues the paragraph before it where only blank lines stand between them and there is a seam. `flags`
    (uint8[0x110000]) are sums of the character flags of this module.
    """
    most = (int(offsets[-1]) - int(offsets[0])) // 3 + offsets.size  # the unused part of an array takes no memory
    bounds, continues = np.empty(offsets.size, np.int64), np.empty(most, np.uint8)
    starts, ends = np.empty(most, np.int64), np.empty(most, np.int64)
    count = _find_blocks(buffer, offsets, flags, bounds, starts, ends, continues)
    return Blocks(bounds, starts[:count], ends[:count], continues[:count].view(bool))


def find_heads_and_tails(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], rules: HeadTailRules) -> HeadsAndTails:
    """Return where the heads of texts end and where their tails begin.

    Characters that a Markdown reader does not show, or may not show, do not count. So a line is only called a paragraph
    if it is one for every reader.
    """
    columns = np.empty((len(HeadsAndTails._fields), offsets.size - 1), np.int64)
    _find_heads_and_tails(buffer, offsets, *rules, columns)
    return HeadsAndTails(*columns)


def is_seam(paragraph: str, block: str) -> bool:
    """Return whether a block continues the paragraph before it; neither begins or ends with white space."""
    return block[0].islower() and _continues(block) and _breaks_off(paragraph)


def _continues(block: str) -> bool:
    """Return whether a block reads like the second half of a sentence."""
    first = block.split(maxsplit=1)[0]
    if first != first.lower() or _ADDRESS.fullmatch(first):
        return False  # addresses, and names such as iPhone, begin in lower case anywhere
    return block.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS or _is_running_text(block)


def _breaks_off(paragraph: str) -> bool:
    """Return whether a paragraph reads like the first half of a sentence."""
    last = paragraph[-1]
    if not (last.isalnum() or last in DASHES) or _ADDRESS.fullmatch(paragraph.rsplit(maxsplit=1)[-1]):
        return False
    return _is_running_text(paragraph)


def _is_running_text(block: str) -> bool:
    return sum(1 for _ in zip(range(FEWEST_WORDS), _WORD.finditer(block), strict=False)) == FEWEST_WORDS
