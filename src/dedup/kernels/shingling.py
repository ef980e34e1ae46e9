"""Words into shingles and fingerprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.library import INT64, OUT_INT64, OUT_UINT64, UINT64, Kernel
from dedup.kernels.shapes import Fingerprints, Shingles

if TYPE_CHECKING:
    from numpy.typing import NDArray

_shingle = Kernel("shingle_texts", UINT64, INT64, int, INT64, OUT_UINT64)
_roll = Kernel("shingle_all", UINT64, int, OUT_UINT64)
_roll_around = Kernel("shingle_around", UINT64, INT64, INT64, int, int, OUT_UINT64, OUT_INT64)
_winnow = Kernel("winnow", UINT64, INT64, int, int, OUT_UINT64, OUT_INT64)


def shingle_hashes(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int) -> Shingles:
    """Return the hashes of all runs of `size` consecutive words of each text.

    A hash is the polynomial ``sum(word[i] * BASE**(size - 1 - i)) mod 2**64`` under MurmurHash3's 64-bit finaliser.
    A text of fewer words, but not none, has one shingle: all of its words.
    """
    counts = np.diff(offsets)
    bounds = np.zeros(offsets.size, np.int64)
    np.cumsum(np.where(counts >= size, counts - size + 1, np.minimum(counts, 1)), out=bounds[1:])
    hashes = np.empty(int(bounds[-1]), np.uint64)
    _shingle(words, offsets, size, bounds, hashes)
    return Shingles(hashes, bounds)


def rolling(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Return the hash of every run of `size` words, over the bounds of texts: uint64[max(words - size + 1, 0)]."""
    hashes = np.empty(max(words.size - size + 1, 0), np.uint64)
    _roll(words, size, hashes)
    return hashes


def rolling_around(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], places: NDArray[np.int64], size: int, window: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return what `rolling` gives for the runs that begin at some places, or less than `window` words before one.

    Places (int64) are in rising order; runs stay within their texts. With each hash comes where its run begins (int64);
    these are in rising order too, each once.
    """
    hashes, starts = np.empty(places.size * window, np.uint64), np.empty(places.size * window, np.int64)
    count = _roll_around(words, offsets, places, size, window, hashes, starts)
    return hashes[:count], starts[:count]


def winnow(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int, window: int) -> Fingerprints:
    """Return the winnowed shingles of the texts: of every `window` shingles in a row the least, the last of equals.

    Every run of ``window + size - 1`` words holds one, and which one depends on nothing outside that run (Schleimer,
    Wilkerson, Aiken: "Winnowing", SIGMOD 2003). Texts with fewer words have none.
    """
    keys, positions = np.empty(words.size + 1, np.uint64), np.empty(words.size + 1, np.int64)
    count = _winnow(words, offsets, size, window, keys, positions)
    return Fingerprints(keys[:count].copy(), positions[:count].copy())
