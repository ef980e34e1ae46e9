"""Seeds → maximal runs of equal words, and runs → passages.

Positions are indexes among all words. The words of text i are ``offsets[i] : offsets[i + 1]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.bindings import INT64, OUT_INT64, UINT64, Kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXTENSION = 4
"""The least number of equal words after an edit over which a passage is extended; fewer do where both texts end."""
EXTENSION_EDIT = 5
"""The largest edit, in words on either side, over which a passage is extended."""
_PACKED_BITS = 31
"""The largest number of bits of which two numbers fit one int64, which NumPy sorts several times as fast as rows."""
_TABLE_ROWS_PER_TEXT = 2
"""About the number of rows for each text in the table of texts by position."""

_extend = Kernel("extend_seeds", UINT64, INT64, INT64, OUT_INT64, int, OUT_INT64, OUT_INT64)
_count_equal = Kernel("count_equal_words", UINT64, INT64, INT64, INT64, int, OUT_INT64)
_texts_of_words = Kernel("texts_of_words", INT64, int, OUT_INT64, INT64, OUT_INT64)
_make_passages = Kernel("make_passages", UINT64, *[INT64] * 7, int, int, int, OUT_INT64, OUT_INT64)


class Runs(NamedTuple):
    """Runs of equal words: ``words[a : a + length]`` equals ``words[b : b + length]``, and no longer run does.

    `a`, `b` and `length` are int64. A run never leaves the two texts in which it begins.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.int64]


class PassageRules(NamedTuple):
    """What makes a passage, in words.

    A passage has at least `min_run` equal words. Part of a run that is shorter than `min_run` is kept if it has at
    least `least_part` words. Runs with a gap of at most `join_gap` between them are one passage.
    """

    min_run: int
    least_part: int
    join_gap: int


class Passages(NamedTuple):
    """Passages of pairs of texts, pair after pair, all int64; a passage consists of runs in ascending order.

    Run r is ``a[r] : a[r] + length[r]`` of the first text and ``b[r] : b[r] + length[r]`` of the second, counted from
    their first words. Between two runs of a passage the texts differ. Passage q has the runs
    ``first[q] : first[q + 1]``, and pair p has the passages ``pairs[p] : pairs[p + 1]``.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.int64]
    first: NDArray[np.int64]
    pairs: NDArray[np.int64]


def extend_seeds(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    seeds: tuple[NDArray[np.int64], NDArray[np.int64]],
    least: int,
) -> Runs:
    """Return the maximal runs of at least `least` equal words that contain a seed, each once, sorted by (a, b).

    A seed is a pair of positions, ``a < b``. Runs stay inside their texts. In a run that overlaps itself
    (``b < a + length``, in one text) the words repeat with the period ``b - a``.
    """
    first, diagonal = _sorted_by_diagonal(seeds[0], seeds[1] - seeds[0], int(offsets[-1]))
    start, length = np.empty(first.size, np.int64), np.empty(first.size, np.int64)
    count = _extend(words, offsets, first, diagonal, least, start, length)
    start, length, diagonal = start[:count], length[:count], diagonal[:count]
    order = _order_by_start(start, diagonal, int(offsets[-1]))
    start = start[order]
    return Runs(start, start + diagonal[order], length[order])


def count_equal_words(
    words: NDArray[np.uint64], first: NDArray[np.int64], second: NDArray[np.int64], most: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    """Return the number of equal words in a row from each two positions on, at most `most` (int64).

    `step` is the direction: 1 counts forwards, -1 backwards.
    """
    length = np.empty(first.size, np.int64)
    _count_equal(words, first, second, most, step, length)
    return length


def texts_of_words(offsets: NDArray[np.int64], positions: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the index (int64) of the text that each word belongs to."""
    texts = np.empty(positions.size, np.int64)
    if positions.size:
        bits = max(int(offsets[-1]) // (_TABLE_ROWS_PER_TEXT * offsets.size), 1).bit_length()
        _texts_of_words(offsets, bits, np.empty((int(offsets[-1]) >> bits) + 2, np.int64), positions, texts)
    return texts


def make_passages(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    texts: tuple[NDArray[np.int64], NDArray[np.int64]],
    runs: Runs,
    bounds: NDArray[np.int64],
    rules: PassageRules,
) -> Passages:
    """Return the passages of pairs of texts, in the order of the first text of a pair.

    `texts` are two arrays of text indexes, one row a pair; a text may be paired with itself. Pair p has the maximal
    runs ``bounds[p] : bounds[p + 1]`` (int64[pairs + 1]), counted from the first words of its texts, in the order of
    (a, b). No two passages of a pair overlap on either side.
    """
    sizes = np.diff(offsets)
    pairs = np.zeros(texts[0].size + 1, np.int64)
    # No pair makes more rows than it has words. The unused part of an array takes no memory.
    most = 1 + int(np.max(sizes[texts[0]] + sizes[texts[1]], initial=0)) + 2 * runs.a.size
    while True:
        out = np.empty((4, most), np.int64)
        if _make_passages(words, offsets, *texts, *runs, bounds, *rules, out, pairs):
            first = out[3, : pairs[-1] + 1]
            a, b, length = (column[: first[-1]].copy() for column in out[:3])
            return Passages(a, b, length, first.copy(), pairs)
        most *= 2


def _sorted_by_diagonal(
    first: NDArray[np.int64], diagonal: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return seeds in the order of their diagonals, then of their positions; no number is larger than `most`."""
    bits = most.bit_length()
    if bits > _PACKED_BITS:
        order = np.lexsort((first, diagonal))
        return first[order], diagonal[order]
    packed = np.sort(diagonal << bits | first)
    return packed & ((1 << bits) - 1), packed >> bits


def _order_by_start(start: NDArray[np.int64], diagonal: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return the order of different runs by start, then by diagonal."""
    bits = most.bit_length()
    return np.lexsort((diagonal, start)) if bits > _PACKED_BITS else np.argsort(start << bits | diagonal)
