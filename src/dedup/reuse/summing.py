"""Pairs that have nothing but marked words in common → groups: which documents, how many pairs, which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import components
from dedup.matches import MARK_KINDS, SummedUp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.marked_words import WordMarks
    from dedup.reuse.passage_table import PassageTable

    Numbers = NDArray[np.int64]


def sum_up(pairs: PassageTable, marks: WordMarks, ids: Sequence[str], locator: TextLocator) -> Iterator[SummedUp]:
    """Yield the groups of pairs of documents, those of most pairs first.

    Pairs of one kind of marked words that have a document in common are in one group.
    """
    if not len(pairs):
        return
    kinds = np.argmax(np.stack(marks.by_kind(pairs).arrays()), axis=0)
    group = kinds * len(ids) + _component(pairs, kinds, len(ids))
    groups, number, counts = np.unique(group, return_inverse=True, return_counts=True)
    longest = _longest_passages(pairs)
    sizes = longest[:, 1] - longest[:, 0]
    best = np.lexsort((-sizes, number))[np.searchsorted(np.sort(number), np.arange(groups.size))]
    texts = locator.quotes(pairs.a[best], longest[best, 0], longest[best, 1])
    members = [np.unique(np.concatenate([pairs.a[own], pairs.b[own]])) for own in _rows_of(number, groups.size)]
    for place in np.lexsort((np.arange(groups.size), -counts)).tolist():
        yield SummedUp(
            kind=MARK_KINDS[int(groups[place]) // len(ids)],
            members=tuple(ids[document] for document in members[place].tolist()),
            pairs=int(counts[place]),
            words=int(sizes[best[place]]),
            text=texts[place],
        )


def _component(pairs: PassageTable, kinds: Numbers, documents: int) -> Numbers:
    """Return for each pair the first document that pairs of its kind connect it with."""
    shift = kinds * documents
    least = components(pairs.a + shift, pairs.b + shift, documents * len(MARK_KINDS))
    return np.asarray(least[pairs.a + shift] - shift)


def _rows_of(number: Numbers, groups: int) -> list[Numbers]:
    order = np.argsort(number, kind="stable")
    return np.split(order, np.searchsorted(number[order], np.arange(1, groups)))


def _longest_passages(pairs: PassageTable) -> Numbers:
    """Return first word and end of the longest passage of each pair, in its first document."""
    found = pairs.passages
    first, last = found.first[:-1], found.first[1:] - 1
    ends = found.a[last] + found.length[last]
    sizes = ends - found.a[first]
    pair = np.repeat(np.arange(len(pairs)), pairs.passage_counts)
    order = np.lexsort((-sizes, pair))
    chosen = order[np.searchsorted(pair[order], np.arange(len(pairs)))]
    return np.stack([found.a[first][chosen], ends[chosen]], axis=1)
