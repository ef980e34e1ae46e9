"""Words of a document that do not count as shared: attribution lines, site furniture, boilerplate.

The passages that consist of them are found and shown like all others; they only make no copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique
from dedup.matching.passages import PassageTable, sums
from dedup.matching.ranges import NO_WORDS, WordRanges, words_on_either

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.matching.boilerplate import SiteText
    from dedup.matching.identical import Distinct
    from dedup.matching.shown import Showcase
    from dedup.spans import Span
    from dedup.text.places import PlacedTexts

    Numbers = NDArray[np.int64]


class AsideReader:
    """The asides of the documents of a collection, read when first asked for and kept, of many at a time.

    `spans` gives the spans of a document that name its origin or belong to its site; `site` is the boilerplate. Of the
    documents read so far, `attribution` are the words that stand in such spans, `every` those and the boilerplate.
    """

    def __init__(
        self, showcase: Showcase, distinct: Distinct, spans: Callable[[int], list[Span]], site: SiteText
    ) -> None:
        self._showcase = showcase
        self._distinct = distinct
        self._spans = spans
        self._site = site
        self._read = np.zeros(0, np.int64)
        self.attribution = self.every = NO_WORDS

    def read(self, documents: Numbers) -> None:
        """Read the asides of documents (int64), of all of them at once."""
        new = unique(documents)
        new = new[~np.isin(new, self._read)]
        if not new.size:
            return
        self._read = np.concatenate([self._read, new])
        attribution = self._attribution(new)
        self.attribution = self.attribution.joined(attribution)
        self.every = self.every.joined(attribution.joined(self._boilerplate(new)))

    def mask(self, row: int) -> NDArray[np.bool_]:
        """Return for each word of a distinct document whether it is set aside; it must have been read."""
        mask = np.zeros(int(self._distinct.words.counts[row]), bool)
        (document,) = self._distinct.members.firsts_of(np.array([row], np.int64)).tolist()
        for first, end in self.every.of(document):
            mask[first:end] = True
        return mask

    def most(self, pairs: PassageTable) -> Numbers:
        """Return how many words of the passages of each pair of rows count, unless an attribution holds them too."""
        return pairs.same_words - sums(words_aside(pairs, self._site.words), pairs.runs)

    def count(self, pairs: PassageTable) -> tuple[Numbers, Numbers]:
        """Return for each pair of rows how many words of its passages count, and of the document in which fewer do."""
        a, b = self._distinct.members.firsts_of(pairs.a), self._distinct.members.firsts_of(pairs.b)
        self.read(np.concatenate([a, b]))
        aside = sums(words_aside(PassageTable(a, b, pairs.found), self.every), pairs.runs)
        return pairs.same_words - aside, np.minimum(self.counting(a), self.counting(b))

    def sizes(self, documents: Numbers) -> Numbers:
        """Return how many words each document has."""
        return np.asarray(self._distinct.words.counts[self._distinct.members.rows_of(documents)])

    def counting(self, documents: Numbers) -> Numbers:
        """Return how many words of each document count; all of them must have been read."""
        return self.sizes(documents) - self.every.words_of(documents)

    def _attribution(self, documents: Numbers) -> WordRanges:
        spans = [(document, span.start, span.end) for document in documents.tolist() for span in self._spans(document)]
        owner, start, end = np.array(spans, np.int64).reshape(-1, 3).T

        def place(texts: PlacedTexts) -> tuple[Numbers, Numbers, Numbers]:
            asked = slice(*np.searchsorted(owner, [texts.documents[0], texts.documents[-1] + 1]))
            return owner[asked], *texts.words_within(texts.rows(owner[asked]), start[asked], end[asked])

        none = (owner[:0],) * 3
        found = zip(none, *self._showcase.read(unique(owner), place), strict=True)
        return WordRanges.union(*(np.concatenate(column) for column in found))

    def _boilerplate(self, documents: Numbers) -> WordRanges:
        return self._site.words.as_of(self._distinct.members.rows_of(documents), documents)


def words_aside(pairs: PassageTable, aside: WordRanges) -> Numbers:
    """Return how many words of each run of pairs of documents are set aside on either side."""
    sizes, found = np.diff(pairs.runs), pairs.found
    a, b = (np.repeat(side, sizes) for side in (pairs.a, pairs.b))
    return words_on_either(aside, (a, found.a, found.a + found.length), (b, found.b, found.b + found.length))


def reasons(pairs: PassageTable, attribution: WordRanges, every: WordRanges) -> list[str | None]:
    """Return for each passage of pairs of documents why no word of it counts, or none where one does.

    `every` are all words that are set aside, `attribution` those that are so for an attribution.
    """
    bounds = pairs.found.first
    same, aside, attributed = (
        sums(words, bounds)
        for words in (pairs.found.length, words_aside(pairs, every), words_aside(pairs, attribution))
    )
    found = np.where(2 * attributed >= same, "attribution", "boilerplate").tolist()
    return [why if whole else None for whole, why in zip((aside == same).tolist(), found, strict=True)]
