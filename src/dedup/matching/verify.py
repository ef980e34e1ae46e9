"""Candidate pairs into verified ones: exact figures of the texts themselves, and the relation that they bear out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from dedup.matching.measuring import longest_runs, overlap_of
from dedup.matching.passages import stretches
from dedup.matching.relations import RELATIONS, relate

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.engines.local import Local
    from dedup.matching.passages import PassageTable
    from dedup.settings import Settings
    from dedup.text.words import WordSource

IN_PIECES = 0.3
"""Share of the smaller document's shingles from which a pair counts although no passage is long enough to show."""


class Counting(Protocol):
    """Whoever knows which words of pairs do not count as shared."""

    def most(self, pairs: PassageTable) -> NDArray[np.int64]:
        """Return how many words of the passages of each pair count at the most: no text has to be read for that."""

    def count(self, pairs: PassageTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how many words of the passages of each pair count, and of the document in which fewer do."""


@dataclass(frozen=True, slots=True)
class VerifiedPairs:
    """Verified pairs that a result lists, one row each: passages, relations (numbers of `RELATIONS`), figures, words.

    The shares are those of `dedup.matches.Match`; `longest_run` is 0 where passages were not asked for. `unlisted`
    counts the pairs of which all that they share is boilerplate, where a result does not list these.
    """

    pairs: PassageTable
    relation: NDArray[np.int8]
    jaccard: NDArray[np.float64]
    containment_a: NDArray[np.float64]
    containment_b: NDArray[np.float64]
    body_containment: NDArray[np.float64]
    shared_words: NDArray[np.int64]
    longest_run: NDArray[np.int64]
    unlisted: int = field(default=0, kw_only=True)

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.pairs)

    @property
    def boilerplate(self) -> NDArray[np.bool_]:
        """Whether all that a pair shares is boilerplate."""
        return np.asarray(self.relation == RELATIONS.index("boilerplate"))

    def where(self, chosen: NDArray[np.bool_]) -> VerifiedPairs:
        """Return the chosen pairs."""
        return VerifiedPairs(
            self.pairs.where(chosen),
            self.relation[chosen],
            self.jaccard[chosen],
            self.containment_a[chosen],
            self.containment_b[chosen],
            self.body_containment[chosen],
            self.shared_words[chosen],
            self.longest_run[chosen],
        )


def candidates(
    across: PassageTable, met: tuple[NDArray[np.int64], NDArray[np.int64]], settings: Settings
) -> PassageTable:
    """Return the candidates in order: pairs whose passages might suffice, or that have none but met otherwise.

    Two documents that met by signature only, but each have passages with a third, are two of a group of copies that
    were linked to its first holder; they are compared only when all pairs are wanted.
    """
    first, second = met
    enough = np.ones(len(across), bool)
    if not settings.all_pairs:
        apart = ~_share_partner(across, first, second)
        first, second = first[apart], second[apart]
        enough = (across.counts == 0) | (across.same_words >= settings.min_shared)
    return across.of(np.concatenate([first, across.a[enough]]), np.concatenate([second, across.b[enough]]))


def _share_partner(across: PassageTable, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether both documents of each pair are in pairs with a third."""
    rows = 1 + int(np.max(np.concatenate([across.b, first, second]), initial=0))
    known = np.sort(np.concatenate([across.a * rows + across.b, across.b * rows + across.a]))
    low, high = (np.searchsorted(known, (np.stack([first, second]) + end) * rows) for end in (0, 1))
    # The partners of the one that has fewer are looked for among those of the other.
    fewer, each = np.argmin(high - low, axis=0), np.arange(first.size)
    places, bounds = stretches(low[fewer, each], high[fewer, each])
    pair = np.repeat(each, np.diff(bounds))
    wanted = np.where(fewer, first, second)[pair] * rows + known[places] % rows
    found = np.searchsorted(known, wanted)
    shared = known[np.minimum(found, known.size - 1)] == wanted if known.size else np.zeros(0, bool)
    return np.bincount(pair[shared], minlength=first.size) > 0


def verify(
    chosen: PassageTable,
    words: WordSource,
    asides: Counting,
    settings: Settings,
    using: ModuleType,
    engine: Local,
    done: Callable[[int], None] = lambda _units: None,
) -> VerifiedPairs:
    """Return the candidates that share `min_shared` words with their exact figures and relation, in order.

    What they share may turn out to be set aside; then the relation says so, and unless all pairs are wanted, such a
    pair is only counted. A pair without passages is kept only if its Jaccard reaches the threshold, or it shares
    `IN_PIECES` of the smaller one's shingles. Where all pairs are wanted, such pairs are kept even if they share fewer
    words, because their texts have no more. Only the words of pairs that may be kept are asked for, those of some at a
    time.
    """
    pairs, unlisted = (chosen, 0) if settings.all_pairs else _may_be_listed(chosen, asides, settings)
    done(len(chosen) - len(pairs))
    overlap = overlap_of(pairs, words, settings.words, using, engine, done)
    jaccard = overlap.shared / (overlap.distinct_a + overlap.distinct_b - overlap.shared)
    smaller = np.minimum(overlap.distinct_a, overlap.distinct_b)
    alike = (jaccard >= settings.threshold) | (overlap.shared >= IN_PIECES * smaller)
    same = pairs.same_words
    together = np.where(same > 0, same, np.minimum(overlap.covered_a, overlap.covered_b))
    short = together < settings.min_shared
    kept = ~short | alike if settings.all_pairs else ~short
    kept &= (pairs.counts > 0) | alike
    pairs, jaccard, together, short = pairs.where(kept), jaccard[kept], together[kept], short[kept]
    counts_a, counts_b = (words.counts[side] for side in (pairs.a, pairs.b))
    sharing, smaller = _counting(pairs, together, np.minimum(counts_a, counts_b), asides)
    body = np.where(smaller > 0, sharing / np.maximum(smaller, 1), 0.0)
    least = np.where(short, together // 2, settings.min_shared)
    return VerifiedPairs(
        pairs,
        relate(jaccard, body, sharing, least),
        jaccard,
        overlap.covered_a[kept] / counts_a,
        overlap.covered_b[kept] / counts_b,
        body,
        sharing,
        longest_runs(pairs, words, settings, using, engine),
        unlisted=unlisted,
    )


def _may_be_listed(chosen: PassageTable, asides: Counting, settings: Settings) -> tuple[PassageTable, int]:
    """Return the candidates without those whose passages show that they are not listed, and how many share enough.

    What these share is boilerplate. Most are known by what the site repeats, before anybody reads what a text says of
    its origin.
    """
    pairs = chosen.where((chosen.counts == 0) | (chosen.same_words >= settings.min_shared))
    enough = len(pairs)
    for sharing in (asides.most, lambda some: np.minimum(*asides.count(some))):
        counts = np.full(len(pairs), settings.min_shared)
        some = np.flatnonzero(pairs.counts)
        counts[some] = sharing(pairs.take(some))
        pairs = pairs.where(counts >= settings.min_shared)
    return pairs, enough - len(pairs)


def _counting(
    pairs: PassageTable, together: NDArray[np.int64], smaller: NDArray[np.int64], asides: Counting
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many words that pairs share count, and how many of the document in which fewer do.

    Where no passage tells which words are shared, all words count.
    """
    sharing, smaller = together.copy(), smaller.copy()
    some = np.flatnonzero(pairs.counts)
    shared, counting = asides.count(pairs.take(some))
    sharing[some], smaller[some] = np.minimum(shared, counting), counting
    return sharing, smaller
