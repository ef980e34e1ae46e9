"""Ranges of words in many documents as sorted arrays: their union, and how much of other ranges stands in them.

Everything here is half-open, and a call answers for all ranges that it is asked about at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.reuse.passages import stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_WORDS = 32
"""Bits for the number of a word; what is above them is the number of the document."""


@dataclass(frozen=True, slots=True)
class WordRanges:
    """Ranges of words that neither overlap nor touch, in the order of documents and places.

    The key of word w in document d is ``d << 32 | w``. `starts` and `ends` (int64) are keys; `before` (int64) counts
    the words of all earlier ranges.
    """

    starts: Numbers
    ends: Numbers
    before: Numbers

    @classmethod
    def union(cls, documents: Numbers, first: Numbers, end: Numbers) -> WordRanges:
        """Return the words that stand in any range: words ``first <= w < end`` of a document, one row a range."""
        some = first < end
        base = documents[some] << _WORDS
        return cls._of_keys(base + first[some], base + end[some])

    @classmethod
    def _of_keys(cls, starts: Numbers, ends: Numbers) -> WordRanges:
        order = np.argsort(starts, kind="stable")
        starts, reach = starts[order], np.maximum.accumulate(ends[order])
        opens = np.ones(starts.size, bool)
        opens[1:] = starts[1:] > reach[:-1]
        closes = np.append(opens[1:], True)[: starts.size]
        return cls._apart(starts[opens], reach[closes])

    @classmethod
    def _apart(cls, starts: Numbers, ends: Numbers) -> WordRanges:
        return cls(starts, ends, np.cumsum(ends - starts) - (ends - starts))

    @property
    def documents(self) -> Numbers:
        """The document of each range."""
        return self.starts >> _WORDS

    @property
    def first(self) -> Numbers:
        """The first word of each range."""
        return self.starts & ((1 << _WORDS) - 1)

    @property
    def end(self) -> Numbers:
        """The end of each range."""
        return self.first + self.sizes

    @property
    def sizes(self) -> Numbers:
        """The number of words of each range."""
        return self.ends - self.starts

    def of(self, document: int) -> list[tuple[int, int]]:
        """Return the ranges of one document, as first word and end."""
        base = document << _WORDS
        low, high = np.searchsorted(self.starts, [base, base + (1 << _WORDS)])
        pairs = zip((self.starts[low:high] - base).tolist(), (self.ends[low:high] - base).tolist(), strict=True)
        return list(pairs)

    def where(self, chosen: NDArray[np.bool_]) -> WordRanges:
        """Return only the chosen ranges."""
        return self._apart(self.starts[chosen], self.ends[chosen])

    def as_of(self, rows: Numbers, documents: Numbers) -> WordRanges:
        """Return the ranges of rows as those of documents, row by row: each document has the words of its row."""
        low, high = (np.searchsorted(self.starts, each << _WORDS) for each in (rows, rows + 1))
        at, bounds = stretches(low, high)
        shift = np.repeat(documents - rows << _WORDS, np.diff(bounds))
        return self._of_keys(self.starts[at] + shift, self.ends[at] + shift)

    def joined(self, other: WordRanges) -> WordRanges:
        """Return the words that stand in these ranges or in the others."""
        return self._of_keys(np.concatenate([self.starts, other.starts]), np.concatenate([self.ends, other.ends]))

    def without(self, other: WordRanges) -> WordRanges:
        """Return the words that stand in these ranges and not in the others."""
        edges = np.concatenate([self.starts, self.ends, other.starts, other.ends])
        steps = np.repeat([1, -1, -2, 2], [self.starts.size, self.ends.size, other.starts.size, other.ends.size])
        order = np.argsort(edges, kind="stable")
        edges, inside = edges[order], np.cumsum(steps[order]) == 1
        starts, ends = edges[:-1][inside[:-1]], edges[1:][inside[:-1]]
        some = starts < ends
        return self._of_keys(starts[some], ends[some])

    def words_of(self, documents: Numbers) -> Numbers:
        """Return how many words of each document stand in the ranges."""
        return self._before(documents + 1 << _WORDS) - self._before(documents << _WORDS)

    def stretches_of(self, documents: Numbers) -> Numbers:
        """Return how many of the ranges stand in each document."""
        low, high = (np.searchsorted(self.starts, each << _WORDS) for each in (documents, documents + 1))
        return np.asarray(high - low)

    def words_within(self, documents: Numbers, first: Numbers, end: Numbers) -> Numbers:
        """Return how many words of each range that is asked about stand in these ranges."""
        base = documents << _WORDS
        return self._before(base + end) - self._before(base + first)

    def parts_within(self, documents: Numbers, first: Numbers, end: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return which parts of the ranges that are asked about stand in these ranges.

        One row a part: the number of the range, the first word of the part and its end, counted from the range's first.
        """
        low, high = (documents << _WORDS) + first, (documents << _WORDS) + end
        head, tail = np.searchsorted(self.ends, low, side="right"), np.searchsorted(self.starts, high)
        counts = np.maximum(tail - head, 0)
        number = np.repeat(np.arange(counts.size), counts)
        at = np.arange(number.size) + np.repeat(head - (np.cumsum(counts) - counts), counts)
        base = low[number]
        return number, np.maximum(self.starts[at], base) - base, np.minimum(self.ends[at], high[number]) - base

    def _before(self, keys: Numbers) -> Numbers:
        """Return how many words of the ranges stand before each key."""
        if not self.starts.size:
            return np.zeros(keys.size, np.int64)
        at = np.searchsorted(self.starts, keys, side="right") - 1
        found = self.before[at] + np.minimum(keys, self.ends[at]) - self.starts[at]
        return np.where(at < 0, 0, found)


NO_WORDS = WordRanges(*(np.zeros(0, np.int64) for _ in range(3)))
"""No ranges at all."""


def words_on_either(ranges: WordRanges, *places: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """Return of pairs of equally long places how many words of them stand in the ranges on either side.

    The places of each side are documents, first words and ends; the first word of one stands for the first word of the
    other, and so on.
    """
    parts = [np.concatenate(sides) for sides in zip(*(ranges.parts_within(*side) for side in places), strict=True)]
    return WordRanges.union(*parts).words_of(np.arange(places[0][0].size))
