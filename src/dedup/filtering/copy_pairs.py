"""Candidate pairs of distinct texts into copy pairs: pairs of which the exact figures allow one text to be removed.

All figures are of the texts as they stand: of their sets of shingles, marked words and short texts included.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from dedup.reuse.overlap import shingle_overlap
from dedup.reuse.passage_table import NO_PAIRS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.filtering.options import FilterOptions
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource

    Numbers = NDArray[np.int64]
    Shares = NDArray[np.float64]
    DocumentPairs = tuple[Numbers, Numbers]


@dataclass(frozen=True, slots=True)
class CopyPairs:
    """Pairs of distinct texts, ``a < b``, that are verified: their Jaccard, and the share of each that the other has.

    `near` says that either text may be removed for the other. Of the other pairs only the smaller text may be removed,
    for the larger one; `smaller_is_a` says which that is.
    """

    a: Numbers
    b: Numbers
    jaccard: Shares
    containment_a: Shares
    containment_b: Shares
    near: NDArray[np.bool_]
    smaller_is_a: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return int(self.a.size)

    def take(self, rows: Numbers) -> CopyPairs:
        """Return some of the pairs."""
        return CopyPairs(*(getattr(self, field.name)[rows] for field in fields(self)))

    def __add__(self, other: CopyPairs) -> CopyPairs:
        both = ((getattr(self, field.name), getattr(other, field.name)) for field in fields(self))
        return CopyPairs(*map(np.concatenate, both))


_NONE = np.zeros(0, np.int64)
NO_COPY_PAIRS = CopyPairs(_NONE, _NONE, *np.zeros((3, 0)), *np.zeros((2, 0), bool))
"""No pairs."""


def verify_copies(
    pairs: DocumentPairs,
    words: WordSource,
    options: FilterOptions,
    settings: Settings,
    engine: Engine,
    done: Callable[[int], None] = lambda _units: None,
) -> CopyPairs:
    """Return those of the pairs (each once, ``a < b``, in order) of which one text may be removed."""
    a, b = pairs
    overlap = shingle_overlap(NO_PAIRS.for_pairs(a, b), words, settings.words, engine, done)
    jaccard = overlap.shared / np.maximum(overlap.distinct_a + overlap.distinct_b - overlap.shared, 1)
    shares = [overlap.shared / np.maximum(each, 1) for each in (overlap.distinct_a, overlap.distinct_b)]
    smaller_is_a = words.counts[a] < words.counts[b]  # of two texts of one length, the second counts as the smaller
    near = np.zeros(a.size, bool)
    if "near-identical" in options.relations:
        near = jaccard >= options.threshold
    contained = np.zeros(a.size, bool)
    if "contained" in options.relations:
        contained = np.where(smaller_is_a, *shares) >= options.containment
    kept = near | contained
    return CopyPairs(a[kept], b[kept], jaccard[kept], shares[0][kept], shares[1][kept], near[kept], smaller_is_a[kept])
