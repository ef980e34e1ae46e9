"""How far the members of clusters are apart: the largest Jaccard distance in each, for all clusters at once."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from dedup.reuse.overlap import shingle_overlap
from dedup.reuse.passage_table import NO_PAIRS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.engines.engine import Engine
    from dedup.words.tokens import WordSource

_MOST_COMPARED = 64
"""Distinct members up to which a cluster's diameter is measured: some two thousand pairs."""


def diameters(clusters: Sequence[Sequence[int]], words: WordSource, size: int, engine: Engine) -> list[float | None]:
    """Return the largest Jaccard distance between two of each cluster's members; none where there are too many.

    Members are rows of the words, in order, each in one cluster; shingles have `size` words.
    """
    home = {row: number for number, members in enumerate(clusters) for row in members}
    pairs = [pair for members in clusters if len(members) <= _MOST_COMPARED for pair in combinations(members, 2)]
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    table = NO_PAIRS.for_pairs(a, b)
    overlap = shingle_overlap(table, words, size, engine)
    distance = 1.0 - overlap.shared / (overlap.distinct_a + overlap.distinct_b - overlap.shared)
    largest = np.zeros(len(clusters))
    np.maximum.at(largest, np.array([home[row] for row in table.a.tolist()], np.int64), distance)
    sizes = map(len, clusters)
    return [found if count <= _MOST_COMPARED else None for found, count in zip(largest.tolist(), sizes, strict=True)]
