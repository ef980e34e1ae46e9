"""What is said again, and where → how alike the two paragraphs are in which it stands: their exact figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.relations import RELATIONS
from dedup.reuse.verification import relate
from dedup.reuse.word_ranges import expand_ranges, segment_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.reuse.cutting import Parts
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]

TWICE = 2
"""Times that what is no pattern stands in its text."""
_IDENTICAL = RELATIONS.index("identical")
_END = 32
"""Bits for the end of a unit; what is above them is its first word."""


class Figures(NamedTuple):
    """Figures of the two units of each part; `relation` are numbers of `RELATIONS`."""

    jaccard: NDArray[np.float64]
    containment: NDArray[np.float64]
    relation: NDArray[np.int8]


def compare_units(parts: Parts, words: NDArray[np.uint64], settings: Settings) -> Figures:
    """Return how alike the two units of each part are.

    A pattern is what it is: its parts have no relation of their own.
    """
    pattern = parts.times > TWICE
    a, b = (high - low for low, high in (parts.units[:2], parts.units[2:]))
    jaccard = np.where(pattern, 1.0, _jaccard(parts, words, settings))
    containment = np.where(pattern, 1.0, np.minimum(1.0, parts.same / np.minimum(a, b)))
    relation = relate(jaccard, containment)
    relation[pattern | _are_equal(parts, words)] = _IDENTICAL
    return Figures(jaccard, containment, relation)


def _jaccard(parts: Parts, words: NDArray[np.uint64], settings: Settings) -> NDArray[np.float64]:
    units = np.concatenate([parts.units[:2], parts.units[2:]], axis=1)
    distinct, place = np.unique(units[0] << _END | units[1], return_inverse=True)
    at, bounds = expand_ranges(distinct >> _END, distinct & ((1 << _END) - 1))
    shingles = kernels.shingle_hashes(words[at], bounds, settings.words)
    a, b = place.reshape(2, -1)
    overlap = kernels.compare_sets(shingles, np.diff(bounds), (a, b), settings.words)
    found: NDArray[np.float64] = overlap.shared / (overlap.distinct_a + overlap.distinct_b - overlap.shared)
    return found


def _are_equal(parts: Parts, words: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return whether the two units of each part have the same words in the same order."""
    a_low, a_high, b_low, b_high = parts.units
    equal = a_high - a_low == b_high - b_low
    rows = np.flatnonzero(equal)
    first, bounds = expand_ranges(a_low[rows], a_high[rows])
    second, _ = expand_ranges(b_low[rows], b_high[rows])
    equal[rows] = segment_sums(words[first] == words[second], bounds) == np.diff(bounds)
    return np.asarray(equal)
