"""Candidate pairs into verified ones: exact figures of the texts themselves, and the relation that they bear out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from dedup.relations import MEANINGS, RELATIONS
from dedup.reuse.chance import found_by_chance
from dedup.reuse.measuring import longest_runs, overlap_of
from dedup.reuse.relations import relate

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.passage_table import PassageTable
    from dedup.settings import Settings
    from dedup.words.tokens import WordSource

LISTED, LINKED, SUMMED_UP = range(3)
"""How a result tells a verified pair: in a row of its own, by the template that both texts are made from, or, having
nothing but marked words in common, by a group of such pairs."""

IN_PIECES = 0.3
"""Share of the smaller document's shingles from which a pair counts although no passage is long enough to show."""


class Marks(Protocol):
    """Whoever knows which words of pairs are marked."""

    def unmarked(self, pairs: PassageTable) -> NDArray[np.int64]:
        """Return how many words of the passages of each pair are marked in neither document."""


@dataclass(frozen=True, slots=True)
class VerifiedPairs:
    """Verified pairs, one row each: passages, relations (numbers of `RELATIONS`), figures, words.

    The shares are those of `dedup.matches.Match`; `longest_run` is 0 where passages were not asked for. `listing` says
    how the result tells each pair: `LISTED`, `LINKED` or `SUMMED_UP`. What pairs `by_chance` share is mostly no more
    than chance.
    """

    pairs: PassageTable
    relation: NDArray[np.int8]
    jaccard: NDArray[np.float64]
    containment_a: NDArray[np.float64]
    containment_b: NDArray[np.float64]
    shared_words: NDArray[np.int64]
    longest_run: NDArray[np.int64]
    listing: NDArray[np.int8]
    by_chance: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.pairs)

    def of_copies(self) -> VerifiedPairs:
        """Return the pairs that can be versions of one text: those that are listed, of no template, and no chance."""
        can_be = np.array([MEANINGS[relation].version_from is not None for relation in RELATIONS])
        return self.where((self.listing == LISTED) & can_be[self.relation] & ~self.by_chance)

    def where(self, chosen: NDArray[np.bool_]) -> VerifiedPairs:
        """Return the chosen pairs."""
        return VerifiedPairs(
            self.pairs.where(chosen),
            self.relation[chosen],
            self.jaccard[chosen],
            self.containment_a[chosen],
            self.containment_b[chosen],
            self.shared_words[chosen],
            self.longest_run[chosen],
            self.listing[chosen],
            self.by_chance[chosen],
        )


def verify(
    chosen: PassageTable,
    words: WordSource,
    marks: Marks,
    settings: Settings,
    engine: Engine,
    done: Callable[[int], None] = lambda _units: None,
) -> VerifiedPairs:
    """Return the candidates that share `min_shared` words with their exact figures and relation, in order.

    All figures are of the texts as they stand. A pair without passages is kept only if its Jaccard reaches the
    threshold, or it shares `IN_PIECES` of the smaller one's shingles, and not by chance (see `dedup.reuse.chance`).
    Where all pairs are wanted, such pairs are kept even if they share fewer words, because their texts have no more.
    Only the words of some pairs are asked for at a time.
    """
    overlap = overlap_of(chosen, words, settings.words, engine, done)
    jaccard = overlap.shared / (overlap.distinct_a + overlap.distinct_b - overlap.shared)
    smaller = np.minimum(overlap.distinct_a, overlap.distinct_b)
    alike = (jaccard >= settings.threshold) | (overlap.shared >= IN_PIECES * smaller)
    same = chosen.same_words
    together = np.where(same > 0, same, np.minimum(overlap.covered_a, overlap.covered_b))
    enough = together >= settings.min_shared
    kept = enough | alike if settings.all_pairs else enough
    chance = found_by_chance(chosen, overlap, words, settings)
    kept &= (chosen.passage_counts > 0) | (alike & ~chance.shingles)
    pairs, together = chosen.where(kept), together[kept]
    counts_a, counts_b = (words.counts[side] for side in (pairs.a, pairs.b))
    by_chance = chance.shingles[kept]
    held = np.where(by_chance, chance.evident[kept], together)
    relation = relate(np.where(by_chance, 0.0, jaccard[kept]), held / np.minimum(counts_a, counts_b))
    return VerifiedPairs(
        pairs,
        relation,
        jaccard[kept],
        overlap.covered_a[kept] / counts_a,
        overlap.covered_b[kept] / counts_b,
        together,
        longest_runs(pairs, words, settings, engine),
        np.where(_only_marked(pairs, relation, marks, settings), SUMMED_UP, LISTED).astype(np.int8),
        by_chance & (relation == RELATIONS.index("partial")),
    )


def _only_marked(
    pairs: PassageTable, relation: NDArray[np.int8], marks: Marks, settings: Settings
) -> NDArray[np.bool_]:
    """Return whether pairs that are not listed for it have nothing but marked words in common.

    A few words beside the marked ones are no passage. A text that stands in the other as a whole is a copy, whatever
    marks its words have.
    """
    found = np.zeros(len(pairs), bool)
    if settings.lists_all:
        return found
    asked = np.flatnonzero((pairs.passage_counts > 0) & (relation == RELATIONS.index("partial")))
    some = pairs.take(asked)
    unmarked = marks.unmarked(some)
    found[asked] = (unmarked < settings.min_run) & (unmarked < some.same_words)
    return found
