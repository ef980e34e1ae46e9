"""Seeds into runs of equal words, those of some documents at a time: batches for threads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.kernels.passages import Runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.reuse.candidates import Seeds
    from dedup.words.tokens import WordTable

    Numbers = NDArray[np.int64]
    Pairs = tuple[Numbers, Numbers]

_TOGETHER = 1 << 15
"""Seeds of a batch, about."""
_HALF = 31
"""Bits of numbers of which two make one that is sorted several times as fast as rows."""


def grow_runs(words: WordTable, seeds: Seeds, least: int, engine: Engine) -> Runs:
    """Return the maximal runs of at least `least` equal words on which the seeds lie, each once, sorted by (a, b).

    Runs on which two seeds lie begin in the same document; so those of other documents are other runs, and stand before
    or after them.
    """

    def grow(pairs: Pairs) -> Runs:
        return Runs(*kernels.extend_seeds(words.hashes, words.offsets, pairs, least))

    if seeds.first.size <= _TOGETHER:
        return grow((seeds.first, seeds.second))
    first, second = _in_order(seeds, int(words.offsets[-1]))

    bounds = pairwise(_bounds(first, words.offsets))
    return _joined(engine.map(grow, [(first[low:high], second[low:high]) for low, high in bounds]))


def _in_order(seeds: Seeds, most: int) -> Pairs:
    """Return the seeds in the order of their first places; no place is beyond `most`."""
    bits = most.bit_length()
    if bits > _HALF:
        order = np.argsort(seeds.first)
        return seeds.first[order], seeds.second[order]
    both = np.sort(seeds.first << bits | seeds.second)
    return both >> bits, both & ((1 << bits) - 1)


def _bounds(first: Numbers, offsets: Numbers) -> list[int]:
    """Return where batches of seeds begin, and the end: nowhere between two seeds of one document."""
    words = first[_TOGETHER::_TOGETHER]
    heads = offsets[np.searchsorted(offsets, words, side="right") - 1]
    return [*unique(np.append(0, np.searchsorted(first, heads))).tolist(), first.size]


def _joined(parts: list[Runs]) -> Runs:
    return Runs(*map(np.concatenate, zip(*parts, strict=True)))
