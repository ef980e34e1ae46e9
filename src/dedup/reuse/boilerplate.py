"""What a whole site repeats: passages that many otherwise different documents carry, most of them of one publisher.

A family is not a footer. Versions of one text share most of it, so what they have in common is no boilerplate, however
many they are and however much noise is between them. That is measured by what passages cover of each document: two
documents are of one family when passages cover half of each, and boilerplate stands in many families.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import components, unique
from dedup.matches import Boilerplate
from dedup.reuse.extents import FEWEST_HOLDERS, Common, Ranges
from dedup.reuse.variants import told_ranges
from dedup.reuse.word_ranges import NO_WORDS, WordRanges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.engines.groups import Groups
    from dedup.reuse.identical import Distinct
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.shown import Showcase
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]
    Publishers = Callable[[list[int]], Sequence[str | None]]

OWN_SHARE = 0.8
"""Share of all holders that must be of one publisher, or all of unknown ones."""
FAMILY = 0.5
"""Share of each of two documents that passages must cover for them to be of one family."""
OF_MOST = 0.5
"""Share of the partners of a document above which words that they all have in common are what most of them have."""
PIECES = 1.5
"""Times what a document shares with any other that it must share with all together, for pieces to be of one text."""
LARGEST_FAMILY = 0.5
"""Share of the holders up to which the largest family may come."""
AT_THE_EDGE = 30
"""Words between a footer or header and the end or beginning of its document."""
LONGEST_INSIDE = 150
"""Words of the longest boilerplate of one publisher that is not at the edge of its documents."""
LONGEST_UNKNOWN = 300
"""Words of the longest boilerplate of documents whose publisher is not known, if more than `pair_limit` families have
it."""
LONGEST_OF_FEW = 40
"""Words of the longest boilerplate of documents whose publisher is not known, if fewer families have it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One boilerplate passage: where it stands first (row and words, half-open), and the rows that carry it."""

    row: int
    first: int
    end: int
    carriers: Numbers


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
    across: PassageTable,
    publishers: Publishers,
    settings: Settings,
) -> SiteText:
    """Return the boilerplate of the documents of a word table.

    `groups` are the places that hold the same fingerprint, `across` are pairs of documents with their passages.
    `publishers` gives a name, or none, for each of some rows.
    """
    groups = groups.where(groups.sizes >= FEWEST_HOLDERS)
    rows = kernels.texts_of_words(words.offsets, groups.rows)
    held, at = _holdings(groups, rows)
    if not held.row.size:
        return NO_SITE
    chosen, holders, known, spread = _boilerplate_places(held, families(across, words.counts), publishers)
    some = chosen[at]
    if not some.any():
        return NO_SITE
    common = Common.of_places(groups.rows[some], groups.numbers[some], rows[some], holders[at][some], words)
    ranges = common.to_their_ends(common.ranges(settings), words, settings)
    after = words.counts[ranges.rows] - ranges.ends
    at_edge = np.minimum(ranges.firsts, after) <= AT_THE_EDGE
    by_many = np.maximum.reduceat(spread[common.keys], ranges.heads) > settings.pair_limit
    longest = _longest(known[ranges.rows], at_edge, by_many)
    ranges = ranges.where(_mostly(ranges.ends - ranges.firsts <= longest, ranges, common))
    covered = WordRanges.union(ranges.rows, ranges.firsts, ranges.ends)
    return SiteText(covered, _stretches(ranges, common, settings))


def tell(
    site: SiteText, distinct: Distinct, showcase: Showcase, ids: Sequence[str], publishers: Publishers
) -> Iterator[Boilerplate]:
    """Yield each boilerplate passage as it is shown, the most frequent first."""
    rows = [stretch.row for stretch in site.stretches]
    places = [(distinct.members[stretch.row][0], stretch.first, stretch.end) for stretch in site.stretches]
    quotes = showcase.quotes(*np.array(places, np.int64).reshape(-1, 3).T)
    for stretch, quote, publisher in zip(site.stretches, quotes, publishers(rows), strict=True):
        members = [ids[document] for document in distinct.members.firsts_of(stretch.carriers).tolist()]
        yield Boilerplate(quote, stretch.end - stretch.first, len(members), publisher, members)


def families(across: PassageTable, counts: Numbers) -> Numbers:
    """Return for each document a number that all documents of its family have, and no other.

    Two documents are of one family when passages cover `FAMILY` of the words of each, edits between runs included.
    Badly misread versions of one text have less in common, and each two of them something else (`_in_pieces`).
    """
    pair = np.repeat(np.arange(len(across)), across.passage_counts)
    hulls = list(across.word_bounds(np.arange(pair.size)))
    words = [np.bincount(pair, high - low, len(across)) for low, high in hulls]
    shares = [each / counts[row] for each, row in zip(words, (across.a, across.b), strict=True)]
    joined = np.minimum(*shares) >= FAMILY
    if pair.size:
        joined |= (np.maximum(*shares) < FAMILY) & _in_pieces(across, pair, hulls, counts)
    return components(across.a[joined], across.b[joined], counts.size)


def _in_pieces(
    across: PassageTable, pair: Numbers, hulls: Sequence[tuple[Numbers, Numbers]], counts: Numbers
) -> NDArray[np.bool_]:
    """Return which pairs are versions by all that their documents have in common with others.

    Passages with whomever cover `FAMILY` of each of the two, and `PIECES` times what any single other document holds of
    it. Those of the pair lie mostly where at most `OF_MOST` of the document's partners have any: a footer is where all
    its partners have it.
    """
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    sides = [
        (row, offsets[row[pair]] + low, offsets[row[pair]] + high)
        for row, (low, high) in zip((across.a, across.b), hulls, strict=True)
    ]
    lows, highs = (np.concatenate([side[end] for side in sides]) for end in (1, 2))
    points = unique(np.concatenate([lows, highs]))
    steps = [np.bincount(np.searchsorted(points, ends), minlength=points.size) for ends in (lows, highs)]
    depth = np.cumsum(steps[0] - steps[1])[:-1]
    partners = np.bincount(np.concatenate([across.a, across.b]), minlength=counts.size)
    most = OF_MOST * partners[np.searchsorted(offsets, points[:-1], side="right") - 1]

    def words_up_to(chosen: NDArray[np.bool_]) -> Callable[[Numbers], NDArray[np.float64]]:
        total = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.diff(points) * chosen)])
        return lambda places: np.interp(places, points, total)

    by_few, covered = words_up_to((depth > 0) & (depth <= most)), words_up_to(depth > 0)
    pieces = covered(offsets[1:]) - covered(offsets[:-1])
    largest = np.zeros(counts.size)
    for row, low, high in sides:
        np.maximum.at(largest, row, np.bincount(pair, high - low, len(across)))
    enough = (pieces >= FAMILY * counts) & (pieces >= PIECES * largest) & (partners >= FEWEST_HOLDERS - 1)
    found = np.ones(len(across), bool)
    for row, low, high in sides:
        own = np.bincount(pair, by_few(high) - by_few(low), len(across))
        found &= enough[row] & (2 * own > np.bincount(pair, high - low, len(across)))
    return found


@dataclass(frozen=True, slots=True)
class _Holdings:
    """Which documents hold which key: `key` and `row` (int64), each two once and in order."""

    key: Numbers
    row: Numbers


def _holdings(groups: Groups, row: Numbers) -> tuple[_Holdings, Numbers]:
    """Return who holds each key, however often, and for each place the number of its holding.

    Places of a key come in rising order, so that those in one document stand side by side.
    """
    key = groups.numbers
    new = np.ones(key.size, bool)
    new[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])
    return _Holdings(key[new], row[new]), np.cumsum(new) - 1


def _boilerplate_places(
    held: _Holdings, family: Numbers, publishers: Publishers
) -> tuple[NDArray[np.bool_], Numbers, NDArray[np.bool_], Numbers]:
    """Return for each holding whether it may be boilerplate, and how many documents of the publisher hold the key.

    And for each row whether its publisher is known, and for each key how many families it is boilerplate of.
    """
    documents, place = np.unique(held.row, return_inverse=True)
    names = publishers(documents.tolist())
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    publisher = np.array([numbers[name] for name in names], np.int64)[place]
    known = np.zeros(family.size, bool)
    known[documents] = [name is not None for name in names]

    holders = np.bincount(held.key)
    own, number = _counts(held.key, publisher)  # documents of a publisher that hold a key
    code = number * family.size + family[held.row]
    each, member = np.unique(code, return_inverse=True)  # a family among these
    different = np.bincount(each // family.size, minlength=own.size)
    largest = np.zeros(own.size, np.int64)
    np.maximum.at(largest, each // family.size, np.bincount(member))
    chosen = (different >= FEWEST_HOLDERS) & (largest <= np.maximum(LARGEST_FAMILY * own, 1))
    chosen = chosen[number] & (own[number] >= OWN_SHARE * holders[held.key])
    spread = np.zeros(holders.size, np.int64)
    spread[held.key[chosen]] = different[number[chosen]]
    return chosen, own[number], known, spread


def _counts(key: Numbers, publisher: Numbers) -> tuple[Numbers, Numbers]:
    """Return the size of each group of rows with the same key and publisher, and in which group each row is."""
    code = key * (int(publisher.max(initial=0)) + 1) + publisher
    groups = unique(code)
    number = np.searchsorted(groups, code)
    return np.bincount(number, minlength=groups.size), number


def _longest(known: NDArray[np.bool_], at_edge: NDArray[np.bool_], by_many: NDArray[np.bool_]) -> Numbers:
    """Return how long boilerplate may be, by its publisher, its place, and whether many families have it.

    A long passage inside the pages of one publisher is an article that they print. Where no publisher is known, what
    stands inside otherwise different texts is a quotation, and so is much of what few of them begin or end with.
    """
    of_publisher = np.where(at_edge, np.iinfo(np.int64).max, LONGEST_INSIDE)
    of_unknown = np.where(at_edge, np.where(by_many, LONGEST_UNKNOWN, LONGEST_OF_FEW), 0)
    return np.where(known, of_publisher, of_unknown)


def _mostly(fit: NDArray[np.bool_], ranges: Ranges, common: Common) -> NDArray[np.bool_]:
    """Return which ranges fit, in most documents that have their words too."""
    fingerprints = np.bincount(common.keys, np.repeat(fit, ranges.tails - ranges.heads))
    mostly = fingerprints[common.keys] >= OWN_SHARE * np.bincount(common.keys)[common.keys]
    return np.asarray(fit & np.logical_and.reduceat(mostly, ranges.heads))


def _stretches(ranges: Ranges, common: Common, settings: Settings) -> tuple[Stretch, ...]:
    """Return each boilerplate passage once, at its fullest, and what others have in its place."""
    told, carriers = told_ranges(ranges, common, settings.min_run)
    columns = (column.tolist() for column in (ranges.rows[told], ranges.firsts[told], ranges.ends[told]))
    return tuple(sorted(map(Stretch, *columns, carriers), key=_by_carriers))


def _by_carriers(stretch: Stretch) -> tuple[int, int, int]:
    return -stretch.carriers.size, stretch.row, stretch.first
