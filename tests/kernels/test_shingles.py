"""Shingles, fingerprints and overlaps: every implementation gives what the textbook gives."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels import naive
from tests.kernels.inputs import IMPLEMENTATIONS, joined, numbers

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(numbers, max_size=4), st.integers(1, 7))
@settings(max_examples=150, deadline=None)
def test_shingles_are_those_of_the_textbook(implementation: ModuleType, documents: list[list[int]], size: int) -> None:
    """Every run of `size` words has its hash, and a text that is shorter has one of all its words."""
    found = implementation.shingle_hashes(*joined(documents), size)
    for i, words in enumerate(documents):
        assert found.hashes[found.offsets[i] : found.offsets[i + 1]].tolist() == naive.shingles(words, size)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize("size", [1, 5, 8, 9, 30])
def test_shingles_of_long_texts_are_those_of_the_textbook(implementation: ModuleType, size: int) -> None:
    """However many words a shingle has, and a text shingles, each has the hash of its words."""
    chance = random.Random(size)
    document = [chance.getrandbits(64) for _ in range(2500)]
    found = implementation.shingle_hashes(*joined([document]), size)
    assert found.hashes.tolist() == [naive.shingle(document[i : i + size]) for i in range(len(document) - size + 1)]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(numbers, st.integers(1, 7))
@settings(max_examples=100, deadline=None)
def test_rolling_hashes_are_those_of_one_long_text(implementation: ModuleType, words: list[int], size: int) -> None:
    """Without bounds every run of `size` words has its hash, and fewer words have none."""
    found = implementation.rolling_hashes(np.array(words, np.uint64), size)
    assert found.tolist() == [naive.shingle(words[i : i + size]) for i in range(len(words) - size + 1)]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(numbers, min_size=1, max_size=4), st.integers(1, 12), st.integers(1, 8), st.randoms())
@settings(max_examples=200, deadline=None)
def test_rolling_hashes_near_positions_are_those_of_all_runs_near_them(
    implementation: ModuleType, documents: list[list[int]], size: int, window: int, chance: random.Random
) -> None:
    """Each run that begins at a position, or a few words before one, comes once, with the hash of its words."""
    words, offsets = joined(documents)
    positions = sorted(chance.sample(range(words.size), words.size // 3))
    hashes, starts = implementation.rolling_hashes_near(words, offsets, np.array(positions, np.int64), size, window)
    expected = {
        start: naive.shingle(document[start - low : start - low + size])
        for document, low in zip(documents, offsets.tolist(), strict=False)
        for start in range(low, low + len(document) - size + 1)
        if any(start <= position < min(start + window, low + len(document)) for position in positions)
    }
    assert list(zip(starts.tolist(), hashes.tolist(), strict=True)) == sorted(expected.items())


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(numbers, max_size=4), st.integers(1, 6), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_fingerprints_are_those_of_the_textbook(
    implementation: ModuleType, documents: list[list[int]], size: int, window: int
) -> None:
    """Of every window the least shingle is chosen, the last of equals, and nothing across two texts."""
    words, offsets = joined(documents)
    found = implementation.winnow(words, offsets, size, window)
    expected = [
        (key, position + offsets[i])
        for i, document in enumerate(documents)
        for key, position in naive.winnow(document, size, window)
    ]
    assert list(zip(found.keys.tolist(), found.positions.tolist(), strict=True)) == expected


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize(("values", "window"), [(2, 7), (3, 1), (12, 2), (1 << 60, 7), (40, 200)])
def test_fingerprints_of_long_texts_are_those_of_the_textbook(
    implementation: ModuleType, values: int, window: int
) -> None:
    """However many shingles a text has, of few different words or many, the fingerprints are the same."""
    chance = random.Random(values)
    document = [chance.randrange(values) for _ in range(2500)]
    found = implementation.winnow(*joined([document]), 3, window)
    assert list(zip(found.keys.tolist(), found.positions.tolist(), strict=True)) == naive.winnow(document, 3, window)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(numbers, min_size=2, max_size=4), st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_overlap_is_that_of_the_textbook(implementation: ModuleType, documents: list[list[int]], size: int) -> None:
    """Shared and distinct shingles and covered words are counted as by hand."""
    words, offsets = joined(documents)
    shingles = implementation.shingle_hashes(words, offsets, size)
    pairs = (np.array([0, 1, 0], np.int64), np.array([1, 0, 0], np.int64))
    found = implementation.compare_sets(shingles, np.diff(offsets), pairs, size)
    for row in range(3):
        a, b = documents[pairs[0][row]], documents[pairs[1][row]]
        assert tuple(int(column[row]) for column in found) == naive.overlap(a, b, size)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.integers(0, 2**32), st.integers(1, 6))
@settings(max_examples=25, deadline=None)
def test_overlaps_of_many_pairs_are_those_of_the_textbook(implementation: ModuleType, seed: int, size: int) -> None:
    """Texts of no words to hundreds, which repeat phrases of each other and of themselves; pairs in any order."""
    chance = random.Random(seed)
    phrases = [
        [chance.choice([1, 2, 3, chance.getrandbits(64)]) for _ in range(chance.randrange(30))] for _ in range(8)
    ]
    texts = [[word for phrase in chance.choices(phrases, k=chance.randrange(20)) for word in phrase] for _ in range(6)]
    pairs = [(chance.randrange(6), chance.randrange(6)) for _ in range(12)]
    words, offsets = joined(texts)
    sides = tuple(np.array(side, np.int64) for side in zip(*pairs, strict=True))
    found = implementation.compare_sets(
        implementation.shingle_hashes(words, offsets, size), np.diff(offsets), sides, size
    )
    rows = list(zip(*(column.tolist() for column in found), strict=True))
    assert rows == [naive.overlap(texts[a], texts[b], size) for a, b in pairs]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_no_pairs_have_no_overlap(implementation: ModuleType) -> None:
    """And texts that nobody compares cost nothing."""
    words, offsets = joined([[1, 2, 3], []])
    none = np.zeros(0, np.int64)
    found = implementation.compare_sets(
        implementation.shingle_hashes(words, offsets, 2), np.diff(offsets), (none, none), 2
    )
    assert [column.size for column in found] == [0] * 5
