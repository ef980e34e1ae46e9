"""Words into shingles and fingerprints, compiled.

The hash of a shingle of few words is made of its words, of several shingles at once; that of one of many follows from
the one before it: the polynomial times the base, the new word added and the old one taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.hashing import BASE, finalize
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel, part
from dedup.kernels.shapes import Fingerprints, Shingles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_BLOCK = 1024
"""Shingles at once: with what is made of them, they stay in the first-level cache."""
_FEW = 8
"""Words of a shingle up to which it is sooner made of its words than of the shingle before it."""


def shingle_hashes(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int) -> Shingles:
    """Return the hashes of all runs of `size` consecutive words of each text.

    A hash is the polynomial ``sum(word[i] * BASE**(size - 1 - i)) mod 2**64`` under MurmurHash3's 64-bit finaliser.
    A text of fewer words, but not none, has one shingle: all of its words.
    """
    counts = np.diff(offsets)
    bounds = np.zeros(offsets.size, np.int64)
    np.cumsum(np.where(counts >= size, counts - size + 1, np.minimum(counts, 1)), out=bounds[1:])
    hashes = np.empty(int(bounds[-1]), np.uint64)
    _shingle(words, offsets, size, bounds, hashes)
    return Shingles(hashes, bounds)


def rolling(words: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Return the hash of every run of `size` words, over the bounds of texts: uint64[max(words - size + 1, 0)]."""
    hashes = np.empty(max(words.size - size + 1, 0), np.uint64)
    _roll(words, size, hashes)
    return hashes


def rolling_around(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], places: NDArray[np.int64], size: int, window: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return what `rolling` gives for the runs that begin at some places, or less than `window` words before one.

    Places (int64) are in rising order; runs stay within their texts. With each hash comes where its run begins (int64);
    these are in rising order too, each once.
    """
    hashes, starts = np.empty(places.size * window, np.uint64), np.empty(places.size * window, np.int64)
    count = _roll_around(words, offsets, places, size, window, hashes, starts)
    return hashes[:count], starts[:count]


def winnow(words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int, window: int) -> Fingerprints:
    """Return the winnowed shingles of the texts: of every `window` shingles in a row the least, the last of equals.

    Every run of ``window + size - 1`` words holds one, and which one depends on nothing outside that run (Schleimer,
    Wilkerson, Aiken: "Winnowing", SIGMOD 2003). Texts with fewer words have none.
    """
    keys, positions = np.empty(words.size, np.uint64), np.empty(words.size, np.int64)
    count = _winnow(words, offsets, size, window, np.empty((4, _desk(window)), np.uint64), keys, positions)
    return Fingerprints(keys[:count].copy(), positions[:count].copy())


def _desk(window: int) -> int:
    """Return the room that a block of shingles takes, with what is known of their windows on both sides."""
    return _BLOCK + 5 * window


@part
def _power(size: int) -> np.uint64:
    """Return the factor of the word that leaves a shingle, ``BASE**size``."""
    value = np.uint64(1)
    for _ in range(size):
        value *= BASE
    return value


@part
def roll(words: Pointer, low: int, high: int, size: int, out: Pointer, at: int) -> None:
    """Write the hashes of all shingles of the words between `low` and `high` to `out`, from `at` on.

    `out` must be other memory than `words`.
    """
    size = min(size, high - low)
    total = high - low - size + 1
    if size > _FEW:
        _roll_on(words, low, total, size, out, at)
        return
    for first in range(0, total if size > 0 else 0, _BLOCK):
        _roll_block(words, low + first, min(total - first, _BLOCK), size, out, at + first)


@part
def _roll_on(words: Pointer, low: int, total: int, size: int, out: Pointer, at: int) -> None:
    """Write so many hashes, each made of the one before it."""
    value = np.uint64(0)
    for i in range(low, low + size - 1):
        value = value * BASE + words[i]
    leaving = np.uint64(0)
    factor = _power(size)
    for i in range(total):
        value = value * BASE + (words[low + size - 1 + i] - leaving * factor)
        leaving = words[low + i]
        out[at + i] = finalize(value)


@part
def _roll_block(words: Pointer, low: int, total: int, size: int, out: Pointer, at: int) -> None:
    """Write so many hashes, taking one or two words of each in at a time: loops of which vectors make several."""
    taken = 2 - size % 2
    for i in range(total):
        value = words[low + i]
        out[at + i] = value * BASE + words[low + i + 1] if taken > 1 else value
    for first in range(low + taken, low + size, 2):
        for i in range(total):
            out[at + i] = (out[at + i] * BASE + words[first + i]) * BASE + words[first + i + 1]
    for i in range(total):
        out[at + i] = finalize(out[at + i])


@kernel(f"void({WHOLE}, {INTEGERS}, int64, {INTEGERS}, uint64[::1])")
def _shingle(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    size: int,
    bounds: NDArray[np.int64],
    hashes: NDArray[np.uint64],
) -> None:
    for text in range(offsets.size - 1):
        roll(bare(words), offsets[text], offsets[text + 1], size, bare(hashes), bounds[text])


@kernel(f"void({WHOLE}, int64, uint64[::1])")
def _roll(words: NDArray[np.uint64], size: int, hashes: NDArray[np.uint64]) -> None:
    if words.size >= size:
        roll(bare(words), 0, words.size, size, bare(hashes), 0)


@kernel(f"int64({WHOLE}, {INTEGERS}, {INTEGERS}, int64, int64, uint64[::1], int64[::1])")
def _roll_around(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    places: NDArray[np.int64],
    size: int,
    window: int,
    hashes: NDArray[np.uint64],
    starts: NDArray[np.int64],
) -> int:
    """Fill `hashes` and `starts`; return how many there are."""
    bounds, out = bare(offsets), bare(starts)
    count = text = done = 0
    for i in range(places.size):
        place = places[i]
        while bounds[text + 1] <= place:
            text += 1
        begin = max(place - window + 1, bounds[text], done)
        done = max(min(place + 1, bounds[text + 1] - size + 1), begin)
        if done > begin:
            roll(bare(words), begin, done + size - 1, size, bare(hashes), count)
            for start in range(begin, done):
                out[count] = start
                count += 1
    return count


@kernel(f"int64({WHOLE}, {INTEGERS}, int64, int64, uint64[:, ::1], uint64[::1], int64[::1])")
def _winnow(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    size: int,
    window: int,
    desk: NDArray[np.uint64],
    keys: NDArray[np.uint64],
    positions: NDArray[np.int64],
) -> int:
    """Fill `keys` and `positions`; return how many there are. `desk` has room for four blocks."""
    count, room = 0, desk.shape[1]
    for text in range(offsets.size - 1):
        low, high = offsets[text], offsets[text + 1]
        if high - low >= size + window - 1:
            texts = bare(words), low, high - low - size + 1, size
            count = _choose(texts, window, bare(desk), room, bare(keys), bare(positions), count)
    return count


@part
def _choose(text: Any, window: int, desk: Pointer, room: int, keys: Pointer, positions: Pointer, count: int) -> Any:
    """Append the least shingle of every window of a text, each once; return the new count.

    A shingle is the least of some window where the greatest of the minima of all its windows is the shingle itself.
    Equal ones may then stand in one window, of which only the last is chosen. That takes no branch that depends on the
    shingles, and vectors make several at once.
    """
    words, low, total, size = text
    begun = count
    reach = window - 1
    for first in range(0, total, _BLOCK):
        last = min(first + _BLOCK, total)
        begin, end = max(first - 2 * reach, 0), min(last + reach, total)
        roll(words, low + begin, low + end + size - 1, size, desk, reach)
        minima, maxima = _open(desk, room, end - begin, window)
        before = np.uint64(0)
        if count > begun:
            before = keys[count - 1]
        for i in range(first - begin, last - begin):
            key = desk[reach + i]
            hit = key == desk[maxima + i]
            if key == before and hit and count > begun:
                since = positions[count - 1] - low - begin
                if i - since < window and not _is_least(desk, minima + reach, since, i, window, key):
                    count -= 1
            keys[count], positions[count] = key, low + begin + i
            count += hit
            before = key if hit else before
    return count


@part
def _open(desk: Pointer, room: int, total: int, window: int) -> Any:
    """Return where on the desk the minima of the windows of so many shingles stand, and where the maxima of those do.

    Shingles and minima stand behind ``window - 1`` other places. Maximum i is of the windows that hold shingle i.
    """
    reach = window - 1
    minima, target, spare = 0, room, 2 * room
    covered, left = 1, total
    while covered < window:
        step = min(covered, window - covered)
        left -= step
        for i in range(reach, reach + left):
            desk[target + i] = min(desk[minima + i], desk[minima + i + step])
        minima, target, spare = target, spare, target
        covered += step
    for i in range(reach):
        desk[minima + i] = desk[minima + reach + left + i] = np.uint64(0)
    maxima, spare = minima, 3 * room
    covered, left = 1, left + 2 * reach
    while covered < window:
        step = min(covered, window - covered)
        left -= step
        for i in range(left):
            desk[target + i] = max(desk[maxima + i], desk[maxima + i + step])
        maxima, target, spare = target, spare, target
        covered += step
    return minima, maxima


@part
def _is_least(desk: Pointer, minima: int, at: int, later: int, window: int, key: np.uint64) -> bool:
    """Return whether a shingle is the least of a window that does not hold an equal one, which stands later."""
    found = False
    for start in range(max(at - window + 1, 0), later - window + 1):
        found |= desk[minima + start] == key
    return found
