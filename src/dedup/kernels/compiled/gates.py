"""Where in 64 bytes of text a string of a search's gate may stand, as parts of kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels import searches as s
from dedup.kernels.compiled.lanes import WIDTH, lane, lowest, most_bits, triple_bits
from dedup.kernels.compiled.lines import line_end, line_start
from dedup.kernels.compiled.machine import part
from dedup.kernels.compiled.places import stands
from dedup.kernels.compiled.spelling import ASCII

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

_NONE, _ONE, _SIX, _SIXTY_THREE = (np.uint64(number) for number in (0, 1, 6, 63))
_FOLD = np.uint64(s.FOLD << 32 | s.FOLD)
_HALF = np.uint64(0xFFFFFFFF)
_MULTIPLIER = np.uint64(s.MULTIPLIER)
_SHIFT = np.uint64(32 - s.BITS)
_HASHED = np.uint64((1 << s.BITS) - 1)
_SMALL = np.array([ord(chr(byte).lower()) if byte < ASCII else byte for byte in range(256)], np.uint8)
_LAST_ASCII = ASCII - 1


class Strings(NamedTuple):
    """What is known of each string of a search, as pointers."""

    pool: Pointer
    bounds: Pointer
    places: Pointer
    whole: Pointer


class Gate(NamedTuple):
    """The gate of a search, as pointers and numbers, with how many triples it has."""

    windows: Pointer
    slots: Pointer
    keys: Pointer
    key_heads: Pointer
    hashed: Pointer
    shifts: Pointer
    triples: Pointer
    triple_heads: Pointer
    short: Pointer
    step: int
    plain: int
    known: int
    strings: Any


@part
def gate_bits(raw: Pointer, at: int, low: int, high: int, size: int, gate: Any) -> Any:
    """Return at which of the 64 bytes at a place a string of the gate may stand: one bit of each string, or more.

    The text is ``low : high``, the buffer has `size` bytes.
    """
    found = _short(raw, at, low, high, size, gate)
    place, stop = at, min(at + WIDTH, high - s.WINDOW + 1)
    while place < stop and place + 8 <= size:
        both = lane(raw, place) | _FOLD
        for number in range(2):
            half = (both >> np.uint64(8 * number * gate.step)) & _HALF
            if _is_known(half, gate):
                where = place + number * gate.step
                if _holds(raw, where, low, high, size, gate, half):
                    found |= _ONE << np.uint64(where - at)
        place += 2 * gate.step
    while place < stop:
        half = _NONE
        for i in range(s.WINDOW):
            half |= np.uint64(raw[place + i] | 0x20) << np.uint64(8 * i)
        if _holds(raw, place, low, high, size, gate, half):
            found |= _ONE << np.uint64(place - at)
        place += gate.step
    return found


@part
def _short(raw: Pointer, at: int, low: int, high: int, size: int, gate: Any) -> Any:
    """Return where short strings of the gate begin."""
    found = _NONE
    if at + WIDTH + s.TRIPLE > size:
        for first in range(at, min(at + WIDTH, high)):
            for triple in range(gate.known):
                if _begins(raw, first, low, high, size, gate, triple):
                    found |= _ONE << np.uint64(first - at)
        return found
    for triple in range(gate.known if ~most_bits(raw, at, _LAST_ASCII) else gate.plain):
        bits = triple_bits(raw, at, gate.triples[triple])
        while bits:
            first = at + lowest(bits)
            bits &= bits - _ONE
            if _begins(raw, first, low, high, size, gate, triple):
                found |= _ONE << np.uint64(first - at)
    return found


@part
def _begins(raw: Pointer, at: int, low: int, high: int, size: int, gate: Any, triple: int) -> bool:
    for member in range(gate.triple_heads[triple], gate.triple_heads[triple + 1]):
        if _opens_gate(raw, at, low, high, size, gate.strings, gate.short[member]):
            return True
    return False


@part
def _is_known(half: Any, gate: Any) -> bool:
    """Return whether four bytes may be some of a string's."""
    hashed = ((half * _MULTIPLIER) >> _SHIFT) & _HASHED
    return bool((gate.windows[hashed >> _SIX] >> (hashed & _SIXTY_THREE)) & _ONE)


@part
def _holds(raw: Pointer, place: int, low: int, high: int, size: int, gate: Any, half: Any) -> bool:
    """Return whether a string stands around the four bytes at a place."""
    hashed = ((half * _MULTIPLIER) >> _SHIFT) & _HASHED
    for key in range(gate.slots[hashed], gate.slots[hashed + _ONE]):
        if np.uint64(gate.keys[key]) == half:
            for member in range(gate.key_heads[key], gate.key_heads[key + 1]):
                start = place - gate.shifts[member]
                if start >= low and _opens_gate(raw, start, low, high, size, gate.strings, gate.hashed[member]):
                    return True
    return False


@part
def _opens_gate(raw: Pointer, at: int, low: int, high: int, size: int, strings: Any, one: int) -> bool:
    """Return whether a string stands at a place of a text, and may stand there."""
    if not is_at(raw, at, high, strings, one):
        return False
    end = at + strings.bounds[one + 1] - strings.bounds[one]
    if strings.places[one] != s.ANYWHERE:
        low, high = line_start(raw, low, at), line_end(raw, end, high, size)
    return stands(raw, at, end, low, high, strings.places[one], strings.whole[one])


@part
def is_at(raw: Pointer, at: int, high: int, strings: Any, one: int) -> bool:
    """Return whether a string stands at a place, before `high`; its small ASCII letters meet large ones."""
    low, size = strings.bounds[one], strings.bounds[one + 1] - strings.bounds[one]
    if at + size > high:
        return False
    for i in range(size):  # noqa: SIM110 - a kernel has no generators
        if _SMALL[raw[at + i]] != strings.pool[low + i]:
            return False
    return True
