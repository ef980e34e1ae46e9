"""Ranges of common fingerprints: joined, as long as enough documents have them, and each variant shown once."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.reuse.boilerplate_ranges import CommonFingerprints, CommonRanges, select_passages
from dedup.settings import Settings
from dedup.walks.scan import scan
from tests.reuse.tables import words_of

SETTINGS = Settings()
SIZE, MARGIN = SETTINGS.fingerprint_words, SETTINGS.window - 1
FOOTER = list(range(1, SIZE + 1))
near = st.lists(st.integers(101, 102), max_size=MARGIN + 1)
Range = tuple[int, int, int, list[tuple[int, int]]]
"""A range: row, first word and end, and its fingerprints as key and first word."""


def reach(texts: list[list[int]], places: list[int], own: int, direction: int) -> int:
    """Return how far the words beside a text's footer are those of four others among the first twelve that hold it."""
    reaches = []
    for other in [number for number in range(12) if number < len(texts) and number != own]:
        length = 0
        while length < MARGIN:
            at = -1 - length if direction < 0 else SIZE + length
            one, two = places[own] + at, places[other] + at
            if min(one, two) < 0 or one >= len(texts[own]) or two >= len(texts[other]):
                break
            if texts[own][one] != texts[other][two]:
                break
            length += 1
        reaches.append(length)
    return sorted([*reaches, 0, 0, 0, 0], reverse=True)[3]


@given(st.lists(st.tuples(near, near), min_size=1, max_size=16))
@settings(deadline=None)
def test_a_range_reaches_as_far_as_five_documents_have_its_words(sides: list[tuple[list[int], list[int]]]) -> None:
    """Before it and after it, up to the words that no fingerprint can lie in, and never out of a document."""
    texts = [[*before, *FOOTER, *after] for before, after in sides]
    places = [len(before) for before, _ in sides]
    words, rows = words_of(texts), np.arange(len(texts))
    holders = np.full(rows.size, rows.size)
    common = CommonFingerprints.of_places(words.offsets[:-1] + places, np.zeros_like(rows), rows, holders, words)
    found = common.extend(common.ranges(SETTINGS), words, SETTINGS)
    assert found.firsts.tolist() == [place - reach(texts, places, own, -1) for own, place in enumerate(places)]
    assert found.ends.tolist() == [place + SIZE + reach(texts, places, own, 1) for own, place in enumerate(places)]


def test_fingerprints_that_follow_closely_and_are_as_common_are_one_range() -> None:
    """Another document, a gap longer than a run, or half as many holders again and more, and a new one begins."""
    words = words_of([[0] * 100, [0] * 50])
    firsts, rows, holders = [3, 9, 30, 36, 5, 12], [0, 0, 0, 0, 1, 1], [6, 9, 9, 14, 14, 14]
    places = words.offsets[rows] + firsts
    common = CommonFingerprints.of_places(places, np.arange(6), np.array(rows), np.array(holders), words)
    ranges = common.ranges(SETTINGS)
    assert list(zip(*(column.tolist() for column in ranges), strict=True)) == [
        (0, 3, 9 + SIZE, 0, 2, 9),
        (0, 30, 30 + SIZE, 2, 3, 9),
        (0, 36, 36 + SIZE, 3, 4, 14),
        (1, 5, 12 + SIZE, 4, 6, 14),
    ]


def shown(listed: list[Range]) -> list[tuple[int, int]]:
    """Return the numbers of the ranges that are shown, and how many documents carry each."""
    keys, firsts = np.array([one for *_, own in listed for one in own], np.int64).reshape(-1, 2).T
    bounds = np.cumsum([0, *(len(own) for *_, own in listed)])
    rows, low, high = (np.array(column, np.int64) for column in list(zip(*listed, strict=True))[:3])
    ranges = CommonRanges(rows, low, high, bounds[:-1], bounds[1:], np.full(rows.size, 5))
    common = CommonFingerprints(
        keys, np.repeat(rows, np.diff(bounds)), firsts, np.full(keys.size, 5), np.arange(keys.size)
    )
    numbers, carriers = select_passages(ranges, common, 12)
    return list(zip(numbers.tolist(), map(len, carriers), strict=True))


def test_a_passage_is_shown_once_at_its_fullest() -> None:
    """Three documents have its first forty words, one of them sixty: that one is shown, and all three carry it."""
    keys = [(1, 0), (2, 10), (3, 20), (4, 30)]
    assert shown([(0, 0, 40, keys), (1, 0, 60, [*keys, (5, 45)]), (2, 0, 40, keys)]) == [(1, 3)]


def test_what_others_have_in_its_place_is_shown_too() -> None:
    """After twenty words in common two documents go on for forty words, and two for thirty others."""
    same = [(1, 0), (2, 10)]
    one, other = [*same, (3, 20), (4, 40)], [*same, (5, 20), (6, 40)]
    assert shown([(0, 0, 60, one), (1, 0, 50, other), (2, 0, 60, one), (3, 0, 50, other)]) == [(0, 4), (1, 2)]


def test_a_word_in_its_place_is_no_passage() -> None:
    """A year that differs spoils one fingerprint, whose words are less than twelve."""
    assert shown(
        [(0, 0, 40, [(1, 0), (2, 10), (3, 20), (4, 30)]), (1, 0, 40, [(1, 0), (9, 10), (3, 20), (4, 30)])]
    ) == [(0, 2)]


def test_a_range_of_fewer_words_is_not_shown() -> None:
    """Eleven words are none."""
    assert shown([(0, 0, 11, [(1, 0)]), (1, 0, 12, [(2, 0)])]) == [(1, 1)]


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=6, unique=True), min_size=1, max_size=8))
@settings(deadline=None)
def test_every_fingerprint_of_twelve_words_is_shown(listed: list[list[int]]) -> None:
    """Where each stands for fifteen words: all of them stand in ranges that are shown, and each range adds some."""
    ranges = [
        (row, 0, 15 * len(keys), [(key, 15 * place) for place, key in enumerate(keys)])
        for row, keys in enumerate(listed)
    ]
    numbers = [number for number, _ in shown(ranges)]
    seen: set[int] = set()
    for number in numbers:
        assert not set(listed[number]) <= seen
        seen |= set(listed[number])
    assert seen == {key for keys in listed for key in keys}


def test_two_footers_that_begin_alike_are_both_shown() -> None:
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
