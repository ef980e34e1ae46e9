"""Boilerplate passages and their variants: which ranges of a site's texts are told, and how many documents carry each.

Ranges that have a fingerprint in common are one passage, told once, at its fullest. A page's footer may begin like
others and end otherwise, though: what no fuller range tells is told too.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.reuse.word_ranges import expand_ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.reuse.extents import Common, Ranges

    Numbers = NDArray[np.int64]

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads small ones over 64 bits."""


def told_ranges(ranges: Ranges, common: Common, least: int) -> tuple[Numbers, list[Numbers]]:
    """Return the numbers of the ranges to tell, the fullest first, and the rows that carry each.

    A range is told if the `least` words of it, side by side, stand in no fuller one. A document carries it if it holds
    a fingerprint of these words.
    """
    fingerprints, bounds = expand_ranges(ranges.heads, ranges.tails)
    keys = common.keys[fingerprints]
    firsts, ends = common.firsts[fingerprints].tolist(), ranges.ends.tolist()
    teller: dict[int, int] = {}
    told: list[int] = []
    different = _different(ranges, keys, bounds, least)
    columns = (column.tolist() for column in (different, bounds[different], bounds[different + 1]))
    for number, low, high in zip(*columns, strict=True):
        own = keys[low:high].tolist()
        edges = [int(ranges.firsts[number]), *firsts[low + 1 : high], ends[number]]
        if _longest([key not in teller for key in own], edges) >= least:
            for key in own:
                teller.setdefault(key, len(told))
            told.append(number)
    tellers = np.full(int(keys.max(initial=0)) + 1, -1)
    tellers[list(teller)] = list(teller.values())
    return np.array(told, np.int64), _carriers(tellers[keys], np.repeat(ranges.rows, np.diff(bounds)), len(told))


def _different(ranges: Ranges, keys: Numbers, bounds: Numbers, least: int) -> Numbers:
    """Return the ranges of at least so many words, the fullest first, of those with the same fingerprints only one."""
    sizes = ranges.ends - ranges.firsts
    mixed = keys.astype(np.uint64) * _MIX
    mixed ^= mixed >> np.uint64(29)
    sums = np.add.reduceat(mixed * _MIX, bounds[:-1])
    order = np.lexsort((ranges.rows, -sizes))
    order = order[sizes[order] >= least]
    _, first = np.unique(sums[order], return_index=True)
    return order[np.sort(first)]


def _longest(new: Sequence[bool], edges: Sequence[int]) -> int:
    """Return the words of the longest series of new fingerprints; the words of one reach from an edge to the next."""
    longest = words = 0
    for is_new, (low, high) in zip(new, pairwise(edges), strict=True):
        words = words + high - low if is_new else 0
        longest = max(longest, words)
    return longest


def _carriers(tellers: Numbers, rows: Numbers, count: int) -> list[Numbers]:
    """Return in which rows, in order, any fingerprint is told by each of so many."""
    told = tellers >= 0
    base = int(rows.max(initial=0)) + 1
    code = unique(tellers[told] * base + rows[told])
    return np.split(code % base, np.searchsorted(code, np.arange(1, count) * base)) if count else []
