"""Differences between two versions are found word by word, and together they give back both texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dedup.report import changes as differ
from dedup.report.changes import changes, excerpt, joined, marked

WORDS = st.lists(st.sampled_from(["the", "two", "sides", "sides'", "新", "闻", "of"]), max_size=12).map(" ".join)


def test_an_apostrophe_is_shown_with_its_word() -> None:
    """The seed's one difference between lines 19 and 47 is marked with three words around it."""
    first = "contacts between Pakistan and Russia and the two sides readiness to open a new chapter"
    second = "contacts between Pakistan and Russia and the two sides' readiness to open a new chapter"
    assert excerpt(first, second) == "… and the two [-sides-]{+sides'+} readiness to open …"


def test_scripts_without_spaces_differ_by_character() -> None:
    """Of a Chinese text only the character that changed is marked, and no spaces come in."""
    assert excerpt("巴基斯坦与俄罗斯", "巴基斯坦和俄罗斯") == "… 基斯坦[-与-]{+和+}俄罗斯"


def test_spacing_is_no_difference() -> None:
    """Texts that are broken into lines differently have no differences."""
    assert excerpt("one two\nthree", "one  two three") == ""


def test_differences_that_are_far_apart_are_counted() -> None:
    """The first difference is shown, the one ten words later is counted."""
    same = " ".join("abcdefghij")
    assert excerpt(f"old {same} old", f"new {same} new") == "[-old-]{+new+} a b c … and 1 more"


@given(WORDS, WORDS)
def test_changes_give_back_both_texts(a: str, b: str) -> None:
    """Either side of all stretches, joined, is the words of its text."""
    found = changes(a, b)
    assert "".join(joined(change.a) for change in found).split() == a.split()
    assert "".join(joined(change.b) for change in found).split() == b.split()


@given(WORDS, WORDS)
def test_same_stretches_are_the_same_and_take_turns(a: str, b: str) -> None:
    """What is called the same has the same words on both sides, and no two stretches of one kind follow each other."""
    found = changes(a, b)
    assert all([t.text for t in c.a] == [t.text for t in c.b] for c in found if c.same)
    assert all(one.same != other.same for one, other in pairwise(found))


def test_texts_too_long_to_compare_are_one_change() -> None:
    """Beyond the limit the whole is marked as changed, not searched for hours."""
    words = int(differ.LARGEST**0.5) + 1
    found = changes("a " * words, "b " * words)
    assert [(change.same, len(change.a), len(change.b)) for change in found] == [(False, words, words)]


def test_marks_name_what_is_gone_and_what_has_come() -> None:
    """A word that only one side has is marked on that side only."""
    assert "".join(map(marked, changes("a b c", "a c d"))) == "a [-b-] c {+d+}"
