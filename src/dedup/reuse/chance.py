"""What two texts share by chance: a run or a shingle is no evidence of reuse where a text has very few different words.

Two tables of random digits have thousands of runs of eight digits in common, and nobody copied anything. The collision
probability p of a text, that two words drawn at random are equal, decides what a run is worth: texts of n and m words
are expected to share ``n * m * p**L`` runs of L words by chance. This is the statistic of local alignments (Karlin and
Altschul, 1990) for words that are drawn independently. Ordinary prose, in any language, has a p of at most 0.01, and no
run of six words in it is chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.reuse.word_ranges import segment_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.shingles import Overlap
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource, WordTable

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Shares = NDArray[np.float64]

MOST_RUNS_BY_CHANCE = 1 / 128
"""Expected number of common runs of a length up to which a run of that length is evidence."""
SHINGLE_BY_CHANCE = 0.05
"""Chance of a shingle to stand in the other text from which shared shingles are no evidence."""
_DIFFERENT_SHINGLES = 0.98
"""Share of a text's shingles that are different from which it is not tested: it is ordinary prose."""


class ChanceEstimate(NamedTuple):
    """Which shared shingles of pairs of texts may be chance, and what is evidence nevertheless.

    `shingles_by_chance` says of each pair whether its shingles are no evidence. `evident_words` counts, for such a
    pair, the words in runs that are longer than chance explains.
    """

    shingles_by_chance: Flags
    evident_words: Numbers


def estimate_chance(pairs: PassageTable, overlap: Overlap, words: WordSource, settings: Settings) -> ChanceEstimate:
    """Return what pairs of texts may share by chance; `overlap` is the overlap of their shingles."""
    estimate = ChanceEstimate(np.zeros(len(pairs), bool), np.zeros(len(pairs), np.int64))
    size = settings.words
    repetitive = [
        distinct < _DIFFERENT_SHINGLES * np.maximum(words.counts[side] - size + 1, 1)
        for side, distinct in ((pairs.a, overlap.distinct_a), (pairs.b, overlap.distinct_b))
    ]
    tested = np.flatnonzero(repetitive[0] & repetitive[1])
    if not tested.size:
        return estimate
    table = pairs.take(tested)
    rows = np.unique(np.concatenate([table.a, table.b]))
    information = _bits_per_word(words.take(rows), np.arange(rows.size))
    bits = (information[np.searchsorted(rows, table.a)] + information[np.searchsorted(rows, table.b)]) / 2
    counts_a, counts_b = words.counts[table.a], words.counts[table.b]
    shingle_chance = np.minimum(counts_a, counts_b) * 2.0 ** (-bits * size)
    estimate.shingles_by_chance[tested] = shingle_chance >= SHINGLE_BY_CHANCE
    shortest = np.ceil((np.log2(counts_a) + np.log2(counts_b) - np.log2(MOST_RUNS_BY_CHANCE)) / bits)
    length = table.passages.length
    is_evident = length >= np.repeat(shortest, np.diff(table.run_bounds))
    estimate.evident_words[tested] = segment_sums(np.where(is_evident, length, 0), table.run_bounds)
    return estimate


def _bits_per_word(words: WordTable, rows: Numbers) -> Shares:
    """Return the information of a word of each text, in bits: the negative logarithm of its collision probability."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log2(_collision_probabilities(words, rows)))


def _collision_probabilities(words: WordTable, rows: Numbers) -> Shares:
    """Return for each text the probability that two of its words, drawn with replacement, are equal.

    A text that repeats a single word is a pattern and not chance. Its probability is given as 0.
    """
    counts = [np.unique(words.of(row), return_counts=True)[1] for row in rows.tolist()]
    return np.array([float(((each / each.sum()) ** 2).sum()) if each.size > 1 else 0.0 for each in counts])
