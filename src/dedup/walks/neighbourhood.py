"""A document and its candidates in an index: a small collection in which the document is compared as in a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.documents import collection_of
from dedup.index.texts import documents_with_text, read_document
from dedup.prefix_sums import prefix_sums
from dedup.reuse.identical import DistinctTexts, ListedMembers
from dedup.words.tokens import WordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.index.texts import Text
    from dedup.index.view import IndexView, LoadedText
    from dedup.settings import Settings


class Neighbourhood:
    """A document and its candidates, in the order of the index, the document last.

    `words` has a row for each distinct text; `own` is the row of the document. `equal` is the text of the index that
    has exactly the words of the document.
    """

    def __init__(
        self,
        view: IndexView,
        document: Document,
        words: NDArray[np.uint64],
        texts: Sequence[Text],
        equal: Text | None,
        settings: Settings,
    ) -> None:
        self.view = view
        self.document = document
        self.texts = sorted([*texts, *([equal] if equal else [])], key=lambda text: text.first)
        self.loaded: list[LoadedText] = view.load(self.texts)
        keys = [self._keys(text, settings) for text in self.texts]
        order = {key: number for number, key in enumerate(sorted(key for same in keys for key in same))}
        last = len(order)
        self.own = self.texts.index(equal) if equal else len(self.texts)
        rows = [tuple(order[key] for key in same) for same in keys]
        parts = [loaded.words for loaded in self.loaded]
        if equal:
            rows[self.own] += (last,)
        else:
            rows.append((last,))
            parts.append(words)
        self.words = WordTable(np.concatenate(parts), prefix_sums([part.size for part in parts]))
        self.distinct = DistinctTexts(self.words, ListedMembers(rows))
        first = {text.first: loaded.document for text, loaded in zip(self.texts, self.loaded, strict=True)}
        documents = [first.get(key) or read_document(view.store, key) for key in order]
        # An id may stand in the index for the older version of this very document; here it has to stand once.
        self.collection = collection_of([*documents, document])

    def _keys(self, text: Text, settings: Settings) -> list[int]:
        """Return the documents of a text: the first, or all of them where all pairs are wanted."""
        if not settings.all_pairs:
            return [text.first]
        return [key for key in documents_with_text(self.view.store, text) if key != self.view.excluded]

    def row_of(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of the texts to which words of the index belong."""
        bounds = sorted((text.start, row) for row, text in enumerate(self.texts))
        at = np.searchsorted(np.array([start for start, _ in bounds]), starts, side="right") - 1
        return np.array([row for _, row in bounds], np.int64)[at]
