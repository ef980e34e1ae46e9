"""Whether two texts share counting words, asked of the texts themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.matching.aside import AsideReader
    from dedup.settings import Settings
    from dedup.text.words import WordSource


class Relatedness:
    """Says of two distinct documents whether they share a run of `min_run` words that count, and enough such words.

    Enough are `min_shared` words that stand in such runs.
    """

    def __init__(self, words: WordSource, asides: AsideReader, settings: Settings, using: ModuleType) -> None:
        self._words = words
        self._asides = asides
        self._settings = settings
        self._using = using
        self._known: dict[tuple[int, int], bool] = {}

    def __call__(self, a: int, b: int) -> bool:
        """Return whether the documents of two rows are related."""
        if (a, b) not in self._known:
            self._known[a, b] = self._share_words(a, b)
        return self._known[a, b]

    def _share_words(self, a: int, b: int) -> bool:
        size = self._settings.min_run
        counts = self._words.counts
        if min(counts[a], counts[b]) < size:
            return False
        starts, keys = self._runs(a, size)
        starts = starts[np.isin(keys, self._runs(b, size)[1])]
        covered = np.zeros(counts[a] + 1, np.int64)
        np.add.at(covered, starts, 1)
        np.add.at(covered, starts + size, -1)
        return int(np.count_nonzero(np.cumsum(covered[:-1]))) >= self._settings.min_shared

    def _runs(self, row: int, size: int) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return where the runs of `size` words begin in which all words count, and a hash of each."""
        total = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._asides.mask(row))])
        starts = np.flatnonzero(total[size:] == total[:-size])
        return starts, self._using.rolling(self._words.of(row), size)[starts]
