"""Candidate pairs into verified pairs: exact figures of the two texts, and the relation that the figures show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from dedup.relations import ALIGNED, CONTAINED, MEANINGS, NEAR_IDENTICAL, RELATIONS
from dedup.reuse.chance import estimate_chance
from dedup.reuse.overlap import longest_runs, shingle_overlap

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.relations import Relation
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Shares = NDArray[np.float64]

LISTED, LINKED, SUMMED_UP = range(3)
"""How a result shows a verified pair: as a match of its own, by the template of both texts, or, if the two share
nothing but marked words, by a group of such pairs."""

SCATTERED_SHINGLES = 0.3
"""Share of the smaller document's shingles from which a pair without passages is kept."""


class MarkedWordCounter(Protocol):
    """Counts the words of pairs that are not marked."""

    def unmarked(self, pairs: PassageTable) -> Numbers:
        """Return how many words of the passages of each pair are marked in neither document."""


@dataclass(frozen=True, slots=True)
class VerifiedPairs:
    """Verified pairs, one row each: passages, relations (numbers of `RELATIONS`) and figures.

    The figures are those of `dedup.matches.Match`; `longest_run` is 0 where passages were not asked for. `listing` says
    how the result shows each pair: `LISTED`, `LINKED` or `SUMMED_UP`. `by_chance` says whether most of what the two
    texts share may be chance.
    """

    pairs: PassageTable
    relation: NDArray[np.int8]
    jaccard: Shares
    containment_a: Shares
    containment_b: Shares
    shared_words: Numbers
    longest_run: Numbers
    listing: NDArray[np.int8]
    by_chance: Flags

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.pairs)

    def figures(self) -> tuple[NDArray[Any], ...]:
        """Return all columns but the passages, in the order of the fields."""
        return (
            self.relation,
            self.jaccard,
            self.containment_a,
            self.containment_b,
            self.shared_words,
            self.longest_run,
            self.listing,
            self.by_chance,
        )

    def take(self, rows: Numbers) -> VerifiedPairs:
        """Return the pairs of these rows, in the order of the rows."""
        return VerifiedPairs(self.pairs.take(rows), *(column[rows] for column in self.figures()))

    def where(self, chosen: Flags) -> VerifiedPairs:
        """Return the chosen pairs."""
        return VerifiedPairs(self.pairs.where(chosen), *(column[chosen] for column in self.figures()))

    def possible_versions(self) -> VerifiedPairs:
        """Return the pairs that can be versions of one text: listed pairs of no template that are not chance."""
        can_be = np.array([MEANINGS[relation].version_from is not None for relation in RELATIONS])
        return self.where((self.listing == LISTED) & can_be[self.relation] & ~self.by_chance)


def verify(
    candidates: PassageTable,
    words: WordSource,
    marks: MarkedWordCounter,
    settings: Settings,
    engine: Engine,
    done: Callable[[int], None] = lambda _units: None,
) -> VerifiedPairs:
    """Return the candidates that share `min_shared` words, with exact figures and relation, in order.

    All figures are of the texts as they stand. A pair without passages is kept only if its Jaccard reaches the
    threshold or it shares `SCATTERED_SHINGLES` of the smaller document's shingles, and not by chance
    (`dedup.reuse.chance`). Where all pairs are wanted, such pairs of short texts are kept even if they share fewer
    words. The words of some pairs are read at a time.
    """
    overlap = shingle_overlap(candidates, words, settings.words, engine, done)
    jaccard = overlap.shared / (overlap.distinct_a + overlap.distinct_b - overlap.shared)
    smaller = np.minimum(overlap.distinct_a, overlap.distinct_b)
    is_alike = (jaccard >= settings.threshold) | (overlap.shared >= SCATTERED_SHINGLES * smaller)
    in_passages = candidates.same_words
    shared_words = np.where(in_passages > 0, in_passages, np.minimum(overlap.covered_a, overlap.covered_b))
    aligned_words = candidates.aligned_words
    shares_enough = np.maximum(shared_words, aligned_words) >= settings.min_shared
    kept = shares_enough | is_alike if settings.all_pairs else shares_enough
    chance = estimate_chance(candidates, overlap, words, settings)
    kept &= (candidates.passage_counts > 0) | (is_alike & ~chance.shingles_by_chance)
    pairs, shared_words = candidates.where(kept), shared_words[kept]
    counts_a, counts_b = (words.counts[side] for side in (pairs.a, pairs.b))
    by_chance = chance.shingles_by_chance[kept]
    evident_words = np.where(by_chance, chance.evident_words[kept], shared_words)
    smaller_count = np.minimum(counts_a, counts_b)
    relation = relate(
        np.where(by_chance, 0.0, jaccard[kept]),
        evident_words / smaller_count,
        np.where(by_chance, 0, aligned_words[kept]) / smaller_count,
    )
    only_marked = _share_only_marked_words(pairs, relation, marks, settings)
    return VerifiedPairs(
        pairs,
        relation,
        jaccard[kept],
        overlap.covered_a[kept] / counts_a,
        overlap.covered_b[kept] / counts_b,
        shared_words,
        longest_runs(pairs, words, settings, engine),
        np.where(only_marked, SUMMED_UP, LISTED).astype(np.int8),
        by_chance & (relation == RELATIONS.index("partial")),
    )


def relate(jaccard: Shares, containment: Shares, aligned: Shares | float = 0.0) -> NDArray[np.int8]:
    """Return the relations (numbers of `RELATIONS`) of pairs of texts that are not identical.

    `containment` is the share of the smaller text's words that the other text holds, `aligned` that of the words which
    stand beside words of the other text. Marked words count, because relations are of the texts as they stand. The
    relation *template* does not follow from two texts.
    """
    cases: tuple[tuple[Flags, Relation], ...] = (
        (jaccard >= NEAR_IDENTICAL, "near-identical"),
        (containment >= CONTAINED, "contained"),
        (np.broadcast_to(np.asarray(aligned) >= ALIGNED, np.shape(containment)), "noisy copy"),
    )
    numbers = [RELATIONS.index(relation) for _, relation in cases]
    return np.select([case for case, _ in cases], numbers, RELATIONS.index("partial")).astype(np.int8)


def _share_only_marked_words(
    pairs: PassageTable, relation: NDArray[np.int8], marks: MarkedWordCounter, settings: Settings
) -> Flags:
    """Return whether each pair shares nothing but marked words, and is therefore not listed.

    Fewer unmarked words than a passage needs do not count. A text that the other one contains as a whole is a copy,
    whatever words are marked.
    """
    only_marked = np.zeros(len(pairs), bool)
    if settings.lists_all:
        return only_marked
    rows = np.flatnonzero((pairs.passage_counts > 0) & (relation == RELATIONS.index("partial")))
    table = pairs.take(rows)
    unmarked = marks.unmarked(table)
    only_marked[rows] = (unmarked < settings.min_run) & (unmarked < table.same_words)
    return only_marked
