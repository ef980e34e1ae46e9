"""Runs of pairs of texts → which words of one text the other one holds, as bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.bindings import BYTES, INT64, OUT_BYTES, UINT64, Kernel
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.passages import Runs

    Numbers = NDArray[np.int64]

_held_words = Kernel("held_words", UINT64, BYTES, *[INT64] * 7, int, INT64, OUT_BYTES)


def find_held_words(
    words: NDArray[np.uint64],
    is_counted: NDArray[np.bool_],
    offsets: Numbers,
    texts: tuple[Numbers, Numbers],
    runs: Runs,
    bounds: Numbers,
    least: int,
) -> tuple[NDArray[np.uint8], Numbers]:
    """Return which words of the first text of each pair the second text holds, and where the bits of each pair begin.

    The words of text i are ``offsets[i] : offsets[i + 1]``; only those that are counted are held. `texts` are two
    arrays of text indexes, one row a pair. Pair p has the runs ``bounds[p] : bounds[p + 1]``, counted from the first
    words of its texts, in the order of the first text; no two begin with one word of it. The words of a run are held,
    and `least` or more in a row that are the same at the distance of the run before them or of the run after them.
    Pair p has the bytes ``bits[starts[p] : starts[p + 1]]``, and in these a bit for each word, from the lowest bit on.
    """
    sizes = np.diff(offsets)[texts[0]]
    starts = prefix_sums(-(-sizes // 8))
    bits = np.zeros(starts[-1], np.uint8)
    counted = np.ascontiguousarray(is_counted).view(np.uint8)
    columns = map(np.ascontiguousarray, (*texts, *runs))
    _held_words(words, counted, offsets, *columns, bounds, least, starts, bits)
    return bits, starts
