"""What two texts share by chance: how long a run, or how many shingles, says nothing because their words are so few.

Two tables of random digits have thousands of runs of eight digits in common, and nobody copied anything. How likely
it is that two words drawn at random are equal (the collision probability p of their words) decides what a run is worth:
a run of L words is expected by chance ``n * m * p**L`` times in texts of n and m words. That is the statistic of
local alignments (Karlin and Altschul, 1990) for words that are drawn independently. Ordinary prose, in any language,
has a p of 0.01 and less, and no run of six words is chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.reuse.passages import sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.shingles import Overlap
    from dedup.reuse.passages import PassageTable
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource, WordTable

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Shares = NDArray[np.float64]

MOST_BY_CHANCE = 1 / 128
"""Runs of a length that two texts may be expected to share by chance before runs of that length are no evidence."""
SHINGLES_BY_CHANCE = 0.05
"""Chance of a shingle to stand in the other text from which shingles are no evidence."""
_NEW_SHINGLES = 0.98
"""Share of a text's shingles that are different, from which none is expected in another text by chance."""


class Chance(NamedTuple):
    """Of pairs of texts: whether their `shingles` are no evidence, and how many words stand in `evident` runs if so."""

    shingles: Flags
    evident: Numbers


def found_by_chance(pairs: PassageTable, overlap: Overlap, words: WordSource, settings: Settings) -> Chance:
    """Return for pairs of texts what they share by chance; `overlap` has their figures.

    Evident runs are longer than what the two texts share by chance.
    """
    found = Chance(np.zeros(len(pairs), bool), np.zeros(len(pairs), np.int64))
    size = settings.words
    few = [
        distinct < _NEW_SHINGLES * np.maximum(words.counts[side] - size + 1, 1)
        for side, distinct in ((pairs.a, overlap.distinct_a), (pairs.b, overlap.distinct_b))
    ]
    asked = np.flatnonzero(few[0] & few[1])
    if not asked.size:
        return found
    some = pairs.take(asked)
    rows = np.unique(np.concatenate([some.a, some.b]))
    bits = _bits(_collisions(words.take(rows), np.arange(rows.size)))
    common = (bits[np.searchsorted(rows, some.a)] + bits[np.searchsorted(rows, some.b)]) / 2
    counts_a, counts_b = words.counts[some.a], words.counts[some.b]
    found.shingles[asked] = np.minimum(counts_a, counts_b) * 2.0 ** (-common * size) >= SHINGLES_BY_CHANCE
    shortest = np.ceil((np.log2(counts_a) + np.log2(counts_b) - np.log2(MOST_BY_CHANCE)) / common)
    length = some.found.length
    is_evident = length >= np.repeat(shortest, np.diff(some.runs))
    found.evident[asked] = sums(np.where(is_evident, length, 0), some.runs)
    return found


def _bits(collisions: Shares) -> Shares:
    """Return what a word of each text is worth, in bits."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log2(collisions))


def _collisions(words: WordTable, rows: Numbers) -> Shares:
    """Return for each text how likely two of its words, drawn with replacement, are equal.

    A text of one word says it again and again; that is a pattern and no chance, and its probability is given as 0.
    """
    counts = [np.unique(words.of(row), return_counts=True)[1] for row in rows.tolist()]
    return np.array([float(((each / each.sum()) ** 2).sum()) if each.size > 1 else 0.0 for each in counts])
