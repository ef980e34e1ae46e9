"""A document among the few texts of an index that it met: a small collection in which it can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.documents import collection_of
from dedup.index.texts import document as document_at
from dedup.index.texts import members
from dedup.reuse.identical import Distinct, Listed
from dedup.words.tokens import WordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.index.meeting import Held, Holdings
    from dedup.index.texts import Text
    from dedup.settings import Settings


class Around:
    """A document among the few texts that it met: a small collection, in the order of the index, the document last.

    `words` has a row for each distinct text; `own` is the row of the document.
    """

    def __init__(
        self,
        holdings: Holdings,
        document: Document,
        words: NDArray[np.uint64],
        met: Sequence[Text],
        twin: Text | None,
        settings: Settings,
    ) -> None:
        self.holdings = holdings
        self.document = document
        self.texts = sorted([*met, *([twin] if twin else [])], key=lambda text: text.first)
        self.held: list[Held] = holdings.held(self.texts)
        self.using = holdings.using
        keys = [self._keys(text, settings) for text in self.texts]
        order = {key: number for number, key in enumerate(sorted(key for same in keys for key in same))}
        last = len(order)
        self.own = self.texts.index(twin) if twin else len(self.texts)
        rows = [tuple(order[key] for key in same) for same in keys]
        parts = [held.words for held in self.held]
        if twin:
            rows[self.own] += (last,)
        else:
            rows.append((last,))
            parts.append(words)
        self.words = WordTable(np.concatenate(parts), np.cumsum([0, *(part.size for part in parts)]).astype(np.int64))
        self.distinct = Distinct(self.words, Listed(rows))
        first = {text.first: held.document for text, held in zip(self.texts, self.held, strict=True)}
        documents = [first.get(key) or document_at(holdings.store, key) for key in order]
        # An id may stand in the index for the older version of this very document; here it has to stand once.
        self.collection = collection_of([*documents, document])

    def _keys(self, text: Text, settings: Settings) -> list[int]:
        """Return the documents of a text: the first, or all of them where all pairs are wanted."""
        if not settings.all_pairs:
            return [text.first]
        return [key for key in members(self.holdings.store, text.start) if key != self.holdings.apart]

    def row_of(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of the texts to which words of the index belong."""
        bounds = sorted((text.start, row) for row, text in enumerate(self.texts))
        at = np.searchsorted(np.array([start for start, _ in bounds]), starts, side="right") - 1
        return np.array([row for _, row in bounds], np.int64)[at]
