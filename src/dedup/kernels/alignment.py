"""Common runs of a text with others → the place that each word of the text has in each other text, and what varies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.bindings import INT64, OUT_INT64, UINT64, Kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.passages import Runs

    Numbers = NDArray[np.int64]

IN_A_ROW = 2
"""Equal words in a row that count between two runs, where the texts between them differ in length."""
PHRASE = 4
"""Equal words in a row that are a phrase before the first common run or after the last."""
LARGEST_COMPARISON = 1 << 14
"""Product of the lengths of two texts up to which they are compared."""

_align_texts = Kernel("align_texts", UINT64, INT64, int, *[INT64] * 6, OUT_INT64)
_equal_values = Kernel("equal_values", UINT64, INT64, INT64, INT64, OUT_INT64, OUT_INT64)


def align_texts(
    words: NDArray[np.uint64], offsets: Numbers, text: int, others: Numbers, runs: Runs, bounds: tuple[Numbers, Numbers]
) -> Numbers:
    """Return the place of each word of a text in each of the others, -1 for none: int64[others, words of the text].

    The words of text i are ``offsets[i] : offsets[i + 1]``; `text` and `others` (int64) are such numbers. The text
    ``others[i]`` has the runs ``bounds[0][i] : bounds[1][i]`` in common with the text, in the order of the text; they
    are counted from the first words of both. Runs that stand in the other text before an earlier one are left out, so
    places rise.

    Between two runs where the lengths differ, stretches of `IN_A_ROW` words of a longest common subsequence have a
    place; before the first run and after the last one, only those between the run and a `PHRASE` of it. Two stretches
    whose lengths have a product over `LARGEST_COMPARISON` are not compared. At last, where between two words with
    places both texts have as many words, those that are the same have a place.
    """
    places = np.empty((others.size, int(offsets[text + 1] - offsets[text])), np.int64)
    _align_texts(words, offsets, text, others, *runs, *bounds, places)
    return places


def count_equal_values(
    words: NDArray[np.uint64], offsets: Numbers, others: Numbers, places: Numbers
) -> tuple[Numbers, Numbers]:
    """Return how many pairs of texts have the same value at each word of a text, and how many pairs there are (int64).

    `places` (int64[others, words of the text]) are those that `align_texts` returns for the texts `others`. The text
    counts as one of them. Another text counts between the first and the last word that it has; its value is that word,
    or what it has instead: one word where it has as many as the text between two words with places, else all of these.
    Where no more than half of the texts count, there are no pairs. A word that is 0 would not count.
    """
    equal, pairs = np.empty(places.shape[1], np.int64), np.empty(places.shape[1], np.int64)
    _equal_values(words, offsets, others, places, equal, pairs)
    return equal, pairs
