"""UTF-8 texts → the letters of their words, folded, without anything between the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.bindings import OUT_INT64, OUT_UINT64, TEXTS, Kernel
from dedup.kernels.words import FOLDING_TABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable

_fold_letters = Kernel("fold_letters", *TEXTS, FOLDING_TABLE, OUT_UINT64, OUT_INT64, OUT_INT64)
_NO_ENDS = np.empty(0, np.int64)


class Letters(NamedTuple):
    """The letters of texts: their code points (uint64), and `offsets` (int64[texts + 1]).

    The letters of text i are ``codes[offsets[i] : offsets[i + 1]]``. `word_ends` (int64) are the numbers of letters up
    to the end of each word, if they were asked for.
    """

    codes: NDArray[np.uint64]
    offsets: NDArray[np.int64]
    word_ends: NDArray[np.int64]


def fold_letters(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable, words: int = 0) -> Letters:
    """Return the letters of the words that `split_words` finds; `words` is their number if `word_ends` are wanted."""
    bounds = np.empty(offsets.size, np.int64)
    ends = np.empty(words, np.int64) if words else _NO_ENDS
    room = int(offsets[-1] - offsets[0])
    while True:  # a few characters are folded to more letters than they have bytes
        codes = np.empty(room, np.uint64)
        count = _fold_letters(buffer, offsets, table, codes, ends, bounds)
        if count <= room:
            return Letters(codes[:count], bounds, ends)
        room = count
