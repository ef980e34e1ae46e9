"""One text into the hashes of its words: 64 bytes of ASCII at a time, everything else character by character.

Words are found first, and the hashes of hundreds of them made together: vectors make several at once, which is sooner
done than looking common words up. ASCII is the same in every version of the folding table: letters and digits make
words, and setting one bit folds them. A separator beyond ASCII (a dash, a curly quote) ends a block; anything else
beyond it goes to `spelling`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels import folding as f
from dedup.kernels.compiled.hashing import SHORT, xxh64, xxh64_of_lanes
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
from dedup.kernels.compiled.spelling import ASCII, FORM, ROOM, decode, most_spelled, next_word, spell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_ONE = np.uint64(1)
_AS_IT_IS = np.uint64(0)
_LOWER = np.uint64(0x2020202020202020)
"""The bit that makes an ASCII letter lower case, eight times; a digit has it."""

REACH = WIDTH + 16
"""Bytes that are read from where a block begins: its own, and the two lanes of a word that begins with the last."""
_TOGETHER = 512
"""Words whose hashes are made at once: enough for whole vectors, and few enough for the first-level cache."""

_INT32 = "Array(int32, 1, 'C', readonly=True)"
TABLE = (
    f"{BYTES}, {BYTES}, {_INT32}, {BYTES}, {BYTES}, {BYTES}, Array(uint16, 1, 'C', readonly=True), {_INT32}, {BYTES}"
)
"""The folding table in a kernel's signature: its columns, in their order."""


class Desk(NamedTuple):
    """What every kernel that reads text works with, made by `desk`: words that have no hash yet, and a folded word.

    The first eight bytes of such a word stand where its hash will, the next eight in `rest`, its size in `sizes`.
    """

    rest: NDArray[np.uint64]
    sizes: NDArray[np.uint8]
    form: NDArray[np.uint8]


DESK = "uint64[::1], uint8[::1], uint8[::1]"
"""The desk in a kernel's signature."""


def desk() -> Desk:
    """Return an empty desk; threads cannot share one."""
    room = _TOGETHER + WIDTH
    return Desk(np.empty(room, np.uint64), np.empty(room, np.uint8), np.empty(FORM, np.uint8))


class Text(NamedTuple):
    """Where a text's bytes stand, as pointers: `last` is the last place where a block may begin."""

    raw: Pointer
    last: int
    table: Any
    rest: Pointer
    sizes: Pointer
    form: Pointer


@part
def hash_text(
    text: Any, at: int, high: int, hashes: Pointer, starts: Pointer, ends: Pointer, spans: bool, count: int, done: int
) -> Any:
    """Write the words between two places to `hashes`, from `count` on; return the new count, and how many are done.

    Of the last words, `hash_rest` has yet to make the hashes. Where `spans` says so, the places where words begin and
    end are written to `starts` and `ends`.
    """
    while at < high:
        if count - done >= _TOGETHER:
            done = hash_rest(text, hashes, done, count)
        if at <= text.last and text.raw[at] < ASCII:
            base = at
            begins, stops, at, plain = _block(text, base, high)
            while stops:
                first, after = base + lowest(begins), base + lowest(stops)
                begins &= begins - _ONE
                stops &= stops - _ONE
                _write(text, text.raw, first, after - first, _LOWER, hashes, count, count - done)
                if spans:
                    starts[count], ends[count] = first, after
                count += 1
            if plain:
                continue
        first, after, at, size, anew = next_word(text.raw, at, high, text.table, text.form)
        if after > 0:
            _write_spelled(text, first, after, size, anew, hashes, count, count - done)
            if spans:
                starts[count], ends[count] = first, after
            count += 1
    return count, done


@part
def hash_rest(text: Any, hashes: Pointer, done: int, count: int) -> int:
    """Make the hashes of the words from `done` on, and return that all are done."""
    xxh64_of_lanes(hashes, done, count - done, text.rest, text.sizes)
    return count


@part
def _write(
    text: Any, source: Pointer, at: int, size: int, raised: np.uint64, hashes: Pointer, count: int, place: int
) -> None:
    """Write a word, the bits of `raised` set in it, for `hash_rest`; or its hash where it is long."""
    if size > SHORT:
        hashes[count] = xxh64(source, at, size, raised)
        text.sizes[place] = 0
    else:
        hashes[count] = lane(source, at) | raised
        text.rest[place] = lane(source, at + 8) | raised
        text.sizes[place] = size


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
def _write_spelled(
    text: Any, at: int, after: int, size: int, anew: bool, hashes: Pointer, count: int, place: int
) -> None:
    """Write a word that is not plain ASCII, folded: it stands in `form` where it has room and need not be spelled."""
    most = most_spelled(size, at, after) if anew else size
    if most > ROOM:
        form = reserve(most)
        _write(text, form, 0, spell(text.raw, at, after, text.table, anew, form), _AS_IT_IS, hashes, count, place)
        release(form)
        return
    if anew:
        size = spell(text.raw, at, after, text.table, anew, text.form)
    _write(text, text.form, 0, size, _AS_IT_IS, hashes, count, place)
