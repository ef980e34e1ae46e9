"""Aligning: which word of a text stands for which of another one, also between their common runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from dedup.kernels.alignment import LARGEST_COMPARISON
from dedup.kernels.passages import Runs
from tests import reference
from tests.kernels.inputs import IMPLEMENTATIONS, joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    Run = tuple[int, int, int]

few_words = st.lists(st.integers(0, 3), max_size=60)
any_words = st.lists(st.integers(0, 20), max_size=60)
counted_words = st.lists(st.integers(1, 4), max_size=40)
run = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 12))


def aligned(implementation: ModuleType, texts: list[list[int]], runs: list[list[Run]]) -> np.ndarray:
    """Return the places of the words of the first text in the others."""
    columns = np.array([row for of_text in runs for row in of_text], np.int64).reshape(-1, 3).T.copy()
    bounds = np.cumsum([0, *map(len, runs)]).astype(np.int64)
    others = np.arange(1, len(texts))
    places: np.ndarray = implementation.align_texts(
        *joined(texts), 0, others, Runs(*columns), (bounds[:-1], bounds[1:])
    )
    return places


def places_in(implementation: ModuleType, text: str, other: str, runs: Sequence[Run]) -> list[int]:
    """Return the places in the other text, for texts in which each letter is a word."""
    places = aligned(implementation, [[ord(letter) for letter in each] for each in (text, other)], [list(runs)])
    return list(places[0].tolist())


@given(st.data(), few_words | any_words, st.lists(few_words | any_words, max_size=3))
@settings(max_examples=200, deadline=None)
def test_places_are_those_of_the_reference(data: st.DataObject, text: list[int], others: list[list[int]]) -> None:
    """For any runs that lie within the texts; the places of each text rise."""
    runs = []
    for other in others:
        drawn = data.draw(st.lists(run, max_size=4))
        runs.append(sorted((a, b, n) for a, b, n in drawn if a + n <= len(text) and b + n <= len(other)))
    found, expected = (aligned(each, [text, *others], runs) for each in (kernels, reference))
    assert np.array_equal(found, expected)
    assert all((np.diff(of_text[of_text >= 0]) > 0).all() for of_text in found)


@given(counted_words, st.lists(counted_words, max_size=6))
@settings(max_examples=150, deadline=None)
def test_equal_values_are_those_of_the_reference(text: list[int], others: list[list[int]]) -> None:
    """For any texts, as far as they are aligned without runs."""
    places = aligned(kernels, [text, *others], [[]] * len(others))
    rows = np.arange(1, len(others) + 1)
    found, expected = (each.count_equal_values(*joined([text, *others]), rows, places) for each in (kernels, reference))
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_values_are_words_or_all_words_of_a_gap(implementation: ModuleType) -> None:
    """Between a and b there are x, y, y, pq and nothing: one equal pair of ten. The last text does not count there."""
    texts = [[ord(letter) for letter in each] for each in ("axb", "ayb", "ayb", "apqb", "ab", "b")]
    places = np.array([[0, -1, 2], [0, -1, 2], [0, -1, 3], [0, -1, 1], [-1, -1, 0]])
    equal, pairs = implementation.count_equal_values(*joined(texts), np.arange(1, 6), places)
    assert equal.tolist() == [10, 1, 15]
    assert pairs.tolist() == [10, 10, 15]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_where_half_of_the_texts_do_not_count_there_are_no_pairs(implementation: ModuleType) -> None:
    """Of four texts, two have the first word, and three the second."""
    places = np.array([[0, 1], [-1, 0], [-1, -1]])
    equal, pairs = implementation.count_equal_values(*joined([[7, 8], [7, 8], [8], [9]]), np.arange(1, 4), places)
    assert (equal.tolist(), pairs.tolist()) == ([0, 3], [0, 3])


@given(st.integers(0, 10**6), st.sampled_from([(128, 128), (127, 129), (4, 4096), (5, 3000), (8, 2100), (90, 170)]))
@settings(max_examples=30, deadline=None)
def test_long_stretches_are_aligned_as_the_reference_does(seed: int, sizes: tuple[int, int]) -> None:
    """Up to the largest comparison, and beyond it, before, between and after two runs."""
    chance = np.random.default_rng(seed)
    frame, texts, ends = [90, 91, 92, 93, 94], [], []
    for size in sizes:
        stretches = [chance.integers(0, 1 + size % 7 * 9, size).tolist() for _ in range(3)]
        texts.append([*stretches[0], *frame, *stretches[1], *frame, *stretches[2]])
        ends.append((size, 2 * size + 5))
    runs = [(a, b, 5) for a, b in zip(*ends, strict=True)]
    found, expected = (aligned(each, texts, [runs]) for each in (kernels, reference))
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_texts_of_one_length_are_compared_word_by_word_between_runs(implementation: ModuleType) -> None:
    """In xcz and ycw only the second is the same."""
    assert places_in(implementation, "abxczde", "abycwde", [(0, 0, 2), (5, 5, 2)]) == [0, 1, -1, 3, -1, 5, 6]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_two_words_in_a_row_are_fixed_where_the_lengths_differ(implementation: ModuleType) -> None:
    """Of xycd and uvwcds there are c and d."""
    runs = [(0, 0, 2), (7, 8, 2)]
    assert places_in(implementation, "abxycdpqr", "abuvwcdsqr", runs) == [0, 1, -1, -1, 5, 6, -1, 8, 9]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_before_the_first_run_a_phrase_of_four_words_is_needed(implementation: ModuleType) -> None:
    """Four letters in a row are one, three are none."""
    assert places_in(implementation, "xabcdyzzz", "abcdwzzz", [(6, 5, 3)]) == [-1, 0, 1, 2, 3, -1, 5, 6, 7]
    assert places_in(implementation, "xabcyzzz", "abcwwzzz", [(5, 5, 3)]) == [-1, -1, -1, -1, -1, 5, 6, 7]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_after_the_last_run_a_phrase_of_four_words_is_needed(implementation: ModuleType) -> None:
    """The same from the other end."""
    assert places_in(implementation, "zzzyabcdx", "zzzwwabcd", [(0, 0, 3)]) == [0, 1, 2, -1, 5, 6, 7, 8, -1]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_beyond_the_runs_single_words_count_up_to_the_phrase(implementation: ModuleType) -> None:
    """Between the phrase and the run, y stands in both places for itself."""
    assert places_in(implementation, "abcdxywzzz", "abcduyvzzz", [(7, 7, 3)]) == [0, 1, 2, 3, -1, 5, -1, 7, 8, 9]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_runs_in_another_order_are_left_out(implementation: ModuleType) -> None:
    """The second run of the text stands first in the other one."""
    assert places_in(implementation, "aaabbb", "bbbaaa", [(0, 3, 3), (3, 0, 3)]) == [3, 4, 5, -1, -1, -1]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_stretches_that_are_too_long_are_not_compared(implementation: ModuleType) -> None:
    """129 and 128 words before the run, of which three in a row are the same as in the other text."""
    size = 129
    assert size * size > LARGEST_COMPARISON
    text, other = ([1, 2, 3, 4, *range(first, first + size - 4), 5, 6] for first in (1000, 2000))
    (places,) = aligned(implementation, [text, other[1:]], [[(size, size - 1, 2)]])
    assert places.tolist() == [-1] * size + [size - 1, size]


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    """A run that leaves one of its texts or is empty; a run, a text and words that are not there."""
    texts = [[1, 2, 3], [1, 2, 3]]
    for wrong in ((2, 0, 2), (0, 2, 2), (0, 0, 4), (0, 0, -1)):
        with pytest.raises(ValueError, match="align_texts do not belong together"):
            aligned(kernels, texts, [[wrong]])
    words, offsets = joined(texts)
    runs = Runs(*(np.array([number]) for number in (0, 0, 2)))
    for other, end, last in ((1, 2, 6), (2, 1, 6), (-1, 1, 6), (1, 1, 7)):
        offsets[-1] = last
        with pytest.raises(ValueError, match="align_texts do not belong together"):
            kernels.align_texts(words, offsets, 0, np.array([other]), runs, (np.array([0]), np.array([end])))
    for places in ([[0, 0, 1]], [[0, 1, 3]]):
        with pytest.raises(ValueError, match="equal_values do not belong together"):
            kernels.count_equal_values(*joined(texts), np.array([1]), np.array(places))
