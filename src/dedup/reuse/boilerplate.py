"""Boilerplate: passages that many otherwise different documents carry, most of them of one publisher.

Versions of one text are no boilerplate. They share most of the text, however many versions there are and however noisy
they are. Two documents are of one family when passages cover half of each, and boilerplate stands in many families.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.engines.local import LOCAL
from dedup.engines.stars import components
from dedup.matches import Boilerplate
from dedup.prefix_sums import prefix_sums
from dedup.reuse.boilerplate_ranges import FEWEST_HOLDERS, CommonFingerprints, CommonRanges, select_passages
from dedup.reuse.word_ranges import NO_WORDS, WordRanges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.engines.groups import Groups
    from dedup.reuse.identical import DistinctTexts
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Publishers = Callable[[list[int]], Sequence[str | None]]

PUBLISHER_SHARE = 0.8
"""Share of all holders that must be of one publisher, or all of unknown ones."""
FAMILY_SHARE = 0.5
"""Share of each of two documents that passages must cover for the two to be of one family."""
COMMON_PARTNERS = 0.5
"""Share of the partners of a document up to which words that it shares with them are particular to these partners."""
PIECES_FACTOR = 1.5
"""Times what a document shares with any other that it must share with all together, for pieces to be of one text."""
LARGEST_FAMILY = 0.5
"""Share of the holders up to which the largest family may come."""
EDGE_WORDS = 30
"""Words between a footer or header and the end or beginning of its document."""
LONGEST_INSIDE = 150
"""Words of the longest boilerplate of one publisher that is not at the edge of its documents."""
LONGEST_UNKNOWN = 300
"""Words of the longest boilerplate of documents whose publisher is not known, if more than `pair_limit` families have
it."""
LONGEST_OF_FEW = 40
"""Words of the longest boilerplate of documents whose publisher is not known, if fewer families have it."""


@dataclass(frozen=True, slots=True)
class BoilerplatePassage:
    """One boilerplate passage: its place in one document (row and words, half-open), and the rows that carry it."""

    row: int
    first: int
    end: int
    carriers: Numbers


@dataclass(frozen=True, slots=True)
class SiteBoilerplate:
    """The boilerplate of a collection.

    `words` are the boilerplate words, by row of the word table. `passages` lists each passage once.
    """

    words: WordRanges
    passages: tuple[BoilerplatePassage, ...]


NO_BOILERPLATE = SiteBoilerplate(NO_WORDS, ())
"""The boilerplate of texts that have none."""


def find_boilerplate(
    words: WordTable,
    groups: Groups,
    passages: PassageTable,
    publishers: Publishers,
    settings: Settings,
    engine: Engine = LOCAL,
) -> SiteBoilerplate:
    """Return the boilerplate of the documents of a word table.

    `groups` are the places that hold the same fingerprint, `passages` those of pairs of documents. `publishers` gives a
    name or None for each of some rows.
    """
    groups = groups.where(groups.sizes >= FEWEST_HOLDERS)
    rows = kernels.texts_of_words(words.offsets, groups.rows)
    holders, holder_of_place = _find_holders(groups, rows)
    if not holders.row.size:
        return NO_BOILERPLATE
    held = _judge_holders(holders, find_families(passages, words.counts, engine), publishers)
    chosen = held.is_boilerplate[holder_of_place]
    if not chosen.any():
        return NO_BOILERPLATE
    counts = held.publisher_holders[holder_of_place][chosen]
    fingerprints = CommonFingerprints.of_places(
        groups.rows[chosen], groups.numbers[chosen], rows[chosen], counts, words
    )
    ranges = fingerprints.extend(fingerprints.ranges(settings), words, settings)
    words_after = words.counts[ranges.rows] - ranges.ends
    at_edge = np.minimum(ranges.firsts, words_after) <= EDGE_WORDS
    in_many = np.maximum.reduceat(held.families_of_key[fingerprints.keys], ranges.heads) > settings.pair_limit
    longest = _length_limits(held.publisher_is_known[ranges.rows], at_edge, in_many)
    ranges = ranges.where(_fit_in_most_documents(ranges.ends - ranges.firsts <= longest, ranges, fingerprints))
    covered = WordRanges.union(ranges.rows, ranges.firsts, ranges.ends)
    return SiteBoilerplate(covered, _passages(ranges, fingerprints, settings))


def describe_boilerplate(
    site: SiteBoilerplate, distinct: DistinctTexts, locator: TextLocator, ids: Sequence[str], publishers: Publishers
) -> Iterator[Boilerplate]:
    """Yield each boilerplate passage as a result shows it, the most frequent first."""
    rows = [passage.row for passage in site.passages]
    places = [(distinct.members[passage.row][0], passage.first, passage.end) for passage in site.passages]
    quotes = locator.quotes(*np.array(places, np.int64).reshape(-1, 3).T)
    for passage, quote, publisher in zip(site.passages, quotes, publishers(rows), strict=True):
        members = [ids[document] for document in distinct.members.first_documents(passage.carriers).tolist()]
        yield Boilerplate(quote, passage.end - passage.first, len(members), publisher, members)


def find_families(passages: PassageTable, counts: Numbers, engine: Engine = LOCAL) -> Numbers:
    """Return for each document a number that all documents of its family have, and no others.

    Two documents are of one family when passages cover `FAMILY_SHARE` of the words of each, bridged edits included.
    Very noisy versions of one text share less with each other, see `_are_noisy_versions`.
    """
    pair = np.repeat(np.arange(len(passages)), passages.passage_counts)
    word_bounds = list(passages.word_bounds(np.arange(pair.size)))
    covered = [np.bincount(pair, high - low, len(passages)) for low, high in word_bounds]
    shares = [words / counts[row] for words, row in zip(covered, (passages.a, passages.b), strict=True)]
    linked = np.minimum(*shares) >= FAMILY_SHARE
    if pair.size:
        linked |= (np.maximum(*shares) < FAMILY_SHARE) & _are_noisy_versions(passages, pair, word_bounds, counts)
    return components(passages.a[linked], passages.b[linked], counts.size, engine)


def _are_noisy_versions(
    passages: PassageTable, pair: Numbers, word_bounds: Sequence[tuple[Numbers, Numbers]], counts: Numbers
) -> Flags:
    """Return which pairs are versions of one text although each two share only pieces of it.

    The passages of each document with all its partners together cover `FAMILY_SHARE` of the document, and
    `PIECES_FACTOR` times what any single partner holds of it. Most words of the pair's passages stand where at most
    `COMMON_PARTNERS` of the document's partners have a passage. A footer stands where all partners have one.
    """
    offsets = prefix_sums(counts)
    sides = [
        (row, offsets[row[pair]] + low, offsets[row[pair]] + high)
        for row, (low, high) in zip((passages.a, passages.b), word_bounds, strict=True)
    ]
    lows, highs = (np.concatenate([side[end] for side in sides]) for end in (1, 2))
    points = unique(np.concatenate([lows, highs]))
    steps = [np.bincount(np.searchsorted(points, ends), minlength=points.size) for ends in (lows, highs)]
    depth = np.cumsum(steps[0] - steps[1])[:-1]
    partners = np.bincount(np.concatenate([passages.a, passages.b]), minlength=counts.size)
    most = COMMON_PARTNERS * partners[np.searchsorted(offsets, points[:-1], side="right") - 1]

    def count_words_up_to(chosen: Flags) -> Callable[[Numbers], NDArray[np.float64]]:
        total = prefix_sums(np.diff(points) * chosen)
        return lambda places: np.interp(places, points, total)

    particular, covered = count_words_up_to((depth > 0) & (depth <= most)), count_words_up_to(depth > 0)
    in_pieces = covered(offsets[1:]) - covered(offsets[:-1])
    largest = np.zeros(counts.size)
    for row, low, high in sides:
        np.maximum.at(largest, row, np.bincount(pair, high - low, len(passages)))
    is_version = (in_pieces >= FAMILY_SHARE * counts) & (in_pieces >= PIECES_FACTOR * largest)
    is_version &= partners >= FEWEST_HOLDERS - 1
    noisy = np.ones(len(passages), bool)
    for row, low, high in sides:
        particular_words = np.bincount(pair, particular(high) - particular(low), len(passages))
        noisy &= is_version[row] & (2 * particular_words > np.bincount(pair, high - low, len(passages)))
    return noisy


@dataclass(frozen=True, slots=True)
class _KeyHolders:
    """Which documents hold which key: `key` and `row` (int64), each two once and in order."""

    key: Numbers
    row: Numbers


def _find_holders(groups: Groups, row: Numbers) -> tuple[_KeyHolders, Numbers]:
    """Return the holders of each key, and for each place the number of its holder.

    Places of a key come in rising order, so that the places in one document follow each other.
    """
    key = groups.numbers
    is_new = np.ones(key.size, bool)
    is_new[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])
    return _KeyHolders(key[is_new], row[is_new]), np.cumsum(is_new) - 1


@dataclass(frozen=True, slots=True)
class _HolderFigures:
    """Figures of holders of keys.

    Of each holder: whether its key may be boilerplate there, and how many documents of its publisher hold the key. Of
    each row: whether its publisher is known. Of each key: in how many families it is boilerplate.
    """

    is_boilerplate: Flags
    publisher_holders: Numbers
    publisher_is_known: Flags
    families_of_key: Numbers


def _judge_holders(holders: _KeyHolders, family: Numbers, publishers: Publishers) -> _HolderFigures:
    """Return which keys may be boilerplate in which documents; `family` is the family of each row."""
    documents, place = np.unique(holders.row, return_inverse=True)
    names = publishers(documents.tolist())
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    publisher = np.array([numbers[name] for name in names], np.int64)[place]
    is_known = np.zeros(family.size, bool)
    is_known[documents] = [name is not None for name in names]

    holder_counts = np.bincount(holders.key)
    publisher_holders, group = _count_by_publisher(holders.key, publisher)
    code = group * family.size + family[holders.row]
    families, member = np.unique(code, return_inverse=True)  # each family within such a group
    family_counts = np.bincount(families // family.size, minlength=publisher_holders.size)
    largest = np.zeros(publisher_holders.size, np.int64)
    np.maximum.at(largest, families // family.size, np.bincount(member))
    in_many_families = family_counts >= FEWEST_HOLDERS
    chosen = in_many_families & (largest <= np.maximum(LARGEST_FAMILY * publisher_holders, 1))
    chosen = chosen[group] & (publisher_holders[group] >= PUBLISHER_SHARE * holder_counts[holders.key])
    families_of_key = np.zeros(holder_counts.size, np.int64)
    families_of_key[holders.key[chosen]] = family_counts[group[chosen]]
    return _HolderFigures(chosen, publisher_holders[group], is_known, families_of_key)


def _count_by_publisher(key: Numbers, publisher: Numbers) -> tuple[Numbers, Numbers]:
    """Return the size of each group of holders with the same key and publisher, and the group of each holder."""
    code = key * (int(publisher.max(initial=0)) + 1) + publisher
    groups = unique(code)
    number = np.searchsorted(groups, code)
    return np.bincount(number, minlength=groups.size), number


def _length_limits(publisher_is_known: Flags, at_edge: Flags, in_many: Flags) -> Numbers:
    """Return how long boilerplate may be, by its publisher, its place, and whether many families have it.

    A long passage inside the pages of one publisher is an article that the publisher prints. Where no publisher is
    known, a passage inside otherwise different texts is a quotation, and so is much of what few of them begin or end
    with.
    """
    of_publisher = np.where(at_edge, np.iinfo(np.int64).max, LONGEST_INSIDE)
    of_unknown = np.where(at_edge, np.where(in_many, LONGEST_UNKNOWN, LONGEST_OF_FEW), 0)
    return np.where(publisher_is_known, of_publisher, of_unknown)


def _fit_in_most_documents(fit: Flags, ranges: CommonRanges, fingerprints: CommonFingerprints) -> Flags:
    """Return which ranges fit, and fit in most other documents that have their words."""
    fitting = np.bincount(fingerprints.keys, np.repeat(fit, ranges.tails - ranges.heads))
    in_most = fitting[fingerprints.keys] >= PUBLISHER_SHARE * np.bincount(fingerprints.keys)[fingerprints.keys]
    return np.asarray(fit & np.logical_and.reduceat(in_most, ranges.heads))


def _passages(
    ranges: CommonRanges, fingerprints: CommonFingerprints, settings: Settings
) -> tuple[BoilerplatePassage, ...]:
    """Return the boilerplate passages, those with most carriers first."""
    shown, carriers = select_passages(ranges, fingerprints, settings.min_run)
    columns = (column.tolist() for column in (ranges.rows[shown], ranges.firsts[shown], ranges.ends[shown]))
    return tuple(sorted(map(BoilerplatePassage, *columns, carriers), key=_by_carriers))


def _by_carriers(passage: BoilerplatePassage) -> tuple[int, int, int]:
    return -passage.carriers.size, passage.row, passage.first
