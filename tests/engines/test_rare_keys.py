"""Keys that stand once: what tasks tell each other comes back as it was, and no key that stands twice is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.engines.rare_keys import (
    ROUNDS,
    are_among,
    decoded,
    encoded,
    once_and_twice,
    packed_numbers,
    repeated_slots,
    slot_bits,
    slots_of,
    unpacked_numbers,
)

NUMBERS = st.lists(st.integers(0, 2**64 - 1), max_size=50)


@given(NUMBERS)
def test_rising_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    """Also none, equal ones, and those that lie further apart than four bytes tell."""
    rising = np.sort(np.array(numbers, np.uint64))
    assert decoded(encoded(rising)).tolist() == rising.tolist()


@given(NUMBERS)
def test_numbers_in_any_order_come_back_as_they_were(numbers: list[int]) -> None:
    """Values of rows are in the order of their keys."""
    assert unpacked_numbers(packed_numbers(np.array(numbers, np.uint64))).tolist() == numbers


def test_slots_are_told_apart_by_how_often_they_stand() -> None:
    """4 stands three times and 7 twice; 1 and 9 stand once."""
    once, twice = once_and_twice(np.array([7, 1, 4, 9, 4, 7, 4], np.uint64))
    assert once.tolist() == [1, 9]
    assert twice.tolist() == [4, 7]


def test_a_slot_is_repeated_where_two_tasks_name_it_or_one_names_it_twice() -> None:
    """1 is named by both, 5 twice by the second alone; 2 and 3 stand once in all."""
    tasks = [([1, 2], []), ([1, 3], [5])]
    told = [(np.array(once, np.uint64), np.array(twice, np.uint64)) for once, twice in tasks]
    repeated = repeated_slots(told)
    assert repeated.tolist() == [1, 5]
    assert are_among(np.array([0, 1, 2, 5, 9], np.uint64), repeated).tolist() == [False, True, False, True, False]


@pytest.mark.parametrize("tasks", [1, 3])
@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_every_key_that_stands_twice_passes_and_few_others_do(tasks: int, number: int) -> None:
    """A key that stands once passes where another has its slot: at most as many as there are keys for each slot."""
    chance = np.random.RandomState(3)
    keys = chance.randint(0, 2**63, 20_000).astype(np.uint64)
    keys[:1000] = keys[1000:2000]
    bits = slot_bits(keys.size, number)
    slots = [slots_of(part, bits, number) for part in np.array_split(keys[chance.permutation(keys.size)], tasks)]
    repeated = repeated_slots([once_and_twice(part) for part in slots])
    passes = are_among(slots_of(keys, bits, number), repeated)
    assert passes[:2000].all()
    assert passes[2000:].mean() < 1 / ROUNDS[number]


def test_what_a_task_tells_takes_few_bits_a_key() -> None:
    """An eighth of a million keys, with eight slots a key of the million: 6 bits, and 1.5 that no code can save."""
    chance = np.random.RandomState(4)
    keys = chance.randint(0, 2**63, 125_000).astype(np.uint64)
    once, _ = once_and_twice(slots_of(keys, slot_bits(1_000_000, 0), 0))
    assert len(encoded(once)) * 8 / once.size < 8
