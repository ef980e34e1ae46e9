"""Keys that stand once are found before they travel: tasks tell each other few bits of each key.

Each key has a slot, a number below a power of two that is some times as large as the number of keys. A task sends the
slots of its keys, sorted, as differences, which takes about as many bits as a slot is wide less those of the number of
keys. Whoever has a range of slots from all tasks says which were named twice. Keys of other slots stand once. A slot
that two different keys share lets both pass, which costs a row and changes nothing (a distributed Bloom filter:
Sanders, Schlag, Müller, "Communication efficient algorithms for fundamental big data problems", 2013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

ROUNDS = (8, 64)
"""Slots for each key, at least, in the first round and in the second one, which only looks at what passed the first."""
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
"""Odd numbers, one a round: two keys that share a slot in one round share none in the other, most probably."""
_PLANES = 4
"""Bytes of a difference of slots, as long as the largest one fits; else all of them have eight."""
_LARGEST = (1 << 8 * _PLANES) - 1


def slot_bits(keys: int, number: int) -> int:
    """Return how many bits a slot has where there are so many keys, in the round of this number."""
    return max(ROUNDS[number] * keys - 1, 1).bit_length()


def slots_of(hashes: Hashes, bits: int, number: int) -> Hashes:
    """Return the slot of each hash of a key."""
    return (hashes * np.uint64(_MIX[number])) >> np.uint64(64 - bits)


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


def are_among(slots: Hashes, repeated: Hashes) -> NDArray[np.bool_]:
    """Return whether each slot is among the repeated ones, which are in rising order."""
    if not repeated.size:
        return np.zeros(slots.size, bool)
    at = np.minimum(np.searchsorted(repeated, slots), repeated.size - 1)
    return np.asarray(repeated[at] == slots)


def encoded(numbers: Hashes) -> bytes:
    """Return rising numbers as bytes: differences, byte by byte of all of them, which zstd codes by their frequency."""
    steps = np.diff(numbers, prepend=np.uint64(0))
    if steps.size and int(steps.max()) > _LARGEST:
        return b"\1" + _compressed(_bytes_apart(steps, 8))
    return b"\0" + _compressed(_bytes_apart(steps, _PLANES))


def decoded(content: bytes) -> Hashes:
    """Return the numbers that were encoded."""
    width = 8 if content[:1] == b"\1" else _PLANES
    return np.cumsum(_bytes_together(_decompressed(content[1:]), width), dtype=np.uint64)


def packed_numbers(numbers: Hashes) -> bytes:
    """Return numbers in any order as bytes."""
    return _compressed(_bytes_apart(numbers, 8))


def unpacked_numbers(content: bytes) -> Hashes:
    """Return the numbers that were packed."""
    return _bytes_together(_decompressed(content), 8)


def _bytes_apart(numbers: Hashes, width: int) -> bytes:
    """Return the lowest bytes of all numbers, then the second ones, and so on."""
    table = np.ascontiguousarray(numbers, "<u8").view(np.uint8).reshape(-1, 8)[:, :width]
    return np.ascontiguousarray(table.T).tobytes()


def _bytes_together(content: bytes, width: int) -> Hashes:
    table = np.frombuffer(content, np.uint8).reshape(width, -1)
    whole = np.zeros((table.shape[1], 8), np.uint8)
    whole[:, :width] = table.T
    return whole.view("<u8").ravel().astype(np.uint64)


def _compressed(content: bytes) -> bytes:
    size = len(content).to_bytes(8, "little")
    return size + bytes(pa.compress(content, "zstd", asbytes=True)) if content else b""


def _decompressed(content: bytes) -> bytes:
    if not content:
        return b""
    return bytes(pa.decompress(content[8:], int.from_bytes(content[:8], "little"), "zstd", asbytes=True))
