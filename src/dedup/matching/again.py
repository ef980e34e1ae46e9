"""Runs of two texts that their passages leave over, because one of the texts has the same words more often.

Passages of a pair do not overlap, so a word of either text has one counterpart at most. What a text says once has none
left for the second place at which the other says it; that place is told beside the passages.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.shapes import Passages
from dedup.matching.passages import PassageTable
from dedup.matching.ranges import WordRanges
from dedup.matching.relations import RELATIONS
from dedup.settings import CONTAINED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.matching.aside import AsideReader
    from dedup.matching.pairs import PairRuns
    from dedup.matching.verify import VerifiedPairs

    Numbers = NDArray[np.int64]
    Run = tuple[int, int, int]
    Words = int
    """A set of words of a text as bits: the bit of word w is ``1 << w``."""


def said_again(over: PairRuns, table: PassageTable, least: int) -> PassageTable:
    """Return what passages of the pairs of a table leave over of these runs, each word of a text once, if it can.

    One passage is one stretch of equal words. It is not shorter than `least` words: it takes in those beside it that
    lie in a passage already. Pairs of which nothing is left over are left out.
    """
    chosen = over.where(_are_among(over, table))
    told_a, told_b = _sides(table.of(chosen.a, chosen.b))
    runs = list(zip(*(column.tolist() for column in chosen.runs), strict=True))
    found = [
        _of_pair(runs[low:high], in_a, in_b, least)
        for (low, high), in_a, in_b in zip(pairwise(chosen.bounds.tolist()), told_a, told_b, strict=True)
    ]
    a, b, length = np.array([run for each in found for run in each], np.int64).reshape(-1, 3).T
    bounds = np.cumsum([0, *map(len, found)]).astype(np.int64)
    return PassageTable(chosen.a, chosen.b, Passages(a, b, length, np.arange(bounds[-1] + 1), bounds))


def relate_again(pairs: VerifiedPairs, again: PassageTable, asides: AsideReader) -> NDArray[np.int8]:
    """Return the relations of pairs of documents, by number, with what one text has once more.

    `again` has the same pairs. A text that says twice what the other says once is contained in it as a whole, although
    the passages hold half of it.
    """
    rows = np.flatnonzero((again.counts > 0) & (pairs.relation == RELATIONS.index("partial")))
    tables = pairs.pairs.take(rows), again.take(rows)
    sides = tables[0].a, tables[0].b
    sizes = [asides.counting(side) for side in sides]
    is_a = sizes[0] <= sizes[1]
    held = WordRanges.union(*map(np.concatenate, zip(*(_runs_on(table, is_a) for table in tables), strict=True)))
    documents = np.where(is_a, *sides)[held.documents]
    counting = held.sizes - asides.every.words_within(documents, held.first, held.end)
    words = np.bincount(held.documents, counting, rows.size)
    relation = pairs.relation.copy()
    relation[rows[words >= CONTAINED * np.minimum(*sizes)]] = RELATIONS.index("contained")
    return relation


def _runs_on(table: PassageTable, is_a: NDArray[np.bool_]) -> tuple[Numbers, Numbers, Numbers]:
    """Return the runs of pairs as one side has them, the first where that is asked for: pair, first word and end."""
    pair = np.repeat(np.arange(len(table)), np.diff(table.runs))
    starts = np.where(is_a[pair], table.found.a, table.found.b)
    return pair, starts, starts + table.found.length


def _are_among(over: PairRuns, table: PassageTable) -> NDArray[np.bool_]:
    rows = 1 + int(np.max(np.concatenate([over.b, table.b]), initial=0))
    return np.isin(over.a * rows + over.b, table.a * rows + table.b)


def _sides(table: PassageTable) -> Iterator[list[Words]]:
    """Yield for either side which words lie in a passage, pair by pair."""
    for first, end in table.hulls(np.arange(table.found.pairs[-1])):
        stretches = list(map(_words, first.tolist(), end.tolist()))
        yield [_union(stretches[low:high]) for low, high in pairwise(table.found.pairs.tolist())]


def _union(stretches: list[Words]) -> Words:
    return reduce(or_, stretches, 0)


def _words(first: int, end: int) -> Words:
    return (1 << end) - (1 << first)


def _of_pair(runs: list[Run], told_a: Words, told_b: Words, least: int) -> list[Run]:
    """Return what is left over of the runs of a pair, the longest first, in the order of a."""
    found: list[Run] = []
    for a, b, length in sorted(runs, key=lambda run: (-run[2], run[0], run[1])):
        free = ~(told_a >> a & told_b >> b) & _words(0, length)
        for low, high in _lengthened(free, length, least):
            found.append((a + low, b + low, high - low))
            told_a |= _words(a + low, a + high)
            told_b |= _words(b + low, b + high)
    return sorted(found)


def _lengthened(free: Words, length: int, least: int) -> list[tuple[int, int]]:
    """Return the stretches of a run of so many words, each of at least so many; those that then meet are one."""
    parts: list[tuple[int, int]] = []
    high = 0
    while free >> high:
        low = high + _zeros(free >> high)
        high = low + _zeros(~(free >> low))
        start = min(low, length - least)
        end = max(high, start + least)
        if parts and start <= parts[-1][1]:
            start = parts.pop()[0]
        parts.append((start, end))
    return parts


def _zeros(bits: int) -> int:
    """Return how many zeros a number that is not zero ends in."""
    return (bits & -bits).bit_length() - 1
