"""The texts of an index as a look-up sees them: without the document that is looked up, and each read only once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.index.segments import Gaps, Kind, find_postings
from dedup.index.texts import documents_with_text, read_texts, text_at, text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.index.segments import Hits
    from dedup.index.store import Store
    from dedup.index.texts import StoredDocument, Text


class LoadedText(NamedTuple):
    """One text of the index with the document that stands for it and its words."""

    text: Text
    document: Document
    words: NDArray[np.uint64]


class IndexView:
    """The texts of an index without some documents; a text that was read is kept.

    `excluded` is a document that is left out: the one that the index holds under the id that is looked up.
    """

    def __init__(self, store: Store, excluded: StoredDocument | None = None) -> None:
        self.store = store
        self.excluded = excluded.key if excluded else None
        self._loaded: dict[int, LoadedText] = {}
        self._excluded_texts: list[Text] = []
        self._bands: tuple[bytes, Hits] | None = None
        self._moved = [
            text_of(row)
            for row in store.connection.execute(
                "SELECT start, words, first, digest, documents, checksum FROM texts "
                "INDEXED BY moved WHERE first <> start"
            )
        ]
        self._gaps = Gaps(store.connection)
        if excluded is not None:
            self._exclude_document(excluded)

    def _exclude_document(self, document: StoredDocument) -> None:
        if document.text is None:
            return
        text = text_at(self.store, document.text)
        left = [member for member in documents_with_text(self.store, text) if member != document.key]
        self._moved = [other for other in self._moved if other.start != text.start]
        if left:
            self._moved.append(replace(text, first=left[0]))
        else:
            self.exclude(text)

    def bands(self, keys: NDArray[np.uint64]) -> Hits:
        """Return where the band keys of one text stand in this view; the last answer is kept for the next question."""
        asked = keys.tobytes()
        if self._bands is None or self._bands[0] != asked:
            self._bands = asked, find_postings(self.store.connection, Kind.BANDS, keys)
        return self.live(self._bands[1])

    def exclude(self, text: Text) -> None:
        """Leave out one text with all its documents."""
        self._excluded_texts.append(text)

    def current(self, text: Text) -> Text | None:
        """Return a text with its first document in this view, or None where the text is left out."""
        if any(text.start == excluded.start for excluded in self._excluded_texts):
            return None
        return next((other for other in self._moved if other.start == text.start), text)

    def live(self, hits: Hits) -> Hits:
        """Return the hits in texts of this view, in the order of the documents."""
        alive = self._gaps.live(hits.words)
        for text in self._excluded_texts:
            alive &= (hits.words < text.start) | (hits.words >= text.start + text.words)
        hits = hits.take(alive)
        if not self._moved:
            return hits
        order = hits.words.copy()
        for text in self._moved:
            inside = (hits.words >= text.start) & (hits.words < text.start + text.words)
            order[inside] = text.first
        return hits.take(np.lexsort((hits.words, order)))

    def texts_at(self, words: Iterable[int]) -> list[Text]:
        """Return the distinct texts to which words belong, in the order of the documents."""
        numbers = np.unique(np.fromiter(words, np.int64))
        texts = [self.current(text) for text in texts_of(self.store, numbers).values()]
        return sorted((text for text in texts if text is not None), key=lambda text: text.first)

    def load(self, texts: Iterable[Text]) -> list[LoadedText]:
        """Return the texts with their documents and words."""
        listed = list(texts)
        missing = [text for text in listed if text.start not in self._loaded]
        if missing:
            documents, table = read_texts(self.store, missing)
            for row, (text, document) in enumerate(zip(missing, documents, strict=True)):
                self._loaded[text.start] = LoadedText(text, document, table.of(row))
        return [self._loaded[text.start] for text in listed]

    def load_at(self, word: int) -> LoadedText | None:
        """Return the text to which one word of a hit belongs, or None where it is left out."""
        text = self.current(text_at(self.store, word))
        return self.load([text])[0] if text else None
