"""Documents that have to be shown: the places of their words in one text, or in many at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from dedup.engines.groups import unique
from dedup.engines.local import LOCAL
from dedup.spans import Lines, Span
from dedup.words.locations import LocatedTexts, Locations, locate_words, map_located_texts
from dedup.words.paragraphs import split_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.words.locations import LocatedWords
    from dedup.words.paragraphs import Paragraph

    Numbers = NDArray[np.int64]

Result = TypeVar("Result")


class Shown:
    """One text, ready to be pointed into."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> LocatedWords:
        """The words with their places."""
        return locate_words(self.text)

    @cached_property
    def lines(self) -> Lines:
        """The lines."""
        return Lines(self.text)

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs."""
        return split_paragraphs(self.text)

    @cached_property
    def paragraph_words(self) -> list[tuple[int, int]]:
        """For each paragraph its first word and the end of its words."""
        return [self.words.within(Span(paragraph.start, paragraph.end)) for paragraph in self.paragraphs]

    @cached_property
    def paragraph_of_word(self) -> NDArray[np.int64]:
        """For each word the index of its paragraph, -1 for words in none."""
        owner = np.full(self.words.hashes.size, -1, np.int64)
        for index, (low, high) in enumerate(self.paragraph_words):
            owner[low:high] = index
        return owner

    def hashes_of(self, text: str) -> NDArray[np.uint64]:
        """Return the words of another text, as this one's are made."""
        return locate_words(text).hashes

    def said(self, first: int, last: int) -> str:
        """Return the text from word `first` up to, not including, word `last`; nothing for no words."""
        return self.words.span(first, last).of(self.text) if first < last else ""


class Showcase:
    """The documents of a collection, ready to be pointed into, as many at a time as are asked for."""

    def __init__(self, collection: Collection, engine: Engine = LOCAL) -> None:
        self._collection = collection
        self.engine = engine

    @property
    def text_bytes(self) -> int:
        """The size of all texts in bytes."""
        return self._collection.bytes

    def read(self, documents: Numbers, work: Callable[[LocatedTexts], Result]) -> list[Result]:
        """Return what `work` makes of the texts of documents (rising, each once), some at a time, in order."""
        return map_located_texts(self._collection, documents, work, self.engine)

    def places(self, documents: Numbers, first: Numbers, end: Numbers) -> Locations:
        """Return where words ``first <= w < end`` of documents stand, one row each; none of the ranges is empty."""
        order = np.argsort(documents, kind="stable")
        found = self._each(documents[order], first[order], end[order], LocatedTexts.locations)
        none = Locations(*(np.zeros(0, np.int64) for _ in Locations._fields))
        return Locations(*(np.concatenate(column)[_back(order)] for column in zip(none, *found, strict=True)))

    def quotes(self, documents: Numbers, first: Numbers, end: Numbers) -> list[str]:
        """Return what stands there, from word `first` of each document up to, not including, word `end`."""
        order = np.argsort(documents, kind="stable")
        found = self._each(documents[order], first[order], end[order], LocatedTexts.quotes)
        quotes = [quote for part in found for quote in part]
        return [quotes[place] for place in _back(order).tolist()]

    def _each(
        self,
        documents: Numbers,
        first: Numbers,
        end: Numbers,
        look: Callable[[LocatedTexts, Numbers, Numbers, Numbers], Result],
    ) -> list[Result]:
        """Return what `look` makes of the texts of documents (in order) and the words asked for, some at a time."""

        def work(texts: LocatedTexts) -> Result:
            asked = slice(*np.searchsorted(documents, [texts.documents[0], texts.documents[-1] + 1]))
            return look(texts, texts.rows(documents[asked]), first[asked], end[asked])

        return self.read(unique(documents), work)


def _back(order: Numbers) -> Numbers:
    """Return where in an order each row stands."""
    back = np.empty(order.size, np.int64)
    back[order] = np.arange(order.size)
    return back
