"""UTF-8 bytes into words, compiled: 64 bytes of ASCII at a time, everything else character by character.

What a word is stands in `docs/method.md`; what each character is to a word, in the folding table. ASCII is the same in
every version of that table: letters and digits are words, and setting one bit folds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.hashing import xxh64
from dedup.kernels.compiled.lanes import WIDTH, bare, highest, lane, letter_bits, lowest, special_bits
from dedup.kernels.compiled.machine import BYTES, INTEGERS, kernel, part
from dedup.kernels.compiled.spelling import next_word, spell
from dedup.kernels.folding import FoldingTable
from dedup.kernels.shapes import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_ONE, _TWO = np.uint64(1), np.uint64(2)
_LOWER = np.uint64(0x2020202020202020)
"""The bit that makes an ASCII letter lower case, eight times; a digit has it."""
_AS_IT_IS = np.uint64(0)

_LANES = 16
"""The longest word whose hash is remembered, in bytes: two lanes."""
_REACH = WIDTH + _LANES
"""Bytes that may be read from where a block begins."""
_SLOTS, _ROW = 1 << 14, 4
"""Words that are remembered (512 KiB): common words are most of a text, and comparing is cheaper than hashing."""
_SHIFT = np.uint64(64 - 14)
_SPREAD = (np.uint64(0x9FB21C651E98DF25), np.uint64(0xA0761D6478BD642F))
_FIRST = np.array([2 ** (8 * min(size, 8)) - 1 for size in range(_LANES + 1)], np.uint64)
_SECOND = np.array([2 ** (8 * max(size - 8, 0)) - 1 for size in range(_LANES + 1)], np.uint64)
"""The bits of the first and the second lane that belong to a word of each size."""

_SIGNATURE = (
    f"int64({BYTES}, {INTEGERS}, {BYTES}, {BYTES}, Array(int32, 1, 'C', readonly=True), {BYTES}, {BYTES}, {BYTES},"
    " uint64[::1], int64[::1], int64[::1], int64[::1], boolean)"
)


def split_words(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable) -> Words:
    """Return the words of texts that lie one after the other in `buffer` as UTF-8.

    Text i is ``buffer[offsets[i] : offsets[i + 1]]``; `offsets` (int64[texts + 1]) need not start at 0. No word
    reaches across two texts.
    """
    most = _most(offsets)
    hashes, starts, ends = np.empty(most, np.uint64), np.empty(most, np.int64), np.empty(most, np.int64)
    bounds = np.zeros(offsets.size, np.int64)
    count = _split(buffer, offsets, *table, hashes, starts, ends, bounds, True)
    return Words(hashes[:count], starts[:count], ends[:count], bounds)


def hash_words(
    buffer: NDArray[np.uint8], offsets: NDArray[np.int64], table: FoldingTable
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hashes of the words of texts and where each text's begin, as `split_words` does without spans."""
    hashes, nowhere = np.empty(_most(offsets), np.uint64), np.empty(0, np.int64)
    bounds = np.zeros(offsets.size, np.int64)
    count = _split(buffer, offsets, *table, hashes, nowhere, nowhere, bounds, False)
    return hashes[:count], bounds


def _most(offsets: NDArray[np.int64]) -> int:
    """Return how many words there can be: one of a byte needs a separator, others are longer."""
    return (int(offsets[-1]) - int(offsets[0])) // 2 + offsets.size


@kernel(_SIGNATURE)
def _split(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    kind: NDArray[np.uint8],
    flags: NDArray[np.uint8],
    start: NDArray[np.int32],
    length: NDArray[np.uint8],
    lookalike: NDArray[np.uint8],
    pool: NDArray[np.uint8],
    hashes: NDArray[np.uint64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    bounds: NDArray[np.int64],
    spans: bool,
) -> int:
    """Fill `hashes`, `bounds` and, where `spans` says so, `starts` and `ends`; return the number of words."""
    table = FoldingTable(bare(kind), bare(flags), bare(start), bare(length), bare(lookalike), bare(pool))
    scratch = np.empty(1024, np.uint8)
    known = np.zeros(_SLOTS * _ROW, np.uint64)
    last_block = buffer.size - _REACH
    raw = bare(buffer)
    count = 0
    for text in range(offsets.size - 1):
        at, high = offsets[text], offsets[text + 1]
        while at < high:
            if at <= last_block:
                base = at
                begins, stops, at, plain = _block(raw, base, high)
                while stops:
                    first, after = base + lowest(begins), base + lowest(stops)
                    begins &= begins - _ONE
                    stops &= stops - _ONE
                    hashes[count] = _remembered(raw, first, after - first, bare(known))
                    if spans:
                        starts[count], ends[count] = first, after
                    count += 1
                if plain:
                    continue
            first, after, at, size, disguised = next_word(raw, at, high, table)
            if after > 0:
                if size > scratch.size:
                    scratch = np.empty(2 * size, np.uint8)
                size = spell(raw, first, after, table, disguised, bare(scratch))
                hashes[count] = xxh64(bare(scratch), 0, size, _AS_IT_IS)
                if spans:
                    starts[count], ends[count] = first, after
                count += 1
        bounds[text + 1] = count
    return count


@part
def _block(buffer: Pointer, at: int, high: int) -> Any:
    """Return where words begin and stop in the block at a place, one bit a byte; where to go on; and whether by block.

    Only words that end within the block are told. The next block begins with the word that does not.
    """
    room = min(high - at, WIDTH)
    plain = min(lowest(special_bits(buffer, at)), room)
    letters = letter_bits(buffer, at)
    if plain < WIDTH:
        letters &= (_ONE << np.uint64(plain)) - _ONE
    begins = letters & ~(letters << _ONE)
    stops = ~letters & (letters << _ONE)
    if plain == room and room < WIDTH:  # the text ends here
        return begins, stops, high, True
    if plain < WIDTH:
        stops &= (_ONE << np.uint64(plain)) - _ONE
    if plain > 0 and letters >> np.uint64(plain - 1):
        unfinished = highest(begins)
        return begins, stops, at + unfinished, plain == WIDTH and unfinished > 0
    return begins, stops, at + plain, plain == WIDTH


@part
def _remembered(buffer: Pointer, at: int, size: int, known: Pointer) -> np.uint64:
    """Return XXH64 of an ASCII word, folded."""
    if size > _LANES:
        return xxh64(buffer, at, size, _LOWER)
    first = (lane(buffer, at) | _LOWER) & _FIRST[size]
    second = (lane(buffer, at + 8) | _LOWER) & _SECOND[size]
    slot = ((first * _SPREAD[0] + second * _SPREAD[1]) >> _SHIFT) * np.uint64(_ROW)
    if known[slot] != first or known[slot + _ONE] != second:
        known[slot], known[slot + _ONE] = first, second
        known[slot + _TWO] = xxh64(buffer, at, size, _LOWER)
    result: np.uint64 = known[slot + _TWO]
    return result
