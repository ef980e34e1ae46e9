"""Texts with common runs → which word of one text stands for which of another, also between the runs.

Between two runs a form has single words that are the same: *and*, *crowns*. Texts of one length are compared word by
word there, others by what they have in common in a row. Before the first run and after the last one, only words beyond
which a longer phrase is the same are looked at: a headline of one's own is no part of what two texts have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Words = NDArray[np.uint64]
    Runs = Sequence[tuple[int, int, int]]

_IN_A_ROW = 2
"""Words in a row that are fixed words between two runs, where the texts between them differ in length."""
_PHRASE = 4
"""Words in a row that are a phrase before the first common run or after the last."""
_MOST_COMPARED = 1 << 14
"""Product of the lengths of two texts up to which they are compared."""


def align(text: Words, others: Iterable[Words], runs: Iterable[Runs]) -> Iterator[Numbers]:
    """Yield for each other text where it has each word of a text, -1 where it has not; places only rise.

    `runs` are the common runs with each, in the order of the text: first word there, in the other text, and length.
    """
    return (_aligned(text, other, each) for other, each in zip(others, runs, strict=True))


def _aligned(text: Words, other: Words, runs: Runs) -> Numbers:
    held = np.full(text.size, -1)
    own = theirs = 0
    first = True
    for start, their_start, length in runs:
        if start < own or their_start < theirs:
            continue  # the other text has it in another order
        between = _before if first else _between
        _note(held, own, theirs, between(text[own:start], other[theirs:their_start]))
        held[start : start + length] = np.arange(their_start, their_start + length)
        own, theirs, first = start + length, their_start + length, False
    _note(held, own, theirs, _after(text[own:], other[theirs:]))
    _note_word_by_word(held, text, other)
    return held


def _note(held: Numbers, own: int, theirs: int, equal: Iterable[tuple[int, int, int]]) -> None:
    for start, their_start, length in equal:
        held[own + start : own + start + length] = np.arange(theirs + their_start, theirs + their_start + length)


def _note_word_by_word(held: Numbers, text: Words, other: Words) -> None:
    """Note the same words between common ones where the two texts are of one length there."""
    own = np.flatnonzero(held >= 0)
    open_to_both = np.flatnonzero((np.diff(own) > 1) & (np.diff(own) == np.diff(held[own])))
    for low, high in zip((own[open_to_both] + 1).tolist(), own[open_to_both + 1].tolist(), strict=True):
        first = int(held[low - 1]) + 1
        same = np.flatnonzero(text[low:high] == other[first : first + high - low])
        held[low + same] = first + same


def _between(one: Words, other: Words) -> Iterable[tuple[int, int, int]]:
    """Return what is the same between two runs of different distance: first word in each text, length."""
    return () if one.size == other.size else _equal(one, other, _IN_A_ROW)


def _before(one: Words, other: Words) -> Sequence[tuple[int, int, int]]:
    """Return what is the same before the first run, from the first phrase on."""
    blocks = _equal(one, other, _PHRASE)
    first = next((place for place, block in enumerate(blocks) if block[2] >= _PHRASE), len(blocks))
    return blocks[first:]


def _after(one: Words, other: Words) -> Sequence[tuple[int, int, int]]:
    """Return what is the same after the last run, up to the last phrase."""
    blocks = _before(one[::-1], other[::-1])
    return [(one.size - a - length, other.size - b - length, length) for a, b, length in reversed(blocks)]


def _equal(one: Words, other: Words, needed: int) -> list[tuple[int, int, int]]:
    """Return the stretches of two texts that are the same, in order; none if they have not so many words in a row."""
    if min(one.size, other.size) < needed or one.size * other.size > _MOST_COMPARED:
        return []
    first, second = one.tolist(), other.tolist()
    if _series(first, needed).isdisjoint(_series(second, needed)):
        return []
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - few scans have texts that may be of one template

    blocks = LCSseq.editops(first, second).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size >= _IN_A_ROW]


def _series(words: list[int], length: int) -> set[tuple[int, ...]]:
    return set(zip(*(words[first:] for first in range(length)), strict=False))
