"""Uncovered runs of pairs → extra occurrences: words that one text of a pair has more often than the other.

Passages of a pair do not overlap, so a word of either text stands in one passage at most. Where one text has words once
and the other has them twice, the second occurrence has no counterpart left: passages do not cover its run on both
sides. It is listed beside the passages, as `again` of the match.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.passages import Passages
from dedup.prefix_sums import prefix_sums
from dedup.relations import CONTAINED, RELATIONS
from dedup.reuse.passage_table import PassageTable
from dedup.reuse.word_ranges import WordRanges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.passages import PairRuns
    from dedup.reuse.verification import VerifiedPairs

    Numbers = NDArray[np.int64]
    Run = tuple[int, int, int]
    WordBits = int
    """A set of words of a text as bits: the bit of word w is ``1 << w``."""


def find_extra_occurrences(uncovered_runs: PairRuns, table: PassageTable, least: int) -> PassageTable:
    """Return the extra occurrences of the pairs of a table, each as a passage of one run.

    Words that no passage covers on both sides are taken once, from the longest run first. An extra occurrence has at
    least `least` words: a shorter one is extended by words beside it that lie in a passage. Pairs without uncovered
    runs are not in the result.
    """
    pairs = uncovered_runs.where(_are_in_table(uncovered_runs, table))
    covered_a, covered_b = _words_in_passages(table.for_pairs(pairs.a, pairs.b))
    runs = list(zip(*map(np.ndarray.tolist, pairs.in_comparison_order().runs), strict=True))
    occurrences = []
    columns = (pairwise(pairs.bounds.tolist()), covered_a, covered_b, pairs.swapped.tolist())
    for (low, high), in_a, in_b, swapped in zip(*columns, strict=True):
        of_pair = _extra_occurrences_of_pair(runs[low:high], *((in_b, in_a) if swapped else (in_a, in_b)), least)
        occurrences.append(sorted((b, a, length) for a, b, length in of_pair) if swapped else of_pair)
    a, b, length = np.array([run for of_pair in occurrences for run in of_pair], np.int64).reshape(-1, 3).T
    bounds = prefix_sums([*map(len, occurrences)])
    return PassageTable(pairs.a, pairs.b, Passages(a, b, length, np.arange(bounds[-1] + 1), bounds))


def relations_with_extra_occurrences(
    verified: VerifiedPairs, extra: PassageTable, sizes_of: Callable[[Numbers], Numbers]
) -> NDArray[np.int8]:
    """Return the relations of verified pairs (numbers of `RELATIONS`), extra occurrences taken into account.

    `extra` has the extra occurrences of the same pairs; `sizes_of` gives the number of words of documents. A text that
    repeats twice what the other text has once is contained in it, although the passages hold only half of it.
    """
    rows = np.flatnonzero(
        (extra.passage_counts > 0) & (verified.relation == RELATIONS.index("partial")) & ~verified.by_chance
    )
    tables = verified.pairs.take(rows), extra.take(rows)
    sizes = [sizes_of(documents) for documents in (tables[0].a, tables[0].b)]
    smaller = np.minimum(*sizes)
    shared = [_count_words_in_runs(tables, side) for side in (0, 1)]
    # Of two texts of one size, either may be contained in the other.
    shared_of_smaller = np.maximum(*(np.where(s == smaller, count, 0) for s, count in zip(sizes, shared, strict=True)))
    relation = verified.relation.copy()
    relation[rows[shared_of_smaller >= CONTAINED * smaller]] = RELATIONS.index("contained")
    return relation


def _count_words_in_runs(tables: Sequence[PassageTable], side: int) -> Numbers:
    """Return how many words of one side of each pair stand in runs of any of the tables."""
    count = len(tables[0])
    pairs = [np.repeat(np.arange(count), np.diff(table.run_bounds)) for table in tables]
    starts = [(table.passages.a, table.passages.b)[side] for table in tables]
    ends = [start + table.passages.length for start, table in zip(starts, tables, strict=True)]
    in_runs = WordRanges.union(*map(np.concatenate, (pairs, starts, ends)))
    return np.bincount(in_runs.documents, in_runs.sizes, count).astype(np.int64)


def _are_in_table(pairs: PairRuns, table: PassageTable) -> NDArray[np.bool_]:
    rows = 1 + int(np.max(np.concatenate([pairs.b, table.b]), initial=0))
    return np.isin(pairs.a * rows + pairs.b, table.a * rows + table.b)


def _words_in_passages(table: PassageTable) -> Iterator[list[WordBits]]:
    """Yield for either side the words that lie in a passage, pair by pair."""
    for first, end in table.word_bounds(np.arange(table.passages.pairs[-1])):
        passages = list(map(_word_bits, first.tolist(), end.tolist()))
        yield [reduce(or_, passages[low:high], 0) for low, high in pairwise(table.passages.pairs.tolist())]


def _word_bits(first: int, end: int) -> WordBits:
    return (1 << end) - (1 << first)


def _extra_occurrences_of_pair(runs: list[Run], covered_a: WordBits, covered_b: WordBits, least: int) -> list[Run]:
    """Return the extra occurrences of one pair in the order of a."""
    occurrences: list[Run] = []
    for a, b, length in sorted(runs, key=lambda run: (-run[2], run[0], run[1])):
        uncovered = ~(covered_a >> a & covered_b >> b) & _word_bits(0, length)
        for low, high in _extended_parts(uncovered, length, least):
            occurrences.append((a + low, b + low, high - low))
            covered_a |= _word_bits(a + low, a + high)
            covered_b |= _word_bits(b + low, b + high)
    return sorted(occurrences)


def _extended_parts(uncovered: WordBits, length: int, least: int) -> list[tuple[int, int]]:
    """Return the uncovered parts of a run of `length` words, extended to `least` words; parts that meet become one."""
    parts: list[tuple[int, int]] = []
    high = 0
    while uncovered >> high:
        low = high + _trailing_zeros(uncovered >> high)
        high = low + _trailing_zeros(~(uncovered >> low))
        start = min(low, length - least)
        end = max(high, start + least)
        if parts and start <= parts[-1][1]:
            start = parts.pop()[0]
        parts.append((start, end))
    return parts


def _trailing_zeros(bits: int) -> int:
    """Return the number of zero bits at the end of a number that is not zero."""
    return (bits & -bits).bit_length() - 1
