"""Repetitions: what one document says twice, by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.reuse.repetitions import are_artefacts
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Repetition


def block(name: str, words: int) -> str:
    return " ".join(f"{name}{n}" for n in range(words))


def repetitions(text: str) -> Sequence[Repetition]:
    return scan(collection_of([Document("d", text)])).repetitions


def test_a_paragraph_that_stands_twice_is_identical() -> None:
    """Punctuation and case do not matter; lines and paragraphs are told."""
    text = f"{block('a', 20)}.\n\n{block('b', 20)}.\n\n{block('A', 20)}!"
    (found,) = repetitions(text)
    assert (found.relation, found.shared_words) == ("identical", 20)
    assert (found.first.line, found.first.paragraph) == (1, 1)
    assert (found.second.line, found.second.paragraph) == (5, 3)


def test_a_paragraph_inside_a_longer_one_is_contained() -> None:
    """The span in the longer one is that of the repeated words only."""
    text = f"{block('a', 20)}.\n\nx1 x2 {block('a', 20)} x3 {block('x', 30)}."
    (found,) = repetitions(text)
    assert (found.relation, found.containment, found.smaller) == ("contained", 1.0, "first")
    assert text[found.second.start : found.second.end] == block("a", 20)


def test_a_part_of_two_longer_paragraphs_is_partial() -> None:
    """Twenty of seventy words in both."""
    text = f"{block('x', 50)} {block('a', 20)}.\n\n{block('a', 20)} {block('y', 50)}."
    (found,) = repetitions(text)
    assert (found.relation, found.shared_words) == ("partial", 20)


def test_a_run_over_the_end_of_a_paragraph_is_told_whole() -> None:
    """Eight words end a paragraph and nine begin the next, twice: seventeen of the sixty words of two paragraphs."""
    run = f"{block('a', 8)}.\n\n{block('b', 9)}"
    text = f"{block('v', 22)} {run} {block('w', 21)}.\n\n{block('x', 22)} {run} {block('y', 21)}."
    (found,) = repetitions(text)
    assert (found.relation, found.shared_words, found.containment) == ("partial", 17, round(17 / 60, 6))
    assert found.text == text[found.second.start : found.second.end] == run
    assert (found.first.paragraph, found.second.paragraph) == (1, 3)


def test_a_repeated_list_of_short_lines_is_told_whole() -> None:
    """Four paragraphs of four words each, twice: all sixteen words, and they are identical."""
    lines = "\n\n".join(f"{block(name, 4)}." for name in "abcd")
    (found,) = repetitions(f"{lines}\n\n{block('x', 30)}.\n\n{lines}")
    assert (found.relation, found.shared_words, found.jaccard) == ("identical", 16, 1.0)
    assert (found.first.line, found.second.line) == (1, 11)


def test_fewer_words_than_the_minimum_are_no_repetition() -> None:
    """Eleven words in common are not enough, twelve are."""
    assert not repetitions(f"{block('a', 11)} x.\n\n{block('a', 11)} y.")
    assert len(repetitions(f"{block('a', 12)} x.\n\n{block('a', 12)} y.")) == 1


def test_a_repeated_block_of_paragraphs_is_told_paragraph_by_paragraph() -> None:
    """A paragraph mark does not cut the passage, but each paragraph has its own row."""
    paragraphs = f"{block('a', 20)}.\n\n{block('b', 20)}."
    found = repetitions(f"{paragraphs}\n\n{block('x', 20)}.\n\n{paragraphs}")
    assert [(f.first.paragraph, f.second.paragraph) for f in found] == [(1, 4), (2, 5)]
    assert {f.verdict for f in found} == {None}


@pytest.mark.parametrize("order", ["abab", "aabb", "xabcabcy"])
def test_blocks_that_come_twice_in_a_row_look_like_an_extractor_at_work(order: str) -> None:
    """p1 p2 p1 p2 and p1 p1 p2 p2 get the verdict on every repeated paragraph."""
    found = repetitions("\n\n".join(f"{block(name, 20)}." for name in order))
    assert len(found) == len(order) - len(set(order))
    assert {f.verdict for f in found} == {"extraction artefact?"}


repeats = st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 9), st.booleans())


@given(st.sets(repeats, max_size=25))
def test_artefacts_of_many_texts_are_those_of_each(rows: set[tuple[int, int, int, bool]]) -> None:
    """Series of identical paragraphs at one distance, as long as it or in steps of two where it is one."""
    listed = sorted(rows)
    suspects = set()
    for text, first, second, identical in listed:
        distance = second - first
        series = {a for t, a, b, same in listed if same and t == text and b - a == distance != 0}
        step = 2 if distance == 1 else 1
        low = high = first
        while low - step in series:
            low -= step
        while high + step in series:
            high += step
        if identical and distance and (high - low) // step + 1 >= max(2, distance if step == 1 else 2):
            suspects.add((text, first, second))
    texts, firsts, seconds, same = np.array(listed, np.int64).reshape(-1, 4).T
    found = are_artefacts(texts, same > 0, firsts, seconds)
    assert found.tolist() == [row[:3] in suspects for row in listed]


def test_one_repeated_paragraph_is_no_artefact() -> None:
    """A single refrain is an author's choice."""
    assert [f.verdict for f in repetitions("\n\n".join(f"{block(name, 20)}." for name in "axa"))] == [None]


@pytest.mark.parametrize(("pattern", "times"), [("spam", 5000), ("spam eggs", 3000), (block("w", 20), 400)])
def test_a_pattern_that_runs_on_is_told_once(pattern: str, times: int) -> None:
    """Whatever its period, the text is one repetition, with its number of times and all of its words."""
    text = " ".join([pattern] * times)
    (found,) = repetitions(text)
    assert found.times == times
    assert (found.first.start, found.second.end) == (0, len(text))


def test_words_in_scripts_without_spaces_repeat_too() -> None:
    """Thirteen Han characters are thirteen words."""
    sentence = "敏捷的棕色狐狸跳过了懒惰的狗"
    (found,) = repetitions(f"{sentence}。\n\n别的内容在这里。\n\n{sentence}…")
    assert (found.relation, found.shared_words) == ("identical", len(sentence))
