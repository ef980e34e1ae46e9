"""What a whole site repeats: passages that many documents of one publisher carry, and few others.

They are recognised by their fingerprints. A fingerprint is common when several documents of one publisher hold it and
hardly anybody else does; it is boilerplate when most of its holders are otherwise different, or when so many hold it
that it can only be a template. Versions of one text share nearly everything and stay what they are: copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.matches import Boilerplate
from dedup.matching.extents import FEWEST_HOLDERS, Common, Ranges
from dedup.matching.ranges import NO_WORDS, WordRanges
from dedup.matching.variants import told_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.engines.groups import Groups
    from dedup.matching.identical import Distinct
    from dedup.matching.shown import Showcase
    from dedup.settings import Settings
    from dedup.text.words import WordTable

OWN_SHARE = 0.8
"""Share of all holders that must be of that publisher."""
OTHERWISE_DIFFERENT = 0.5
"""Share of common fingerprints up to which a document is otherwise different, and share of such holders wanted."""
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

    `words` are those that belong to it, by row of the word table. `stretches` lists each passage once.
    """

    words: WordRanges
    stretches: tuple[Stretch, ...]


NO_SITE = SiteText(NO_WORDS, ())
"""The boilerplate of texts that have none."""


def find_boilerplate(
    words: WordTable,
    groups: Groups,
    winnowed: NDArray[np.int64],
    publishers: Callable[[list[int]], Sequence[str | None]],
    settings: Settings,
    using: ModuleType,
) -> SiteText:
    """Return the boilerplate of the documents of a word table.

    `groups` are the places that hold the same fingerprint, `winnowed` (int64) is the number of fingerprints of each
    row. `publishers` gives a name, or none, for each of some rows.
    """
    groups = groups.where(groups.sizes >= FEWEST_HOLDERS)
    rows = using.texts_of(words.offsets, groups.rows)
    held, at = _holdings(groups, rows)
    chosen, holders = _boilerplate_places(held, winnowed, publishers)
    some = chosen[at]
    if not some.any():
        return NO_SITE
    common = Common.of_places(groups.rows[some], groups.numbers[some], rows[some], holders[at][some], words)
    ranges = common.ranges(settings)
    ranges = common.to_their_ends(ranges.where(_are_short(ranges)), words, settings, using)
    covered = WordRanges.union(ranges.rows, ranges.firsts, ranges.ends)
    return SiteText(covered, _stretches(ranges, common, settings))


def tell(
    site: SiteText, distinct: Distinct, showcase: Showcase, publishers: Callable[[list[int]], Sequence[str | None]]
) -> Iterator[Boilerplate]:
    """Yield each boilerplate passage as it is shown, the most frequent first."""
    rows = [stretch.row for stretch in site.stretches]
    places = [(distinct.members[stretch.row][0], stretch.first, stretch.end) for stretch in site.stretches]
    quotes = showcase.quotes(*np.array(places, np.int64).reshape(-1, 3).T)
    for stretch, quote, publisher in zip(site.stretches, quotes, publishers(rows), strict=True):
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
    place = np.zeros(winnowed.size + 1, np.int64)
    place[held.row + 1] = 1
    documents, place = np.flatnonzero(place[1:]), np.cumsum(place)
    names = publishers(documents.tolist())
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    known = np.array([name is not None for name in numbers], bool)
    publisher = np.array([numbers[name] for name in names], np.int64)[place[held.row]]

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


def _are_short(ranges: Ranges) -> NDArray[np.bool_]:
    """Return whether ranges can be furniture of a site: a text that a few documents share at length is content."""
    return np.asarray((ranges.ends - ranges.firsts <= LONGEST) | (ranges.holders >= TEMPLATE))


def _stretches(ranges: Ranges, common: Common, settings: Settings) -> tuple[Stretch, ...]:
    """Return each boilerplate passage once, at its fullest, and what others have in its place."""
    told, documents = told_ranges(ranges, common, settings.min_run)
    columns = ranges.rows[told], ranges.firsts[told], ranges.ends[told], documents
    return tuple(sorted(map(Stretch, *(column.tolist() for column in columns)), key=_by_holders))


def _by_holders(stretch: Stretch) -> tuple[int, int, int]:
    return -stretch.documents, stretch.row, stretch.first
