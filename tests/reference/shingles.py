"""Words into shingles and fingerprints, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import Fingerprints, Shingles
from tests.reference.sorting import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

BASE = np.uint64(0x9E3779B97F4A7C15)
"""The base of the shingle polynomial: odd, 2**64 divided by the golden ratio."""

_MIX = (np.uint64(33), np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))


def shingle_hashes(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int) -> Shingles:
    """Return the hashes of all runs of `size` consecutive words of each text.

    A hash is the polynomial ``sum(word[i] * BASE**(size - 1 - i)) mod 2**64`` under MurmurHash3's 64-bit finaliser.
    A text of fewer words, but not none, has one shingle: all of its words.
    """
    counts = np.diff(offsets)
    shingles = np.where(counts >= size, counts - size + 1, np.minimum(counts, 1))
    bounds = np.zeros(offsets.size, np.int64)
    np.cumsum(shingles, out=bounds[1:])
    keys = rolling(words, size)
    long = np.repeat(counts >= size, shingles)
    out = np.empty(int(bounds[-1]), np.uint64)
    starts = np.arange(out.size) - np.repeat(bounds[:-1] - offsets[:-1], shingles)
    out[long] = keys[starts[long]]
    for text in np.flatnonzero((counts > 0) & (counts < size)):
        part = words[offsets[text] : offsets[text + 1]]
        out[bounds[text]] = rolling(part, part.size)[0]
    return Shingles(out, bounds)


def rolling(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Return the hash of every run of `size` words, over the bounds of texts: uint64[max(words - size + 1, 0)]."""
    total = max(words.size - size + 1, 0)
    value = np.zeros(total, np.uint64)
    for i in range(size):
        value *= BASE
        value += words[i : i + total]
    return finalize(value)


def rolling_around(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], places: NDArray[np.int64], size: int, window: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return what `rolling` gives for the runs that begin at some places, or less than `window` words before one.

    Places (int64) are in rising order; runs stay within their texts. With each hash comes where its run begins (int64);
    these are in rising order too, each once.
    """
    text = np.searchsorted(offsets, places, side="right") - 1
    starts = places[:, None] - np.arange(window)[None, :]
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
    """Return the winnowed shingles of the texts: of every `window` shingles in a row the least, the last of equals.

    Every run of ``window + size - 1`` words holds one, and which one depends on nothing outside that run (Schleimer,
    Wilkerson, Aiken: "Winnowing", SIGMOD 2003). Texts with fewer words have none.
    """
    keys = rolling(words, size)
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
