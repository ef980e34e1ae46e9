"""Words into the texts they belong to, compiled: a table of where texts begin, coarse, then a search within its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROWS = 2
"""Rows of the table for each text, about."""


def texts_of(offsets: NDArray[np.int64], words: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the text (int64) of each word index: text i has the words ``offsets[i] : offsets[i + 1]``."""
    texts = np.empty(words.size, np.int64)
    if words.size:
        width = max(int(offsets[-1]) // (_ROWS * offsets.size), 1).bit_length()
        _search(offsets, width, np.empty((int(offsets[-1]) >> width) + 2, np.int64), words, texts)
    return texts


@kernel(f"void({INTEGERS}, int64, int64[::1], {INTEGERS}, int64[::1])")
def _search(
    offsets: NDArray[np.int64],
    width: int,
    table: NDArray[np.int64],
    words: NDArray[np.int64],
    texts: NDArray[np.int64],
) -> None:
    """Fill `texts`, and `table` with the text of every word whose lower `width` bits are zero."""
    bounds, heads = bare(offsets), bare(table)
    text, last = 0, offsets.size - 2
    for row in range(table.size):
        while text < last and bounds[text + 1] <= row << width:
            text += 1
        heads[row] = text
    for i in range(words.size):
        word = words[i]
        low, high = heads[word >> width], heads[(word >> width) + 1] + 1
        while high - low > 1:
            middle = (low + high) >> 1
            if bounds[middle] <= word:
                low = middle
            else:
                high = middle
        texts[i] = low
