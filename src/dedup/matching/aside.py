"""Words of a document that do not count as shared: attribution lines, site furniture, boilerplate.

The passages that consist of them are found and shown like all others; they only make no copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.matching.passages import WordPassage
    from dedup.spans import Span
    from dedup.text.words import LocatedWords


@dataclass(frozen=True, slots=True)
class Asides:
    """For each word of one document whether it is set aside, by reason (bool arrays of the document's length)."""

    attribution: NDArray[np.bool_]
    boilerplate: NDArray[np.bool_]

    @classmethod
    def none(cls, words: int) -> Asides:
        """Return the asides of a document in which every word counts."""
        return cls(np.zeros(words, bool), np.zeros(words, bool))

    @classmethod
    def of(cls, words: LocatedWords, attribution: Iterable[Span]) -> Asides:
        """Return the asides of a document from the spans of its text that name its origin or belong to its site."""
        asides = cls.none(words.hashes.size)
        for span in attribution:
            low, high = words.within(span)
            asides.attribution[low:high] = True
        return asides

    @property
    def all(self) -> NDArray[np.bool_]:
        """Whether a word is set aside for any reason."""
        return self.attribution | self.boilerplate

    @property
    def counting(self) -> int:
        """The number of words that count."""
        return int(np.count_nonzero(~self.all))


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
    attributed = sum(int(np.count_nonzero(a.attribution[run.a : run.a_end])) for run in passage.runs)
    return "attribution" if 2 * attributed >= passage.same_words else "boilerplate"
