"""Lists of words → the table by which kernels know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

BASIS, PRIME = 0xCBF29CE484222325, 0x100000001B3
"""Those of FNV-1a, which is computed over code points here."""
FINAL_SIGMA = (0x3A3, 0x3C2)
"""The capital that is another small letter at the end of a word, and that letter."""
ODD_CAPITALS = "\u212a\u212b\u2126\u1e9e\u03f4"
"""Kelvin, angstrom, ohm, capital sharp s, capital theta symbol: their small letters have other capitals."""
FOLD = 0x2020202020202020
"""The bit that makes an ASCII letter small, eight times."""
MULTIPLIER, BITS = 0x9E3779B97F4A7C15, 12
"""How the first eight bytes of a word are hashed, and to how many bits."""

_SLOTS = 1 << 12
_PLANE = 0x10000
_LANE = 8


class WordLists(NamedTuple):
    """Some lists of words in lower case.

    `keys` (uint64) has the hash of each word, in its slot or the next free one; 0 is free. `lists` (uint64) has one bit
    for each list that the word stands in. `lower` (uint32) are the small letters of the characters up to U+FFFF.
    `plain` (uint64) has one bit for each hash of the first eight bytes of a word. `words` are the lists themselves.
    """

    keys: NDArray[np.uint64]
    lists: NDArray[np.uint64]
    lower: NDArray[np.uint32]
    plain: NDArray[np.uint64]
    words: tuple[frozenset[str], ...]


def word_lists(words: Sequence[Collection[str]]) -> WordLists:
    """Return the table of up to 64 lists, with up to two thousand words together."""
    keys, lists = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.uint64)
    plain = np.zeros((1 << BITS) // 64, np.uint64)
    for number, listed in enumerate(words):
        for word in sorted(listed):
            key = _hash(word)
            slot = key % _SLOTS
            while keys[slot] not in (0, key):
                slot = (slot + 1) % _SLOTS
            keys[slot] = key
            lists[slot] |= np.uint64(1 << number)
            place = _plain_hash(word)
            plain[place >> 6] |= np.uint64(1 << (place & 63))
    return WordLists(keys, lists, _lower(words), plain, tuple(map(frozenset, words)))


def _hash(word: str) -> int:
    value = BASIS
    for letter in word:
        value = (value ^ ord(letter)) * PRIME % 2**64
    return value


def _plain_hash(word: str) -> int:
    first = bytes(byte | FOLD & 0xFF for byte in word.encode()[:_LANE])
    return int.from_bytes(first, "little") * MULTIPLIER % 2**64 >> (64 - BITS)


def _lower(words: Sequence[Collection[str]]) -> NDArray[np.uint32]:
    """Return the small letter of each character, as far as it is one of the words; all others are their own."""
    table = np.arange(_PLANE, dtype=np.uint32)
    for letter in {letter for listed in words for word in listed for letter in word}:
        for large in (letter.upper(), letter.title(), *ODD_CAPITALS):
            if len(large) == 1 and large.lower() == letter and ord(large) < _PLANE:
                table[ord(large)] = ord(letter)
    return table
