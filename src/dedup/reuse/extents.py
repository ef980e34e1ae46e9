"""Common fingerprints of texts → the ranges of words that they stand for, with their true ends.

Which fingerprints are common, and whether what they cover is boilerplate, is left to `dedup.reuse.boilerplate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.settings import Settings
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]

FEWEST_HOLDERS = 5
"""Documents of one publisher that must carry a passage before it can be boilerplate."""
_MOST_ASKED = 12
"""Holders of a passage that are asked where it begins and ends."""
_AS_COMMON = 1.5
"""Factor up to which the numbers of holders may differ within one passage; a greater step is where one ends."""
_AT_ONCE = 1 << 12
"""Fingerprints of which this is asked together."""


class Ranges(NamedTuple):
    """Stretches of documents, one row each (int64): words ``firsts <= w < ends`` of the `rows` of a word table.

    They hold the fingerprints ``heads`` up to, not including, ``tails``; `holders` is the number of documents that hold
    the most common of these.
    """

    rows: Numbers
    firsts: Numbers
    ends: Numbers
    heads: Numbers
    tails: Numbers
    holders: Numbers

    def where(self, chosen: NDArray[np.bool_]) -> Ranges:
        """Return the chosen ranges."""
        return Ranges(*(column[chosen] for column in self))


@dataclass(frozen=True, slots=True)
class Common:
    """Common fingerprints in the order of their places, one row each (int64).

    `keys` are their numbers, `rows` those of the documents that hold them, `firsts` the first words there, and
    `holders` says how many documents hold each. `by_key` are the numbers of all, key after key and each key's in order.
    """

    keys: Numbers
    rows: Numbers
    firsts: Numbers
    holders: Numbers
    by_key: Numbers

    @classmethod
    def of_places(cls, places: Numbers, keys: Numbers, rows: Numbers, holders: Numbers, words: WordTable) -> Common:
        """Return fingerprints that are given key after key, with their places among all words."""
        order = np.argsort(places)
        by_key = np.empty(order.size, np.int64)
        by_key[order] = np.arange(order.size)
        rows = rows[order]
        return cls(keys[order], rows, places[order] - words.offsets[rows], holders[order], by_key)

    def ranges(self, settings: Settings) -> Ranges:
        """Join the fingerprints that follow each other closely in one document and are about as common."""
        rows, firsts, holders = self.rows, self.firsts, self.holders
        opens = np.ones(rows.size, bool)
        more, fewer = np.maximum(holders[1:], holders[:-1]), np.minimum(holders[1:], holders[:-1])
        opens[1:] = (rows[1:] != rows[:-1]) | (np.diff(firsts) > settings.min_run) | (more > _AS_COMMON * fewer)
        heads = np.flatnonzero(opens)
        tails = np.append(heads[1:], rows.size)
        ends = firsts[tails - 1] + settings.fingerprint_words
        return Ranges(rows[heads], firsts[heads], ends, heads, tails, np.maximum.reduceat(holders, heads))

    def to_their_ends(self, ranges: Ranges, words: WordTable, settings: Settings) -> Ranges:
        """Return ranges of these fingerprints as far as they really reach.

        Boilerplate begins some words before its first fingerprint, and ends some after its last: they belong to it as
        far as `FEWEST_HOLDERS` documents have them.
        """

        def in_common(numbers: Numbers, beside: int) -> Numbers:
            parts = (numbers[low : low + _AT_ONCE] for low in range(0, numbers.size, _AT_ONCE))
            reaches = (self._reach(part, beside, settings.window - 1, words) for part in parts)
            return np.concatenate([numbers[:0], *reaches])

        before, after = in_common(ranges.heads, -1), in_common(ranges.tails - 1, settings.fingerprint_words)
        return ranges._replace(firsts=ranges.firsts - before, ends=ranges.ends + after)

    def _reach(self, numbers: Numbers, beside: int, most: int, words: WordTable) -> Numbers:
        """Return how many words next to each of some fingerprints enough holders have too, `most` at the most.

        The nearest stands `beside` words from the fingerprint's first: -1 looks back, its size looks ahead.
        """
        others = self._others(numbers)
        pairs = np.flatnonzero(others >= 0)
        one, other = numbers[pairs // _MOST_ASKED], others.ravel()[pairs]
        room = np.minimum(self._words_beside(one, beside, words), self._words_beside(other, beside, words))
        first, second = (words.offsets[self.rows[side]] + self.firsts[side] + beside for side in (one, other))
        reach = np.zeros(others.size, np.int64)
        step = -1 if beside < 0 else 1
        reach[pairs] = kernels.count_equal_words(words.hashes, first, second, np.minimum(room, most), step)
        # Of the others' reaches the one that `FEWEST_HOLDERS`, with the document itself, attain.
        place = _MOST_ASKED - (FEWEST_HOLDERS - 1)
        return np.asarray(np.partition(reach.reshape(others.shape), place, axis=1)[:, place])

    def _others(self, numbers: Numbers) -> Numbers:
        """Return for each of some fingerprints the first in other documents with the same key, -1 where there is none.

        Each has a row of `_MOST_ASKED`; the fingerprint itself, where it is among the first, takes the place of one.
        """
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(self.keys))])
        keys = self.keys[numbers, None]
        asked = bounds[keys] + np.arange(_MOST_ASKED)
        others = self.by_key[np.minimum(asked, self.by_key.size - 1)]
        some = (asked < bounds[keys + 1]) & (self.rows[others] != self.rows[numbers, None])
        return np.where(some, others, -1)

    def _words_beside(self, numbers: Numbers, beside: int, words: WordTable) -> Numbers:
        """Return how many words of its document stand before each fingerprint, or after it."""
        firsts = self.firsts[numbers]
        return firsts if beside < 0 else words.counts[self.rows[numbers]] - firsts - beside
