"""Words of a text in others, and what these have instead, in Python and by RapidFuzz, as a reference."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import LCSseq

from dedup.kernels.alignment import IN_A_ROW, LARGEST_COMPARISON, PHRASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.kernels.passages import Runs

    Numbers = NDArray[np.int64]
    Stretches = list[tuple[int, int, int]]


def align_texts(
    words: NDArray[np.uint64], offsets: Numbers, text: int, others: Numbers, runs: Runs, bounds: tuple[Numbers, Numbers]
) -> Numbers:
    """Return the place of each word of a text in each of the others, -1 for none: int64[others, words of the text]."""
    texts = [words[low:high].tolist() for low, high in pairwise(offsets)]
    places = np.full((others.size, len(texts[text])), -1)
    for row, (other, low, high) in enumerate(zip(others.tolist(), *bounds, strict=True)):
        of_text = zip(*(column[low:high].tolist() for column in runs), strict=True)
        places[row] = _align_one(texts[text], texts[other], of_text)
    return places


def count_equal_values(
    words: NDArray[np.uint64], offsets: Numbers, others: Numbers, places: Numbers
) -> tuple[Numbers, Numbers]:
    """Return how many pairs of texts have the same value at each word of a text, and how many pairs there are."""
    size = places.shape[1]
    values: list[list[object]] = [["the word"] for _ in range(size)]
    for other, of_other in zip(others.tolist(), places.tolist(), strict=True):
        text = words[offsets[other] : offsets[other + 1]].tolist()
        common = [at for at, place in enumerate(of_other) if place >= 0]
        for at in common:
            values[at].append("the word")
        for low, high in pairwise(common):
            gap = text[of_other[low] + 1 : of_other[high]]
            for at in range(low + 1, high):
                values[at].append(gap[at - low - 1] if len(gap) == high - low - 1 else tuple(gap))
    counted = [of_word if 2 * len(of_word) > 1 + others.size else [] for of_word in values]
    equal = [sum(one == other for one, other in combinations(of_word, 2)) for of_word in counted]
    pairs = [len(of_word) * (len(of_word) - 1) // 2 for of_word in counted]
    return np.array(equal, np.int64), np.array(pairs, np.int64)


def _align_one(text: list[int], other: list[int], runs: Iterable[tuple[int, int, int]]) -> list[int]:
    places = [-1] * len(text)

    def enter(base: int, other_base: int, stretches: Stretches) -> None:
        for start, other_start, length in stretches:
            for at in range(length):
                places[base + start + at] = other_base + other_start + at

    end = other_end = 0
    for start, other_start, length in runs:
        if start < end or other_start < other_end:
            continue
        one, two = text[end:start], other[other_end:other_start]
        if end == 0:
            enter(0, 0, _from_phrase(_equal_stretches(one, two)))
        elif len(one) != len(two):
            enter(end, other_end, _equal_stretches(one, two))
        enter(start, other_start, [(0, 0, length)])
        end, other_end = start + length, other_start + length
    one, two = text[end:], other[other_end:]
    backwards = _from_phrase(_equal_stretches(one[::-1], two[::-1]))
    enter(end, other_end, [(len(one) - a - length, len(two) - b - length, length) for a, b, length in backwards])
    _enter_word_by_word(places, text, other)
    return places


def _enter_word_by_word(places: list[int], text: list[int], other: list[int]) -> None:
    common = [at for at, place in enumerate(places) if place >= 0]
    for low, high in pairwise(common):
        first = places[low]
        if high - low == places[high] - first:
            for at in range(high - low):
                if text[low + at] == other[first + at]:
                    places[low + at] = first + at


def _equal_stretches(one: list[int], other: list[int]) -> Stretches:
    if len(one) * len(other) > LARGEST_COMPARISON:
        return []
    blocks = LCSseq.editops(one, other).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size >= IN_A_ROW]


def _from_phrase(stretches: Stretches) -> Stretches:
    return next((stretches[at:] for at, (_, _, length) in enumerate(stretches) if length >= PHRASE), [])
