"""Passages of pairs into the words of them that count: those that are set aside on neither side."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.matching.passages import stretches, sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.matching.aside import Asides
    from dedup.matching.passages import PassageTable

_AT_ONCE = 1 << 20
"""Words that are looked at together."""


def count_words(pairs: PassageTable, asides: Callable[[int], Asides]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each pair how many words of its passages count, and how many of the document in which fewer do.

    `asides` says what is set aside in a document, by row.
    """
    rows, place = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    masks = [asides(row).all for row in rows.tolist()]
    starts = np.cumsum([0, *(mask.size for mask in masks)])
    aside = np.concatenate([np.zeros(0, bool), *masks])
    marked = sums(aside, starts)
    place_a, place_b = place.reshape(2, -1)
    counting = np.diff(starts) - marked
    shared = pairs.same_words
    touched = np.flatnonzero(marked[place_a] + marked[place_b])
    shared[touched] -= _set_aside(pairs.take(touched), aside, starts[place_a[touched]], starts[place_b[touched]])
    return shared, np.minimum(counting[place_a], counting[place_b])


def _set_aside(
    pairs: PassageTable, aside: NDArray[np.bool_], starts_a: NDArray[np.int64], starts_b: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many words of each pair's passages are set aside on either side.

    `aside` are the words of documents one after the other, of which those of each pair begin at the starts.
    """
    found, runs, count = pairs.found, pairs.runs, np.zeros(len(pairs), np.int64)
    sizes = np.diff(runs)
    first, second = found.a + np.repeat(starts_a, sizes), found.b + np.repeat(starts_b, sizes)
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(found.length)])[runs]
    marks = np.arange(0, int(total[-1]) + _AT_ONCE, _AT_ONCE)
    for low, high in pairwise(np.unique(np.searchsorted(total, marks).clip(0, len(pairs))).tolist()):
        piece = slice(runs[low], runs[high])
        words, _ = stretches(first[piece], first[piece] + found.length[piece])
        others, _ = stretches(second[piece], second[piece] + found.length[piece])
        count[low:high] = sums(aside[words] | aside[others], total[low : high + 1] - total[low])
    return count
