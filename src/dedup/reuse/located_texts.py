"""Texts with the places of their words, lines and paragraphs: one text, or the texts of many documents at once."""

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


class LocatedText:
    """One text with its words, lines and paragraphs."""

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
        """Return the word hashes of another text."""
        return locate_words(text).hashes

    def text_of_words(self, first: int, end: int) -> str:
        """Return the text of words ``first <= w < end``; nothing for no words."""
        return self.words.span(first, end).of(self.text) if first < end else ""


class TextLocator:
    """Gives the places and quotes of words in the documents of a collection, for many documents at a time."""

    def __init__(self, collection: Collection, engine: Engine = LOCAL) -> None:
        self._collection = collection
        self.engine = engine

    def read(self, documents: Numbers, work: Callable[[LocatedTexts], Result]) -> list[Result]:
        """Return the results of `work` for batches of the texts of documents (rising, each once), in order."""
        return map_located_texts(self._collection, documents, work, self.engine)

    @property
    def text_bytes(self) -> int:
        """The size of all texts in bytes."""
        return self._collection.bytes

    def places(self, documents: Numbers, first: Numbers, end: Numbers) -> Locations:
        """Return the places of words ``first <= w < end`` of documents, one row a range; no range may be empty."""
        order = np.argsort(documents, kind="stable")
        parts = self._of_ranges(documents[order], first[order], end[order], LocatedTexts.locations)
        none = Locations(*(np.zeros(0, np.int64) for _ in Locations._fields))
        return Locations(*(np.concatenate(column)[_inverse(order)] for column in zip(none, *parts, strict=True)))

    def places_and_quotes(
        self, documents: Numbers, first: Numbers, end: Numbers, quoted: NDArray[np.int64]
    ) -> tuple[Locations, list[str]]:
        """Return the places of ranges of words as `places` does, and the text of the first `quoted` words of each.

        Each text is read once for both. Where `quoted` is 0, the text is empty.
        """
        order = np.argsort(documents, kind="stable")
        last = first + quoted

        def locate(texts: LocatedTexts, rows: Numbers, numbers: Numbers, _: Numbers) -> tuple[Locations, list[str]]:
            shown = quoted[numbers] > 0
            quotes = iter(texts.quotes(rows[shown], first[numbers[shown]], last[numbers[shown]]))
            found = texts.locations(rows, first[numbers], end[numbers])
            return found, [next(quotes) if is_shown else "" for is_shown in shown.tolist()]

        parts = self._of_ranges(documents[order], order, order, locate)
        none: tuple[Locations, list[str]] = Locations(*(np.zeros(0, np.int64) for _ in Locations._fields)), []
        locations, quotes = zip(none, *parts, strict=True)
        places = Locations(*(np.concatenate(column)[_inverse(order)] for column in zip(*locations, strict=True)))
        listed = [quote for part in quotes for quote in part]
        return places, [listed[place] for place in _inverse(order).tolist()]

    def quotes(self, documents: Numbers, first: Numbers, end: Numbers) -> list[str]:
        """Return the text of words ``first <= w < end`` of each document."""
        order = np.argsort(documents, kind="stable")
        parts = self._of_ranges(documents[order], first[order], end[order], LocatedTexts.quotes)
        quotes = [quote for part in parts for quote in part]
        return [quotes[place] for place in _inverse(order).tolist()]

    def words_of_letters(self, documents: Numbers, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first words and the ends of the words in which ranges of letters stand, one row a range."""
        order = np.argsort(documents, kind="stable")
        parts = self._of_ranges(documents[order], start[order], end[order], LocatedTexts.words_of_letters)
        none = np.zeros(0, np.int64), np.zeros(0, np.int64)
        first, last = (np.concatenate(column)[_inverse(order)] for column in zip(none, *parts, strict=True))
        return first, last

    def _of_ranges(
        self,
        documents: Numbers,
        first: Numbers,
        end: Numbers,
        locate: Callable[[LocatedTexts, Numbers, Numbers, Numbers], Result],
    ) -> list[Result]:
        """Return the results of `locate` for batches of texts and their ranges of words; documents are in order."""

        def locate_batch(texts: LocatedTexts) -> Result:
            chosen = slice(*np.searchsorted(documents, [texts.documents[0], texts.documents[-1] + 1]))
            return locate(texts, texts.rows(documents[chosen]), first[chosen], end[chosen])

        return self.read(unique(documents), locate_batch)


def _inverse(order: Numbers) -> Numbers:
    """Return the place of each row in an order."""
    inverse = np.empty(order.size, np.int64)
    inverse[order] = np.arange(order.size)
    return inverse
