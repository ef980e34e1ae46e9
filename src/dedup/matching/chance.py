"""What two texts share by chance: how long a run, or how many shingles, says nothing because their words are so few.

Two tables of random digits have thousands of runs of eight digits in common, and nobody copied anything. How likely
it is that two words drawn at random are equal (the collision probability p of their words) decides what a run is worth:
a run of L words is expected by chance ``n * m * p**L`` times in texts of n and m words. That is the statistic of
local alignments (Karlin and Altschul, 1990) for words that are drawn independently. Ordinary prose, in any language,
has a p of 0.01 and less, and no run of six words is chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.shapes import Overlap
    from dedup.matching.pairs import PairRuns
    from dedup.matching.passages import PassageTable
    from dedup.settings import Settings
    from dedup.text.words import WordSource, WordTable

    Numbers = NDArray[np.int64]
    Shares = NDArray[np.float64]

MOST_BY_CHANCE = 1 / 128
"""Runs of a length that two texts may be expected to share by chance before runs of that length are no evidence."""
SHINGLES_BY_CHANCE = 0.05
"""Chance of a shingle to stand in the other text from which shingles are no evidence."""
_SAMPLE = 64
_FEW_WORDS = 0.04
"""Collision probability of a sample from which that of the whole text is counted; prose has a quarter of it."""
_NEW_SHINGLES = 0.98
"""Share of a text's shingles that are different, from which none is expected in another text by chance."""


def evident_runs(pairs: PairRuns, words: WordTable) -> NDArray[np.bool_]:
    """Return whether each run is longer than what its two texts share by chance."""
    rows = np.unique(np.concatenate([pairs.a, pairs.b]))
    rows = rows[_sampled(words, rows) >= _FEW_WORDS]
    if not rows.size:
        return np.ones(pairs.runs.length.size, bool)
    bits = np.full(words.counts.size, np.inf)
    bits[rows] = _bits(_collisions(words, rows))
    counts = np.maximum(words.counts, 1)
    least = np.log2(counts[pairs.a]) + np.log2(counts[pairs.b]) - np.log2(MOST_BY_CHANCE)
    shortest = np.ceil(least / _between(bits, pairs.a, pairs.b))
    return np.asarray(pairs.runs.length >= np.repeat(shortest, np.diff(pairs.bounds)))


def meet_by_chance(pairs: PassageTable, overlap: Overlap, words: WordSource, settings: Settings) -> NDArray[np.bool_]:
    """Return for pairs of texts whether the shingles that they share are no more than chance.

    `overlap` are the figures of the same pairs.
    """
    found = np.zeros(len(pairs), bool)
    size = settings.words
    few = [
        distinct < _NEW_SHINGLES * np.maximum(words.counts[side] - size + 1, 1)
        for side, distinct in ((pairs.a, overlap.distinct_a), (pairs.b, overlap.distinct_b))
    ]
    asked = np.flatnonzero(few[0] & few[1])
    if asked.size:
        a, b = pairs.a[asked], pairs.b[asked]
        rows = np.unique(np.concatenate([a, b]))
        table = words.chosen(rows)
        bits = _bits(_collisions(table, np.arange(rows.size)))
        common = _between(bits, np.searchsorted(rows, a), np.searchsorted(rows, b))
        expected = np.minimum(words.counts[a], words.counts[b]) * 2.0 ** (-common * size)
        found[asked] = expected >= SHINGLES_BY_CHANCE
    return found


def _bits(collisions: Shares) -> Shares:
    """Return what a word of each text is worth, in bits."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log2(collisions))


def _between(bits: Shares, a: Numbers, b: Numbers) -> Shares:
    """Return the bits of a word of one text in another: those of the two at the mean, which is never too many."""
    return np.asarray((bits[a] + bits[b]) / 2)


def _sampled(words: WordTable, rows: Numbers) -> Shares:
    """Return the share of equal pairs in a sample of each text's words."""
    counts = words.counts[rows]
    places = words.offsets[rows, None] + (np.arange(_SAMPLE) * counts[:, None]) // _SAMPLE
    some = np.sort(words.hashes[np.minimum(places, max(words.hashes.size - 1, 0))], axis=1)
    runs = np.ones(some.shape, np.int64)
    for column in range(1, _SAMPLE):
        runs[:, column] += np.where(some[:, column] == some[:, column - 1], runs[:, column - 1], 0)
    pairs = (runs - 1).sum(axis=1)
    return np.asarray(np.where(counts >= _SAMPLE, pairs / (_SAMPLE * (_SAMPLE - 1) / 2), 0.0))


def _collisions(words: WordTable, rows: Numbers) -> Shares:
    """Return for each text how likely two of its words, drawn with replacement, are equal.

    A text of one word says it again and again; that is a pattern and no chance, and its probability is given as 0.
    """
    counts = [np.unique(words.of(row), return_counts=True)[1] for row in rows.tolist()]
    return np.array([float(((each / each.sum()) ** 2).sum()) if each.size > 1 else 0.0 for each in counts])
