"""Aligning: which word of a text stands for which of another one, also between their common runs."""

from __future__ import annotations

import numpy as np

from dedup.reuse.template_blanks import align

NUMBERS = {word: number for number, word in enumerate("abcdefghijklmnopqrstuvwxyz")}


def places_in(text: str, other: str, runs: list[tuple[int, int, int]]) -> list[int]:
    one, two = (np.array([NUMBERS[word] for word in words], np.uint64) for words in (text, other))
    (places,) = align(one, [two], [runs])
    return list(places.tolist())


def test_texts_of_one_length_are_compared_word_by_word_between_runs() -> None:
    """In xcz and ycw only the second is the same."""
    assert places_in("abxczde", "abycwde", [(0, 0, 2), (5, 5, 2)]) == [0, 1, -1, 3, -1, 5, 6]


def test_two_words_in_a_row_are_fixed_where_the_lengths_differ() -> None:
    """Of xycd and uvwcds there are c and d."""
    assert places_in("abxycdpqr", "abuvwcdsqr", [(0, 0, 2), (7, 8, 2)]) == [0, 1, -1, -1, 5, 6, -1, 8, 9]


def test_before_the_first_run_a_phrase_of_four_words_is_needed() -> None:
    """Four letters in a row are one, three are none."""
    assert places_in("xabcdyzzz", "abcdwzzz", [(6, 5, 3)]) == [-1, 0, 1, 2, 3, -1, 5, 6, 7]
    assert places_in("xabcyzzz", "abcwwzzz", [(5, 5, 3)]) == [-1, -1, -1, -1, -1, 5, 6, 7]


def test_after_the_last_run_a_phrase_of_four_words_is_needed() -> None:
    """The same from the other end."""
    assert places_in("zzzyabcdx", "zzzwwabcd", [(0, 0, 3)]) == [0, 1, 2, -1, 5, 6, 7, 8, -1]


def test_beyond_the_runs_single_words_count_up_to_the_phrase() -> None:
    """Between the phrase and the run, y stands in both places for itself."""
    assert places_in("abcdxywzzz", "abcduyvzzz", [(7, 7, 3)]) == [0, 1, 2, 3, -1, 5, -1, 7, 8, 9]


def test_runs_in_another_order_are_left_out() -> None:
    """The second run of the text stands first in the other one."""
    assert places_in("aaabbb", "bbbaaa", [(0, 3, 3), (3, 0, 3)]) == [3, 4, 5, -1, -1, -1]
