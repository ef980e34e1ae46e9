"""Files of all formats that were damaged at random are read or refused: nothing else is raised, and nothing hangs."""

from __future__ import annotations

import random
import time

import pytest

from dedup.reading.inputs import read_contents
from tests.reading.readers.samples import SAMPLES

MUTATIONS = 40
SLOWEST = 20.0
"""Seconds; a machine that is busy with other tests takes a while."""


def mutated(data: bytes, random_numbers: random.Random) -> bytes:
    """Return data with bytes changed, taken out, moved or repeated."""
    changed = bytearray(data)
    for _ in range(random_numbers.choice((1, 1, 2, 4, 16))):
        if not changed:
            break
        at = random_numbers.randrange(len(changed))
        size = random_numbers.choice((1, 1, 2, 8, 64, 512))
        match random_numbers.randrange(6):
            case 0:
                changed[at] = random_numbers.randrange(256)
            case 1:
                changed[at] ^= 1 << random_numbers.randrange(8)
            case 2:
                del changed[at : at + size]
            case 3:
                changed[at:at] = changed[at : at + size] * random_numbers.choice((1, 3))
            case 4:
                other = random_numbers.randrange(len(changed))
                changed[at : at + size] = changed[other : other + size]
            case 5:
                del changed[at:]
    return bytes(changed)


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_file_is_read_or_refused(name: str) -> None:
    """Every library has errors of its own, and the next version of it has others."""
    random_numbers = random.Random(name)
    for _ in range(MUTATIONS):
        data = mutated(SAMPLES[name], random_numbers)
        began = time.perf_counter()
        found = read_contents([(name, data)])
        assert len(found) or found.unreadable
        assert time.perf_counter() - began < SLOWEST
