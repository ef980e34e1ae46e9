"""Texts into how many words of given lists stand in them, compiled.

Words of ASCII are found 64 bytes at a time, and looked at more closely only where their first eight bytes might begin
a listed one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.lanes import WIDTH, bare, highest, lane, lowest, most_bits, set_bits
from dedup.kernels.compiled.machine import BYTES, HALVES, INTEGERS, WHOLE, kernel, part
from dedup.kernels.compiled.spaces import is_space
from dedup.kernels.compiled.spelling import ASCII, decode
from dedup.kernels.lists import BASIS, BITS, FINAL_SIGMA, FOLD, MULTIPLIER, PRIME, WordLists

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_BASIS, _PRIME, _NONE, _ONE, _SIX = (np.uint64(number) for number in (BASIS, PRIME, 0, 1, 6))
_FOLD, _MULTIPLIER, _SHIFT, _SIXTY_THREE = (np.uint64(number) for number in (FOLD, MULTIPLIER, 64 - BITS, 63))
_CAPITAL, _FINAL = FINAL_SIGMA
_PLANE = 0x10000
_SPACE, _LAST_LINE_END, _BACKSPACE, _ESCAPE, _LAST_ASCII = (0x20, 0x0D, 0x08, 0x1B, 0x7F)
_LAST_WITHIN = 0xBF
"""The last byte of those within a character; they follow the ASCII ones."""
_LANE = 8
_FIRST = np.array([2 ** (8 * size) - 1 for size in range(_LANE + 1)], np.uint64)
"""The bits of a lane that belong to a word of each size."""


def count_listed(
    buffer: NDArray[np.uint8], offsets: NDArray[np.int64], lists: WordLists, sample: int
) -> NDArray[np.int64]:
    """Return how many different words of each list stand in each text: int64[texts, lists].

    Words are what stands between white space, in lower case. Of a text, the first and the last `sample` characters are
    looked at; a word that is cut there is what is left of it.
    """
    counts = np.zeros((offsets.size - 1, len(lists.words)), np.int64)
    if counts.size:
        seen = np.full(lists.keys.size, -1, np.int64)
        _count(buffer, offsets, *lists[:-1], sample, seen, counts)
    return counts


@kernel(f"void({BYTES}, {INTEGERS}, {WHOLE}, {WHOLE}, {HALVES}, {WHOLE}, int64, int64[::1], int64[:, ::1])")
def _count(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    keys: NDArray[np.uint64],
    lists: NDArray[np.uint64],
    lower: NDArray[np.uint32],
    plain: NDArray[np.uint64],
    sample: int,
    seen: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    raw, slots = bare(buffer), np.uint64(keys.size - 1)
    for text in range(offsets.size - 1):
        low, high = offsets[text], offsets[text + 1]
        for start, end in ((low, _forward(raw, low, high, sample)), (_backward(raw, low, high, sample), high)):
            at = start
            while at < end:
                at = _skip(raw, at, end, buffer.size, bare(plain))
                value, at = _word(raw, at, end, bare(lower))
                slot = value & slots
                while keys[slot] != _NONE and keys[slot] != value:
                    slot = (slot + _ONE) & slots
                if keys[slot] == value and seen[slot] != text:
                    seen[slot] = text
                    for number in range(counts.shape[1]):
                        counts[text, number] += np.int64((lists[slot] >> np.uint64(number)) & _ONE)


@part
def _skip(raw: Pointer, at: int, end: int, size: int, plain: Pointer) -> int:
    """Return the place of the next word, after white space, that might be a listed one."""
    while at < end and at + WIDTH + _LANE <= size:
        blank = most_bits(raw, at, _SPACE)
        space = most_bits(raw, at, _LAST_LINE_END) & ~most_bits(raw, at, _BACKSPACE)
        control = most_bits(raw, at, _ESCAPE) & ~space  # no white space, and rare
        foreign = ~most_bits(raw, at, _LAST_ASCII)
        known = min(lowest(control | foreign), WIDTH, end - at)
        solid = ~blank
        if known < WIDTH:
            solid &= (_ONE << np.uint64(known)) - _ONE
        begins, stops = solid & ~(solid << _ONE), ~solid & (solid << _ONE)
        if known < WIDTH:
            stops &= (_ONE << np.uint64(known)) - _ONE
        while stops:
            first, after = lowest(begins), lowest(stops)
            begins &= begins - _ONE
            stops &= stops - _ONE
            if _may_be_listed(raw, at + first, after - first, plain):
                return at + first
        if begins:  # a word that goes on beyond what is known
            first = highest(begins)
            if known < WIDTH or first == 0:
                return at + first
            at += first
        elif known < WIDTH:
            return at + known
        else:
            at += WIDTH
    return at


@part
def _may_be_listed(raw: Pointer, at: int, length: int, plain: Pointer) -> bool:
    first = (lane(raw, at) | _FOLD) & _FIRST[min(length, _LANE)]
    hashed = (first * _MULTIPLIER) >> _SHIFT
    return bool((plain[hashed >> _SIX] >> (hashed & _SIXTY_THREE)) & _ONE)


@part
def _word(raw: Pointer, at: int, end: int, lower: Pointer) -> Any:
    """Return the hash of the characters up to the next white space, and where to go on."""
    value = before = _BASIS
    code = length = 0
    while at < end:
        next_code, at = decode(raw, at, end)
        if is_space(next_code):
            break
        code = next_code
        before = value
        value = (value ^ np.uint64(lower[code] if code < _PLANE else code)) * _PRIME
        length += 1
    if code == _CAPITAL and length > 1:
        value = (before ^ np.uint64(_FINAL)) * _PRIME
    return value, at


@part
def _forward(raw: Pointer, low: int, high: int, characters: int) -> int:
    """Return the place after the first characters of a text."""
    at = low
    while characters >= WIDTH and at + WIDTH <= high:
        characters -= _characters(raw, at)
        at += WIDTH
    while at < high:
        if not ASCII <= raw[at] <= _LAST_WITHIN:
            if characters == 0:
                break
            characters -= 1
        at += 1
    return at


@part
def _backward(raw: Pointer, low: int, high: int, characters: int) -> int:
    """Return the place of the last characters of a text."""
    at = high
    while characters >= WIDTH and at - WIDTH >= low:
        at -= WIDTH
        characters -= _characters(raw, at)
    while at > low and characters > 0:
        at -= 1
        characters -= not ASCII <= raw[at] <= _LAST_WITHIN
    return at


@part
def _characters(raw: Pointer, at: int) -> int:
    """Return how many characters begin in the 64 bytes at a place."""
    return WIDTH - set_bits(most_bits(raw, at, _LAST_WITHIN) & ~most_bits(raw, at, _LAST_ASCII))
