"""Words of a document that do not count as shared: attribution lines, site furniture, boilerplate.

The passages that consist of them are found and shown like all others; they only make no copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.matching.boilerplate import SiteText
    from dedup.matching.identical import Distinct
    from dedup.matching.passages import WordPassage
    from dedup.matching.shown import Showcase
    from dedup.spans import Span


@dataclass(frozen=True, slots=True)
class Asides:
    """For each word of one document whether it is set aside, by reason (bool arrays of the document's length)."""

    attribution: NDArray[np.bool_]
    boilerplate: NDArray[np.bool_]

    @classmethod
    def none(cls, words: int) -> Asides:
        """Return the asides of a document in which every word counts."""
        return cls(np.zeros(words, bool), np.zeros(words, bool))

    @property
    def all(self) -> NDArray[np.bool_]:
        """Whether a word is set aside for any reason."""
        return self.attribution | self.boilerplate

    @property
    def stretches(self) -> int:
        """The number of stretches in which words are set aside."""
        return int(np.count_nonzero(np.diff(self.all, prepend=False, append=False))) // 2

    @property
    def counting(self) -> int:
        """The number of words that count."""
        return int(np.count_nonzero(~self.all))


class AsideReader:
    """The asides of the documents of a collection, made when first asked for and kept.

    `spans` gives the spans of a document that name its origin or belong to its site; `site` is the boilerplate.
    """

    def __init__(
        self, showcase: Showcase, distinct: Distinct, spans: Callable[[int], list[Span]], site: SiteText
    ) -> None:
        self._showcase = showcase
        self._distinct = distinct
        self._spans = spans
        self._site = site
        self._asides: dict[int, Asides] = {}

    def of(self, document: int) -> Asides:
        """Return the asides of a document."""
        asides = self._asides.get(document)
        if asides is None:
            row = self._distinct.members.row_of(document)
            asides = Asides.none(int(self._distinct.words.counts[row]))
            for span in self._spans(document):
                low, high = self._showcase[document].words.within(span)
                asides.attribution[low:high] = True
            asides.boilerplate[:] = self._site.masks.get(row, False)
            self._asides[document] = asides
        return asides

    def of_row(self, row: int) -> Asides:
        """Return the asides of a distinct document: those of the first that has its words."""
        return self.of(self._distinct.members[row][0])


def counting_words(passage: WordPassage, a: Asides, b: Asides) -> int:
    """Return how many of a passage's same words count: those set aside on neither side."""
    aside_a, aside_b = a.all, b.all
    return sum(
        run.length - int(np.count_nonzero(aside_a[run.a : run.a_end] | aside_b[run.b : run.b_end]))
        for run in passage.runs
    )


def reason(passage: WordPassage, a: Asides, b: Asides) -> str | None:
    """Return why no word of a passage counts, or none where one does."""
    if counting_words(passage, a, b):
        return None
    attributed = sum(
        int(np.count_nonzero(a.attribution[run.a : run.a_end] | b.attribution[run.b : run.b_end]))
        for run in passage.runs
    )
    return "attribution" if 2 * attributed >= passage.same_words else "boilerplate"
