"""Places with the same minimizer of letters into chains: stretches of two documents that hold many of them in order.

Two texts share a few minimizers by chance, and not in the same order at the same distances. So a chain is evidence
even where hardly a word is the same. The model is minimap2 (Li, Bioinformatics 2018).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import Groups, pairs_within, unique
from dedup.kernels.chains import PLACE, Chains
from dedup.sketch.letters import find_letter_places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.sketch.letters import LetterPlaces

    Numbers = NDArray[np.int64]

LEAST_SCORE = 60
"""Score of a chain, in letters that its seeds cover less its gaps, from which it is evidence."""
MOST_GAP = 150
"""Letters between two seeds of a chain."""
_FEWEST_SEEDS = 4
"""Seeds of a pair of documents that is looked at."""
_MOST_PLACES = 32
"""Places of a minimizer that are paired with each other; more are as common as a word."""
_FEWEST_PAIRED = 1 << 23
"""Seeds that are always paired; in large collections, as many seeds as there are places."""
_SEEDS_PER_BATCH = 1 << 18
"""Seeds that one worker chains at a time, about."""


@dataclass(frozen=True, slots=True)
class LetterChains:
    """Chains between two documents each, ``a < b``, pairs in order, and the best chain of a pair first.

    The columns (int64) are numbers of documents, and half-open ranges of letters of either document. `common` counts
    the minimizers that stand in too many places to be paired.
    """

    a: Numbers
    b: Numbers
    start_a: Numbers
    end_a: Numbers
    start_b: Numbers
    end_b: Numbers
    common: int = 0

    @property
    def documents(self) -> Numbers:
        """The documents that have chains, in order."""
        return unique(np.concatenate([self.a, self.b]))


_NONE = np.zeros(0, np.int64)
NO_CHAINS = LetterChains(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE)


def find_letter_chains(collection: Collection, identical: IdenticalDocuments, engine: Engine) -> LetterChains:
    """Return the chains between the distinct documents of a collection."""
    places = find_letter_places(collection, engine)
    groups = _distinct(places, identical)
    is_paired = groups.sizes <= _largest_paired(groups)
    common = int(np.count_nonzero(~is_paired))
    first, second, pair = _seeds(groups.where(is_paired), places.offsets)
    if not first.size:
        return replace(NO_CHAINS, common=common)
    bounds = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1], [True]]))
    document_a, document_b = np.divmod(pair[bounds[:-1]], places.offsets.size)
    start_a, start_b = places.offsets[document_a], places.offsets[document_b]
    sizes = np.diff(bounds)
    a, b = first - np.repeat(start_a, sizes), second - np.repeat(start_b, sizes)

    def chain(batch: tuple[int, int]) -> Chains:
        low, high = batch
        seeds = slice(int(bounds[low]), int(bounds[high]))
        of_batch = bounds[low : high + 1] - bounds[low]
        chains = kernels.chain_seeds(
            a[seeds], b[seeds], of_batch, size=places.size, most_gap=MOST_GAP, least=LEAST_SCORE * PLACE
        )
        return chains._replace(first=chains.first + bounds[low], last=chains.last + bounds[low])

    marks = np.arange(0, int(bounds[-1]) + _SEEDS_PER_BATCH, _SEEDS_PER_BATCH)
    cuts = unique(np.searchsorted(bounds, marks).clip(0, bounds.size - 1)).tolist()
    parts = engine.map(chain, list(pairwise(cuts)))
    first_seed, last_seed = (np.concatenate(side) for side in zip(*((p.first, p.last) for p in parts), strict=True))
    row = np.repeat(np.arange(sizes.size), np.concatenate([np.diff(part.bounds) for part in parts]))
    end_a, end_b = (side[last_seed] + places.size for side in (a, b))
    return LetterChains(document_a[row], document_b[row], a[first_seed], end_a, b[first_seed], end_b, common)


def _seeds(groups: Groups, offsets: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return the seeds of pairs of documents that have enough of them: two places, and the number of the pair.

    They are in the order of the pairs, and of the places.
    """
    first, second = pairs_within(groups)
    texts = offsets.size
    a, b = (kernels.texts_of_words(offsets, side) for side in (first, second))
    across = np.flatnonzero(a != b)
    first, second, pair = first[across], second[across], a[across] * texts + b[across]
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    bounds = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1], [True]])) if pair.size else _NONE
    sizes = np.diff(bounds)
    kept = np.repeat(sizes >= _FEWEST_SEEDS, sizes)
    first, second, pair = first[order[kept]], second[order[kept]], pair[kept]
    order = np.lexsort((second, first, pair))
    return first[order], second[order], pair[order]


def _distinct(places: LetterPlaces, identical: IdenticalDocuments) -> Groups:
    """Return the groups without the places in documents that repeat an earlier one."""
    if not places.groups.rows.size:
        return places.groups
    document = kernels.texts_of_words(places.offsets, places.groups.rows)
    is_repeat = identical.first[document] != document
    return places.groups.without(is_repeat) if is_repeat.any() else places.groups


def _largest_paired(groups: Groups) -> int:
    """Return the size of the largest groups that are paired: not all places can be, where most texts are alike."""
    sizes = np.bincount(groups.sizes, minlength=_MOST_PLACES + 1)[: _MOST_PLACES + 1]
    number = np.arange(_MOST_PLACES + 1)
    within = np.cumsum(sizes * number * (number - 1) // 2) <= max(groups.rows.size, _FEWEST_PAIRED)
    return int(np.flatnonzero(within)[-1])
