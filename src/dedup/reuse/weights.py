"""The weight of each finding, from 0 to 1: how much it deserves to be looked at first. No other module makes weights.

A weight is a product of five factors, none of them above 1: relation, share, words, rarity and origin.
`docs/method.md` gives the formula with an example. A weight is a judgement, not a measurement, and decides nothing but
the order in which reports list findings.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.lazy_sequences import column_of
from dedup.prefix_sums import prefix_sums
from dedup.relations import MEANINGS, RELATIONS
from dedup.reuse.word_ranges import segment_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.matches import Cluster, Match
    from dedup.reuse.passage_table import PassageTable

    Numbers = NDArray[np.int64]
    Shares = NDArray[np.float64]

DIGITS = 3
"""Decimal places of a weight."""
HALF_WORDS = 100
"""The number of words for which the factor of words is one half."""
HALF_DOCUMENTS = 20
"""How many documents must carry a passage, beyond two, for the factor of rarity to be one half."""
UNKNOWN_ORIGIN = 0.8
"""The factor of origin where nothing is known of it."""

_WORD_BITS = 32
_RELATION_FACTORS = np.array([MEANINGS[relation].weight for relation in RELATIONS])


def weigh(
    relation: NDArray[np.int8],
    share: Shares,
    words: NDArray[np.float64] | Numbers,
    documents: NDArray[np.float64] | Numbers,
    certainty: Shares | float = 0.0,
) -> Shares:
    """Return the weights of findings, one row each.

    `relation` are numbers of `RELATIONS`, `share` is the share of the smaller text that is used again, `words` how many
    words are, `documents` how many documents carry them, and `certainty` how sure it is where they come from.
    """
    rarity = HALF_DOCUMENTS / (HALF_DOCUMENTS + np.maximum(documents, 2) - 2)
    origin = UNKNOWN_ORIGIN + (1 - UNKNOWN_ORIGIN) * np.asarray(certainty)
    factors = _RELATION_FACTORS[relation], share, words / (words + HALF_WORDS), rarity, origin
    product: Shares = np.prod(np.broadcast_arrays(*factors), axis=0)
    return np.round(product, DIGITS)


def weigh_repetitions(
    relation: NDArray[np.int8], same_words: Numbers, times: Numbers, document_words: Numbers, texts: Sequence[str]
) -> Shares:
    """Return the weights of repetitions; `times` says how often the words stand there, `texts` holds the words.

    A document that says all of its words twice has the share 1. Equal words that several documents repeat are carried
    by all of these.
    """
    share = np.minimum(same_words * times / np.maximum(document_words, 1), 1.0)
    holders = Counter(texts)
    documents = np.fromiter((holders[text] for text in texts), np.int64, len(texts))
    return weigh(relation, share, same_words, documents)


def count_carriers(pairs: PassageTable, every_pair: PassageTable) -> Shares:
    """Return for pairs of documents how many documents carry the passages that they share, on average over the words.

    Each pair in `every_pair` that holds a word of a document shows one more document that carries it. Where a passage
    stands in many documents, its pairs link all of them to the first one, so the side with more of them counts.
    """
    count_pairs = _PairsOfWords(every_pair)
    counts = [
        segment_sums(count_pairs.total(low, high), pairs.passages.pairs)
        / np.maximum(segment_sums(high - low, pairs.passages.pairs), 1)
        for low, high in count_pairs.ranges(pairs)
    ]
    return np.asarray(1 + np.maximum(*counts))


class _PairsOfWords:
    """Counts the pairs that hold words of documents in their passages.

    A word is known by the number of its document, followed by its own number in the lower `_WORD_BITS`.
    """

    def __init__(self, pairs: PassageTable) -> None:
        lows, highs = zip(*self.ranges(pairs), strict=True)
        self._lows, self._highs = np.sort(np.concatenate(lows)), np.sort(np.concatenate(highs))
        self._sum_of_lows, self._sum_of_highs = (prefix_sums(bounds) for bounds in (self._lows, self._highs))

    def ranges(self, pairs: PassageTable) -> list[tuple[Numbers, Numbers]]:
        """Return for either side of pairs the first words and the ends of all passages."""
        bounds = pairs.word_bounds(np.arange(int(pairs.passages.pairs[-1])))
        firsts = (np.repeat(side << _WORD_BITS, pairs.passage_counts) for side in (pairs.a, pairs.b))
        return [(low + first, high + first) for (low, high), first in zip(bounds, firsts, strict=True)]

    def total(self, low: Numbers, high: Numbers) -> Numbers:
        """Return the number of pairs that hold each word of these ranges, summed up over the words of each range."""
        return self._before(high) - self._before(low)

    def _before(self, place: Numbers) -> Numbers:
        """Return the number of pairs of each word before a place, summed up.

        Sums may pass the largest int64 and wrap around; their differences do not.
        """
        begun, ended = (np.searchsorted(bounds, place) for bounds in (self._lows, self._highs))
        return np.asarray((begun - ended) * place - self._sum_of_lows[begun] + self._sum_of_highs[ended])


def by_weight(weights: Shares) -> Numbers:
    """Return the rows of findings, the heaviest first; equal weights keep their order."""
    return np.argsort(-weights, kind="stable")


def weigh_clusters(clusters: Sequence[Cluster], copies: Sequence[Match]) -> list[Cluster]:
    """Return the clusters, each with the weight of the heaviest pair of its members, the heaviest cluster first."""
    cluster_of = {member: number for number, cluster in enumerate(clusters) for member in cluster.members}
    heaviest = [0.0] * len(clusters)
    columns = (column_of(copies, name) for name in ("a", "b", "weight"))
    for a, b, weight in zip(*columns, strict=True):
        number = cluster_of.get(a)
        if number is not None and number == cluster_of.get(b):
            heaviest[number] = max(heaviest[number], weight)
    weighed = [replace(cluster, weight=weight) for cluster, weight in zip(clusters, heaviest, strict=True)]
    return sorted(weighed, key=lambda cluster: -cluster.weight)
