"""Words that a text holds of another one: the kernel finds what the reference finds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from dedup.kernels.passages import Runs
from tests import reference
from tests.kernels.inputs import IMPLEMENTATIONS

if TYPE_CHECKING:
    from types import ModuleType

texts = st.lists(st.lists(st.integers(0, 3), max_size=40), min_size=1, max_size=3)
run = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 12))
runs = st.lists(run, max_size=5, unique_by=lambda run: run[0]).map(sorted)


def held(
    implementation: ModuleType,
    listed: list[list[int]],
    counted: list[bool],
    pairs: list[tuple[int, int, list[tuple[int, int, int]]]],
    least: int,
) -> list[list[int]]:
    """Return the words of the first text of each pair that are held."""
    offsets = np.cumsum([0, *map(len, listed)]).astype(np.int64)
    words = np.array([word for text in listed for word in text], np.uint64)
    is_counted = np.array(counted, bool)
    sides = tuple(np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    rows = np.array([row for _, _, of_pair in pairs for row in of_pair], np.int64).reshape(-1, 3).T
    bounds = np.cumsum([0, *(len(of_pair) for _, _, of_pair in pairs)]).astype(np.int64)
    bits, starts = implementation.find_held_words(words, is_counted, offsets, sides, Runs(*rows), bounds, least)
    parts = (np.unpackbits(bits[low:high], bitorder="little") for low, high in pairwise(starts))
    return [np.flatnonzero(part).tolist() for part in parts]


@given(st.data(), texts, st.integers(1, 4))
@settings(max_examples=300, deadline=None)
def test_words_are_those_of_the_reference(data: st.DataObject, listed: list[list[int]], least: int) -> None:
    """For any runs, also for runs that hold other words on the other side."""
    text = st.integers(0, len(listed) - 1)
    pairs = data.draw(st.lists(st.tuples(text, text, runs), max_size=3))
    counted = [data.draw(st.booleans()) or word > 0 for each in listed for word in each]
    found, expected = (held(each, listed, counted, pairs, least) for each in (kernels, reference))
    assert found == expected


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_words_of_runs_are_held_and_some_in_a_row_beside_them(implementation: ModuleType) -> None:
    """A run of two words; behind it a changed word, three that are the same, a changed one, and one that is alone."""
    a, b = [1, 2, 90, 3, 4, 5, 91, 6], [80, 1, 2, 92, 3, 4, 5, 93, 6]
    assert held(implementation, [a, b], [True] * 17, [(0, 1, [(0, 1, 2)])], 3) == [[0, 1, 3, 4, 5]]
    assert held(implementation, [a, b], [True] * 17, [(1, 0, [(1, 0, 2)])], 3) == [[1, 2, 4, 5, 6]]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_words_that_do_not_count_are_not_held(implementation: ModuleType) -> None:
    """The second word of the run counts in neither text, the third not in the other one."""
    counted = [True, False, True, True, True, False, False, True]
    assert held(implementation, [[1, 2, 3, 4], [1, 2, 3, 4]], counted, [(0, 1, [(0, 0, 4)])], 3) == [[0, 3]]


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    """A text that is not there, and words of which it is not known whether they count."""
    with pytest.raises(ValueError, match="held_words do not belong together"):
        held(kernels, [[1, 2]], [True, True], [(0, 1, [(0, 0, 2)])], 3)
    with pytest.raises(ValueError, match="held_words do not belong together"):
        held(kernels, [[1, 2]], [True], [(0, 0, [(0, 0, 2)])], 3)
