"""Pairs that share nothing but marked words into groups: the documents, the number of pairs, and an example.

A result shows these pairs by group instead of one by one. Its key for them is ``summed_up``.
"""

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


def group_marked_pairs(
    pairs: PassageTable, marks: WordMarks, ids: Sequence[str], locator: TextLocator
) -> Iterator[SummedUp]:
    """Yield the groups of pairs of documents, those of most pairs first.

    Pairs with the same kind of marked words that have a document in common are in one group.
    """
    if not len(pairs):
        return
    kinds = np.argmax(np.stack(marks.by_kind(pairs).arrays()), axis=0)
    codes = kinds * len(ids) + _first_connected_document(pairs, kinds, len(ids))
    groups, group, counts = np.unique(codes, return_inverse=True, return_counts=True)
    longest = _longest_passages(pairs)
    sizes = longest[:, 1] - longest[:, 0]
    example = np.lexsort((-sizes, group))[np.searchsorted(np.sort(group), np.arange(groups.size))]
    texts = locator.quotes(pairs.a[example], longest[example, 0], longest[example, 1])
    members = [np.unique(np.concatenate([pairs.a[rows], pairs.b[rows]])) for rows in _rows_of(group, groups.size)]
    for number in np.lexsort((np.arange(groups.size), -counts)).tolist():
        yield SummedUp(
            kind=MARK_KINDS[int(groups[number]) // len(ids)],
            members=tuple(ids[document] for document in members[number].tolist()),
            pairs=int(counts[number]),
            words=int(sizes[example[number]]),
            text=texts[number],
        )


def _first_connected_document(pairs: PassageTable, kinds: Numbers, documents: int) -> Numbers:
    """Return for each pair the first document that pairs of its kind connect it with."""
    shift = kinds * documents
    first = components(pairs.a + shift, pairs.b + shift, documents * len(MARK_KINDS))
    return np.asarray(first[pairs.a + shift] - shift)


def _rows_of(group: Numbers, groups: int) -> list[Numbers]:
    """Return the rows of each group."""
    order = np.argsort(group, kind="stable")
    return np.split(order, np.searchsorted(group[order], np.arange(1, groups)))


def _longest_passages(pairs: PassageTable) -> Numbers:
    """Return first word and end of the longest passage of each pair, in its first document."""
    starts, ends = next(pairs.word_bounds(np.arange(pairs.passages.pairs[-1])))
    pair = np.repeat(np.arange(len(pairs)), pairs.passage_counts)
    order = np.lexsort((starts - ends, pair))
    longest = order[np.searchsorted(pair[order], np.arange(len(pairs)))]
    return np.stack([starts[longest], ends[longest]], axis=1)
