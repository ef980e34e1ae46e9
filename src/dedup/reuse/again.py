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

from dedup.kernels.passages import Passages
from dedup.relations import CONTAINED
from dedup.reuse.passages import PassageTable
from dedup.reuse.ranges import WordRanges
from dedup.reuse.relations import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.pairs import PairRuns
    from dedup.reuse.verify import VerifiedPairs

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
    runs, turns = list(zip(*map(np.ndarray.tolist, chosen.as_looked_at().runs), strict=True)), chosen.turned.tolist()
    told = [(in_b, in_a) if turned else (in_a, in_b) for in_a, in_b, turned in zip(told_a, told_b, turns, strict=True)]
    found = [
        _of_pair(runs[low:high], *sides, least)
        for (low, high), sides in zip(pairwise(chosen.bounds.tolist()), told, strict=True)
    ]
    found = [
        sorted((b, a, n) for a, b, n in each) if turned else each for each, turned in zip(found, turns, strict=True)
    ]
    a, b, length = np.array([run for each in found for run in each], np.int64).reshape(-1, 3).T
    bounds = np.cumsum([0, *map(len, found)]).astype(np.int64)
    return PassageTable(chosen.a, chosen.b, Passages(a, b, length, np.arange(bounds[-1] + 1), bounds))


def relate_again(pairs: VerifiedPairs, again: PassageTable, sizes_of: Callable[[Numbers], Numbers]) -> NDArray[np.int8]:
    """Return the relations of pairs of documents, by number, with what one text has once more.

    `again` has the same pairs, `sizes_of` gives the number of words of documents. A text that says twice what the other
    says once is contained in it as a whole, although the passages hold half of it.
    """
    rows = np.flatnonzero((again.counts > 0) & (pairs.relation == RELATIONS.index("partial")) & ~pairs.by_chance)
    tables = pairs.pairs.take(rows), again.take(rows)
    sides = tables[0].a, tables[0].b
    sizes = [sizes_of(side) for side in sides]
    words = [_held_words(tables, side) for side in (0, 1)]
    # Of two texts of one size, either may be the one that is contained.
    held = np.maximum(*(np.where(size == np.minimum(*sizes), each, 0) for size, each in zip(sizes, words, strict=True)))
    relation = pairs.relation.copy()
    relation[rows[held >= CONTAINED * np.minimum(*sizes)]] = RELATIONS.index("contained")
    return relation


def _held_words(tables: Sequence[PassageTable], side: int) -> Numbers:
    """Return how many words of one side of pairs stand in runs of any of the tables."""
    first = tables[0]
    pairs = [np.repeat(np.arange(len(first)), np.diff(table.runs)) for table in tables]
    starts = [(table.found.a, table.found.b)[side] for table in tables]
    ends = [low + table.found.length for low, table in zip(starts, tables, strict=True)]
    held = WordRanges.union(*map(np.concatenate, (pairs, starts, ends)))
    return np.bincount(held.documents, held.sizes, len(first)).astype(np.int64)


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
