"""Comparisons on a terminal and in Markdown: every edit is marked, and no line is wider than the screen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document
from dedup.matches import Match, Passage, Place
from dedup.report.comparison import Comparison, passage_captions, unshared_texts
from dedup.report.display_text import display_width
from dedup.report.formats import RenderOptions
from dedup.report.markdown import comparison_markdown
from dedup.report.side_by_side import comparison_table
from dedup.results import DocumentRow, ScanResult
from tests.report.examples import empty_result

A = "One stays here. Two goes away now. " + "Many words follow and stay. " * 4 + "The end is old."
B = "One stays here. Two goes on now. " + "Many words follow and stay. " * 4 + "The end is new."
TEXTS = st.lists(st.sampled_from(["one", "two.", "漢字。", "x" * 50, "\x1b[31m", "three"]), max_size=30).map(" ".join)


def comparison(a: str, b: str, *, passages: bool = True) -> Comparison:
    """Return a comparison in which one passage is the whole of both texts but for `>` and what stands before it."""
    starts = [text.find(">") + 1 for text in (a, b)]
    passage = Passage(Place(starts[0], len(a), 1), Place(starts[1], len(b), 1), 9, 8)
    match = Match("a.txt", "b.txt", "partial", 0.5, 0.75, 0.5, 8, 6, (passage,) if passages else ())
    rows = tuple(DocumentRow(name, name, None, None, None, None, None, 10, 0, 8) for name in ("a.txt", "b.txt"))
    base = empty_result()
    result = ScanResult(base.version, base.settings, base.counts, base.recall, documents=rows, copies=(match,))
    return Comparison(Document("a.txt", a), Document("b.txt", b), result)


def test_each_column_marks_words_that_only_its_text_has() -> None:
    """The left column marks words that only a has, the right column words that only b has, in the same row."""
    rows = comparison_table(comparison(A, B), RenderOptions(80)).split("\n")
    assert "Two goes [-away-] now.                 │ Two goes {+on+} now." in rows
    assert "The end is [-old.-]                    │ The end is {+new.+}" in rows


def test_sentences_that_are_the_same_are_omitted() -> None:
    """Of four equal sentences the two beside a difference are shown, and the ten words between are counted."""
    shown = comparison_table(comparison(A, B), RenderOptions(80))
    assert shown.count("Many words follow and stay. ") == 2
    assert "⋯ 10 words the same ⋯" in shown


def test_full_shows_everything() -> None:
    """With full all four equal sentences are shown on both sides."""
    shown = comparison_table(comparison(A, B), RenderOptions(80, full=True))
    assert shown.count("Many words follow and stay.") == 8
    assert "⋯" not in shown


def test_narrow_screens_show_one_text() -> None:
    """Below 64 columns the two texts are one, with both marks."""
    rows = comparison_table(comparison(A, B), RenderOptions(60)).split("\n")
    assert "Two goes [-away-] {+on+} now." in rows


def test_edits_are_coloured_and_marked() -> None:
    """On a terminal with colours removed words are red and added words green, and both keep their marks."""
    shown = comparison_table(comparison(A, B), RenderOptions(80, colour=True))
    assert "\x1b[31m[-away-]\x1b[0m" in shown
    assert "\x1b[32m{+on+}\x1b[0m" in shown


def test_a_passage_that_was_moved_says_where_to() -> None:
    """Of three passages the first stands last in b: it was moved down, after the third."""
    told = comparison("one two three", "two three one")
    places = ((0, 8), (4, 0), (8, 4))
    moved = tuple(Passage(Place(a, a + 3, 1), Place(b, b + 3, 1), 1, 1) for a, b in places)
    assert [", moved" in caption for caption in passage_captions(moved)] == [True, False, False]
    assert passage_captions(moved)[0].endswith("moved down: in b it stands after passage 3")
    (match,) = told.result.copies
    result = replace(told.result, copies=(replace(match, passages=moved),))
    shown = comparison_table(Comparison(told.a, told.b, result), RenderOptions(160))
    assert "passage 1 of 3, lines 1 ↔ 1, 1 word, moved down: in b it stands after passage 3" in shown


def test_a_passage_that_was_moved_up_may_stand_first() -> None:
    """Of three passages the last one stands first in b."""
    places = ((0, 4), (4, 8), (8, 0))
    moved = tuple(Passage(Place(a, a + 3, 1), Place(b, b + 3, 1), 1, 1) for a, b in places)
    assert passage_captions(moved)[2].endswith("moved up: in b it stands before all others")


def test_a_file_has_names_and_texts_in_full() -> None:
    """What goes to a file or a pipe has the whole name, and the whole text that only one document has."""
    told = comparison("old " * 90 + ">Shared words", ">Shared words")
    name = "files/" * 20 + "a.txt"
    whole = comparison_table(Comparison(replace(told.a, id=name), told.b, told.result), RenderOptions(80, whole=True))
    assert name in whole
    assert whole.count("old") == 90
    assert comparison_table(told, RenderOptions(80)).count("old") < 90


def test_coloured_texts_stay_in_their_columns() -> None:
    """The divider stands in the same place whether words are coloured or not."""
    shown = re.sub(r"\x1b\[\d+m", "", comparison_table(comparison(A, B), RenderOptions(80, colour=True)))
    assert {line.index("│") for line in shown.split("\n") if "│" in line} == {39}


@settings(deadline=None)
@given(TEXTS, TEXTS, st.integers(40, 120), st.booleans())
def test_nothing_is_wider_than_the_screen(a: str, b: str, columns: int, full: bool) -> None:
    """Whatever the texts, every line fits and none steers the terminal."""
    shown = comparison_table(comparison(a, b), RenderOptions(columns, full=full))
    assert all(display_width(line) <= columns for line in shown.split("\n"))
    assert "\x1b" not in shown


def test_text_outside_of_passages_is_listed() -> None:
    """The text of one document only is listed with its line, without the punctuation of the sentence before."""
    (name, own), (_, others) = unshared_texts(comparison("Mine only.\n>Shared words", "Shared words"))
    assert (name, [(each.line, each.text) for each in own]) == ("a", [(1, "Mine only. >")])
    assert others == []


def test_what_one_text_has_once_more_is_told_and_is_not_only_its_own() -> None:
    """Six words of a stand at two places of b; neither of these is listed as what only b has."""
    shared = "Six words that stand in both. "
    told = comparison(f">{shared}", f">{shared}\nMore. {shared}")
    (match,) = told.result.copies
    once, more = len(shared) + 1, len(f">{shared}\nMore. ")
    passage = replace(match.passages[0], b=Place(1, once, 1))
    again = Passage(match.passages[0].a, Place(more, more + len(shared), 2), 6, 6)
    result = replace(told.result, copies=(replace(match, passages=(passage,), again=(again,)),))
    shown = Comparison(told.a, told.b, result)
    assert [each.text for each in unshared_texts(shown)[1][1]] == ["More."]
    assert "once more in one of the two\nlines 1 ↔ 2, 6 words" in comparison_table(shown, RenderOptions())
    assert "## Once more in one of the two\n\n- lines 1 ↔ 2, 6 words" in comparison_markdown(shown, RenderOptions())


def test_texts_without_a_passage_say_so() -> None:
    """Two texts that share nothing are shown by name and with a sentence."""
    lone = comparison(A, B)
    alone = Comparison(lone.a, lone.b, empty_result())
    assert "They share no run of 12 words or more." in comparison_table(alone, RenderOptions())
    assert "They share no run of 12 words or more." in comparison_markdown(alone, RenderOptions())


@pytest.mark.parametrize(("text", "written"), [("<b", "&lt;b"), ("*x*", r"\*x\*")])
def test_markdown_marks_and_escapes(text: str, written: str) -> None:
    """Removed and added words are in del and ins elements, and documents cannot write markup."""
    shown = comparison_markdown(comparison(f"Here {text} stays old", f"Here {text} stays new"), RenderOptions())
    assert f"> Here {written} stays <del>old</del> <ins>new</ins>" in shown


def test_a_passage_that_was_found_by_its_letters_says_how_alike_they_are() -> None:
    """Who reads that ten of twelve words are the same sees why the others count."""
    place = Place(0, 80, 1)
    (caption,) = passage_captions([Passage(place, place, 12, 10, similarity=0.9712)])
    assert caption == "passage 1 of 1, lines 1 ↔ 1, 10 of 12 words the same, letters 97 % alike"
