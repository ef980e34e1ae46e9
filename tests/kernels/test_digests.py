"""Digests of words: the same for the same words in the same order, from every kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels import naive
from tests.kernels.test_twins import TWINS, joined

if TYPE_CHECKING:
    from types import ModuleType

PUBLISHED = [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
]
"""The first numbers that SplitMix64 gives from the seed 1234567, as they are published to test it by."""
word_lists = st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 2), max_size=40), max_size=6)


@pytest.mark.parametrize("twin", TWINS)
@given(word_lists)
@settings(max_examples=200, deadline=None)
def test_digests_are_those_of_the_textbook(twin: ModuleType, documents: list[list[int]]) -> None:
    """Each is the sum of its words mixed with their places; a text without words, also the last, has zeros."""
    found = twin.digests(*joined(documents))
    assert found.shape == (len(documents), 2)
    assert found.tolist() == [naive.digest(words) for words in documents]


@pytest.mark.parametrize("twin", TWINS)
def test_the_second_half_sums_what_split_mix_gives(twin: ModuleType) -> None:
    """A word that is repeated counts up like the generator's state, so published numbers tell what comes out."""
    found = twin.digests(*joined([[1234567] * 5]))
    assert int(found[0, 1]) == sum(PUBLISHED) % 2**64


@pytest.mark.parametrize("twin", TWINS)
def test_order_and_length_count(twin: ModuleType) -> None:
    """The same words in another order, once more, or once less, have another digest."""
    documents = [[5, 6, 7], [5, 7, 6], [5, 6, 7, 7], [5, 6], [0], [0, 0]]
    found = twin.digests(*joined(documents))
    assert len({tuple(row) for row in found.tolist()}) == len(documents)


@pytest.mark.parametrize("twin", TWINS)
def test_texts_within_a_larger_table_have_their_own_digests(twin: ModuleType) -> None:
    """Offsets that begin later give what the texts give alone."""
    words, offsets = joined([[1, 2], [3, 4, 5], [], [6]])
    alone = twin.digests(words[2:], offsets[1:] - 2)
    assert np.array_equal(twin.digests(words, offsets[1:]), alone)
