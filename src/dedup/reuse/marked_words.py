"""Marked words of a document: attribution, licences, notices, notes about the writer, boilerplate.

A mark is a weight and never a verdict. Every figure of a pair is of the texts as they stand, and marked words are
counted beside it, by kind. Clusters, sources and the gate exclude marked words, but only where these are a small part
of their document: a text that consists of what others carry as a footer is a copy.

A result shows pairs that share nothing but marked words by group (``summed_up``): which documents, and an example.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import components_in_memory, unique
from dedup.lazy_sequences import Columns
from dedup.matches import MARK_KINDS, Mark, MarkedWords, SummedUp
from dedup.reuse.word_ranges import NO_WORDS, WordRanges, count_words_on_either_side, segment_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.matches import MarkKind
    from dedup.reuse.boilerplate import SiteBoilerplate
    from dedup.reuse.identical import DistinctTexts
    from dedup.reuse.located_texts import TextLocator
    from dedup.reuse.passage_table import PassageTable
    from dedup.spans import Span
    from dedup.words.locations import LocatedTexts

    Numbers = NDArray[np.int64]

SMALL_PART = 0.5
"""Share of a document's words below which its marked words are a small part of it, and are excluded."""
_RUNS_AT_ONCE = 1 << 18
"""Runs in which marked words are counted at a time: a dozen columns of them are needed for it."""


class WordMarks:
    """The marked words of the documents of a collection, read when first needed, for many documents at a time.

    `spans` gives the marked spans of a document with their kinds; `site` is the boilerplate. Of the documents read so
    far, `excluded` are the marked words of those documents of which they are a small part. All other words are counted.
    A word with several marks counts for the first kind of `MARK_KINDS`.
    """

    def __init__(
        self,
        locator: TextLocator,
        distinct: DistinctTexts,
        spans: Callable[[int], list[tuple[MarkKind, Span]]],
        site: SiteBoilerplate,
    ) -> None:
        self._locator = locator
        self._distinct = distinct
        self._spans = spans
        self._site = site
        self._read = np.zeros(0, np.int64)
        self._cumulative = [NO_WORDS] * len(MARK_KINDS)  # the words of each kind and of all kinds before it
        self.excluded = NO_WORDS

    @property
    def all_marked(self) -> WordRanges:
        """All marked words of the documents that were read."""
        return self._cumulative[-1]

    def read(self, documents: Numbers) -> None:
        """Read the marks of documents (int64)."""
        new = unique(documents)
        new = new[~np.isin(new, self._read)]
        if not new.size:
            return
        self._read = np.concatenate([self._read, new])
        kinds = self._claimed(new)
        kinds["boilerplate"] = self._site.words.relabelled(self._distinct.members.rows_of(new), new)
        marked = NO_WORDS
        for number, kind in enumerate(MARK_KINDS):
            marked = marked.merged_with(kinds[kind])
            self._cumulative[number] = self._cumulative[number].merged_with(marked)
        with_small_part = new[marked.count_words(new) < SMALL_PART * self.sizes(new)]
        self.excluded = self.excluded.merged_with(marked.where(np.isin(marked.documents, with_small_part)))

    def excluded_mask(self, row: int) -> NDArray[np.bool_]:
        """Return for each word of a distinct document whether it is excluded; the document must have been read."""
        mask = np.zeros(int(self._distinct.words.counts[row]), bool)
        (document,) = self._distinct.members.first_documents(np.array([row], np.int64)).tolist()
        for first, end in self.excluded.ranges_of(document):
            mask[first:end] = True
        return mask

    def unmarked(self, pairs: PassageTable) -> Numbers:
        """Return how many words of the passages of each pair of rows are marked in neither document."""
        return self.unmarked_of_documents(self._documents(pairs))

    def unmarked_of_documents(self, pairs: PassageTable) -> Numbers:
        """Return how many words of the passages of each pair of documents are marked in neither of them."""
        self.read(np.concatenate([pairs.a, pairs.b]))
        return pairs.same_words - segment_sums(count_in_runs(pairs, self.all_marked), pairs.run_bounds)

    def counted_in_passages(self, pairs: PassageTable) -> tuple[Numbers, Numbers]:
        """Return for each pair of rows the counted words of its passages, and those of the document with fewer."""
        documents = self._documents(pairs)
        excluded = segment_sums(count_in_runs(documents, self.excluded), pairs.run_bounds)
        return pairs.same_words - excluded, np.minimum(self.counted_words(documents.a), self.counted_words(documents.b))

    def sizes(self, documents: Numbers) -> Numbers:
        """Return how many words each document has."""
        return np.asarray(self._distinct.words.counts[self._distinct.members.rows_of(documents)])

    def counted_words(self, documents: Numbers) -> Numbers:
        """Return how many words of each document are counted; all documents must have been read."""
        return self.sizes(documents) - self.excluded.count_words(documents)

    def by_kind(self, pairs: PassageTable) -> Columns[MarkedWords]:
        """Return how many words of the passages of each pair of documents are marked, by kind."""
        self.read(np.concatenate([pairs.a, pairs.b]))
        sums = [segment_sums(count_in_runs(pairs, ranges), pairs.run_bounds) for ranges in self._cumulative]
        return Columns(MarkedWords, *np.diff(np.stack(sums), axis=0, prepend=0))

    def kinds_of_passages(self, pairs: PassageTable) -> list[str | None]:
        """Return for each passage of pairs of documents the kind of most of its words, if all of them are marked."""
        bounds = pairs.passages.first
        sums = np.stack([segment_sums(count_in_runs(pairs, ranges), bounds) for ranges in self._cumulative])
        all_marked = sums[-1] == segment_sums(pairs.passages.length, bounds)
        most = np.argmax(np.diff(sums, axis=0, prepend=0), axis=0)
        return [MARK_KINDS[kind] if marked else None for kind, marked in zip(most, all_marked, strict=True)]

    def describe(self, ids: Sequence[str], documents: Numbers) -> Columns[Mark]:
        """Return the marked stretches of documents as a result shows them, in the order of documents and places."""
        self.read(documents)
        parts = [self._of_kind(number, unique(documents)) for number in range(len(MARK_KINDS))]
        kind = np.repeat(np.arange(len(parts)), [part.start_keys.size for part in parts])
        document, first, end = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("documents", "first", "end")
        )
        order = np.lexsort((first, document))
        kind, document, first, end = (column[order] for column in (kind, document, first, end))
        places = self._locator.places(document, first, end)
        names = [ids[number] for number in document.tolist()]
        return Columns(Mark, names, [MARK_KINDS[number] for number in kind.tolist()], *places, end - first)

    def _of_kind(self, number: int, documents: Numbers) -> WordRanges:
        """Return the words of documents that count for one kind: those of no earlier kind."""
        ranges = self._cumulative[number]
        ranges = ranges.where(np.isin(ranges.documents, documents))
        return ranges.without(self._cumulative[number - 1]) if number else ranges

    def _documents(self, pairs: PassageTable) -> PassageTable:
        """Return pairs of rows as pairs of documents, and read the marks of these."""
        a, b = (self._distinct.members.first_documents(side) for side in (pairs.a, pairs.b))
        self.read(np.concatenate([a, b]))
        return replace(pairs, a=a, b=b)

    def _claimed(self, documents: Numbers) -> dict[str, WordRanges]:
        """Return the words of documents that claims mark, by kind."""
        spans = [
            (document, MARK_KINDS.index(kind), span.start, span.end)
            for document in documents.tolist()
            for kind, span in self._spans(document)
        ]
        document_of_span, kinds, start, end = np.array(spans, np.int64).reshape(-1, 4).T

        def words_of_spans(texts: LocatedTexts) -> tuple[Numbers, ...]:
            chosen = slice(*np.searchsorted(document_of_span, [texts.documents[0], texts.documents[-1] + 1]))
            rows = texts.rows(document_of_span[chosen])
            return document_of_span[chosen], kinds[chosen], *texts.words_within(rows, start[chosen], end[chosen])

        none = (document_of_span[:0],) * 4
        parts = zip(none, *self._locator.read(unique(document_of_span), words_of_spans), strict=True)
        document, kind, first, last = (np.concatenate(column) for column in parts)
        return {
            name: WordRanges.union(*(column[kind == number] for column in (document, first, last)))
            for number, name in enumerate(MARK_KINDS)
        }


def count_in_runs(pairs: PassageTable, ranges: WordRanges) -> Numbers:
    """Return how many words of each run of pairs of documents stand in the ranges on either side."""
    if not ranges.start_keys.size:
        return np.zeros(pairs.passages.length.size, np.int64)
    sizes, passages = np.diff(pairs.run_bounds), pairs.passages
    a, b = (np.repeat(side, sizes) for side in (pairs.a, pairs.b))
    parts = [np.zeros(0, np.int64)]
    for low in range(0, a.size, _RUNS_AT_ONCE):
        runs = slice(low, low + _RUNS_AT_ONCE)
        starts, length = (passages.a[runs], passages.b[runs]), passages.length[runs]
        sides = ((side[runs], start, start + length) for side, start in zip((a, b), starts, strict=True))
        parts.append(count_words_on_either_side(ranges, *sides))
    return np.concatenate(parts)


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
    first = components_in_memory(pairs.a + shift, pairs.b + shift, documents * len(MARK_KINDS))
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
