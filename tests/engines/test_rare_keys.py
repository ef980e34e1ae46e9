"""Keys that stand once: no key that stands twice is lost, and what tasks tell each other takes few bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.engines.coded_numbers import coded_steps
from dedup.engines.rare_keys import (
    RepeatedSlots,
    once_and_twice,
    parts_of,
    repeated_slots,
    slot_bits,
    slots_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


def random_hashes(count: int) -> NDArray[np.uint64]:
    """Return hashes of 64 bits."""
    high, low = np.random.RandomState(3).randint(0, 2**32, (2, count)).astype(np.uint64)
    hashes: NDArray[np.uint64] = high << np.uint64(32) | low
    return hashes


def in_parts(slots: NDArray[np.uint64], bits: int, part_bits: int) -> RepeatedSlots:
    """Return slots (in rising order) as those that are repeated."""
    parts = {part: coded_steps(slots[low:high]) for part, low, high in parts_of(slots, bits, part_bits)}
    return RepeatedSlots(bits, part_bits, parts)


def test_slots_are_told_apart_by_how_often_they_stand() -> None:
    """4 stands three times and 7 twice; 1 and 9 stand once."""
    once, twice = once_and_twice(np.array([7, 1, 4, 9, 4, 7, 4], np.uint64))
    assert once.tolist() == [1, 9]
    assert twice.tolist() == [4, 7]


def test_a_slot_is_repeated_where_two_tasks_name_it_or_one_names_it_twice() -> None:
    """1 is named by both, 5 twice by the second alone; 2 and 3 stand once in all."""
    tasks = [([1, 2], []), ([1, 3], [5])]
    told = [(np.array(once, np.uint64), np.array(twice, np.uint64)) for once, twice in tasks]
    assert repeated_slots(told).tolist() == [1, 5]


def test_hashes_have_repeated_slots_by_their_first_bits() -> None:
    """Of four bits 0b0001 and 0b0101 are repeated: parts 0 and 1 of two bits; part 2 has none."""
    repeated = in_parts(np.array([1, 5], np.uint64), 4, 2)
    hashes = np.array([0x5FFF, 0x1000, 0x2000, 0x8000, 0x0FFF, 0x5000], np.uint64) << np.uint64(48)
    assert repeated.have(hashes).tolist() == [True, True, False, False, False, True]


@pytest.mark.parametrize("tasks", [1, 3])
def test_every_key_that_stands_twice_passes_and_few_others_do(tasks: int) -> None:
    """A key that stands once passes where another has its slot: there are 32 slots for each key."""
    keys = random_hashes(20_000)
    keys[:1000] = keys[1000:2000]
    bits = slot_bits(keys.size)
    order = np.random.RandomState(4).permutation(keys.size)
    told = [once_and_twice(slots_of(part, bits)) for part in np.array_split(keys[order], tasks)]
    passes = in_parts(repeated_slots(told), bits, 3).have(keys)
    assert passes[:2000].all()
    assert passes[2000:].mean() < 1 / 32


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=50), st.integers(3, 40))
def test_shortened_hashes_keep_their_order_and_come_back(hashes: list[int], bits: int) -> None:
    """Of each part: only the slots that are repeated are told apart, and all bits behind them are kept."""
    ordered = np.sort(np.array(hashes, np.uint64))
    repeated = in_parts(np.unique(slots_of(ordered, bits)), bits, 2)
    for part, low, high in parts_of(ordered, 64, 2):
        shortened = repeated.shortened(part, ordered[low:high])
        assert shortened.tolist() == sorted(shortened.tolist())
        assert int(shortened[-1]) < len(hashes) << (64 - bits)
        assert repeated.hashes_of(part, shortened).tolist() == ordered[low:high].tolist()


def test_what_a_task_tells_takes_few_bits_a_key() -> None:
    """An eighth of a million keys, of 2^25 slots: 8.1 bits, 1.4 that no code can save, and one that this code takes."""
    keys = random_hashes(125_000)
    once, _ = once_and_twice(slots_of(keys, slot_bits(1_000_000)))
    assert len(coded_steps(once)) * 8 / once.size < 10.5
