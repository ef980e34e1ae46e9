"""What a whole site repeats: passages that many documents of one publisher carry, and few others.

They are recognised by their fingerprints. A fingerprint is common when several documents of one publisher hold it and
hardly anybody else does; it is boilerplate when most of its holders are otherwise different, or when so many hold it
that it can only be a template. Versions of one text share nearly everything and stay what they are: copies.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.matches import Boilerplate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.engines.groups import Groups
    from dedup.matching.identical import Distinct
    from dedup.matching.shown import Showcase
    from dedup.settings import Settings
    from dedup.text.words import WordTable

FEWEST_HOLDERS = 5
"""Documents of one publisher that must carry a passage before it can be boilerplate."""
OWN_SHARE = 0.8
"""Share of all holders that must be of that publisher."""
OTHERWISE_DIFFERENT = 0.5
"""Share of common fingerprints up to which a document is otherwise different, and share of such holders wanted."""
_MOST_HOLDERS_ASKED = 12
"""Holders of a passage that are asked where it begins and ends."""
AS_COMMON = 1.5
"""Factor up to which the numbers of holders may differ within one passage; a greater step is where one ends."""
LONGEST = 300
"""Words of the longest disclaimer; what is longer is content, unless it is a template."""
TEMPLATE = 50
"""Documents of one known publisher that carry a passage only if it is a template, whatever else they share."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One boilerplate passage: where it stands first (row and words, half-open), and in how many documents it does."""

    row: int
    first: int
    end: int
    documents: int


@dataclass(frozen=True, slots=True)
class SiteText:
    """The boilerplate of a collection.

    `masks` (bool, by row of the word table) say which words of a document belong to it; documents without any are left
    out. `stretches` lists each passage once.
    """

    masks: dict[int, NDArray[np.bool_]]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Range:
    """Boilerplate in one document: words ``first <= w < end`` of a row, fingerprints ``head`` up to ``tail``.

    `holders` is the number of documents that hold the most common of them.
    """

    row: int
    first: int
    end: int
    head: int
    tail: int
    holders: int


def find_boilerplate(
    words: WordTable,
    groups: Groups,
    winnowed: NDArray[np.int64],
    publishers: Callable[[list[int]], Sequence[str | None]],
    settings: Settings,
) -> SiteText:
    """Return the boilerplate of the documents of a word table.

    `groups` are the places that hold the same fingerprint, `winnowed` (int64) is the number of fingerprints of each
    row. `publishers` gives a name, or none, for each of some rows.
    """
    groups = groups.where(groups.sizes >= FEWEST_HOLDERS)
    row = np.searchsorted(words.offsets, groups.rows, side="right") - 1
    held, at = _holdings(groups, row)
    chosen, holders = _boilerplate_places(held, winnowed, publishers)
    common = chosen[at]
    if not common.any():
        return SiteText({}, ())
    order = np.argsort(groups.rows[common])
    place, key, rows, holding = (column[common][order] for column in (groups.rows, groups.numbers, row, holders[at]))
    first = place - words.offsets[rows]
    ranges = [part for part in _ranges(rows, first, holding, settings) if _is_short(part)]
    ranges = _Ends(words, key, rows, first, settings).of_all(ranges)
    return SiteText(_masks(ranges, words), tuple(_stretches(ranges, key, settings)))


def tell(
    site: SiteText, distinct: Distinct, showcase: Showcase, publishers: Callable[[list[int]], Sequence[str | None]]
) -> Iterator[Boilerplate]:
    """Yield each boilerplate passage as it is shown, the most frequent first."""
    stretches = site.stretches
    rows = [stretch.row for stretch in stretches]
    places = [(distinct.members[stretch.row][0], stretch.first, stretch.end) for stretch in stretches]
    quotes = showcase.quotes(*np.array(places, np.int64).reshape(-1, 3).T)
    for stretch, quote, publisher in zip(stretches, quotes, publishers(rows), strict=True):
        yield Boilerplate(quote, stretch.end - stretch.first, stretch.documents, publisher)


@dataclass(frozen=True, slots=True)
class _Holdings:
    """Which documents hold which key: `key` and `row` (int64), each two once and in order."""

    key: NDArray[np.int64]
    row: NDArray[np.int64]


def _holdings(groups: Groups, row: NDArray[np.int64]) -> tuple[_Holdings, NDArray[np.int64]]:
    """Return who holds each key, however often, and for each place the number of its holding.

    Places of a key come in rising order, so that those in one document stand side by side.
    """
    key = groups.numbers
    new = np.ones(key.size, bool)
    new[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])
    return _Holdings(key[new], row[new]), np.cumsum(new) - 1


def _boilerplate_places(
    held: _Holdings, winnowed: NDArray[np.int64], publishers: Callable[[list[int]], Sequence[str | None]]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return for each holding whether it is boilerplate, and how many documents of the publisher hold the key."""
    documents = unique(held.row)
    names = publishers(documents.tolist())
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    known = np.array([name is not None for name in numbers], bool)
    publisher = np.array([numbers[name] for name in names], np.int64)[np.searchsorted(documents, held.row)]

    holders = np.bincount(held.key)
    code = held.key * max(known.size, 1) + publisher
    pairs = unique(code)  # of key and publisher
    number = np.searchsorted(pairs, code)
    key_of_pair, publisher_of_pair = pairs // max(known.size, 1), pairs % max(known.size, 1)
    own = np.bincount(number, minlength=pairs.size)
    common = (own >= FEWEST_HOLDERS) & (own >= OWN_SHARE * holders[key_of_pair])
    template = common & (own >= TEMPLATE) & known[publisher_of_pair]
    # How much of each document is common to its publisher?
    shared = np.bincount(held.row[common[number]], minlength=winnowed.size)
    different = shared <= OTHERWISE_DIFFERENT * np.maximum(winnowed, 1)
    unlike = np.bincount(number, weights=different[held.row], minlength=pairs.size)
    chosen = template | (common & (unlike >= OTHERWISE_DIFFERENT * own))
    return chosen[number], own[number]


def _is_short(part: _Range) -> bool:
    """Return whether a range can be furniture of a site: a text that a few documents share at length is content."""
    return part.end - part.first <= LONGEST or part.holders >= TEMPLATE


def _ranges(
    rows: NDArray[np.int64], first: NDArray[np.int64], holders: NDArray[np.int64], settings: Settings
) -> list[_Range]:
    """Join the fingerprints (in order) that follow each other closely in one document and are about as common."""
    opens = np.ones(rows.size, bool)
    more, fewer = np.maximum(holders[1:], holders[:-1]), np.minimum(holders[1:], holders[:-1])
    opens[1:] = (rows[1:] != rows[:-1]) | (np.diff(first) > settings.min_run) | (more > AS_COMMON * fewer)
    heads = np.flatnonzero(opens)
    tails = np.append(heads[1:], rows.size)
    ends = first[tails - 1] + settings.fingerprint_words
    columns = (rows[heads], first[heads], ends, heads, tails, np.maximum.reduceat(holders, heads))
    return [_Range(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


class _Ends:
    """Finds where boilerplate really begins and ends: some words before its first fingerprint, and after its last.

    These words belong to it as far as `FEWEST_HOLDERS` documents have them. `keys`, `rows` and `first` (words) are of
    the fingerprints, by number.
    """

    def __init__(
        self,
        words: WordTable,
        keys: NDArray[np.int64],
        rows: NDArray[np.int64],
        first: NDArray[np.int64],
        settings: Settings,
    ) -> None:
        self._words = words
        self._rows = rows
        self._at = words.offsets[rows] + first
        self._size = settings.fingerprint_words
        self._margin = settings.window - 1
        self._order = np.argsort(keys, kind="stable")
        self._low, self._high = (np.searchsorted(keys[self._order], keys, side) for side in ("left", "right"))

    def of_all(self, ranges: Sequence[_Range]) -> list[_Range]:
        """Return the ranges with their true ends."""
        heads = np.array([part.head for part in ranges], np.int64)
        tails = np.array([part.tail - 1 for part in ranges], np.int64)
        before, after = self._common(heads, -1).tolist(), self._common(tails, self._size).tolist()
        return [
            replace(part, first=part.first - less, end=part.end + more)
            for part, less, more in zip(ranges, before, after, strict=True)
        ]

    def _common(self, numbers: NDArray[np.int64], beside: int) -> NDArray[np.int64]:
        """Return how many words next to each fingerprint enough holders have too.

        The nearest stands `beside` words from the fingerprint's first: -1 looks back, its size looks ahead.
        """
        some = np.arange(_MOST_HOLDERS_ASKED)
        asked = self._low[numbers, None] + some
        exists = asked < self._high[numbers, None]
        other = self._order[np.minimum(asked, self._order.size - 1)]
        equal = exists & (self._rows[other] != self._rows[numbers, None])
        reach = np.zeros(equal.shape, np.int64)
        for step in range(self._margin):
            shift = beside - step if beside < 0 else beside + step
            equal = equal & self._same(np.broadcast_to(numbers[:, None], other.shape), other, shift)
            reach += equal
        # Of the others' reaches the one that `FEWEST_HOLDERS`, with the document itself, attain.
        return -np.sort(-reach, axis=1)[:, FEWEST_HOLDERS - 2]

    def _same(self, one: NDArray[np.int64], other: NDArray[np.int64], shift: int) -> NDArray[np.bool_]:
        """Return whether the words at `shift` from two fingerprints are equal, both inside their documents."""
        offsets, hashes = self._words.offsets, self._words.hashes
        inside = np.ones(one.shape, bool)
        places = []
        for number in (one, other):
            place, row = self._at[number] + shift, self._rows[number]
            inside &= (place >= offsets[row]) & (place < offsets[row + 1])
            places.append(np.clip(place, 0, hashes.size - 1))
        return np.asarray(inside & (hashes[places[0]] == hashes[places[1]]))


def _masks(ranges: Sequence[_Range], words: WordTable) -> dict[int, NDArray[np.bool_]]:
    """Return which words of each document are boilerplate."""
    masks: dict[int, NDArray[np.bool_]] = {}
    for part in ranges:
        if part.row not in masks:
            masks[part.row] = np.zeros(int(words.counts[part.row]), bool)
        masks[part.row][part.first : part.end] = True
    return masks


def _stretches(ranges: Sequence[_Range], keys: NDArray[np.int64], settings: Settings) -> list[Stretch]:
    """Return each boilerplate passage once, at its fullest: ranges that have a fingerprint in common are one."""
    _, number = np.unique(keys, return_inverse=True)
    parent = list(range(int(number.max()) + 1))

    def root(key: int) -> int:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    labels = number.tolist()
    for part in ranges:
        for key in labels[part.head + 1 : part.tail]:
            parent[root(key)] = root(labels[part.head])
    alike: dict[int, list[_Range]] = defaultdict(list)
    for part in ranges:
        alike[root(labels[part.head])].append(part)
    found = []
    for parts in alike.values():
        fullest = max(parts, key=lambda part: (part.end - part.first, -part.row))
        if fullest.end - fullest.first >= settings.min_run:
            found.append(Stretch(fullest.row, fullest.first, fullest.end, len({part.row for part in parts})))
    return sorted(found, key=lambda stretch: (-stretch.documents, stretch.row, stretch.first))
