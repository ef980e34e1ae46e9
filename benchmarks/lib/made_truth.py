"""A number into what the made document of that number is: text of its own, or a copy, of which one and how alike.

Every document is a function of the seed and its number alone. So nothing is kept while millions are written, a copy
can stand at any distance from its source, and what is true of a number is known without its text. A source has a
smaller number than its copies, and always text of its own. The constants say how many are what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

OWN, REPEATING, EXACT, EXCERPT, NEAR = range(5)
"""Kinds of documents: text of its own; the same with a part said twice; three kinds of copies. `NEAR` + i has level i.
"""
LEVELS = (0.9, 0.8, 0.65, 0.5)
"""What the Jaccard of a near-copy and its source reaches, as narrowly as whole words and different feet allow."""
SHARES = (0, 100, 300, 400, 300, 300, 300, 300)
"""Documents of each kind among 10,000, in the order of the kinds; all others have text of their own."""
NAMES = ("own", "repeating", "exact", "excerpt", *(f"near {level:g}" for level in LEVELS))
LEAST, MOST = 100, 280
"""The fewest and the most words of a body."""
WIRE, BY_WIRE = 1000, 1000
"""Each document whose number is a multiple of `WIRE` is a wire story; `BY_WIRE` of 10,000 copies have one as source."""
PUBLISHED = 100
"""Documents for each publisher on average. A few have very many texts of their own; copies are spread evenly."""
FOOTED = 3
"""One publisher in so many has a foot under each of its pages."""
FOOT, FOOTS = 12, 9
"""Words of the shortest foot, and how many lengths there are; `COPYRIGHT` more follow."""
COPYRIGHT, CREDIT = 3, 5
"""Words of a line of copyright and of a line that names the source."""
EXCERPTED, EXCERPTS = 40, 21
"""Words of the shortest excerpt, and how many lengths there are."""
SHINGLE = 5

_LENGTH, _KIND, _SOURCE, _PUBLISHER, _FOOT, _CREDIT, _EXCERPT, _PLACE = range(8)
TEXT, DATE, EDIT = 8, 9, 10
_OWNED = 10_000 - sum(SHARES)
_BOUNDS = _OWNED + np.cumsum(np.array(SHARES))
_LEVELS = np.array(LEVELS)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def drawn(seed: int, number: int, purpose: int, index: int = 0) -> int:
    """Return 64 random bits for one purpose: the finaliser of SplitMix64 over what they are for."""
    state = np.uint64(seed)
    for part in (number, purpose, index):
        state += _GOLDEN * np.uint64(part + 1)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state ^= state >> np.uint64(31)
    return state


@njit(cache=True, nogil=True)
def below(bits: int, bound: int) -> int:
    """Return a whole number under `bound`, which has at most 32 bits, from the upper half of random bits."""
    return np.int64(((bits >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32))


@njit(cache=True, nogil=True)
def kind_of(seed: int, number: int) -> int:
    """Return what a document is."""
    if number % WIRE == 0:
        return OWN
    lot = below(drawn(seed, number, _KIND), 10_000)
    return OWN if lot < _OWNED else np.searchsorted(_BOUNDS, lot, side="right")


@njit(cache=True, nogil=True)
def source_of(seed: int, number: int) -> int:
    """Return the number of a copy's source; a document that is no copy is its own."""
    if kind_of(seed, number) < EXACT:
        return number
    attempt = 0
    while True:
        lot = drawn(seed, number, _SOURCE, attempt)
        if lot % np.uint64(10_000) < np.uint64(BY_WIRE):
            return below(lot, number // WIRE + 1) * WIRE
        source = below(lot, number)
        if kind_of(seed, source) == OWN:
            return source
        attempt += 1


@njit(cache=True, nogil=True)
def length_of(seed: int, number: int) -> int:
    """Return the words of the body of a document of that number if it has text of its own."""
    return LEAST + below(drawn(seed, number, _LENGTH), MOST - LEAST + 1)


@njit(cache=True, nogil=True)
def publisher_of(seed: int, number: int, publishers: int) -> int:
    """Return the publisher of a document; a copy has another one than its source."""
    source = source_of(seed, number)
    share = below(drawn(seed, source, _PUBLISHER), 1 << 30) / (1 << 30)
    first = np.int64(publishers * share * share)
    return (
        first if source == number else (first + 1 + below(drawn(seed, number, _PUBLISHER), publishers - 1)) % publishers
    )


@njit(cache=True, nogil=True)
def foot_of(seed: int, publisher: int) -> int:
    """Return the words under each page of a publisher, the line of copyright not counted; 0 for no foot."""
    lot = drawn(seed, publisher, _FOOT)
    return FOOT + below(lot, FOOTS) if lot % np.uint64(FOOTED) == np.uint64(0) else np.int64(0)


@njit(cache=True, nogil=True)
def credits_source(seed: int, number: int) -> bool:
    """Return whether a document names its source: half of all but the exact copies do."""
    return kind_of(seed, number) > EXACT and drawn(seed, number, _CREDIT) % np.uint64(2) == np.uint64(0)


@njit(cache=True, nogil=True)
def below_body(seed: int, number: int, publishers: int) -> int:
    """Return the words that follow a body."""
    foot = foot_of(seed, publisher_of(seed, number, publishers))
    credit = CREDIT if credits_source(seed, number) else 0
    return credit + (foot + COPYRIGHT if foot else 0)


@njit(cache=True, nogil=True)
def edits_of(seed: int, number: int, publishers: int) -> int:
    """Return how many words of a near-copy are not its source's, no two of them in one shingle.

    Each changes five shingles. Of the two texts' `whole` shingles the level j leaves ``j / (1 + j)`` common at least.
    """
    source = source_of(seed, number)
    level = _LEVELS[kind_of(seed, number) - NEAR]
    body = length_of(seed, source) - SHINGLE + 1
    whole = 2 * body + below_body(seed, number, publishers) + below_body(seed, source, publishers)
    return max(np.int64((body - level / (1 + level) * whole) // SHINGLE), 1)


@njit(cache=True, nogil=True)
def edit_at(seed: int, number: int, edit: int, edits: int, length: int) -> int:
    """Return the place of an edit in a body: at random in its part, at least a shingle from the next and the ends."""
    part = (length - SHINGLE) // edits
    free = part - SHINGLE + 1
    return SHINGLE - 1 + edit * part + below(drawn(seed, number, EDIT, edit), free)


@njit(cache=True, nogil=True)
def excerpt_of(seed: int, number: int) -> tuple[int, int, int]:
    """Return of an excerpt how many words it has, and where it begins in the source's body and in its own."""
    words = EXCERPTED + below(drawn(seed, number, _EXCERPT), EXCERPTS)
    there = below(drawn(seed, number, _PLACE, 0), length_of(seed, source_of(seed, number)) - words + 1)
    here = below(drawn(seed, number, _PLACE, 1), length_of(seed, number) - words + 1)
    return words, there, here


@njit(cache=True, nogil=True)
def likeness_of(seed: int, number: int, publishers: int) -> float:
    """Return the Jaccard of a whole copy and its source, if no shingle stands twice in one text; 0 for other kinds."""
    kind = kind_of(seed, number)
    if kind == EXACT:
        return 1.0
    if kind < NEAR:
        return 0.0
    source = source_of(seed, number)
    body = length_of(seed, source) - SHINGLE + 1
    common = body - SHINGLE * edits_of(seed, number, publishers)
    whole = 2 * body + below_body(seed, number, publishers) + below_body(seed, source, publishers)
    return common / (whole - common)


@njit(cache=True, nogil=True)
def _all(seed: int, documents: int, publishers: int) -> tuple[NDArray[Any], ...]:
    kinds, sources = np.empty(documents, np.int8), np.empty(documents, np.int64)
    likeness = np.empty(documents, np.float32)
    for number in range(documents):
        kinds[number] = kind_of(seed, number)
        sources[number] = source_of(seed, number)
        likeness[number] = likeness_of(seed, number, publishers)
    return kinds, sources, likeness


@dataclass(frozen=True)
class Truth:
    """What is true of each document, by its number: its kind, its source (itself if it is no copy), their Jaccard."""

    kinds: NDArray[np.int8]
    sources: NDArray[np.int64]
    likeness: NDArray[np.float32]


def publishers_of(documents: int) -> int:
    """Return how many publishers a collection has."""
    return max(documents // PUBLISHED, 2)


def truth_of(documents: int, seed: int) -> Truth:
    """Return what is true of the first so many documents of a collection of that size."""
    return Truth(*_all(seed, documents, publishers_of(documents)))
