"""Ranges of common fingerprints: joined where they follow each other, and as long as enough documents have them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reuse.extents import Common
from dedup.settings import Settings
from tests.reuse.tables import words_of

SETTINGS = Settings()
SIZE, MARGIN = SETTINGS.fingerprint_words, SETTINGS.window - 1
FOOTER = list(range(1, SIZE + 1))
near = st.lists(st.integers(101, 102), max_size=MARGIN + 1)


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
    common = Common.of_places(words.offsets[:-1] + places, np.zeros_like(rows), rows, holders, words)
    found = common.to_their_ends(common.ranges(SETTINGS), words, SETTINGS)
    assert found.firsts.tolist() == [place - reach(texts, places, own, -1) for own, place in enumerate(places)]
    assert found.ends.tolist() == [place + SIZE + reach(texts, places, own, 1) for own, place in enumerate(places)]


def test_fingerprints_that_follow_closely_and_are_as_common_are_one_range() -> None:
    """Another document, a gap longer than a run, or half as many holders again and more, and a new one begins."""
    words = words_of([[0] * 100, [0] * 50])
    firsts, rows, holders = [3, 9, 30, 36, 5, 12], [0, 0, 0, 0, 1, 1], [6, 9, 9, 14, 14, 14]
    places = words.offsets[rows] + firsts
    common = Common.of_places(places, np.arange(6), np.array(rows), np.array(holders), words)
    ranges = common.ranges(SETTINGS)
    assert list(zip(*(column.tolist() for column in ranges), strict=True)) == [
        (0, 3, 9 + SIZE, 0, 2, 9),
        (0, 30, 30 + SIZE, 2, 3, 9),
        (0, 36, 36 + SIZE, 3, 4, 14),
        (1, 5, 12 + SIZE, 4, 6, 14),
    ]
