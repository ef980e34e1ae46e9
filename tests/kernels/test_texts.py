"""Words into the texts they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels.test_twins import TWINS

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(st.integers(0, 4) | st.integers(0, 300), max_size=60), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_every_word_is_in_its_text(twin: ModuleType, sizes: list[int], chance: object) -> None:
    """Texts of no words, of few and of many, in one collection; words in any order."""
    owners = [text for text, size in enumerate(sizes) for _ in range(size)]
    words = list(range(len(owners)))
    chance.shuffle(words)  # type: ignore[attr-defined]
    offsets = np.cumsum([0, *sizes]).astype(np.int64)
    assert twin.texts_of(offsets, np.array(words, np.int64)).tolist() == [owners[word] for word in words]


@pytest.mark.parametrize("twin", TWINS)
def test_one_long_text_does_not_hide_many_short_ones(twin: ModuleType) -> None:
    """A million words, and then a thousand texts of three."""
    offsets = np.cumsum([0, 1_000_000, *[3] * 1000]).astype(np.int64)
    words = np.array([0, 999_999, 1_000_000, 1_000_002, 1_000_003, 1_002_999], np.int64)
    assert twin.texts_of(offsets, words).tolist() == [0, 0, 1, 1, 2, 1000]
