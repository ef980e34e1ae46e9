"""Overlaps of long texts: every pair from every kernel as the textbook has it, whatever was compared before."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels import naive
from tests.kernels.test_twins import TWINS, joined

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("twin", TWINS)
@given(st.integers(0, 2**32), st.integers(1, 6))
@settings(max_examples=25, deadline=None)
def test_overlaps_of_many_pairs_are_those_of_the_textbook(twin: ModuleType, seed: int, size: int) -> None:
    """Texts of no words to hundreds, which repeat phrases of each other and of themselves; pairs in any order."""
    chance = random.Random(seed)
    phrases = [
        [chance.choice([1, 2, 3, chance.getrandbits(64)]) for _ in range(chance.randrange(30))] for _ in range(8)
    ]
    texts = [[word for phrase in chance.choices(phrases, k=chance.randrange(20)) for word in phrase] for _ in range(6)]
    pairs = [(chance.randrange(6), chance.randrange(6)) for _ in range(12)]
    words, offsets = joined(texts)
    sides = tuple(np.array(side, np.int64) for side in zip(*pairs, strict=True))
    found = twin.compare_sets(twin.shingle_hashes(words, offsets, size), np.diff(offsets), sides, size)
    rows = list(zip(*(column.tolist() for column in found), strict=True))
    assert rows == [naive.overlap(texts[a], texts[b], size) for a, b in pairs]


@pytest.mark.parametrize("twin", TWINS)
def test_no_pairs_have_no_overlap(twin: ModuleType) -> None:
    """And texts that nobody compares cost nothing."""
    words, offsets = joined([[1, 2, 3], []])
    none = np.zeros(0, np.int64)
    found = twin.compare_sets(twin.shingle_hashes(words, offsets, 2), np.diff(offsets), (none, none), 2)
    assert [column.size for column in found] == [0] * 5
