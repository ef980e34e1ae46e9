"""The pairs of distinct texts that are verified: at first those of a scan, later those among what would be kept.

A key that very many texts share would give the square of their number. At first such texts are linked to the first one
and to the one before. Most of them are copies and go, and what is left is paired again, until nothing new is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import Groups, count_equal, links_within, unique
from dedup.engines.shuffle import Shuffle, partition_rows
from dedup.filtering.frequent_fingerprints import FrequentFingerprints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.settings import Settings
    from dedup.sketch.survey import Survey

    Numbers = NDArray[np.int64]
    DocumentPairs = tuple[Numbers, Numbers]

PAIRS_PER_TEXT, LEAST_BUDGET = 8, 1 << 20
"""Pairs that the groups of one band may make: so many a text, and so many in all whatever the number of texts."""
_BITS = 31
"""Bits of the number of a text: two of them are one number, which sorts faster."""
_SECOND = (1 << _BITS) - 1
"""The bits of the second text of such a number."""
_CODES_AT_ONCE = 1 << 24
"""Pairs that are gathered before those that several bands share are dropped."""
_COMMON_SHARE = 0.2
"""Part of the containment that fingerprints must bear out before a pair is verified: edits, and lines that many texts
have, hide others."""
_MIX = 0x9E3779B97F4A7C15
"""An odd number: multiplied by it, codes of pairs differ in their first bits, and no two become equal."""


class TriedPairs:
    """The pairs that were verified, whatever came of it; of `count` texts."""

    def __init__(self, count: int) -> None:
        self._count = max(count, 1)
        self._codes = np.zeros(0, np.int64)

    def new(self, pairs: Iterable[DocumentPairs]) -> DocumentPairs:
        """Return the pairs that were not tried before, ``a < b``, each once and in order; from now on they were."""
        codes = unique(np.concatenate([np.zeros(0, np.int64), *(self._untried(*part) for part in pairs)]))
        self._codes = np.sort(np.concatenate([self._codes, codes]))
        return codes // self._count, codes % self._count

    def _untried(self, a: Numbers, b: Numbers) -> Numbers:
        """Return the pairs that were not tried before, as one number each, in order."""
        codes = unique(np.minimum(a, b) * self._count + np.maximum(a, b))
        at = np.searchsorted(self._codes, codes)
        known = at < self._codes.size
        known[known] = self._codes[at[known]] == codes[known]
        return codes[~known]


def pair_budget(count: int) -> int:
    """Return how many pairs may be made of so many texts by the keys that many of them share."""
    return max(PAIRS_PER_TEXT * count, LEAST_BUDGET)


def pairs_by_bands(bands: Iterable[Groups], count: int) -> tuple[list[DocumentPairs], bool]:
    """Return the pairs of texts that share a band key, and whether these are all such pairs.

    `count` is the number of texts, by which it is decided how large groups may be that are paired in full.
    """
    budget, complete = pair_budget(count), True
    parts: list[Numbers] = []
    count_of_codes = 0
    for groups in bands:
        largest = _largest_within(groups.sizes, budget)
        complete &= int(groups.sizes.max(initial=0)) <= largest
        parts.append(_pairs_within(groups, largest))
        count_of_codes += parts[-1].size
        if count_of_codes > _CODES_AT_ONCE:
            parts, count_of_codes = [unique(np.concatenate(parts))], 0
    codes = unique(np.concatenate([np.zeros(0, np.int64), *parts]))
    return [(codes >> _BITS, codes & _SECOND)], complete


def _pairs_within(groups: Groups, largest: int) -> Numbers:
    """Return the pairs of texts in groups, as one number each.

    In a group of more than `largest` texts, each is paired with the first one and the one before it. A pair may come
    twice.
    """
    rows, at, large = groups.rows, np.arange(groups.rows.size), groups.sizes > largest
    behind = np.repeat(groups.bounds[1:], groups.sizes) - at - 1  # the rows of the group behind each
    parts = [np.zeros(0, np.int64)]
    if large.any():
        first, second = links_within(groups.where(large))
        parts.append(first << _BITS | second)
        behind[np.repeat(large, groups.sizes) & (behind > 1)] = 1
    distance = 1
    at = np.flatnonzero(behind)
    while at.size:
        parts.append(rows[at] << _BITS | rows[at + distance])
        distance += 1
        at = at[behind[at] >= distance]
    return np.concatenate(parts)


def _largest_within(sizes: Numbers, budget: int) -> int:
    """Return the size of the largest groups that can be paired in full within a budget of pairs."""
    ordered = np.sort(sizes)
    fits = np.cumsum(ordered * (ordered - 1) // 2) <= budget
    return int(ordered[fits][-1]) if fits.any() else 1


def pairs_by_fingerprints(
    survey: Survey, identical: IdenticalDocuments, containment: float, settings: Settings, engine: Engine
) -> tuple[DocumentPairs, FrequentFingerprints]:
    """Return the pairs of distinct texts with so many common fingerprints that one may be contained in the other.

    Beside them stand the fingerprints of too many texts to pair all of these with each other. Each common fingerprint
    of two texts is a row of a shuffle, by which the rows of a pair come together and are counted.
    """
    held, offsets = survey.fingerprint_counts.copy(), survey.offsets
    by_pair, frequent = Shuffle(engine, int(held.sum())), FrequentFingerprints(int(held.sum()), engine)
    usual = held.copy()
    for places in survey.fingerprints.partitions():
        groups, again = _documents_of(places, offsets, identical.first)
        is_frequent = groups.sizes > settings.pair_limit
        many = groups.where(is_frequent)
        frequent.add(many)
        np.subtract.at(held, again, 1)
        np.subtract.at(usual, np.concatenate([again, many.rows]), 1)
        codes = _pairs_within(groups, settings.pair_limit)
        by_pair.add(partition_rows(codes.view(np.uint64) * np.uint64(_MIX), codes, by_pair.bits))
    frequent.settle(held, usual, containment)
    found = [np.zeros(0, np.int64)]
    for _, rows in by_pair.rows():
        codes, common = count_equal(rows)
        first, second = codes >> _BITS, codes & _SECOND
        smaller = np.where(survey.word_counts[first] < survey.word_counts[second], first, second)
        found.append(codes[common >= _COMMON_SHARE * containment * usual[smaller]])
    codes = np.sort(np.concatenate(found))
    return (codes >> _BITS, codes & _SECOND), frequent


def _documents_of(places: Groups, offsets: Numbers, first: Numbers) -> tuple[Groups, Numbers]:
    """Return the distinct texts that hold each key, instead of the places that do, and the texts that hold it again."""
    documents = kernels.texts_of_words(offsets, places.rows)
    again = np.zeros(documents.size, bool)
    again[1:] = documents[1:] == documents[:-1]
    again[places.bounds[:-1]] = False
    distinct = Groups(documents, places.bounds).without(again | (first[documents] != documents))
    return distinct, documents[again]


def pairs_by_partners(a: Numbers, b: Numbers, kept_for: Numbers) -> DocumentPairs:
    """Return the pairs of a kept text and the text for which a partner of it is removed.

    `a` and `b` are copy pairs, `kept_for` is the text for which each is removed, or -1.
    """
    first, second = np.concatenate([a, b]), np.concatenate([b, a])
    at = np.flatnonzero((kept_for[first] < 0) & (kept_for[second] >= 0))
    own, other = first[at], kept_for[second[at]]
    differs = own != other
    return own[differs], other[differs]
