"""Keys that stand once are found before they travel: tasks tell each other few bits of each key.

Each key has a slot: the first bits of its hash, a number below a power of two that is some times as large as the number
of keys. A task sends the slots of its keys, sorted, as differences, which takes about as many bits as a slot is wide
less those of the number of keys. Whoever has a range of slots from all tasks says which were named twice. Keys of other
slots stand once. A slot that two different keys share lets both pass, which costs a row and changes nothing (a
distributed Bloom filter: Sanders, Schlag, Müller, "Communication efficient algorithms for fundamental big data
problems", 2013). As everybody knows which slots are repeated, a hash that passes is sent as the place of its slot among
them, and the bits behind the slot.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.engines.coded_numbers import decoded_steps
from dedup.engines.groups import stable_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

_SLOTS_PER_KEY = 32
"""Slots for each key, at least: with half as many, twice as many rows of keys that stand once would be sent."""
HASH_BITS = 64


def slot_bits(keys: int) -> int:
    """Return how many bits a slot has where there are so many keys."""
    return (_SLOTS_PER_KEY * keys).bit_length()


def slots_of(hashes: Hashes, bits: int) -> Hashes:
    """Return the slot of each hash of a key."""
    return hashes >> np.uint64(HASH_BITS - bits)


def once_and_twice(slots: Hashes) -> tuple[Hashes, Hashes]:
    """Return the slots that stand once, and those that stand twice or more, each once and in rising order."""
    ordered = np.sort(slots)
    same = ordered[1:] == ordered[:-1]
    first, repeated = np.ones(ordered.size, bool), np.zeros(ordered.size, bool)
    first[1:], repeated[:-1] = ~same, same
    return ordered[first & ~repeated], ordered[first & repeated]


def repeated_slots(told: Iterable[tuple[Hashes, Hashes]]) -> Hashes:
    """Return the slots that stand twice in what all tasks told of one range, in rising order."""
    once, twice = ([np.zeros(0, np.uint64), *side] for side in zip(*told, strict=True))
    known = np.concatenate(twice)
    return once_and_twice(np.concatenate([*once, known, known]))[1]


class RepeatedSlots(NamedTuple):
    """The slots of so many bits that stand twice, as coded steps, by part: the first `part_bits` of a slot."""

    bits: int
    part_bits: int
    parts: dict[int, bytes]

    def of(self, part: int) -> Hashes:
        """Return the slots of a part, in rising order."""
        return decoded_steps(self.parts[part]) if part in self.parts else np.zeros(0, np.uint64)

    def have(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Return whether the slot of each hash is among them."""
        slots = slots_of(hashes, self.bits)
        order = stable_order(slots.astype(np.int64))
        slots, found = slots[order], np.zeros(slots.size, bool)
        for part, low, high in parts_of(slots, self.bits, self.part_bits):
            repeated = self.of(part)
            if repeated.size:
                at = np.minimum(np.searchsorted(repeated, slots[low:high]), repeated.size - 1)
                found[order[low:high]] = repeated[at] == slots[low:high]
        return found

    def shortened(self, part: int, hashes: Hashes) -> Hashes:
        """Return hashes of a part, whose slots are among them, as shorter numbers in the same order."""
        places = np.searchsorted(self.of(part), slots_of(hashes, self.bits)).astype(np.uint64)
        return places << self._bits_behind | hashes & (np.uint64(1) << self._bits_behind) - np.uint64(1)

    def hashes_of(self, part: int, shortened: Hashes) -> Hashes:
        """Return the hashes that were shortened."""
        slots = self.of(part)[(shortened >> self._bits_behind).astype(np.int64)]
        return slots << self._bits_behind | shortened & (np.uint64(1) << self._bits_behind) - np.uint64(1)

    @property
    def _bits_behind(self) -> np.uint64:
        return np.uint64(HASH_BITS - self.bits)


def parts_of(ordered: Hashes, bits: int, part_bits: int) -> Iterator[tuple[int, int, int]]:
    """Yield each part of rising numbers of so many bits, by their first bits: its number, first place and end."""
    marks = np.arange((1 << part_bits) + 1, dtype=object) << (bits - part_bits)
    bounds = [*np.searchsorted(ordered, marks[:-1].astype(np.uint64)).tolist(), ordered.size]
    for part, (low, high) in enumerate(pairwise(bounds)):
        if low < high:
            yield part, low, high
