"""Fingerprints that stand in many texts, into pairs of texts that have hardly any others.

Not all texts that hold such a fingerprint are paired at first. That hides from each other texts that consist of what
many texts have, such as forms. A text that is contained in another one lacks few of its fingerprints there, so one more
than these must include one that both have. Where a text has fewer usual ones, its rarest frequent ones fill up that
number, and lead to all larger texts that stay and hold them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import NO_GROUPS, Groups, concatenate_groups
from dedup.engines.shuffle import Shuffle, partition_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_LACKING_SHARE, _LACKING_AT_EDGES = 2.0, 2
"""Fingerprints that a contained text may lack in the larger one: a multiple of the share of its shingles that it may
lack, since an edit changes which shingles are selected beside it, and a few at its ends. Contained texts of the news,
Reuters and press releases lack 1.8 times that share at most."""
_AT_ONCE = 1 << 18
"""Pairs that are made at a time, about."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number: multiplied by it, numbers differ in their first bits, and no two become equal."""


class FrequentFingerprints:
    """Gathers the texts of each frequent fingerprint, and pairs those that have too few other fingerprints.

    `count` is the number of frequent fingerprints.
    """

    def __init__(self, expected: int, engine: Engine) -> None:
        self.count = 0
        self._shuffle = Shuffle(engine, expected)
        self._groups, self._leads = NO_GROUPS, np.zeros(0, bool)

    def add(self, groups: Groups) -> None:
        """Add the texts of some fingerprints."""
        keys = (groups.numbers + self.count).astype(np.uint64) * _MIX
        self._shuffle.add(partition_rows(keys, groups.rows, self._shuffle.bits))
        self.count += groups.sizes.size

    def settle(self, held: Numbers, usual: Numbers, containment: float) -> None:
        """Select the fingerprints that lead from a text to others, when all were added.

        `held` and `usual` (int64, one a text) count its different fingerprints, and those that are not frequent.
        """
        lacking = np.floor(_LACKING_SHARE * (1 - containment) * held).astype(np.int64) + _LACKING_AT_EDGES
        wanted = lacking + 1 - usual
        parts = [_with_any(part, wanted[part.rows] > 0)[0] for part in self._shuffle.partitions()]
        groups = concatenate_groups(parts)
        rows = np.flatnonzero(wanted[groups.rows] > 0)
        rows = rows[np.lexsort((groups.sizes[groups.numbers[rows]], groups.rows[rows]))]
        texts = groups.rows[rows]
        rank = np.arange(rows.size) - np.searchsorted(texts, texts)
        leads = np.zeros(groups.rows.size, bool)
        leads[rows[rank < wanted[texts]]] = True
        self._groups, self._leads = _with_any(groups, leads)

    def pairs(self, stays: Flags, words: Numbers, budget: int) -> tuple[Iterator[tuple[Numbers, Numbers]], bool]:
        """Return each text that these fingerprints lead to others, beside those of the others that stay.

        The other text has at least as many `words`. A pair can come twice; the pairs come some at a time, as they may
        be many times those that were not tried before. The flag says whether these are all pairs: beyond a `budget`
        only the rarest fingerprints are followed.
        """
        staying = stays[self._groups.rows]
        others, number = self._groups.rows[staying], self._groups.numbers
        sizes = np.bincount(number[staying], minlength=self._groups.sizes.size)
        starts = np.cumsum(sizes) - sizes
        leads = np.flatnonzero(self._leads)
        leads = leads[np.argsort(sizes[number[leads]], kind="stable")]
        ends = np.cumsum(sizes[number[leads]])
        followed = leads[: np.searchsorted(ends, budget, "right")]
        marks = np.arange(0, ends[followed.size - 1] if followed.size else 0, _AT_ONCE)
        bounds = np.append(np.searchsorted(ends[: followed.size], marks), followed.size)

        def pairs_of(part: Numbers) -> tuple[Numbers, Numbers]:
            counts, first = sizes[number[part]], starts[number[part]]
            place = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
            own, other = np.repeat(self._groups.rows[part], counts), others[place]
            larger = (words[other] >= words[own]) & (other != own)
            return own[larger], other[larger]

        parts = (followed[low:high] for low, high in pairwise(bounds.tolist()))
        return map(pairs_of, parts), followed.size == leads.size


def _with_any(groups: Groups, flags: Flags) -> tuple[Groups, Flags]:
    """Return the groups that have a row with a flag, and the flags of their rows."""
    flagged = np.bincount(groups.numbers[flags], minlength=groups.sizes.size) > 0
    return groups.where(flagged), flags[np.repeat(flagged, groups.sizes)]
