"""The pairs of distinct texts that are verified: at first those of a scan, later those among what would be kept.

A key that very many texts share would give the square of their number. At first such texts are linked to the first one
and to the one before. Most of them are copies and go, and what is left is paired again, until nothing new is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import links_within, neighbours_within, pairs_within, unique

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.engines.groups import Groups
    from dedup.filtering.options import FilterOptions
    from dedup.kernels.passages import Runs

    Numbers = NDArray[np.int64]
    DocumentPairs = tuple[Numbers, Numbers]

PAIRS_PER_TEXT, LEAST_BUDGET = 8, 1 << 20
"""Pairs that the groups of one band may make: so many a text, and so many in all whatever the number of texts."""
_BITS = 31
"""Bits of the number of a text: two of them are one number, which sorts faster."""
_CODES_AT_ONCE = 1 << 24
"""Pairs that are gathered before those that several bands share are dropped."""
_IN_RUNS = 0.5
"""Part of the containment that must stand in common runs of words before a pair is verified; edits break runs."""


class TriedPairs:
    """The pairs that were verified, whatever came of it; of `count` texts."""

    def __init__(self, count: int) -> None:
        self._count = max(count, 1)
        self._codes = np.zeros(0, np.int64)

    def new(self, pairs: Iterable[DocumentPairs]) -> DocumentPairs:
        """Return the pairs that were not tried before, ``a < b``, each once and in order; from now on they were."""
        parts = [np.minimum(a, b) * self._count + np.maximum(a, b) for a, b in pairs]
        codes = unique(np.concatenate([np.zeros(0, np.int64), *parts]))
        at = np.searchsorted(self._codes, codes)
        known = at < self._codes.size
        known[known] = self._codes[at[known]] == codes[known]
        codes = codes[~known]
        self._codes = np.sort(np.concatenate([self._codes, codes]))
        return codes // self._count, codes % self._count


def pairs_by_bands(bands: Iterable[Groups], count: int) -> tuple[list[DocumentPairs], bool]:
    """Return the pairs of texts that share a band key, and whether these are all such pairs.

    `count` is the number of texts, by which it is decided how large groups may be that are paired in full.
    """
    budget, complete = max(PAIRS_PER_TEXT * count, LEAST_BUDGET), True
    parts: list[Numbers] = []
    count_of_codes = 0
    for groups in bands:
        largest = _largest_within(groups.sizes, budget)
        paired = groups.sizes <= largest
        complete &= bool(paired.all())
        for pairs_of, chosen in ((pairs_within, paired), (links_within, ~paired), (neighbours_within, ~paired)):
            if chosen.any():
                first, second = pairs_of(groups.where(chosen))
                parts.append(first << _BITS | second)
                count_of_codes += first.size
        if count_of_codes > _CODES_AT_ONCE:
            parts, count_of_codes = [unique(np.concatenate(parts))], 0
    codes = unique(np.concatenate([np.zeros(0, np.int64), *parts]))
    return [(codes >> _BITS, codes & ((1 << _BITS) - 1))], complete


def _largest_within(sizes: Numbers, budget: int) -> int:
    """Return the size of the largest groups that can be paired in full within a budget of pairs."""
    ordered = np.sort(sizes)
    fits = np.cumsum(ordered * (ordered - 1) // 2) <= budget
    return int(ordered[fits][-1]) if fits.any() else 1


def pairs_by_runs(runs: Runs, documents: Numbers, counts: Numbers, options: FilterOptions) -> DocumentPairs:
    """Return the pairs of documents with so long runs of common words that one may be contained in the other.

    `documents` are the two documents (int64[2, runs]) of each run, `counts` the words of every document.
    """
    first, second = np.minimum(*documents), np.maximum(*documents)
    codes = first * counts.size + second
    order = np.argsort(codes, kind="stable")
    pair = unique(codes)
    total = np.bincount(np.searchsorted(pair, codes[order]), runs.length[order], pair.size)
    a, b = pair // max(counts.size, 1), pair % max(counts.size, 1)
    chosen = (a != b) & (total >= _IN_RUNS * options.containment * np.minimum(counts[a], counts[b]))
    return a[chosen], b[chosen]


def pairs_by_partners(a: Numbers, b: Numbers, kept_for: Numbers) -> DocumentPairs:
    """Return the pairs of a kept text and the text for which a partner of it is removed.

    `a` and `b` are copy pairs, `kept_for` is the text for which each is removed, or -1.
    """
    first, second = np.concatenate([a, b]), np.concatenate([b, a])
    at = np.flatnonzero((kept_for[first] < 0) & (kept_for[second] >= 0))
    own, other = first[at], kept_for[second[at]]
    differs = own != other
    return own[differs], other[differs]
