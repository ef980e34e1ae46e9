"""Numbers that travel between machines come back as they were, and take few bytes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.engines.coded_numbers import coded, coded_steps, decoded, decoded_steps

NUMBERS = st.lists(st.integers(0, 2**64 - 1), max_size=50)


@given(NUMBERS)
def test_numbers_in_any_order_come_back_as_they_were(numbers: list[int]) -> None:
    """Also none, and the largest that there is."""
    assert decoded(coded(np.array(numbers, np.uint64))).tolist() == numbers


@given(NUMBERS)
def test_rising_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    """Also none, and equal ones."""
    rising = np.sort(np.array(numbers, np.uint64))
    assert decoded_steps(coded_steps(rising)).tolist() == rising.tolist()


@pytest.mark.parametrize(("bits", "most"), [(0, 1), (8, 8), (20, 20), (36, 36), (64, 64)])
def test_numbers_take_about_the_bits_that_they_have(bits: int, most: int) -> None:
    """Random ones, which no code makes shorter: half a bit more each, and sizes."""
    chance = np.random.RandomState(5)
    numbers = chance.randint(0, 2**32, (2, 50_000)).astype(np.uint64)
    some = (numbers[0] << np.uint64(32) | numbers[1]) >> np.uint64(64 - bits) if bits else numbers[0] * np.uint64(0)
    assert decoded(coded(some)).tolist() == some.tolist()
    assert len(coded(some)) * 8 < (most + 0.5) * some.size


def test_few_numbers_are_not_made_longer_by_the_code() -> None:
    """Ten bytes of anything, as they are: with the head of 5 bytes and a size of 4."""
    assert len(coded(np.array([200, 3, 77, 12, 99, 1, 0, 255, 254, 9], np.uint64))) == 19
