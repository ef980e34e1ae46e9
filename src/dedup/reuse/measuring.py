"""Pairs of documents into exact figures of their words, some pairs at a time, so that memory is bounded."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.kernels.shingles import Overlap

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.passages import PassageTable
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource


def overlap_of(
    pairs: PassageTable,
    words: WordSource,
    size: int,
    engine: Engine,
    done: Callable[[int], None] = lambda _units: None,
) -> Overlap:
    """Return how the sets of shingles of `size` words of pairs of documents overlap.

    `done` is told of pairs as they are done.
    """

    def work(piece: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Overlap:
        rows, place = np.unique(np.concatenate(piece), return_inverse=True)
        table = words.take(rows)
        shingles = kernels.shingle_hashes(table.hashes, table.offsets, size)
        a, b = place.reshape(2, -1)
        found: Overlap = kernels.compare_sets(shingles, table.counts, (a, b), size)
        return found

    bounds = _pieces(pairs, words, words.batch_words(engine))
    parts = [Overlap(*np.zeros((5, 0), np.int64))]
    for part in engine.stream(work, ((pairs.a[low:high], pairs.b[low:high]) for low, high in bounds)):
        parts.append(part)
        done(part.shared.size)
    return Overlap(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _pieces(pairs: PassageTable, words: WordSource, at_once: int) -> list[tuple[int, int]]:
    """Return bounds of pieces of the pairs, about so many words each; documents that come first count once."""
    counts = words.counts
    size = counts[pairs.b]
    new = np.ones(len(pairs), bool)
    new[1:] = pairs.a[1:] != pairs.a[:-1]
    size[new] += counts[pairs.a[new]]
    total = np.cumsum(size)
    marks = np.arange(at_once, int(total[-1]), at_once) if total.size else ()
    return list(pairwise(unique(np.array([0, *np.searchsorted(total, marks), len(pairs)])).tolist()))


def longest_runs(pairs: PassageTable, words: WordSource, settings: Settings, engine: Engine) -> NDArray[np.int64]:
    """Return the length of the longest run of equal words of each pair, 0 where passages are not asked for."""
    if not settings.passages:
        return np.zeros(len(pairs), np.int64)
    longest = pairs.longest_run
    # No run of `min_run` words is missed, so that where one was found no longer one is either.
    rows = np.flatnonzero(longest < settings.min_run)
    low, high = longest[rows], np.full(rows.size, settings.min_run - 1)
    while (low < high).any():  # two texts with a common run have one of every smaller length
        tried = np.where(low < high, (low + high + 1) // 2, 0)
        for size in unique(tried[tried > 0]).tolist():
            same = np.flatnonzero(tried == size)
            shared = overlap_of(pairs.take(rows[same]), words, size, engine).shared > 0
            low[same], high[same] = np.where(shared, size, low[same]), np.where(shared, high[same], size - 1)
    longest[rows] = low
    return longest


def longest_common_run(a: NDArray[np.uint64], b: NDArray[np.uint64], most: int) -> int:
    """Return the length of the longest run of equal words of two texts, up to `most`."""
    low, high = 0, min(most, a.size, b.size)
    while low < high:  # two texts with a common run have one of every smaller length
        size = (low + high + 1) // 2
        if np.intersect1d(kernels.rolling_hashes(a, size), kernels.rolling_hashes(b, size)).size:
            low = size
        else:
            high = size - 1
    return low
