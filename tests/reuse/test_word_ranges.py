"""Ranges of words: every answer is the one that sets of words give."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reuse.word_ranges import WordRanges, count_words_on_either_side

Listed = list[tuple[int, int, int]]
places = st.tuples(st.integers(0, 4), st.integers(0, 12), st.integers(0, 5)).map(lambda at: (*at[:2], at[1] + at[2]))
listed = st.lists(places, max_size=12)


def columns(rows: Listed) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    documents, first, end = np.array(rows, np.int64).reshape(-1, 3).T
    return documents, first, end


def words(rows: Listed) -> set[tuple[int, int]]:
    return {(document, word) for document, first, end in rows for word in range(first, end)}


def told(ranges: WordRanges) -> Listed:
    return list(zip(ranges.documents.tolist(), ranges.first.tolist(), ranges.end.tolist(), strict=True))


@given(listed, listed)
@settings(deadline=None)
def test_a_union_holds_the_words_of_all_and_no_two_ranges_touch(one: Listed, other: Listed) -> None:
    """In the order of documents and places; joining two unions is the union of both."""
    found = told(WordRanges.union(*columns(one + other)))
    assert words(found) == words(one + other)
    assert found == sorted(found)
    assert all(a[0] < b[0] or a[2] < b[1] for a, b in pairwise(found))
    assert told(WordRanges.union(*columns(one)).merged_with(WordRanges.union(*columns(other)))) == found


@given(listed)
@settings(deadline=None)
def test_documents_are_told_how_many_words_they_have(rows: Listed) -> None:
    """Documents without any have none; `of` lists the ranges of one."""
    ranges = WordRanges.union(*columns(rows))
    every = np.arange(6)
    assert ranges.count_words(every).tolist() == [sum(d == document for d, _ in words(rows)) for document in range(6)]
    found = told(ranges)
    assert [ranges.ranges_of(document) for document in range(6)] == [
        [(first, end) for d, first, end in found if d == document] for document in range(6)
    ]


@given(listed, listed)
@settings(deadline=None)
def test_places_are_told_which_of_their_words_stand_in_the_ranges(rows: Listed, asked: Listed) -> None:
    """Their number, and the parts, counted from the first word of the place."""
    ranges, within = WordRanges.union(*columns(rows)), words(rows)
    hits = [[word - at[1] for word in range(*at[1:]) if (at[0], word) in within] for at in asked]
    assert ranges.count_words_within(*columns(asked)).tolist() == [len(hit) for hit in hits]
    parts = zip(*(column.tolist() for column in ranges.intersections(*columns(asked))), strict=True)
    assert words(list(parts)) == {(number, word) for number, hit in enumerate(hits) for word in hit}


@given(listed, st.dictionaries(st.integers(0, 9), st.integers(-1, 5)))
@settings(deadline=None)
def test_documents_have_the_ranges_of_the_rows_that_they_repeat(rows: Listed, repeated: dict[int, int]) -> None:
    """Several may repeat one row; a row of none has no ranges."""
    documents = sorted(repeated)
    sources = np.array([repeated[document] for document in documents], np.int64)
    found = told(WordRanges.union(*columns(rows)).relabelled(sources, np.array(documents, np.int64)))
    assert found == sorted(found)
    assert words(found) == {
        (document, word) for document in documents for row, word in words(rows) if row == repeated[document]
    }


@given(listed, st.lists(st.tuples(places, st.integers(0, 4), st.integers(0, 12)), max_size=8))
@settings(deadline=None)
def test_a_word_on_either_side_counts_once(rows: Listed, asked: list[tuple[tuple[int, int, int], int, int]]) -> None:
    """The words of two equally long places stand for each other."""
    within = words(rows)
    first = [at for at, _, _ in asked]
    second = [(document, start, start + at[2] - at[1]) for at, document, start in asked]
    expected = [
        sum((a[0], a[1] + i) in within or (b[0], b[1] + i) in within for i in range(a[2] - a[1]))
        for a, b in zip(first, second, strict=True)
    ]
    ranges = WordRanges.union(*columns(rows))
    assert count_words_on_either_side(ranges, columns(first), columns(second)).tolist() == expected
