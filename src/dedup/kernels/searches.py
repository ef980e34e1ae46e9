"""Strings to look for in the lines of texts → arrays that kernels search by.

All strings of a line are found by looking up four bytes at a place, each in a table of its own: the bits that stand in
all four are the buckets of strings that might begin there. The few lines that are worth that are found before, by a
gate: a string of seven bytes holds four that begin at a multiple of four, and one of five four that begin at an even
place, so only these are hashed and looked up.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

Item = TypeVar("Item")

ANYWHERE, OPENS, BEGINS, EARLY, ENDS, CLOSES, CREDITS, DATE_ENDS, DATE_OPENS = range(9)
"""Where in its line a string has to stand, as far as ASCII letters and digits around it tell.

`OPENS`: none before it, or some that end with a colon. `BEGINS`: a sentence could begin there. `EARLY`: few before it.
`ENDS`: none after it. `CLOSES`: none after it, and a bracket, a dash or a colon right before it. `CREDITS`: few before
it, and then a bracket, a slash or a dash. `DATE_ENDS`: few letters after it.
`DATE_OPENS`: few words before it, and if they are no weekday and *of*, little after it. Bytes beyond ASCII may be
anything, so that nothing is missed.
"""
PLACES = 9
WHOLE_BEFORE, WHOLE_AFTER, LETTERS_BEFORE = 1, 2, 4
"""A string that is no match where an ASCII letter or digit stands right before it, or after it, or a letter before."""

SHORT, YEAR, NUMERIC, DIGIT_FIRST = range(4)
"""Groups that a line is in by its shape: it has at most `MOST_SHORT` characters that are no space; up to `MOST_SHAPED`,
it holds a year, numbers between points, strokes or slashes, or its first ASCII letter or digit is a digit."""
SHAPES = 4
MOST_SHORT, MOST_SHAPED = 100, 180
MOST_BEFORE = {OPENS: 50, EARLY: 140, CREDITS: 100}
"""Letters and digits that may stand before a string in its line."""
MOST_AFTER_MONTH, MOST_AFTER_DATE, WORDS_IN_DATE, WORDS_BEFORE_DATE = 6, 45, 2, 4
OTHER_DIGITS = (0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA, 0xEF, 0xF0)
"""First bytes of characters that may be digits of other scripts."""

WINDOW = 4
"""Bytes that are looked up together."""
ASCII = 0x80
TRIPLE = 3
"""Bytes by which strings are found that are too short to be found by their hash."""
FEW_TRIPLES = 4
"""Short strings of ASCII up to which the gate takes steps of four bytes."""
FOLD = 0x20202020
MULTIPLIER, BITS = 0x9E3779B1, 15
"""How four bytes are hashed: with the bit set that makes ASCII letters small, to so many bits."""

_BUCKETS, _TABLES = 64, 3


class Sought(NamedTuple):
    """One string: in UTF-8 with small ASCII letters, which meet large ones too; and the number of its group."""

    string: bytes
    group: int
    place: int = ANYWHERE
    whole: int = 0


class Gate(NamedTuple):
    """Strings of which a line must hold one to be searched, or that open it.

    `windows` has one bit for each hash of four of their bytes; those that have the hash h are
    ``keys[slots[h] : slots[h + 1]]``. Strings with the four bytes ``keys[k]`` are ``hashed[heads[k] : heads[k + 1]]``,
    and begin `shifts` bytes before them; only places that are multiples of `step` are looked at. Strings that are too
    short for that are ``short[ends[t] : ends[t + 1]]``: they begin with the lowest bytes of ``triples[t]``, and the two
    above say how far behind the first the second and the third stand; the first `plain` of them are ASCII.
    """

    windows: NDArray[np.uint64]
    slots: NDArray[np.int64]
    keys: NDArray[np.uint32]
    heads: NDArray[np.int64]
    hashed: NDArray[np.int64]
    shifts: NDArray[np.int64]
    triples: NDArray[np.int64]
    ends: NDArray[np.int64]
    short: NDArray[np.int64]
    step: int
    plain: int


class Search(NamedTuple):
    """What is sought, and what a line says that holds it.

    String s is ``pool[bounds[s] : bounds[s + 1]]`` and of the group ``groups[s]``. A line that holds a string of each
    of the groups ``wanted[rules[r] : rules[r + 1]]`` says ``says[r]``. Bucket b holds the strings
    ``members[heads[b] : heads[b + 1]]``; `prefixes` (three times four times 256) are the tables: those of strings that
    may stand after a letter, those of all, and those of strings that open their lines, which stand in no other.

    Where a search is `gated`, only lines are searched that hold a string of the `gate`, or, where it `opens`, that are
    opened by one that has to open its line; with `opening`, there are such strings. With `shaped`, lines are in the
    groups of their shape as well. `reach` is the length of the longest string if all have to close their lines, and -1
    if all have to be credits that open them, or to stand early. There are `size` groups.
    """

    prefixes: NDArray[np.uint64]
    heads: NDArray[np.int64]
    members: NDArray[np.int64]
    pool: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    groups: NDArray[np.int64]
    places: NDArray[np.uint8]
    whole: NDArray[np.uint8]
    rules: NDArray[np.int64]
    wanted: NDArray[np.int64]
    says: NDArray[np.uint64]
    gate: Gate
    gated: bool
    opening: bool
    opens: bool
    shaped: bool
    reach: int
    size: int

    @property
    def strings(self) -> list[bytes]:
        """What is sought."""
        whole = self.pool.tobytes()
        return [whole[low:high] for low, high in pairwise(self.bounds.tolist())]


def search_for(
    sought: Sequence[Sought],
    rules: Sequence[tuple[Collection[int], int]],
    gate: Collection[int] | None = None,
    *,
    shaped: bool = False,
) -> Search:
    """Return a search; `rules` are pairs of the groups wanted and what they say.

    `gate` are the groups of the gate, of which every rule must want one.
    """
    places = {one.place for one in sought}
    longest = max((len(one.string) for one in sought), default=0)
    rows, wanted = _rows([sorted(groups, key=lambda group: (group not in (gate or ()), group)) for groups, _ in rules])
    return Search(
        *_tables(sought),
        np.frombuffer(b"".join(one.string for one in sought) or b"\0", np.uint8),
        np.cumsum([0, *(len(one.string) for one in sought)]).astype(np.int64),
        np.array([one.group for one in sought], np.int64),
        np.array([one.place for one in sought], np.uint8),
        np.array([one.whole for one in sought], np.uint8),
        rows,
        np.array(wanted, np.int64),
        np.array([says for _, says in rules], np.uint64),
        _gate([(i, one.string) for i, one in enumerate(sought) if one.group in (gate or ()) and one.place != OPENS]),
        gate is not None,
        OPENS in places,
        gate is not None and any(one.group in gate and one.place == OPENS for one in sought),
        shaped,
        -1 if places <= {CREDITS, EARLY} else longest if places <= {CLOSES, ENDS} and gate is None else 0,
        max([SHAPES, *(one.group + 1 for one in sought)]),
    )


def window_hashes(windows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the hashes of four bytes each, as little-endian numbers with `FOLD`."""
    hashed: NDArray[np.uint32] = (windows * np.uint32(MULTIPLIER)) >> np.uint32(32 - BITS)
    return hashed


def _tables(sought: Sequence[Sought]) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the tables of four bytes, where each bucket's strings begin, and which these are."""
    order = sorted(range(len(sought)), key=lambda number: sought[number].string[:WINDOW])
    bucket = np.arange(len(order)) * _BUCKETS // max(len(order), 1)
    bits = [[0] * 256 for _ in range(_TABLES * WINDOW)]
    every = [0] * (_TABLES * WINDOW)  # of strings that have ended before
    for number, where in zip(order, bucket.tolist(), strict=True):
        string, _, place, whole = sought[number]
        for table in (_TABLES - 1,) if place == OPENS else range(whole & WHOLE_BEFORE, _TABLES - 1):
            for depth in range(WINDOW):
                row = table * WINDOW + depth
                if depth >= len(string):
                    every[row] |= 1 << where
                    continue
                for byte in {string[depth], *string[depth : depth + 1].upper()}:
                    bits[row][byte] |= 1 << where
    heads = np.searchsorted(bucket, np.arange(_BUCKETS + 1)).astype(np.int64)
    prefixes = np.array(bits, np.uint64) | np.array(every, np.uint64)[:, None]
    return prefixes.ravel(), heads, np.array(order, np.int64)


def _gate(strings: Sequence[tuple[int, bytes]]) -> Gate:
    """Return the gate of a search for some of its strings, with their numbers."""
    hashed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    short: dict[int, list[int]] = defaultdict(list)
    shorter = {_triple(string) for _, string in strings if len(string) < 2 * WINDOW - 1 and string.isascii()}
    step = WINDOW if len(shorter) <= FEW_TRIPLES else WINDOW // 2
    for number, string in strings:
        if len(string) < WINDOW + step - 1:
            short[_triple(string)].append(number)
            continue
        for shift in range(step):
            hashed[int.from_bytes(string[shift : shift + WINDOW], "little") | FOLD].append((number, shift))
    listed = np.array(list(hashed), np.uint32)
    keys = listed[np.argsort(window_hashes(listed), kind="stable")]
    places = window_hashes(keys)
    windows = np.zeros((1 << BITS) // 64, np.uint64)
    for place in places.tolist():
        windows[place >> 6] |= np.uint64(1 << (place & 63))
    heads, pairs = _rows([hashed[key] for key in keys.tolist()])
    triples = sorted(short, key=lambda triple: (triple & 0xFF >= ASCII, triple))
    ends, numbers = _rows([short[triple] for triple in triples])
    return Gate(
        windows,
        np.searchsorted(places, np.arange((1 << BITS) + 1)).astype(np.int64),
        keys,
        heads,
        np.array([number for number, _ in pairs], np.int64),
        np.array([shift for _, shift in pairs], np.int64),
        np.array(triples, np.int64),
        ends,
        np.array(numbers, np.int64),
        step,
        sum(triple & 0xFF < ASCII for triple in triples),
    )


def _triple(string: bytes) -> int:
    """Return the first three bytes of a string, and how far the second and the third stand behind the first."""
    last = min(len(string), TRIPLE if string[0] < ASCII else TRIPLE - 1) - 1
    places = [min(place, last) for place in range(TRIPLE)]
    return int.from_bytes(bytes([*(string[place] | 0x20 for place in places), *places[1:]]), "little")


def _rows(lists: Sequence[Sequence[Item]]) -> tuple[NDArray[np.int64], list[Item]]:
    return np.cumsum([0, *map(len, lists)]).astype(np.int64), [one for each in lists for one in each]
