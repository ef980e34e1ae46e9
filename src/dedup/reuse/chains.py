"""Places with the same key into chains: stretches of two documents that hold many of them in the same order.

The keys are minimizers of letters, or runs of what a rewrite keeps. Two texts share a few of them by chance, and not in
the same order at the same distances. So a chain is evidence even where hardly a word is the same. The model is minimap2
(Li, Bioinformatics 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.engines.groups import pairs_within, stable_order, unique
from dedup.engines.shuffle import MOST_BITS, Shuffle, partition_rows
from dedup.kernels.chains import PLACE
from dedup.sketch.kept_by_rewrites import find_kept_places
from dedup.sketch.letters import find_letter_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.engines.groups import Groups
    from dedup.engines.shuffle import PartitionedRows
    from dedup.reuse.identical import IdenticalDocuments
    from dedup.sketch.places import Places

    Numbers = NDArray[np.int64]


class ChainRules(NamedTuple):
    """What makes a chain: all of it in places, which are letters, or things that a rewrite keeps.

    `least_score` is the score from which a chain is evidence, `most_gap` the distance between two of its seeds.
    """

    least_score: int
    most_gap: int

    def fewest_seeds(self, size: int) -> int:
        """Return how many seeds of `size` places each a chain has at least: none scores more than its seeds cover."""
        return -(-self.least_score // size)


LETTERS = ChainRules(least_score=60, most_gap=150)
REWORDED = ChainRules(least_score=70, most_gap=150)
"""Two texts on one subject have its terms in common: their chains reach 65, and are aligned before they count."""
KEPT = ChainRules(least_score=8, most_gap=15)
_MOST_PLACES = 32
"""Places of a key that are paired with each other; more are as common as a word."""
_FEWEST_PAIRED = 1 << 23
"""Seeds that are always paired; in large collections, as many seeds as there are places."""
_PLACE_BITS = np.uint64((1 << (64 - MOST_BITS)) - 1)
"""The bits of a key that hold a place; the first bits say in which part it is."""
_MIXING = 0x1E3779B97F4A7C15
"""An odd number: times this, numbers that differ little differ in their first bits."""


@dataclass(frozen=True, slots=True)
class DocumentChains:
    """Chains between two documents each, ``a < b``, pairs in order, and the best chain of a pair first.

    The columns (int64) are numbers of documents, half-open ranges of places of either document, and scores. `common`
    counts the keys that stand in too many places to be paired.
    """

    a: Numbers
    b: Numbers
    start_a: Numbers
    end_a: Numbers
    start_b: Numbers
    end_b: Numbers
    scores: Numbers
    common: int

    @classmethod
    def of(cls, columns: Sequence[Numbers], common: int) -> DocumentChains:
        """Return chains of all columns, in the order of the fields."""
        a, b, start_a, end_a, start_b, end_b, scores = columns
        return cls(a, b, start_a, end_a, start_b, end_b, scores, common)

    @property
    def documents(self) -> Numbers:
        """The documents that have chains, in order."""
        return unique(np.concatenate([self.a, self.b]))

    def from_score(self, rules: ChainRules) -> DocumentChains:
        """Return the chains that are evidence by other rules, of a higher least score."""
        chosen = np.flatnonzero(self.scores >= rules.least_score * PLACE)
        return DocumentChains.of([column[chosen] for column in self.columns], self.common)

    @property
    def columns(self) -> tuple[Numbers, ...]:
        """All columns, in the order of the fields."""
        return self.a, self.b, self.start_a, self.end_a, self.start_b, self.end_b, self.scores


_NONE = np.zeros(0, np.int64)
NO_CHAINS = DocumentChains.of([_NONE] * 7, 0)


def find_letter_chains(
    collection: Collection, identical: IdenticalDocuments, engine: Engine, rules: ChainRules = LETTERS
) -> DocumentChains:
    """Return the chains of letters between the distinct documents of a collection."""
    return _find_chains(find_letter_places(collection, _are_repeats(identical), engine), rules, engine)


def find_kept_chains(collection: Collection, identical: IdenticalDocuments, engine: Engine) -> DocumentChains:
    """Return the chains of what a rewrite keeps between the distinct documents of a collection."""
    return _find_chains(find_kept_places(collection, _are_repeats(identical), engine), KEPT, engine)


def _are_repeats(identical: IdenticalDocuments) -> NDArray[np.bool_]:
    are_repeats: NDArray[np.bool_] = identical.first != np.arange(identical.first.size)
    return are_repeats


def _find_chains(places: Places, rules: ChainRules, engine: Engine) -> DocumentChains:
    """Return the chains of places; where the engine has a spill folder, the places and their seeds lie in files."""
    most, seeds, common = _limits(places)
    chain = partial(_chain, offsets=places.offsets, size=places.size, rules=rules)
    parts = [NO_CHAINS.columns, *engine.stream(chain, _seeds(places, most, seeds, engine).rows())]
    return DocumentChains.of([np.concatenate(column) for column in zip(*parts, strict=True)], common)


def _limits(places: Places) -> tuple[int, int, int]:
    """Return the most places of a key that is paired, the number of seeds, and that of more common keys.

    Not all places can be paired where most texts are alike.
    """
    counts = np.zeros(_MOST_PLACES + 2, np.int64)
    number = 0
    for groups in places.parts():
        counts += np.bincount(np.minimum(groups.sizes, _MOST_PLACES + 1), minlength=counts.size)
        number += groups.rows.size
    size = np.arange(_MOST_PLACES + 1)
    seeds = np.cumsum(counts[:-1] * (size * (size - 1) // 2))
    most = int(np.flatnonzero(seeds <= max(number, _FEWEST_PAIRED))[-1])
    return most, int(seeds[most]), int(counts[most + 1 :].sum())


def _seeds(places: Places, most: int, expected: int, engine: Engine) -> Shuffle:
    """Return the seeds of keys with at most so many places: pairs of places in two documents.

    They are partitioned by the first document: the last bits of a key are the first place, the value is the second.
    """
    shuffle = Shuffle(engine, expected)
    offsets, bits = places.offsets, shuffle.bits
    part_of = (offsets[:-1] * (1 << bits) // max(int(offsets[-1]), 1)).astype(np.uint64)

    def pair(groups: Groups) -> PartitionedRows:
        first, second = pairs_within(groups.where(groups.sizes <= most))
        a, b = (kernels.texts_of_words(offsets, side) for side in (first, second))
        across = np.flatnonzero(a != b)
        keys = first[across].astype(np.uint64)
        if bits:
            keys |= part_of[a[across]] << np.uint64(64 - bits)
        return partition_rows(keys, second[across], bits)

    for rows in engine.stream(pair, places.parts()):
        shuffle.add(rows)
    return shuffle


def _chain(
    rows: tuple[NDArray[np.uint64], Numbers], offsets: Numbers, size: int, rules: ChainRules
) -> tuple[Numbers, ...]:
    """Return the columns of the chains of seeds, pairs of documents in order."""
    first, second = (rows[0] & _PLACE_BITS).astype(np.int64), rows[1]
    first, second, a, b = _seeds_in_order(first, second, offsets, rules.fewest_seeds(size))
    bounds = np.flatnonzero(np.concatenate([[True], (np.diff(a) != 0) | (np.diff(b) != 0), [True]]))
    bounds = bounds if a.size else np.zeros(1, np.int64)
    place_a, place_b = first - offsets[a], second - offsets[b]
    least = rules.least_score * PLACE
    chains = kernels.chain_seeds(place_a, place_b, bounds, size=size, most_gap=rules.most_gap, least=least)
    starts, ends = (place_a[chains.first], place_b[chains.first]), (place_a[chains.last], place_b[chains.last])
    pair = a[chains.first], b[chains.first]
    return *pair, starts[0], ends[0] + size, starts[1], ends[1] + size, chains.scores


def _seeds_in_order(
    first: Numbers, second: Numbers, offsets: Numbers, fewest: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return the seeds of pairs of documents that have at least so many of them, with their documents a and b.

    They are in the order of the pairs, and of the places.
    """
    a, b = (kernels.texts_of_words(offsets, side) for side in (first, second))
    pair = (a - a.min(initial=offsets.size)) * (offsets.size - 1) + b
    slots = (pair * _MIXING).astype(np.uint64) >> np.uint64(64 - (4 * pair.size | 1).bit_length())
    kept = np.flatnonzero(np.bincount(slots.astype(np.int64))[slots.astype(np.int64)] >= fewest)
    kept = kept[stable_order(first[kept] - first.min(initial=0))]
    kept = kept[stable_order(pair[kept])]
    bounds = np.flatnonzero(np.diff(pair[kept], prepend=-1, append=-1))
    sizes = np.diff(bounds)
    kept = kept[np.repeat(sizes >= fewest, sizes)]
    return first[kept], second[kept], a[kept], b[kept]
