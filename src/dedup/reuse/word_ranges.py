"""Ranges of words in many documents, as sorted arrays: their union, their difference, their overlap with other ranges.

All ranges are half-open. A call answers for all documents or ranges that it is given at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_WORD_BITS = 32
"""Bits of a key for the number of the word; the bits above are the number of the document."""


@dataclass(frozen=True, slots=True)
class WordRanges:
    """Ranges of words that neither overlap nor touch, in the order of documents and places.

    The key of word w in document d is ``d << 32 | w``. `start_keys` and `end_keys` (int64) are such keys, and
    `words_before` (int64) counts the words of all earlier ranges.
    """

    start_keys: Numbers
    end_keys: Numbers
    words_before: Numbers

    @classmethod
    def union(cls, documents: Numbers, first: Numbers, end: Numbers) -> WordRanges:
        """Return the union of ranges, one row a range: words ``first <= w < end`` of a document."""
        not_empty = first < end
        base = documents[not_empty] << _WORD_BITS
        return cls._union_of_keys(base + first[not_empty], base + end[not_empty])

    @classmethod
    def chained(cls, parts: Sequence[WordRanges], shifts: Sequence[int]) -> WordRanges:
        """Return the ranges of all parts, with numbers of documents that are larger by the shift of their part.

        The documents of each part must come behind those of the part before.
        """
        none = np.zeros(0, np.int64)
        bases = [shift << _WORD_BITS for shift in shifts]
        starts = [part.start_keys + base for part, base in zip(parts, bases, strict=True)]
        ends = [part.end_keys + base for part, base in zip(parts, bases, strict=True)]
        return cls._of_disjoint(np.concatenate([none, *starts]), np.concatenate([none, *ends]))

    @classmethod
    def _union_of_keys(cls, starts: Numbers, ends: Numbers) -> WordRanges:
        order = np.argsort(starts, kind="stable")
        starts, furthest_end = starts[order], np.maximum.accumulate(ends[order])
        opens = np.ones(starts.size, bool)
        opens[1:] = starts[1:] > furthest_end[:-1]
        closes = np.append(opens[1:], True)[: starts.size]
        return cls._of_disjoint(starts[opens], furthest_end[closes])

    @classmethod
    def _of_disjoint(cls, starts: Numbers, ends: Numbers) -> WordRanges:
        return cls(starts, ends, np.cumsum(ends - starts) - (ends - starts))

    @property
    def documents(self) -> Numbers:
        """The document of each range."""
        return self.start_keys >> _WORD_BITS

    @property
    def first(self) -> Numbers:
        """The first word of each range."""
        return self.start_keys & ((1 << _WORD_BITS) - 1)

    @property
    def end(self) -> Numbers:
        """The end of each range."""
        return self.first + self.sizes

    @property
    def sizes(self) -> Numbers:
        """The number of words of each range."""
        return self.end_keys - self.start_keys

    def ranges_of(self, document: int) -> list[tuple[int, int]]:
        """Return the ranges of one document, as first word and end."""
        base = document << _WORD_BITS
        low, high = np.searchsorted(self.start_keys, [base, base + (1 << _WORD_BITS)])
        starts, ends = self.start_keys[low:high] - base, self.end_keys[low:high] - base
        return list(zip(starts.tolist(), ends.tolist(), strict=True))

    def where(self, chosen: NDArray[np.bool_]) -> WordRanges:
        """Return only the chosen ranges."""
        return self._of_disjoint(self.start_keys[chosen], self.end_keys[chosen])

    def relabelled(self, rows: Numbers, documents: Numbers) -> WordRanges:
        """Return the ranges of the given rows as ranges of documents: ``documents[i]`` gets those of ``rows[i]``."""
        low, high = (np.searchsorted(self.start_keys, number << _WORD_BITS) for number in (rows, rows + 1))
        index, bounds = expand_ranges(low, high)
        shift = np.repeat(documents - rows << _WORD_BITS, np.diff(bounds))
        return self._union_of_keys(self.start_keys[index] + shift, self.end_keys[index] + shift)

    def merged_with(self, other: WordRanges) -> WordRanges:
        """Return the words that stand in these ranges or in the others."""
        starts = np.concatenate([self.start_keys, other.start_keys])
        return self._union_of_keys(starts, np.concatenate([self.end_keys, other.end_keys]))

    def without(self, other: WordRanges) -> WordRanges:
        """Return the words that stand in these ranges and not in the others."""
        parts = (self.start_keys, self.end_keys, other.start_keys, other.end_keys)
        edges, steps = np.concatenate(parts), np.repeat([1, -1, -2, 2], [part.size for part in parts])
        order = np.argsort(edges, kind="stable")
        edges, inside = edges[order], np.cumsum(steps[order]) == 1
        starts, ends = edges[:-1][inside[:-1]], edges[1:][inside[:-1]]
        not_empty = starts < ends
        return self._union_of_keys(starts[not_empty], ends[not_empty])

    def count_words(self, documents: Numbers) -> Numbers:
        """Return how many words of each document stand in the ranges."""
        return self._count_before(documents + 1 << _WORD_BITS) - self._count_before(documents << _WORD_BITS)

    def count_words_within(self, documents: Numbers, first: Numbers, end: Numbers) -> Numbers:
        """Return how many words of each given range stand in these ranges."""
        base = documents << _WORD_BITS
        return self._count_before(base + end) - self._count_before(base + first)

    def intersections(self, documents: Numbers, first: Numbers, end: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return the parts of the given ranges that stand in these ranges.

        One row a part: the number of the given range, then first word and end of the part, counted from the first word
        of the given range.
        """
        low, high = (documents << _WORD_BITS) + first, (documents << _WORD_BITS) + end
        head, tail = np.searchsorted(self.end_keys, low, side="right"), np.searchsorted(self.start_keys, high)
        counts = np.maximum(tail - head, 0)
        number = np.repeat(np.arange(counts.size), counts)
        index = np.arange(number.size) + np.repeat(head - (np.cumsum(counts) - counts), counts)
        base = low[number]
        return (
            number,
            np.maximum(self.start_keys[index], base) - base,
            np.minimum(self.end_keys[index], high[number]) - base,
        )

    def _count_before(self, keys: Numbers) -> Numbers:
        """Return how many words of the ranges stand before each key."""
        if not self.start_keys.size:
            return np.zeros(keys.size, np.int64)
        index = np.searchsorted(self.start_keys, keys, side="right") - 1
        count = self.words_before[index] + np.minimum(keys, self.end_keys[index]) - self.start_keys[index]
        return np.where(index < 0, 0, count)


NO_WORDS = WordRanges(*(np.zeros(0, np.int64) for _ in range(3)))
"""No ranges at all."""


def count_words_on_either_side(ranges: WordRanges, *sides: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """Return how many words of each run of two texts stand in the ranges in at least one of the texts.

    Each side gives documents, first words and ends of the runs. The first word of a run in one text corresponds to the
    first word in the other text, and so on.
    """
    parts = [np.concatenate(columns) for columns in zip(*(ranges.intersections(*side) for side in sides), strict=True)]
    return WordRanges.union(*parts).count_words(np.arange(sides[0][0].size))


def expand_ranges(low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers ``low <= n < high`` of each range, range after range, and where those of each range begin."""
    sizes = high - low
    bounds = prefix_sums(sizes)
    return np.arange(bounds[-1]) + np.repeat(low - bounds[:-1], sizes), bounds


def segment_sums(values: Numbers | NDArray[np.bool_], bounds: Numbers) -> Numbers:
    """Return the sum of the values between each two successive bounds."""
    total = prefix_sums(values)
    return np.asarray(total[bounds[1:]] - total[bounds[:-1]])
