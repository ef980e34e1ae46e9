"""Passages of pairs of documents, as arrays: taken, put together and summed up.

Everything here counts words; places in characters are made where somebody has to be shown something.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.kernels.passages import PassageRules, Passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.settings import Settings

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class PassageTable:
    """Pairs of documents with the passages that they share, if any.

    `a` and `b` (int64) are rows of a word table, ``a < b``, pairs in order; pair p has those of `found` that
    `found.pairs` bounds. `same` (int64) are the words of each passage that are the same in the same order: those of its
    runs, unless more were counted.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    found: Passages
    same: NDArray[np.int64] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        if self.same is _NONE:
            object.__setattr__(self, "same", sums(self.found.length, self.found.first))

    def __len__(self) -> int:
        """Return the number of pairs."""
        return int(self.a.size)

    def hulls(self, passages: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Yield for either side the first word and the end of some passages."""
        first, last = self.found.first[passages], self.found.first[passages + 1] - 1
        for starts in (self.found.a, self.found.b):
            yield starts[first], starts[last] + self.found.length[last]

    @property
    def counts(self) -> NDArray[np.int64]:
        """The number of passages of each pair."""
        return np.diff(self.found.pairs)

    @property
    def runs(self) -> NDArray[np.int64]:
        """Where the runs of each pair begin, int64[pairs + 1]."""
        return self.found.first[self.found.pairs]

    @property
    def same_words(self) -> NDArray[np.int64]:
        """How many words are the same in all passages of each pair."""
        return sums(self.same, self.found.pairs)

    @property
    def longest_run(self) -> NDArray[np.int64]:
        """The longest run in the passages of each pair, 0 where there is none."""
        longest = np.zeros(len(self), np.int64)
        some = np.flatnonzero(self.counts)
        if some.size:  # the runs of a pair end where those of the next pair that has any begin
            longest[some] = np.maximum.reduceat(self.found.length, self.runs[some])
        return longest

    def take(self, rows: NDArray[np.int64]) -> PassageTable:
        """Return the pairs of these rows, in the order of the rows."""
        found = self.found
        passages, pairs = stretches(found.pairs[:-1][rows], found.pairs[1:][rows])
        runs, first = stretches(found.first[:-1][passages], found.first[1:][passages])
        kept = Passages(found.a[runs], found.b[runs], found.length[runs], first, pairs)
        return PassageTable(self.a[rows], self.b[rows], kept, self.same[passages])

    def where(self, chosen: NDArray[np.bool_]) -> PassageTable:
        """Return the chosen pairs."""
        return self if chosen.all() else self.take(np.flatnonzero(chosen))

    def of(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> PassageTable:
        """Return these pairs, each once and in order, with their passages; with none if they are not in the table."""
        rows = 1 + int(np.max(np.concatenate([self.b, b]), initial=0))
        own, wanted = self.a * rows + self.b, unique(a * rows + b)
        place = np.searchsorted(own, wanted)
        known = place < own.size
        known[known] = own[place[known]] == wanted[known]
        every = np.count_nonzero(known) == len(self)
        some = self if every else self.take(place[known])
        counts = np.zeros(wanted.size, np.int64)
        counts[known] = some.counts
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        return PassageTable(wanted // rows, wanted % rows, some.found._replace(pairs=bounds), some.same)

    def turned(self, turned: NDArray[np.bool_]) -> PassageTable:
        """Return the pairs, of which some (bool, one each) are seen from the second text: its passages in its order."""
        if not turned.any():
            return self
        found, pair = self.found, np.repeat(np.arange(len(self)), self.counts)
        mine = np.repeat(turned, np.diff(self.runs))
        a, b = np.where(mine, found.b, found.a), np.where(mine, found.a, found.b)
        order = np.lexsort((np.where(turned[pair], a[found.first[:-1]], np.arange(pair.size)), pair))
        runs, first = stretches(found.first[:-1][order], found.first[1:][order])
        sides = np.where(turned, self.b, self.a), np.where(turned, self.a, self.b)
        return PassageTable(
            *sides, Passages(a[runs], b[runs], found.length[runs], first, found.pairs), self.same[order]
        )

    def __or__(self, other: PassageTable) -> PassageTable:
        """Return the pairs of both, in order; none may be in both."""
        both = joined([self, other])
        return both.take(np.lexsort((both.b, both.a)))


def joined(tables: Sequence[PassageTable]) -> PassageTable:
    """Return the pairs of all tables, one after the other."""
    if len(tables) == 1:
        return tables[0]
    parts = [table.found for table in (NO_PAIRS, *tables)]
    found = Passages(
        a=np.concatenate([part.a for part in parts]),
        b=np.concatenate([part.b for part in parts]),
        length=np.concatenate([part.length for part in parts]),
        first=_chained([part.first for part in parts]),
        pairs=_chained([part.pairs for part in parts]),
    )
    a, b = (np.concatenate([_NONE, *side]) for side in ([t.a for t in tables], [t.b for t in tables]))
    return PassageTable(a, b, found, np.concatenate([_NONE, *(table.same for table in tables)]))


def sums(values: NDArray[np.int64] | NDArray[np.bool_], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of each stretch of values."""
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
    return np.asarray(total[bounds[1:]] - total[bounds[:-1]])


def _chained(bounds: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the bounds of what lies one after the other, each part with bounds of its own."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate([np.diff(part) for part in bounds]))])


def stretches(low: NDArray[np.int64], high: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of stretches, one after the other, and where each begins."""
    sizes = high - low
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    return np.arange(bounds[-1]) + np.repeat(low - bounds[:-1], sizes), bounds


def rules_of(settings: Settings) -> PassageRules:
    """Return what makes a passage."""
    return PassageRules(settings.min_run, settings.fingerprint_words, min(settings.join_gap, settings.min_run - 1))


NO_PAIRS = PassageTable(_NONE, _NONE, Passages(_NONE, _NONE, _NONE, np.zeros(1, np.int64), np.zeros(1, np.int64)))
