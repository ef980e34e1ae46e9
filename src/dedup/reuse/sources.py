"""Sources: for each document a small set of other documents that holds its words, the largest share first.

This is a greedy set cover, like sourmash's ``gather``: the document that holds most of the words is named first, then
the one that holds most of the rest, until the rest is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.lazy_sequences import Columns, GroupedValues
from dedup.matches import SourcePart, Sources
from dedup.reuse.word_ranges import WordRanges, segment_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.reuse.marked_words import WordMarks
    from dedup.settings import Settings

    Numbers = NDArray[np.int64]


def find_sources(reused: ReusedWords, marks: WordMarks, ids: Sequence[str], settings: Settings) -> Sequence[Sources]:
    """Return the sources of each document that shares words with another, in the order of the documents."""
    cover = reused.greedy_cover(settings.min_run)
    documents, heads, counts = np.unique(cover.documents, return_index=True, return_counts=True)
    bounds = np.append(heads, cover.words.size)
    sizes, marked = marks.sizes(documents), marks.excluded.count_words(documents)
    covered = segment_sums(cover.words, bounds)
    shares = cover.words / np.repeat(sizes, counts)
    parts = Columns(SourcePart, [ids[other] for other in cover.others.tolist()], cover.words, shares)
    return Columns(
        Sources,
        [ids[document] for document in documents.tolist()],
        sizes,
        GroupedValues(parts, bounds),
        marked,
        sizes - marked - covered,
    )


class SourceWords(NamedTuple):
    """Sources of documents, one row a source (int64), by document and the largest first: how many words each adds."""

    documents: Numbers
    others: Numbers
    words: Numbers


@dataclass(frozen=True, slots=True)
class ReusedWords:
    """Words that documents have in common: pair p is document ``documents[p]`` with ``others[p]`` (int64).

    Pairs come in order, each once. `held` are the words of the first document that the other one holds, by the number
    of the pair. `excluded` are the words, by document, that need no source.
    """

    documents: Numbers
    others: Numbers
    held: WordRanges
    excluded: WordRanges

    @classmethod
    def of_runs(
        cls, documents: Numbers, others: Numbers, first: Numbers, end: Numbers, excluded: WordRanges
    ) -> ReusedWords:
        """Return the reused words of runs: words ``first <= w < end`` of a document stand in another, one row a run."""
        order = np.lexsort((others, documents))
        documents, others = documents[order], others[order]
        is_new = np.ones(order.size, bool)
        is_new[1:] = (documents[1:] != documents[:-1]) | (others[1:] != others[:-1])
        held = WordRanges.union(np.cumsum(is_new) - 1, first[order], end[order])
        return cls(documents[is_new], others[is_new], held, excluded)

    @classmethod
    def joined(cls, parts: Sequence[ReusedWords], excluded: WordRanges) -> ReusedWords:
        """Return the reused words of all parts; the documents of each come behind those of the part before."""
        sizes = [part.documents.size for part in parts]
        held = WordRanges.chained([part.held for part in parts], [0, *accumulate(sizes)][: len(parts)])
        none = np.zeros(0, np.int64)
        documents = np.concatenate([none, *(part.documents for part in parts)])
        return cls(documents, np.concatenate([none, *(part.others for part in parts)]), held, excluded)

    def word_counts(self) -> dict[int, int]:
        """Return how many words of documents stand in any other document; documents of no pair are left out."""
        in_any = WordRanges.union(self.documents[self.held.documents], self.held.first, self.held.end)
        documents, heads = np.unique(in_any.documents, return_index=True)
        words = np.add.reduceat(in_any.sizes, heads) if heads.size else heads
        return dict(zip(documents.tolist(), words.tolist(), strict=True))

    def greedy_cover(self, least: int) -> SourceWords:
        """Return for each document its sources, chosen greedily by the words that each adds.

        Of equal sources the earlier document is taken. A source adds at least `least` words.
        """
        none = (np.zeros(0, np.int64),) * 3
        cover = SourceWords(*(np.concatenate(column) for column in zip(none, *self._rounds(least), strict=True)))
        return SourceWords(*(column[np.argsort(cover.documents, kind="stable")] for column in cover))

    def _rounds(self, least: int) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        """Yield, round by round, for every document that is not fully covered its next source and the words it adds."""
        pair, first, end = self.held.documents, self.held.first, self.held.end
        covered = self.excluded
        while pair.size:
            document = self.documents[pair]
            uncovered = end - first - covered.count_words_within(document, first, end)
            heads = np.flatnonzero(np.diff(pair, prepend=-1))
            words = np.add.reduceat(uncovered, heads)
            adds_enough = words >= least
            pairs, words = pair[heads][adds_enough], words[adds_enough]
            best = self._best_of_documents(pairs, words)
            yield self.documents[pairs[best]], self.others[pairs[best]], words[best]
            taken = np.isin(pair, pairs[best])
            covered = covered.merged_with(WordRanges.union(document[taken], first[taken], end[taken]))
            remaining = np.isin(pair, np.delete(pairs, best))
            pair, first, end = pair[remaining], first[remaining], end[remaining]
            covered = covered.where(np.isin(covered.documents, self.documents[pair]))

    def _best_of_documents(self, pairs: Numbers, words: Numbers) -> Numbers:
        """Return for each document which of its pairs has most words, of equal ones that with the earlier document."""
        documents = self.documents[pairs]
        order = np.lexsort((self.others[pairs], -words, documents))
        return order[np.flatnonzero(np.diff(documents[order], prepend=-1))]
