"""Words into shingles and fingerprints, compiled.

A shingle's hash follows from the one before it: the polynomial times the base, the new word added and the old one
taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.hashing import BASE, finalize
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel, part
from dedup.kernels.shapes import Fingerprints, Shingles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer


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


def rolling_at(words: NDArray[np.uint64], starts: NDArray[np.int64], size: int) -> NDArray[np.uint64]:
    """Return what `rolling` gives for the runs that begin at `starts` (int64), and for no others."""
    hashes = np.empty(starts.size, np.uint64)
    _roll_at(words, starts, size, hashes)
    return hashes


def winnow(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int, window: int) -> Fingerprints:
    """Return the winnowed shingles of the texts: of every `window` shingles in a row the least, the last of equals.

    Every run of ``window + size - 1`` words holds one, and which one depends on nothing outside that run (Schleimer,
    Wilkerson, Aiken: "Winnowing", SIGMOD 2003). Texts with fewer words have none.
    """
    keys = np.empty(words.size, np.uint64)
    positions = np.empty(words.size, np.int64)
    scratch = np.empty(int(np.diff(offsets).max(initial=0)), np.uint64)
    count = _winnow(words, offsets, size, window, scratch, keys, positions)
    return Fingerprints(keys[:count].copy(), positions[:count].copy())


@part
def _power(size: int) -> np.uint64:
    """Return the factor of the word that leaves a shingle, ``BASE**size``."""
    value = np.uint64(1)
    for _ in range(size):
        value *= BASE
    return value


@part
def roll(words: Pointer, low: int, high: int, size: int, out: Pointer, at: int) -> None:
    """Write the hashes of all shingles of the words between `low` and `high` to `out`, from `at` on.

    `out` may be `words` where `at` is `low`.
    """
    value = np.uint64(0)
    for i in range(low, min(low + size - 1, high)):
        value = value * BASE + words[i]
    if high - low < size:
        if high > low:
            out[at] = finalize(value)
        return
    leaving = np.uint64(0)
    factor = _power(size)
    for i in range(low + size - 1, high):
        value = value * BASE + (words[i] - leaving * factor)
        leaving = words[i - size + 1]
        out[at] = finalize(value)
        at += 1


@kernel(f"void({WHOLE}, {INTEGERS}, int64, {INTEGERS}, uint64[::1])")
def _shingle(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    size: int,
    bounds: NDArray[np.int64],
    hashes: NDArray[np.uint64],
) -> None:
    for text in range(offsets.size - 1):
        roll(bare(words), offsets[text], offsets[text + 1], size, bare(hashes), bounds[text])


@kernel(f"void({WHOLE}, int64, uint64[::1])")
def _roll(words: NDArray[np.uint64], size: int, hashes: NDArray[np.uint64]) -> None:
    if words.size >= size:
        roll(bare(words), 0, words.size, size, bare(hashes), 0)


@kernel(f"void({WHOLE}, {INTEGERS}, int64, uint64[::1])")
def _roll_at(words: NDArray[np.uint64], starts: NDArray[np.int64], size: int, hashes: NDArray[np.uint64]) -> None:
    for i in range(starts.size):
        value = np.uint64(0)
        for word in range(starts[i], starts[i] + size):
            value = value * BASE + words[word]
        hashes[i] = finalize(value)


@kernel(f"int64({WHOLE}, {INTEGERS}, int64, int64, uint64[::1], uint64[::1], int64[::1])")
def _winnow(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    size: int,
    window: int,
    scratch: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    positions: NDArray[np.int64],
) -> int:
    """Fill `keys` and `positions`; return how many there are. `scratch` has room for the shingles of any text."""
    count = 0
    for text in range(offsets.size - 1):
        low, high = offsets[text], offsets[text + 1]
        if high - low >= size + window - 1:
            roll(bare(words), low, high, size, bare(scratch), 0)
            count = _choose(bare(scratch), high - low - size + 1, window, low, bare(keys), bare(positions), count)
    return count


@part
def _choose(
    shingles: Pointer,
    total: int,
    window: int,
    base: int,
    keys: Pointer,
    positions: Pointer,
    count: int,
) -> Any:
    """Append the least shingle of every window, each once; return the new count."""
    least = -1
    for end in range(window - 1, total):
        if least >= 0 and least > end - window:
            if shingles[end] > shingles[least]:
                continue
            least = end
        else:
            least = _last_least(shingles, end - window + 1, end)
        keys[count], positions[count] = shingles[least], base + least
        count += 1
    return count


@part
def _last_least(shingles: Pointer, first: int, last: int) -> int:
    least = first
    for i in range(first + 1, last + 1):
        if shingles[i] <= shingles[least]:
            least = i
    return least
