"""Whether two texts share counting words, asked of the texts themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.reuse.marked_words import WordMarks
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource


_KEPT = 256
"""Documents of which the runs are kept: those of a cluster are asked about again and again while it grows."""


class _Runs(NamedTuple):
    """The runs of a document in which all words count: where each begins, its hash, and all hashes in order."""

    starts: NDArray[np.int64]
    keys: NDArray[np.uint64]
    ordered: NDArray[np.uint64]


class Relatedness:
    """Says of two distinct documents whether they share a run of `min_run` words that count, and enough such words.

    Enough are `min_shared` words that stand in such runs.
    """

    def __init__(self, words: WordSource, marks: WordMarks, settings: Settings) -> None:
        self._words = words
        self._marks = marks
        self._settings = settings
        self._runs = lru_cache(_KEPT)(self._runs_of)
        self._known: dict[tuple[int, int], bool] = {}

    def __call__(self, a: int, b: int) -> bool:
        """Return whether the documents of two rows are related."""
        if (a, b) not in self._known:
            self._known[a, b] = self._share_words(a, b)
        return self._known[a, b]

    def _share_words(self, a: int, b: int) -> bool:
        one, other = self._runs(a), self._runs(b).ordered
        if not one.starts.size or not other.size:
            return False
        place = np.minimum(np.searchsorted(other, one.keys), other.size - 1)
        starts = one.starts[other[place] == one.keys]
        size = self._settings.min_run
        words = int(np.minimum(np.diff(starts), size).sum()) + size * bool(starts.size)
        return words >= self._settings.min_shared

    def _runs_of(self, row: int) -> _Runs:
        size = self._settings.min_run
        mask = self._marks.mask(row)
        if mask.size < size:
            return _Runs(np.zeros(0, np.int64), *np.zeros((2, 0), np.uint64))
        total = np.concatenate([np.zeros(1, np.int64), np.cumsum(mask)])
        starts = np.flatnonzero(total[size:] == total[:-size])
        keys = kernels.rolling_hashes(self._words.of(row), size)[starts]
        return _Runs(starts, keys, np.sort(keys))
