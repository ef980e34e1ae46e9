"""Documents into all pairs that reach a Jaccard, exactly: the reference for document pairs where no labels are given.

A prefix filter: of a document with n shingles, rarest first, the first ``n - ceil(t n) + 1`` must hold one that a pair
at Jaccard t has in common, because the two share at least ``t n``. What meets there is counted in full.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from lib.plain_words import PlainWords

SHINGLE = 5
FEWEST = 20
"""Shingles below which a document is left out, as in the reference pairs."""


@dataclass(frozen=True)
class ShingleSets:
    """The set of shingles of each document, as sorted hashes; one that is shorter than a shingle has none."""

    sets: tuple[NDArray[np.uint64], ...]

    def jaccard(self, a: int, b: int) -> float:
        """Return the exact Jaccard of two documents."""
        common = np.intersect1d(self.sets[a], self.sets[b], assume_unique=True).size
        either = self.sets[a].size + self.sets[b].size - common
        return common / either if either else 0.0


def shingle_sets(words: PlainWords) -> ShingleSets:
    """Return the shingles of all documents."""
    return ShingleSets(tuple(np.unique(words.windows(row, SHINGLE)) for row in range(len(words.ids))))


def join(shingles: ShingleSets, threshold: float) -> dict[tuple[int, int], float]:
    """Return every pair of documents with `FEWEST` shingles whose Jaccard reaches the threshold, with it."""
    found = {}
    for a, b in sorted(set(_meeting(shingles, threshold))):
        jaccard = shingles.jaccard(a, b)
        if jaccard >= threshold:
            found[a, b] = jaccard
    return found


def _meeting(shingles: ShingleSets, threshold: float) -> Iterator[tuple[int, int]]:
    """Yield the pairs that have a shingle of both prefixes in common."""
    every, inverse, counts = np.unique(np.concatenate(shingles.sets), return_inverse=True, return_counts=True)
    rows, keys = [], []
    at = 0
    for row, own in enumerate(shingles.sets):
        mine = inverse[at : at + own.size]
        at += own.size
        if own.size < FEWEST:
            continue
        prefix = mine[np.lexsort((mine, counts[mine]))][: own.size - math.ceil(threshold * own.size) + 1]
        shared = prefix[counts[prefix] > 1]
        keys.append(shared)
        rows.append(np.full(shared.size, row))
    if not keys:
        return
    key, document = np.concatenate(keys), np.concatenate(rows)
    order = np.argsort(key, kind="stable")
    bounds = np.flatnonzero(np.diff(key[order], prepend=-1, append=every.size))
    for group in np.split(document[order], bounds[1:-1]):
        yield from combinations(group.tolist(), 2)
