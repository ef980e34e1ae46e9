"""Identical documents: found first, compared once, and told apart again in the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np

from dedup.engines.groups import group_by_key
from dedup.text.again import split_again

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.local import Local
    from dedup.sketch.survey import Survey
    from dedup.text.words import WordTable

_COMPARED_AT_ONCE = 1 << 24
"""Words of documents that are compared at once."""


@dataclass(frozen=True, slots=True)
class Distinct:
    """A collection without its verbatim repeats.

    `words` has the words of distinct documents, as far as somebody needs them; row i of it stands for the documents
    ``members[i]``, which all have the same words in the same order. A row without members stands for nothing.
    """

    words: WordTable
    members: Sequence[tuple[int, ...]]


class Members(Sequence[tuple[int, ...]]):
    """For each document those with the same words, itself first; none for one that repeats an earlier one's.

    Documents without words repeat nothing and have no members either. `first` (int64) is, for each document, the first
    with its words, and -1 for one without words.
    """

    def __init__(self, first: NDArray[np.int64]) -> None:
        self.first = first
        later = np.flatnonzero((first >= 0) & (first != np.arange(first.size)))
        order = np.argsort(first[later], kind="stable")
        self._later = later[order]
        self._heads = first[later][order]

    def __len__(self) -> int:
        return self.first.size

    @overload
    def __getitem__(self, row: int) -> tuple[int, ...]: ...
    @overload
    def __getitem__(self, row: slice) -> list[tuple[int, ...]]: ...
    def __getitem__(self, row: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(row, slice):
            return [self[each] for each in range(len(self))[row]]
        if self.first[row] != row:
            return ()
        low, high = np.searchsorted(self._heads, [row, row + 1])
        return (row, *self._later[low:high].tolist())

    @property
    def distinct(self) -> NDArray[np.int64]:
        """The documents that are the first with their words, in order."""
        return np.flatnonzero(self.first == np.arange(self.first.size))

    @property
    def repeated(self) -> NDArray[np.int64]:
        """The documents that a later one repeats, in order."""
        return np.unique(self._heads)


def find_identical(collection: Collection, seen: Survey, using: ModuleType, engine: Local) -> Members:
    """Return which documents are identical: the same words in the same order, whatever the punctuation or case.

    Equal digests are checked word by word before two documents are called identical.
    """
    first = np.where(seen.counts > 0, np.arange(seen.counts.size), -1)
    groups = group_by_key(np.ascontiguousarray(seen.digests[:, 0]), using)
    heads, others = np.repeat(groups.rows[groups.bounds[:-1]], groups.sizes), groups.rows
    alike = (heads != others) & (first[others] >= 0) & (seen.digests[heads, 1] == seen.digests[others, 1])
    alike &= seen.counts[heads] == seen.counts[others]
    heads, others = heads[alike], others[alike]
    done = np.cumsum(seen.counts[others])
    for low in range(0, int(done[-1]) if done.size else 0, _COMPARED_AT_ONCE):
        these = (done > low) & (done <= low + _COMPARED_AT_ONCE)
        same = _same_words(collection, seen.counts, heads[these], others[these], using, engine)
        first[others[these][same]] = heads[these][same]
    return Members(first)


def _same_words(
    collection: Collection,
    counts: NDArray[np.int64],
    heads: NDArray[np.int64],
    others: NDArray[np.int64],
    using: ModuleType,
    engine: Local,
) -> NDArray[np.bool_]:
    """Return for each two documents, of equally many words, whether they have the same words."""
    chosen = np.zeros(counts.size, bool)
    chosen[heads] = chosen[others] = True
    words = split_again(collection, chosen, counts, using, engine)
    pairs = zip(heads.tolist(), others.tolist(), strict=True)
    return np.array([np.array_equal(words.of(a), words.of(b)) for a, b in pairs], bool)
