"""Words of a document that are marked: attribution, licences, notices, notes about the writer, boilerplate.

A mark is a weight, never a verdict: every figure of a pair is of the texts as they stand, and the marks stand beside
it, by kind. Clusters, sources and the gate leave marked words out, but only while they are a small part of their
document: a text that consists of what others carry as a footer is a copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.columns import Columns
from dedup.engines.groups import unique
from dedup.matches import MARK_KINDS, Mark, MarkedWords
from dedup.reuse.passages import PassageTable, sums
from dedup.reuse.ranges import NO_WORDS, WordRanges, words_on_either

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from dedup.matches import MarkKind
    from dedup.reuse.boilerplate import SiteText
    from dedup.reuse.identical import Distinct
    from dedup.reuse.shown import Showcase
    from dedup.spans import Span
    from dedup.words.locations import LocatedTexts

    Numbers = NDArray[np.int64]

SMALL_PART = 0.5
"""Share of a document's words below which its marked words are a small part of it, and are left out."""


class WordMarks:
    """The marked words of the documents of a collection, read when first asked for and kept, of many at a time.

    `spans` gives the marked spans of a document with their kinds; `site` is the boilerplate. Of the documents read so
    far, `every` are all marked words, and `left_out` those of documents of which they are a small part.
    A word with several marks counts for the first kind of `MARK_KINDS`.
    """

    def __init__(
        self,
        showcase: Showcase,
        distinct: Distinct,
        spans: Callable[[int], list[tuple[MarkKind, Span]]],
        site: SiteText,
    ) -> None:
        self._showcase = showcase
        self._distinct = distinct
        self._spans = spans
        self._site = site
        self._read = np.zeros(0, np.int64)
        self._up_to = [NO_WORDS] * len(MARK_KINDS)  # the words of each kind, and of all kinds before it
        self.left_out = NO_WORDS

    @property
    def every(self) -> WordRanges:
        """All marked words of the documents that were read."""
        return self._up_to[-1]

    def read(self, documents: Numbers) -> None:
        """Read the marks of documents (int64), of all of them at once."""
        new = unique(documents)
        new = new[~np.isin(new, self._read)]
        if not new.size:
            return
        self._read = np.concatenate([self._read, new])
        kinds = self._claimed(new)
        kinds["boilerplate"] = self._site.words.as_of(self._distinct.members.rows_of(new), new)
        before = NO_WORDS
        for number, kind in enumerate(MARK_KINDS):
            before = before.joined(kinds[kind])
            self._up_to[number] = self._up_to[number].joined(before)
        sizes = self.sizes(new)
        small = new[before.words_of(new) < SMALL_PART * sizes]
        self.left_out = self.left_out.joined(before.where(np.isin(before.documents, small)))

    def mask(self, row: int) -> NDArray[np.bool_]:
        """Return for each word of a distinct document whether it is left out; it must have been read."""
        mask = np.zeros(int(self._distinct.words.counts[row]), bool)
        (document,) = self._distinct.members.firsts_of(np.array([row], np.int64)).tolist()
        for first, end in self.left_out.of(document):
            mask[first:end] = True
        return mask

    def unmarked(self, pairs: PassageTable) -> Numbers:
        """Return how many words of the passages of each pair of rows are marked in neither document."""
        return self.unmarked_of_documents(self._documents(pairs))

    def unmarked_of_documents(self, pairs: PassageTable) -> Numbers:
        """Return how many words of the passages of each pair of documents are marked in neither of them."""
        self.read(np.concatenate([pairs.a, pairs.b]))
        return pairs.same_words - sums(words_marked(pairs, self.every), pairs.runs)

    def count(self, pairs: PassageTable) -> tuple[Numbers, Numbers]:
        """Return for each pair of rows how many words of its passages count, and of the document in which fewer do.

        All words count but those that are left out.
        """
        documents = self._documents(pairs)
        left_out = sums(words_marked(documents, self.left_out), pairs.runs)
        return pairs.same_words - left_out, np.minimum(self.counting(documents.a), self.counting(documents.b))

    def sizes(self, documents: Numbers) -> Numbers:
        """Return how many words each document has."""
        return np.asarray(self._distinct.words.counts[self._distinct.members.rows_of(documents)])

    def counting(self, documents: Numbers) -> Numbers:
        """Return how many words of each document count; all of them must have been read."""
        return self.sizes(documents) - self.left_out.words_of(documents)

    def by_kind(self, pairs: PassageTable) -> Columns[MarkedWords]:
        """Return how many words of the passages of each pair of documents are marked, by kind."""
        self.read(np.concatenate([pairs.a, pairs.b]))
        up_to = [sums(words_marked(pairs, ranges), pairs.runs) for ranges in self._up_to]
        return Columns(MarkedWords, *np.diff(np.stack(up_to), axis=0, prepend=0))

    def of_documents(self, documents: Numbers) -> Columns[MarkedWords]:
        """Return how many words of each document are marked, by kind; all of them must have been read."""
        up_to = [ranges.words_of(documents) for ranges in self._up_to]
        return Columns(MarkedWords, *np.diff(np.stack(up_to), axis=0, prepend=0))

    def kinds_of_passages(self, pairs: PassageTable) -> list[str | None]:
        """Return for each passage of pairs of documents the kind of most of its words, if all of them are marked."""
        bounds = pairs.found.first
        up_to = np.stack([sums(words_marked(pairs, ranges), bounds) for ranges in self._up_to])
        whole = up_to[-1] == sums(pairs.found.length, bounds)
        most = np.argmax(np.diff(up_to, axis=0, prepend=0), axis=0)
        return [MARK_KINDS[kind] if all_marked else None for kind, all_marked in zip(most, whole, strict=True)]

    def shown(self, ids: Sequence[str], documents: Numbers) -> Columns[Mark]:
        """Return the marked stretches of documents as a result shows them, in the order of documents and places."""
        self.read(documents)
        parts = [self._of_kind(number, unique(documents)) for number in range(len(MARK_KINDS))]
        kind = np.repeat(np.arange(len(parts)), [part.starts.size for part in parts])
        document, first, end = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("documents", "first", "end")
        )
        order = np.lexsort((first, document))
        kind, document, first, end = (column[order] for column in (kind, document, first, end))
        places = self._showcase.places(document, first, end)
        names = [ids[number] for number in document.tolist()]
        return Columns(Mark, names, [MARK_KINDS[number] for number in kind.tolist()], *places, end - first)

    def _of_kind(self, number: int, documents: Numbers) -> WordRanges:
        """Return the words of documents that count for one kind: those that are of no earlier one."""
        own = self._up_to[number]
        own = own.where(np.isin(own.documents, documents))
        return own.without(self._up_to[number - 1]) if number else own

    def _documents(self, pairs: PassageTable) -> PassageTable:
        """Return pairs of rows as pairs of documents, whose marks are read."""
        a, b = self._distinct.members.firsts_of(pairs.a), self._distinct.members.firsts_of(pairs.b)
        self.read(np.concatenate([a, b]))
        return PassageTable(a, b, pairs.found, pairs.same)

    def _claimed(self, documents: Numbers) -> dict[str, WordRanges]:
        """Return the words of documents that claims mark, by kind."""
        spans = [
            (document, MARK_KINDS.index(kind), span.start, span.end)
            for document in documents.tolist()
            for kind, span in self._spans(document)
        ]
        owner, kinds, start, end = np.array(spans, np.int64).reshape(-1, 4).T

        def place(texts: LocatedTexts) -> tuple[Numbers, ...]:
            asked = slice(*np.searchsorted(owner, [texts.documents[0], texts.documents[-1] + 1]))
            words = texts.words_within(texts.rows(owner[asked]), start[asked], end[asked])
            return owner[asked], kinds[asked], *words

        none = (owner[:0],) * 4
        parts = zip(none, *self._showcase.read(unique(owner), place), strict=True)
        document, kind, first, last = (np.concatenate(column) for column in parts)
        return {
            name: WordRanges.union(*(column[kind == number] for column in (document, first, last)))
            for number, name in enumerate(MARK_KINDS)
        }


def words_marked(pairs: PassageTable, marked: WordRanges) -> Numbers:
    """Return how many words of each run of pairs of documents are marked on either side."""
    sizes, found = np.diff(pairs.runs), pairs.found
    a, b = (np.repeat(side, sizes) for side in (pairs.a, pairs.b))
    return words_on_either(marked, (a, found.a, found.a + found.length), (b, found.b, found.b + found.length))
