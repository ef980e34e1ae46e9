"""Words → shingles, winnowed fingerprints, and exact overlaps, in NumPy, as a reference for the kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shingles import Fingerprints, Overlap, Shingles
from tests.reference.grouping import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

BASE = np.uint64(0x9E3779B97F4A7C15)
"""The base of the shingle polynomial: odd, 2**64 divided by the golden ratio."""

_MIX = (np.uint64(33), np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))


def shingle_hashes(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int) -> Shingles:
    """Return the hashes of all runs of `size` consecutive words of each text."""
    counts = np.diff(offsets)
    shingles = np.where(counts >= size, counts - size + 1, np.minimum(counts, 1))
    bounds = np.zeros(offsets.size, np.int64)
    np.cumsum(shingles, out=bounds[1:])
    keys = rolling_hashes(words, size)
    long = np.repeat(counts >= size, shingles)
    out = np.empty(int(bounds[-1]), np.uint64)
    starts = np.arange(out.size) - np.repeat(bounds[:-1] - offsets[:-1], shingles)
    out[long] = keys[starts[long]]
    for text in np.flatnonzero((counts > 0) & (counts < size)):
        part = words[offsets[text] : offsets[text + 1]]
        out[bounds[text]] = rolling_hashes(part, part.size)[0]
    return Shingles(out, bounds)


def rolling_hashes(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Return the shingle hash of every run of `size` words, ignoring texts: uint64[max(words - size + 1, 0)]."""
    total = max(words.size - size + 1, 0)
    value = np.zeros(total, np.uint64)
    for i in range(size):
        value *= BASE
        value += words[i : i + total]
    return finalize(value)


def rolling_hashes_near(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], positions: NDArray[np.int64], size: int, window: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the shingle hashes of the runs of `size` words that begin at a position, or shortly before one."""
    text = np.searchsorted(offsets, positions, side="right") - 1
    starts = positions[:, None] - np.arange(window)[None, :]
    inside = (starts >= offsets[text][:, None]) & (starts + size <= offsets[text + 1][:, None])
    starts = distinct(starts[inside])
    value = np.zeros(starts.size, np.uint64)
    for i in range(size):
        value *= BASE
        value += words[starts + i]
    return finalize(value), starts


def finalize(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return MurmurHash3's 64-bit finaliser of each value."""
    shift, first, second = _MIX
    value = value ^ (value >> shift)
    value *= first
    value ^= value >> shift
    value *= second
    value ^= value >> shift
    return value


def winnow(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int, window: int) -> Fingerprints:
    """Return the winnowed shingles of texts: the least of every `window` consecutive ones, the last of equal ones."""
    keys = rolling_hashes(words, size)
    total = keys.size - window + 1
    if total <= 0:
        return Fingerprints(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    least = keys[:total].copy()
    at = np.arange(total)
    for i in range(1, window):
        here = keys[i : i + total]
        smaller = here <= least
        least[smaller] = here[smaller]
        at[smaller] = np.flatnonzero(smaller) + i
    chosen = np.zeros(keys.size, bool)
    chosen[at[_inside(offsets, total, window + size - 1)]] = True
    positions = np.flatnonzero(chosen)
    return Fingerprints(keys[positions], positions)


def _inside(offsets: NDArray[np.int64], total: int, reach: int) -> NDArray[np.bool_]:
    """Return for each start whether `reach` words from there lie in one text: bool[total]."""
    inside = np.ones(total, bool)
    for bound in offsets[1:-1].tolist():
        inside[max(bound - reach + 1, 0) : bound] = False
    return inside


def compare_sets(
    shingles: Shingles, word_counts: NDArray[np.int64], pairs: tuple[NDArray[np.int64], NDArray[np.int64]], size: int
) -> Overlap:
    """Return the overlap of the shingle sets of each pair of texts, counted, not estimated."""
    overlap = Overlap(*(np.zeros(pairs[0].size, np.int64) for _ in Overlap._fields))
    sets: dict[int, NDArray[np.uint64]] = {}
    for row, (a, b) in enumerate(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)):
        for text in (a, b):
            if text not in sets:
                sets[text] = distinct(_of(shingles, text))
        common = np.intersect1d(sets[a], sets[b], assume_unique=True)
        overlap.shared[row] = common.size
        overlap.distinct_a[row] = sets[a].size
        overlap.distinct_b[row] = sets[b].size
        overlap.covered_a[row] = _covered(_of(shingles, a), common, int(word_counts[a]), size)
        overlap.covered_b[row] = _covered(_of(shingles, b), common, int(word_counts[b]), size)
    return overlap


def _of(shingles: Shingles, text: int) -> NDArray[np.uint64]:
    return shingles.hashes[shingles.offsets[text] : shingles.offsets[text + 1]]


def _covered(shingles: NDArray[np.uint64], common: NDArray[np.uint64], words: int, size: int) -> int:
    """Return how many words are part of a shingle that is in `common` (sorted)."""
    if not common.size:
        return 0
    at = np.minimum(np.searchsorted(common, shingles), common.size - 1)
    hits = np.flatnonzero(common[at] == shingles)
    change = np.zeros(words + 1, np.int64)
    np.add.at(change, hits, 1)
    np.add.at(change, np.minimum(hits + size, words), -1)
    return int(np.count_nonzero(np.cumsum(change[:-1]) > 0))
