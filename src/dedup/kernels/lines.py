"""Texts into what their lines are and say: paragraphs, the edges of a text, listed words, strings that are sought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.library import (
    BYTES,
    INT64,
    OUT_BYTES,
    OUT_INT64,
    TEXTS,
    UINT32,
    UINT64,
    Kernel,
    Struct,
)
from dedup.kernels.shapes import Blocks, EdgeRules, Edges, Signs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.lists import WordLists
    from dedup.kernels.searches import Search

_FEW = 1024
"""Lines that there is room for at first."""
_STRINGS = BYTES, INT64, INT64, BYTES, BYTES
_TABLES = UINT64, INT64, INT64
_RULES = INT64, INT64, UINT64
_GATE = Struct(UINT64, INT64, UINT32, *[INT64] * 6, int, int)
_SEARCH = Struct(*_TABLES, *_STRINGS, *_RULES, _GATE, *[int] * 6)

_find_blocks = Kernel("find_blocks", *TEXTS, BYTES, OUT_INT64, OUT_INT64, OUT_INT64, OUT_BYTES)
_find_edges = Kernel("find_edges", *TEXTS, int, int, int, int, int, OUT_INT64)
_count_listed = Kernel("count_listed", *TEXTS, UINT64, UINT64, UINT32, UINT64, int, OUT_INT64, OUT_INT64)
_search_lines = Kernel("search_lines", BYTES, INT64, INT64, _SEARCH, OUT_INT64)


def find_blocks(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], flags: NDArray[np.uint8]) -> Blocks:
    """Return the blocks of texts, and which of them go on from the one before.

    A block is what stands between blank lines and has a letter or digit: rules such as ``====`` have none, and are no
    blocks. A block goes on where nothing but blank lines stands before it and what the block before it belongs to, and
    there is a seam (`dedup.kernels.seams`). `flags` (uint8[0x110000]) are those of `dedup.kernels.characters`.
    """
    most = (int(offsets[-1]) - int(offsets[0])) // 3 + offsets.size  # what is not filled takes no memory
    bounds, goes_on = np.empty(offsets.size, np.int64), np.empty(most, np.uint8)
    starts, ends = np.empty(most, np.int64), np.empty(most, np.int64)
    count = _find_blocks(buffer, offsets, flags, bounds, starts, ends, goes_on)
    return Blocks(bounds, starts[:count], ends[:count], goes_on[:count].view(bool))


def edges(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], rules: EdgeRules) -> Edges:
    """Return where the heads of texts end and their tails begin.

    What Markdown does not show is not counted, and what it may not show neither: a line is called a paragraph only if
    it is one for every reader.
    """
    found = np.empty((5, offsets.size - 1), np.int64)
    _find_edges(buffer, offsets, *rules, found)
    return Edges(*found)


def count_listed(
    buffer: NDArray[np.uint8], offsets: NDArray[np.int64], lists: WordLists, sample: int
) -> NDArray[np.int64]:
    """Return how many different words of each list stand in each text: int64[texts, lists].

    Words are what stands between white space, in lower case. Of a text, the first and the last `sample` characters are
    looked at; a word that is cut there is what is left of it.
    """
    counts = np.zeros((offsets.size - 1, len(lists.words)), np.int64)
    seen = np.full(lists.keys.size, -1, np.int64)
    _count_listed(buffer, offsets, *lists[:-1], sample, seen, counts)
    return counts


def signs(buffer: NDArray[np.uint8], starts: NDArray[np.int64], stops: NDArray[np.int64], search: Search) -> Signs:
    """Return the lines of texts that say something by the strings that stand in them.

    Text i is ``buffer[starts[i] : stops[i]]``. The lines come in order.
    """
    room, found = 0, _FEW
    while found > room:
        room = found
        rows = np.empty((3, room), np.int64)
        found = _search_lines(buffer, starts, stops, search, rows)
    texts, places, says = rows[:, :found]
    return Signs(texts, places, says)
