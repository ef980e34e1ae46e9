"""Words → shingles, winnowed fingerprints, and exact overlaps of shingle sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.bindings import INT64, OUT_INT64, OUT_UINT64, UINT64, Kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_shingle = Kernel("shingle_texts", UINT64, INT64, int, INT64, OUT_UINT64)
_rolling_hashes = Kernel("rolling_hashes", UINT64, int, OUT_UINT64)
_rolling_hashes_near = Kernel("rolling_hashes_near", UINT64, INT64, INT64, int, int, OUT_UINT64, OUT_INT64)
_winnow = Kernel("winnow", UINT64, INT64, int, int, OUT_UINT64, OUT_INT64)
_compare = Kernel("compare_sets", UINT64, INT64, INT64, INT64, INT64, int, OUT_INT64, OUT_INT64)


class Shingles(NamedTuple):
    """The shingle hashes (uint64) of texts, in the order of their words; `offsets` as for words."""

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]


class Fingerprints(NamedTuple):
    """Winnowed shingles: `keys` (uint64), and `positions` (int64), the index of the first word among all words."""

    keys: NDArray[np.uint64]
    positions: NDArray[np.int64]


class Overlap(NamedTuple):
    """The overlap of the shingle sets of pairs of texts, one row a pair (int64).

    The texts of a pair have `distinct_a` and `distinct_b` different shingles, of which they share `shared`.
    `covered_a` words of the first text are part of a shared shingle, and `covered_b` words of the second.
    """

    shared: NDArray[np.int64]
    distinct_a: NDArray[np.int64]
    distinct_b: NDArray[np.int64]
    covered_a: NDArray[np.int64]
    covered_b: NDArray[np.int64]


def shingle_hashes(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int) -> Shingles:
    """Return the hashes of all runs of `size` consecutive words of each text.

    A hash is the polynomial ``sum(word[i] * BASE**(size - 1 - i)) mod 2**64`` under MurmurHash3's 64-bit finaliser.
    All words of a text that has fewer than `size` words, but at least one, are one shingle.
    """
    counts = np.diff(offsets)
    bounds = np.zeros(offsets.size, np.int64)
    np.cumsum(np.where(counts >= size, counts - size + 1, np.minimum(counts, 1)), out=bounds[1:])
    hashes = np.empty(int(bounds[-1]), np.uint64)
    _shingle(words, offsets, size, bounds, hashes)
    return Shingles(hashes, bounds)


def rolling_hashes(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Return the shingle hash of every run of `size` words, ignoring texts: uint64[max(words - size + 1, 0)]."""
    hashes = np.empty(max(words.size - size + 1, 0), np.uint64)
    _rolling_hashes(words, size, hashes)
    return hashes


def rolling_hashes_near(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], positions: NDArray[np.int64], size: int, window: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the shingle hashes of the runs of `size` words that begin at a position, or shortly before one.

    `positions` (int64) are ascending word indexes; a run may begin up to ``window - 1`` words before one. Runs stay
    within their texts. The function returns each run once, in ascending order: its hash, and the index of its first
    word (int64).
    """
    hashes, starts = np.empty(positions.size * window, np.uint64), np.empty(positions.size * window, np.int64)
    count = _rolling_hashes_near(words, offsets, positions, size, window, hashes, starts)
    return hashes[:count], starts[:count]


def winnow(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int, window: int) -> Fingerprints:
    """Return the winnowed shingles of texts: the least of every `window` consecutive shingles, the last of equal ones.

    Every run of ``window + size - 1`` words contains a fingerprint, which depends on nothing outside the run
    (Schleimer, Wilkerson, Aiken: "Winnowing", SIGMOD 2003). Texts with fewer words have none.
    """
    keys, positions = np.empty(words.size + 1, np.uint64), np.empty(words.size + 1, np.int64)
    count = _winnow(words, offsets, size, window, keys, positions)
    return Fingerprints(keys[:count].copy(), positions[:count].copy())


def compare_sets(
    shingles: Shingles, word_counts: NDArray[np.int64], pairs: tuple[NDArray[np.int64], NDArray[np.int64]], size: int
) -> Overlap:
    """Return the overlap of the shingle sets of each pair of texts, counted, not estimated.

    `shingles` are those of all texts, `word_counts` (int64[texts]) the number of words of each text. `pairs` are two
    arrays of text indexes (int64). `size` is the number of words of a shingle. The kernel builds a table of the first
    text of a pair, so sorted pairs take the least time.
    """
    columns = np.zeros((len(Overlap._fields), pairs[0].size), np.int64)
    _compare(*shingles, word_counts, *pairs, size, np.full(word_counts.size, -1, np.int64), columns)
    return Overlap(*columns)
