"""Texts → counts of the stop words of several languages, by which the languages of a text are recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.bindings import OUT_INT64, TEXTS, UINT32, UINT64, Kernel

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

ODD_CAPITALS = "\u212a\u212b\u2126\u1e9e\u03f4"
"""Kelvin, angstrom, ohm, capital sharp s, capital theta symbol: their lower-case letters have other capitals."""

_BASIS, _PRIME = 0xCBF29CE484222325, 0x100000001B3
"""The constants of FNV-1a, which is computed over code points here."""
_FOLD = 0x20
"""The bit that makes an ASCII letter lower case."""
_MULTIPLIER, _PREFIX_BITS = 0x9E3779B97F4A7C15, 12
"""The multiplier for the hash of a word's first eight bytes, and the number of bits of that hash."""
_PREFIX = 8
_SLOTS = 1 << 12
_PLANE = 0x10000

_count = Kernel("count_stopwords", *TEXTS, UINT64, UINT64, UINT32, UINT64, int, OUT_INT64, OUT_INT64)


class StopwordTable(NamedTuple):
    """The stop words of several languages, in lower case, one list a language.

    `keys` (uint64) is a hash table with open addressing: each slot holds the hash of a word, or 0 where it is free.
    `lists` (uint64) has one bit for each list that the word of a slot belongs to. `lower` (uint32) maps the code points
    up to U+FFFF to lower case. `prefixes` (uint64) has one bit for each possible hash of the first eight bytes of a
    word. `words` are the lists themselves.
    """

    keys: NDArray[np.uint64]
    lists: NDArray[np.uint64]
    lower: NDArray[np.uint32]
    prefixes: NDArray[np.uint64]
    words: tuple[frozenset[str], ...]


def stopword_table(lists: Sequence[Collection[str]]) -> StopwordTable:
    """Return the table of at most 64 lists, with at most about two thousand words in all."""
    keys, members = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.uint64)
    prefixes = np.zeros((1 << _PREFIX_BITS) // 64, np.uint64)
    for number, words in enumerate(lists):
        for word in sorted(words):
            key = _hash(word)
            slot = key % _SLOTS
            while keys[slot] not in (0, key):
                slot = (slot + 1) % _SLOTS
            keys[slot] = key
            members[slot] |= np.uint64(1 << number)
            prefix = _hash_prefix(word)
            prefixes[prefix >> 6] |= np.uint64(1 << (prefix & 63))
    return StopwordTable(keys, members, _lower_case(lists), prefixes, tuple(map(frozenset, lists)))


def count_stopwords(
    buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: StopwordTable, sample: int
) -> NDArray[np.int64]:
    """Return how many different stop words of each list each text contains: int64[texts, lists].

    White space separates words, and their case does not matter. Only the first and the last `sample` characters of a
    text are searched; a word that is cut there counts as what is left of it.
    """
    counts = np.zeros((offsets.size - 1, len(table.words)), np.int64)
    last_text = np.full(table.keys.size, -1, np.int64)
    _count(buffer, offsets, *table[:-1], sample, last_text, counts)
    return counts


def _hash(word: str) -> int:
    value = _BASIS
    for letter in word:
        value = (value ^ ord(letter)) * _PRIME % 2**64
    return value


def _hash_prefix(word: str) -> int:
    prefix = bytes(byte | _FOLD for byte in word.encode()[:_PREFIX])
    return int.from_bytes(prefix, "little") * _MULTIPLIER % 2**64 >> (64 - _PREFIX_BITS)


def _lower_case(lists: Sequence[Collection[str]]) -> NDArray[np.uint32]:
    """Return the lower-case form of each code point if it is a letter of a stop word, else the code point itself."""
    table = np.arange(_PLANE, dtype=np.uint32)
    for letter in {letter for words in lists for word in words for letter in word}:
        for capital in (letter.upper(), letter.title(), *ODD_CAPITALS):
            if len(capital) == 1 and capital.lower() == letter and ord(capital) < _PLANE:
                table[ord(capital)] = ord(letter)
    return table
