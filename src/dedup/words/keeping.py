"""Words that are kept as they come, text after text, side by side in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.words.tokens import WordTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORTH = 4
"""Bytes of text that a word takes at least where words are worth keeping: they take up to twice as much as the text."""


class KeptWords:
    """The words of texts of so many bytes in the making; of texts of very short words they are not kept.

    Each piece is copied to where it will stay, so that its memory is had again for the next while it is in the cache.
    Room that is never reached takes no memory.
    """

    def __init__(self, size: int) -> None:
        self._hashes: NDArray[np.uint64] | None = np.empty(size // _WORTH, np.uint64)
        self._used = 0

    def add(self, hashes: NDArray[np.uint64]) -> None:
        """Take in the words (uint64) of the next texts, or give up where there is no room for them."""
        low, self._used = self._used, self._used + hashes.size
        if self._hashes is None or self._used > self._hashes.size:
            self._hashes = None
        else:
            self._hashes[low : self._used] = hashes

    def table(self, counts: NDArray[np.int64]) -> WordTable | None:
        """Return all words, or None where they were not kept; `counts` (int64) are those of each document."""
        if self._hashes is None:
            return None
        return WordTable(self._hashes[: self._used], np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]))
