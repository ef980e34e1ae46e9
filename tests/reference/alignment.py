"""Common runs of a text with others → places of its words there, in Python and by RapidFuzz, as a reference."""

from __future__ import annotations

from itertools import pairwise
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
