"""Which words of documents stand in others, as verified pairs show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.reuse.word_ranges import WordRanges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


class SourceWords(NamedTuple):
    """What explains documents, one row a source (int64), by document and largest first: how many words it adds."""

    documents: Numbers
    others: Numbers
    words: Numbers


@dataclass(frozen=True, slots=True)
class Reuse:
    """Words that documents have in common: pair p is document ``documents[p]`` with ``others[p]`` (int64).

    Pairs come in order, each once. `held` are the words of the first document that the other one holds, by the number
    of the pair; `left_out` are the words, by document, that need no other document to explain them.
    """

    documents: Numbers
    others: Numbers
    held: WordRanges
    left_out: WordRanges

    @classmethod
    def of_runs(cls, documents: Numbers, others: Numbers, first: Numbers, end: Numbers, left_out: WordRanges) -> Reuse:
        """Return what runs say: words ``first <= w < end`` of a document stand in another one, one row a run."""
        order = np.lexsort((others, documents))
        documents, others = documents[order], others[order]
        new = np.ones(order.size, bool)
        new[1:] = (documents[1:] != documents[:-1]) | (others[1:] != others[:-1])
        held = WordRanges.union(np.cumsum(new) - 1, first[order], end[order])
        return cls(documents[new], others[new], held, left_out)

    def words(self) -> dict[int, int]:
        """Return how many words of documents stand in any other; documents of no pair are left out."""
        together = WordRanges.union(self.documents[self.held.documents], self.held.first, self.held.end)
        documents, heads = np.unique(together.documents, return_index=True)
        words = np.add.reduceat(together.sizes, heads) if heads.size else heads
        return dict(zip(documents.tolist(), words.tolist(), strict=True))

    def gather(self, least: int) -> SourceWords:
        """Return for each document which other ones explain it, greedily, by the words that each alone adds.

        Of equal ones the earlier is taken, and none that adds fewer than `least` words.
        """
        none = (np.zeros(0, np.int64),) * 3
        rounds = zip(none, *self._rounds(least), strict=True)
        found = SourceWords(*(np.concatenate(column) for column in rounds))
        return SourceWords(*(column[np.argsort(found.documents, kind="stable")] for column in found))

    def _rounds(self, least: int) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        """Yield for every document that is not explained yet the other one that adds most to it, and how much."""
        pair, first, end = self.held.documents, self.held.first, self.held.end
        explained = self.left_out
        while pair.size:
            owner = self.documents[pair]
            left = end - first - explained.count_words_within(owner, first, end)
            heads = np.flatnonzero(np.diff(pair, prepend=-1))
            words = np.add.reduceat(left, heads)
            enough = words >= least
            pairs, words = pair[heads][enough], words[enough]
            best = self._best(pairs, words)
            yield self.documents[pairs[best]], self.others[pairs[best]], words[best]
            taken = np.isin(pair, pairs[best])
            explained = explained.merged_with(WordRanges.union(owner[taken], first[taken], end[taken]))
            rest = np.isin(pair, np.delete(pairs, best))
            pair, first, end = pair[rest], first[rest], end[rest]
            explained = explained.where(np.isin(explained.documents, self.documents[pair]))

    def _best(self, pairs: Numbers, words: Numbers) -> Numbers:
        """Return for each document which of its pairs has most words, the earlier other one of equals."""
        documents = self.documents[pairs]
        order = np.lexsort((self.others[pairs], -words, documents))
        return order[np.flatnonzero(np.diff(documents[order], prepend=-1))]
