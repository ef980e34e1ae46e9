"""UTF-8 texts → the letters of their words, from the textbook's words, as a reference for the kernel."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.letters import Letters
from tests.kernels import naive

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable


def fold_letters(
    buffer: NDArray[np.uint8], offsets: NDArray[np.int64], _table: FoldingTable, words: int = 0
) -> Letters:
    """Return the letters of the words of texts, without digits."""
    letters: list[str] = []
    ends, bounds = [], [0]
    for low, high in pairwise(offsets.tolist()):
        for word, _, _ in naive.split_words(buffer[low:high].tobytes().decode()):
            letters += [letter for letter in word if letter > "9"]  # no digits, and no spaces
            ends.append(len(letters))
        bounds.append(len(letters))
    codes = np.array([ord(letter) for letter in letters], np.uint64)
    return Letters(codes, np.array(bounds, np.int64), np.array(ends if words else [], np.int64))
