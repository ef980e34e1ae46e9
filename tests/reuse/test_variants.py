"""Boilerplate that comes in variants: what each document carries stands in some passage that is told."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.reuse.extents import Common, Ranges
from dedup.reuse.variants import told_ranges
from dedup.walks.scan import scan

Range = tuple[int, int, int, list[tuple[int, int]]]
"""A range: row, first word and end, and its fingerprints as key and first word."""


def told(listed: list[Range]) -> list[tuple[int, int]]:
    """Return the numbers of the ranges that are told, and how many documents carry each."""
    keys, firsts = np.array([one for *_, own in listed for one in own], np.int64).reshape(-1, 2).T
    bounds = np.cumsum([0, *(len(own) for *_, own in listed)])
    rows, low, high = (np.array(column, np.int64) for column in list(zip(*listed, strict=True))[:3])
    ranges = Ranges(rows, low, high, bounds[:-1], bounds[1:], np.full(rows.size, 5))
    common = Common(keys, np.repeat(rows, np.diff(bounds)), firsts, np.full(keys.size, 5), np.arange(keys.size))
    numbers, carriers = told_ranges(ranges, common, 12)
    return list(zip(numbers.tolist(), map(len, carriers), strict=True))


def test_a_passage_is_told_once_at_its_fullest() -> None:
    """Three documents have its first forty words, one of them sixty: that one is told, and all three carry it."""
    keys = [(1, 0), (2, 10), (3, 20), (4, 30)]
    assert told([(0, 0, 40, keys), (1, 0, 60, [*keys, (5, 45)]), (2, 0, 40, keys)]) == [(1, 3)]


def test_what_others_have_in_its_place_is_told_too() -> None:
    """After twenty words in common two documents go on for forty words, and two for thirty others."""
    same = [(1, 0), (2, 10)]
    one, other = [*same, (3, 20), (4, 40)], [*same, (5, 20), (6, 40)]
    assert told([(0, 0, 60, one), (1, 0, 50, other), (2, 0, 60, one), (3, 0, 50, other)]) == [(0, 4), (1, 2)]


def test_a_word_in_its_place_is_no_passage() -> None:
    """A year that differs spoils one fingerprint, whose words are less than twelve."""
    assert told([(0, 0, 40, [(1, 0), (2, 10), (3, 20), (4, 30)]), (1, 0, 40, [(1, 0), (9, 10), (3, 20), (4, 30)])]) == [
        (0, 2)
    ]


def test_a_range_of_fewer_words_is_not_told() -> None:
    """Eleven words are none."""
    assert told([(0, 0, 11, [(1, 0)]), (1, 0, 12, [(2, 0)])]) == [(1, 1)]


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True), min_size=1, max_size=8))
@settings(deadline=None)
def test_every_fingerprint_of_twelve_words_is_told(listed: list[list[int]]) -> None:
    """Where each stands for fifteen words: all of them stand in ranges that are told, and each range adds some."""
    ranges = [
        (row, 0, 15 * len(keys), [(key, 15 * place) for place, key in enumerate(keys)])
        for row, keys in enumerate(listed)
    ]
    numbers = [number for number, _ in told(ranges)]
    seen: set[int] = set()
    for number in numbers:
        assert not set(listed[number]) <= seen
        seen |= set(listed[number])
    assert seen == {key for keys in listed for key in keys}


def test_two_footers_that_begin_alike_are_both_told() -> None:
    """Ten pages of one site close with the same twenty words; then five go on one way, and five another."""
    chance = random.Random(3)
    footers = [" ".join(f"{name}{n}" for name in ("all", part) for n in range(20)) for part in ("left", "right")]
    pages = [
        Document(f"{number}", f"{' '.join(f'w{chance.randrange(9000)}' for _ in range(150))}\n\n{footers[number % 2]}")
        for number in range(10)
    ]
    found = scan(collection_of(pages)).boilerplate
    words = {word for each in found for word in each.text.split()}
    assert words == {word for footer in footers for word in footer.split()}
