"""Differences between two versions are found word by word, and together they give back both texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dedup.report.word_diff import (
    MAX_WORD_PAIRS,
    OmittedRows,
    align_rows,
    diff_words,
    difference_excerpt,
    join_words,
    mark_differences,
    omit_same_rows,
)

WORDS = st.lists(st.sampled_from(["the", "two", "sides", "sides'", "新", "闻", "of"]), max_size=12).map(" ".join)
TEXTS = st.lists(st.sampled_from(["one", "two.", "漢字。", "x" * 50, "\x1b[31m", "three"]), max_size=30).map(" ".join)


def test_an_apostrophe_is_shown_with_its_word() -> None:
    """The seed's one difference between lines 19 and 47 is marked with three words around it."""
    first = "contacts between Pakistan and Russia and the two sides readiness to open a new chapter"
    second = "contacts between Pakistan and Russia and the two sides' readiness to open a new chapter"
    assert difference_excerpt(first, second) == "… and the two [-sides-]{+sides'+} readiness to open …"


def test_scripts_without_spaces_differ_by_character() -> None:
    """Of a Chinese text only the character that changed is marked, and no spaces come in."""
    assert difference_excerpt("巴基斯坦与俄罗斯", "巴基斯坦和俄罗斯") == "… 基斯坦[-与-]{+和+}俄罗斯"


def test_spacing_is_no_difference() -> None:
    """Texts that are broken into lines differently have no differences."""
    assert difference_excerpt("one two\nthree", "one  two three") == ""


def test_differences_that_are_far_apart_are_counted() -> None:
    """The first difference is shown, the one ten words later is counted."""
    same = " ".join("abcdefghij")
    assert difference_excerpt(f"old {same} old", f"new {same} new") == "[-old-]{+new+} a b c … and 1 more"


@given(WORDS, WORDS)
def test_segments_give_back_both_texts(a: str, b: str) -> None:
    """The words of one text in all segments together are that text."""
    found = diff_words(a, b)
    assert "".join(join_words(segment.a) for segment in found).split() == a.split()
    assert "".join(join_words(segment.b) for segment in found).split() == b.split()


@given(WORDS, WORDS)
def test_same_segments_are_the_same_and_take_turns(a: str, b: str) -> None:
    """What is called the same has the same words in both texts, and no two segments of one kind follow each other."""
    found = diff_words(a, b)
    assert all([t.text for t in c.a] == [t.text for t in c.b] for c in found if c.same)
    assert all(one.same != other.same for one, other in pairwise(found))


def test_texts_too_long_to_compare_are_one_change() -> None:
    """Beyond the limit the whole is marked as changed, not searched for hours."""
    words = int(MAX_WORD_PAIRS**0.5) + 1
    found = diff_words("a " * words, "b " * words)
    assert [(segment.same, len(segment.a), len(segment.b)) for segment in found] == [(False, words, words)]


def test_removed_and_added_words_are_marked() -> None:
    """A word that only one text has is marked as removed or added."""
    assert "".join(map(mark_differences, diff_words("a b c", "a c d"))) == "a [-b-] c {+d+}"


@given(TEXTS, TEXTS)
def test_rows_hold_both_texts_whole(a: str, b: str) -> None:
    """The words of one text in all rows together are that text."""
    rows = align_rows(a, b)
    assert "".join(join_words(piece.words) for row in rows for piece in row.in_a()).split() == a.split()
    assert "".join(join_words(piece.words) for row in rows for piece in row.in_b()).split() == b.split()


@given(TEXTS, TEXTS)
def test_no_row_with_a_difference_is_omitted(a: str, b: str) -> None:
    """Rows that differ are never omitted, and the words that are omitted are counted."""
    rows = align_rows(a, b)
    kept = omit_same_rows(rows)
    assert [row for row in kept if not isinstance(row, OmittedRows) and not row.same] == [
        row for row in rows if not row.same
    ]
    assert sum(row.word_count for row in kept) == sum(row.word_count for row in rows)


def test_long_sentences_are_divided() -> None:
    """Where no sentence ends, a row ends after 40 words, so that the columns cannot drift apart."""
    rows = align_rows("word " * 100, "word " * 100)
    assert [row.word_count for row in rows] == [40, 40, 20]
