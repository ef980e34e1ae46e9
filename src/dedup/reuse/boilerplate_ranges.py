"""Common fingerprints of texts into the ranges of words that they stand for, and the different passages among these.

`dedup.reuse.boilerplate` decides which fingerprints are common and whether a range is boilerplate. Ranges that have a
fingerprint in common are variants of one passage, which is shown once, in its fullest variant. Two footers may begin
alike and end differently, so a variant is shown too if enough of its words stand in no fuller one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.prefix_sums import prefix_sums
from dedup.reuse.word_ranges import expand_ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

FEWEST_HOLDERS = 5
"""Documents of one publisher that must hold a passage before it can be boilerplate."""
_HOLDERS_COMPARED = 12
"""Holders of a fingerprint whose words beside it are compared to find where the passage begins and ends."""
_HOLDER_RATIO = 1.5
"""Factor up to which the numbers of holders may differ within one passage; a larger step is where a passage ends."""
_FINGERPRINTS_PER_BATCH = 1 << 12
"""Fingerprints that are extended at a time."""
_HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads small numbers over 64 bits."""


class CommonRanges(NamedTuple):
    """Ranges of documents, one row each (int64): words ``firsts <= w < ends`` of the `rows` of a word table.

    A range holds the fingerprints ``heads <= f < tails``; `holders` is the number of documents that hold the most
    common of these.
    """

    rows: Numbers
    firsts: Numbers
    ends: Numbers
    heads: Numbers
    tails: Numbers
    holders: Numbers

    def where(self, chosen: NDArray[np.bool_]) -> CommonRanges:
        """Return the chosen ranges."""
        return CommonRanges(*(column[chosen] for column in self))


@dataclass(frozen=True, slots=True)
class CommonFingerprints:
    """Common fingerprints in the order of their places, one row each (int64).

    `keys` are the numbers of the fingerprints, `rows` the documents that hold them, `firsts` the first words there.
    `holders` counts the documents that hold each key. `by_key` lists the rows of this table key after key, in order.
    """

    keys: Numbers
    rows: Numbers
    firsts: Numbers
    holders: Numbers
    by_key: Numbers

    @classmethod
    def of_places(
        cls, places: Numbers, keys: Numbers, rows: Numbers, holders: Numbers, words: WordTable
    ) -> CommonFingerprints:
        """Return fingerprints that are given key after key, with their places among all words."""
        order = np.argsort(places)
        by_key = np.empty(order.size, np.int64)
        by_key[order] = np.arange(order.size)
        rows = rows[order]
        return cls(keys[order], rows, places[order] - words.offsets[rows], holders[order], by_key)

    def ranges(self, settings: Settings) -> CommonRanges:
        """Join the fingerprints of a document that follow each other closely and are about equally common."""
        rows, firsts, holders = self.rows, self.firsts, self.holders
        opens = np.ones(rows.size, bool)
        more, fewer = np.maximum(holders[1:], holders[:-1]), np.minimum(holders[1:], holders[:-1])
        opens[1:] = (rows[1:] != rows[:-1]) | (np.diff(firsts) > settings.min_run) | (more > _HOLDER_RATIO * fewer)
        heads = np.flatnonzero(opens)
        tails = np.append(heads[1:], rows.size)
        ends = firsts[tails - 1] + settings.fingerprint_words
        return CommonRanges(rows[heads], firsts[heads], ends, heads, tails, np.maximum.reduceat(holders, heads))

    def extend(self, ranges: CommonRanges, words: WordTable, settings: Settings) -> CommonRanges:
        """Return ranges of these fingerprints, extended by the words beside them that enough documents have too.

        Boilerplate begins some words before its first fingerprint and ends some words after its last. These words
        belong to it as far as `FEWEST_HOLDERS` documents have them.
        """

        def common_beside(numbers: Numbers, offset: int) -> Numbers:
            starts = range(0, numbers.size, _FINGERPRINTS_PER_BATCH)
            batches = (numbers[low : low + _FINGERPRINTS_PER_BATCH] for low in starts)
            parts = (self._count_common_beside(batch, offset, settings.window - 1, words) for batch in batches)
            return np.concatenate([numbers[:0], *parts])

        before = common_beside(ranges.heads, -1)
        after = common_beside(ranges.tails - 1, settings.fingerprint_words)
        return ranges._replace(firsts=ranges.firsts - before, ends=ranges.ends + after)

    def _count_common_beside(self, numbers: Numbers, offset: int, most: int, words: WordTable) -> Numbers:
        """Return how many words beside each fingerprint enough of its holders have too, up to `most`.

        The nearest word stands `offset` words from the first word of the fingerprint: an offset of -1 counts words
        before the fingerprint, one of its size the words after it.
        """
        others = self._other_holders(numbers)
        pairs = np.flatnonzero(others >= 0)
        one, other = numbers[pairs // _HOLDERS_COMPARED], others.ravel()[pairs]
        room = np.minimum(self._count_words_beside(one, offset, words), self._count_words_beside(other, offset, words))
        first, second = (words.offsets[self.rows[side]] + self.firsts[side] + offset for side in (one, other))
        equal = np.zeros(others.size, np.int64)
        step = -1 if offset < 0 else 1
        equal[pairs] = kernels.count_equal_words(words.hashes, first, second, np.minimum(room, most), step)
        # The largest number that `FEWEST_HOLDERS` documents reach, this document included.
        place = _HOLDERS_COMPARED - (FEWEST_HOLDERS - 1)
        return np.asarray(np.partition(equal.reshape(others.shape), place, axis=1)[:, place])

    def _other_holders(self, numbers: Numbers) -> Numbers:
        """Return for each fingerprint those of the first holders of its key that are other documents, else -1.

        Each fingerprint has a row of `_HOLDERS_COMPARED` columns.
        """
        bounds = prefix_sums(np.bincount(self.keys))
        keys = self.keys[numbers, None]
        index = bounds[keys] + np.arange(_HOLDERS_COMPARED)
        others = self.by_key[np.minimum(index, self.by_key.size - 1)]
        is_other = (index < bounds[keys + 1]) & (self.rows[others] != self.rows[numbers, None])
        return np.where(is_other, others, -1)

    def _count_words_beside(self, numbers: Numbers, offset: int, words: WordTable) -> Numbers:
        """Return how many words of its document stand before each fingerprint, or after it."""
        firsts = self.firsts[numbers]
        return firsts if offset < 0 else words.counts[self.rows[numbers]] - firsts - offset


def select_passages(
    ranges: CommonRanges, fingerprints: CommonFingerprints, least: int
) -> tuple[Numbers, list[Numbers]]:
    """Return the numbers of the ranges to show, the fullest first, and for each the rows that carry it.

    A range is shown if `least` words of it in a row stand in no fuller range. A document carries it if the document
    holds a fingerprint of these words.
    """
    numbers, bounds = expand_ranges(ranges.heads, ranges.tails)
    keys = fingerprints.keys[numbers]
    firsts, ends = fingerprints.firsts[numbers].tolist(), ranges.ends.tolist()
    passage_of_key: dict[int, int] = {}
    shown: list[int] = []
    different = _different_ranges(ranges, keys, bounds, least)
    columns = (column.tolist() for column in (different, bounds[different], bounds[different + 1]))
    for number, low, high in zip(*columns, strict=True):
        keys_of_range = keys[low:high].tolist()
        edges = [int(ranges.firsts[number]), *firsts[low + 1 : high], ends[number]]
        if _longest_new_part([key not in passage_of_key for key in keys_of_range], edges) >= least:
            for key in keys_of_range:
                passage_of_key.setdefault(key, len(shown))
            shown.append(number)
    passages = np.full(int(keys.max(initial=0)) + 1, -1)
    passages[list(passage_of_key)] = list(passage_of_key.values())
    carriers = _carriers(passages[keys], np.repeat(ranges.rows, np.diff(bounds)), len(shown))
    return np.array(shown, np.int64), carriers


def _different_ranges(ranges: CommonRanges, keys: Numbers, bounds: Numbers, least: int) -> Numbers:
    """Return the ranges of at least `least` words, the fullest first; of ranges with the same fingerprints only one."""
    sizes = ranges.ends - ranges.firsts
    mixed = keys.astype(np.uint64) * _HASH_FACTOR
    mixed ^= mixed >> np.uint64(29)
    hashes = np.add.reduceat(mixed * _HASH_FACTOR, bounds[:-1])
    order = np.lexsort((ranges.rows, -sizes))
    order = order[sizes[order] >= least]
    _, first = np.unique(hashes[order], return_index=True)
    return order[np.sort(first)]


def _longest_new_part(is_new: Sequence[bool], edges: Sequence[int]) -> int:
    """Return the words of the longest series of new fingerprints; each has the words from one edge to the next."""
    longest = words = 0
    for new, (low, high) in zip(is_new, pairwise(edges), strict=True):
        words = words + high - low if new else 0
        longest = max(longest, words)
    return longest


def _carriers(passages: Numbers, rows: Numbers, count: int) -> list[Numbers]:
    """Return for each of `count` passages the rows that hold a fingerprint of it, in order."""
    known = passages >= 0
    base = int(rows.max(initial=0)) + 1
    code = unique(passages[known] * base + rows[known])
    return np.split(code % base, np.searchsorted(code, np.arange(1, count) * base)) if count else []
