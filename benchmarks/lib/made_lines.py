"""The made document of a number into a line of JSON, of words of real text.

A body is stretches of the material, drawn one by one; what a copy shares with its source it draws with the source's
number, and so gets the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from lib.made_truth import (
    DATE,
    EDIT,
    EXACT,
    EXCERPT,
    NEAR,
    REPEATING,
    TEXT,
    below,
    credits_source,
    drawn,
    edit_at,
    edits_of,
    excerpt_of,
    foot_of,
    kind_of,
    length_of,
    publisher_of,
    publishers_of,
    source_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lib.material import Material

    Line = NDArray[np.uint8]

SAID_TWICE = 25
"""Words that a repeating document says twice: those from this place on."""
TITLE = 6
LINE = 24_000
"""More bytes than any line has: 350 words of at most 24 letters and 48 bytes of what may follow them."""
_UNDER = 1 << 40
"""What is added to a publisher's number when its foot is drawn, so that it is no document's text."""


def _spelled(text: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(text, np.uint8)


_ID, _PUBLISHER, _TITLE = _spelled(b'{"id":"made-'), _spelled(b'","publisher":"'), _spelled(b'","title":"')
_DATE, _TEXT, _END = _spelled(b'","published":"'), _spelled(b'","text":"'), _spelled(b'"}\n')
_PAPER, _BREAK, _STOP = _spelled(b"Paper "), _spelled(rb"\n\n"), _spelled(b".")
_CREDIT, _COPYRIGHT = _spelled(rb"\n\nOriginally published by "), _spelled(rb"\n\nCopyright ")
_DAYS = np.arange("2004-01-01", "2024-01-01", dtype="datetime64[D]").astype("S10").view(np.uint8).reshape(-1, 10)
_LATER = 6
"""Days after its source within which a copy is published."""

_compiled = njit(nogil=True)
"""Not kept from run to run: Numba looks at this file only, and would run old code after a change in made_truth.py."""


class Words(NamedTuple):
    """The material as the compiled functions take it."""

    pool: NDArray[np.uint8]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    stretch: int


def words_of(material: Material) -> Words:
    """Return the words of a material."""
    return Words(material.pool, material.starts, material.ends, material.stretch)


@_compiled
def _put(out: Line, at: int, piece: Line) -> int:
    for index in range(piece.size):
        out[at + index] = piece[index]
    return at + piece.size


@_compiled
def _put_number(out: Line, at: int, number: int, digits: int) -> int:
    for index in range(digits):
        out[at + digits - 1 - index] = 48 + number % 10
        number //= 10
    return at + digits


@_compiled
def _put_words(out: Line, at: int, words: Words, seed: int, number: int, low: int, high: int) -> int:
    """Write the words from `low` to `high` of the endless text of a number.

    It consists of blocks of `stretch` words, each cut at a random place into two stretches from different places.
    """
    size = words.stretch
    places = words.ends.size - size
    for block in range(low // size, (high + size - 1) // size):
        first, second = drawn(seed, number, TEXT, 2 * block), drawn(seed, number, TEXT, 2 * block + 1)
        cut = block * size + 1 + np.int64(first % np.uint64(size))
        for begin, end, lot in ((block * size, cut, first), (cut, (block + 1) * size, second)):
            from_, to = max(begin, low), min(end, high)
            if from_ < to:
                place = below(lot, places)
                at = _put(out, at, words.pool[words.starts[place + from_ - begin] : words.starts[place + to - begin]])
    return at


@_compiled
def _put_title(out: Line, at: int, words: Words, seed: int, number: int) -> int:
    for index in range(TITLE):
        place = below(drawn(seed, number, TEXT, 2 * index), words.ends.size)
        at = _put(out, at, words.pool[words.starts[place] : words.ends[place]])
        out[at] = 32
        at += 1
    return at - 1


@_compiled
def _put_near(out: Line, at: int, words: Words, seed: int, number: int, source: int, publishers: int) -> int:
    length, edits = length_of(seed, source), edits_of(seed, number, publishers)
    done = 0
    for edit in range(edits):
        place = edit_at(seed, number, edit, edits, length)
        at = _put_words(out, at, words, seed, source, done, place)
        at = _put_number(out, at, below(drawn(seed, number, EDIT, edits + edit), 1_000_000), 6)
        out[at] = 32
        at, done = at + 1, place + 1
    return _put_words(out, at, words, seed, source, done, length)


@_compiled
def _put_body(out: Line, at: int, words: Words, seed: int, number: int, publishers: int) -> int:
    kind, source, length = kind_of(seed, number), source_of(seed, number), length_of(seed, number)
    if kind >= NEAR:
        return _put_near(out, at, words, seed, number, source, publishers)
    if kind == EXCERPT:
        size, there, here = excerpt_of(seed, number)
        at = _put_words(out, at, words, seed, number, 0, here)
        at = _put_words(out, at, words, seed, source, there, there + size)
        return _put_words(out, at, words, seed, number, here + size, length)
    at = _put_words(out, at, words, seed, source, 0, length_of(seed, source))
    if kind == REPEATING:
        at = _put(out, at, _BREAK)
        at = _put_words(out, at, words, seed, number, SAID_TWICE, 2 * SAID_TWICE)
    return at


@_compiled
def _put_publisher(out: Line, at: int, publisher: int) -> int:
    return _put_number(out, _put(out, at, _PAPER), publisher, 8)


@_compiled
def _put_foot(out: Line, at: int, words: Words, seed: int, number: int, publishers: int) -> int:
    if credits_source(seed, number):
        at = _put(out, at, _CREDIT)
        at = _put_publisher(out, at, publisher_of(seed, source_of(seed, number), publishers))
        at = _put(out, at, _STOP)
    publisher = publisher_of(seed, number, publishers)
    size = foot_of(seed, publisher)
    if size:
        at = _put(out, at, _BREAK)
        at = _put_words(out, at, words, seed, publisher + _UNDER, 0, size)
        at = _put(out, at, _COPYRIGHT)
        at = _put_publisher(out, at, publisher)
        at = _put(out, at, _STOP)
    return at


@_compiled
def _put_line(out: Line, at: int, words: Words, seed: int, number: int, publishers: int) -> int:
    source = source_of(seed, number)
    day = below(drawn(seed, source, DATE), len(_DAYS) - _LATER)
    if source != number:
        day += below(drawn(seed, number, DATE), _LATER)
    at = _put_number(out, _put(out, at, _ID), number, 9)
    at = _put_publisher(out, _put(out, at, _PUBLISHER), publisher_of(seed, number, publishers))
    at = _put_title(out, _put(out, at, _TITLE), words, seed, number if kind_of(seed, number) == EXCERPT else source)
    at = _put(out, _put(out, at, _DATE), _DAYS[day])
    at = _put(out, at, _TEXT)
    at = _put_body(out, at, words, seed, number, publishers)
    whole = source if kind_of(seed, number) == EXACT else number
    return _put(out, _put_foot(out, at, words, seed, whole, publishers), _END)


@_compiled
def _put_lines(out: Line, words: Words, seed: int, low: int, high: int, publishers: int) -> int:
    at = 0
    for number in range(low, high):
        at = _put_line(out, at, words, seed, number, publishers)
    return at


def lines_of(words: Words, seed: int, numbers: tuple[int, int], documents: int) -> NDArray[np.uint8]:
    """Return the lines of the documents from one number to another of a collection of `documents`."""
    low, high = numbers
    out = np.empty(LINE * (high - low), np.uint8)
    return out[: _put_lines(out, words, seed, low, high, publishers_of(documents))]
