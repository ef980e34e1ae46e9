"""One text into the hashes of its words: 64 bytes of ASCII at a time, everything else character by character.

ASCII is the same in every version of the folding table: letters and digits make words, and setting one bit folds them.
A separator beyond ASCII (a dash, a curly quote) ends a block; anything else beyond it goes to `spelling`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels import folding as f
from dedup.kernels.compiled.hashing import xxh64
from dedup.kernels.compiled.lanes import (
    WIDTH,
    highest,
    lane,
    letter_bits,
    lowest,
    release,
    reserve,
    special_bits,
)
from dedup.kernels.compiled.machine import BYTES, part
from dedup.kernels.compiled.spelling import ASCII, decode, next_word, spell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_ONE, _TWO = np.uint64(1), np.uint64(2)
_AS_IT_IS = np.uint64(0)
_LOWER = np.uint64(0x2020202020202020)
"""The bit that makes an ASCII letter lower case, eight times; a digit has it."""

_LANES = 16
"""The longest word whose hash is remembered, in bytes: two lanes."""
REACH = WIDTH + _LANES
"""Bytes that are read from where a block begins."""
_SLOTS, _ROW = 1 << 14, 4
"""Words that are remembered (512 KiB): common words are most of a text, and comparing is cheaper than hashing."""
_SHIFT = np.uint64(64 - 14)
_SPREAD = (np.uint64(0x9FB21C651E98DF25), np.uint64(0xA0761D6478BD642F))
_FIRST = np.array([2 ** (8 * min(size, 8)) - 1 for size in range(_LANES + 1)], np.uint64)
_SECOND = np.array([2 ** (8 * max(size - 8, 0)) - 1 for size in range(_LANES + 1)], np.uint64)
"""The bits of the first and the second lane that belong to a word of each size."""
_FORM = 1024
"""Bytes of scratch for a folded word; a longer one gets its own."""

TABLE = f"{BYTES}, {BYTES}, Array(int32, 1, 'C', readonly=True), {BYTES}, {BYTES}, {BYTES}"
"""The folding table in a kernel's signature: its columns, in their order."""


class Desk(NamedTuple):
    """What every kernel that reads text works with, made by `desk`: hashes of common words, and a folded word."""

    known: NDArray[np.uint64]
    form: NDArray[np.uint8]


DESK = "uint64[::1], uint8[::1]"
"""The desk in a kernel's signature."""


def desk() -> Desk:
    """Return an empty desk; threads cannot share one."""
    return Desk(np.zeros(_SLOTS * _ROW, np.uint64), np.empty(_FORM, np.uint8))


class Text(NamedTuple):
    """Where a text's bytes stand, as pointers: `last` is the last place where a block may begin."""

    raw: Pointer
    last: int
    table: Any
    known: Pointer
    form: Pointer


@part
def hash_text(
    text: Any, at: int, high: int, hashes: Pointer, starts: Pointer, ends: Pointer, spans: bool, count: int
) -> int:
    """Write the hashes of the words between two places to `hashes`, from `count` on; return the new count.

    Where `spans` says so, the places where words begin and end are written to `starts` and `ends`.
    """
    while at < high:
        if at <= text.last and text.raw[at] < ASCII:
            base = at
            begins, stops, at, plain = _block(text, base, high)
            while stops:
                first, after = base + lowest(begins), base + lowest(stops)
                begins &= begins - _ONE
                stops &= stops - _ONE
                hashes[count] = _remembered(text, first, after - first)
                if spans:
                    starts[count], ends[count] = first, after
                count += 1
            if plain:
                continue
        first, after, at, size, disguised = next_word(text.raw, at, high, text.table)
        if after > 0:
            hashes[count] = _spelled(text, first, after, size, disguised)
            if spans:
                starts[count], ends[count] = first, after
            count += 1
    return count


@part
def _block(text: Any, at: int, high: int) -> Any:
    """Return where words begin and stop in the block at a place, one bit a byte; where to go on; and whether by block.

    Only words that end within the block are told. The next block begins with the word that does not.
    """
    room = min(high - at, WIDTH)
    plain = min(lowest(special_bits(text.raw, at)), room)
    letters = letter_bits(text.raw, at)
    if plain < WIDTH:
        letters &= (_ONE << np.uint64(plain)) - _ONE
    begins = letters & ~(letters << _ONE)
    stops = ~letters & (letters << _ONE)
    if plain < room:
        code, then = decode(text.raw, at + plain, high)
        if text.table.kind[code] in (f.SEPARATOR, f.BLANK):
            return begins, stops, then, True
        stops &= (_ONE << np.uint64(plain)) - _ONE
    elif room < WIDTH:  # the text ends here
        return begins, stops, high, True
    if plain > 0 and letters >> np.uint64(plain - 1):
        unfinished = highest(begins)
        return begins, stops, at + unfinished, plain == WIDTH and unfinished > 0
    return begins, stops, at + plain, plain == WIDTH


@part
def _remembered(text: Any, at: int, size: int) -> Any:
    """Return XXH64 of an ASCII word, folded."""
    if size > _LANES:
        return xxh64(text.raw, at, size, _LOWER)
    first = (lane(text.raw, at) | _LOWER) & _FIRST[size]
    second = (lane(text.raw, at + 8) | _LOWER) & _SECOND[size]
    slot = ((first * _SPREAD[0] + second * _SPREAD[1]) >> _SHIFT) * np.uint64(_ROW)
    known = text.known
    if known[slot] != first or known[slot + _ONE] != second:
        known[slot], known[slot + _ONE] = first, second
        known[slot + _TWO] = xxh64(text.raw, at, size, _LOWER)
    return known[slot + _TWO]


@part
def _spelled(text: Any, at: int, after: int, size: int, disguised: bool) -> Any:
    """Return XXH64 of any word, folded."""
    if size <= _FORM:
        return xxh64(text.form, 0, spell(text.raw, at, after, text.table, disguised, text.form), _AS_IT_IS)
    form = reserve(size)
    value = xxh64(form, 0, spell(text.raw, at, after, text.table, disguised, form), _AS_IT_IS)
    release(form)
    return value
