"""The documents of an index file, and their distinct texts.

Documents with the same words share one text: its sketches and postings are kept once. A text's words
are numbered from its `start`; the text stands where its first document does in the order of the index.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import xxhash

from dedup.documents import batch_of
from dedup.index.bodies import document_of
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.index.store import Store
    from dedup.words.tokens import WordTable

_SIGN = 1 << 63


@dataclass(frozen=True, slots=True)
class Text:
    """One distinct text: the numbers of its words begin at `start`; `first` is the key of its first document."""

    start: int
    words: int
    first: int


class StoredDocument(NamedTuple):
    """The row of a document: its key, its text (None without words) and the digest of its content."""

    key: int
    text: int | None
    digest: bytes


def digest_of_body(body: bytes) -> bytes:
    """Return the digest that is equal for an unchanged document: XXH3 (128 bit) of its text and metadata."""
    return xxhash.xxh3_128_digest(body)


def digest_of_words(words: NDArray[np.uint64]) -> int:
    """Return the digest by which a text with the same words is found: XXH3 (64 bit), as SQLite's signed integers."""
    return xxhash.xxh3_64_intdigest(words.tobytes()) - _SIGN


def find_document(store: Store, name: str) -> StoredDocument | None:
    """Return the row of the document with this id, or None."""
    row = store.connection.execute("SELECT key, text, digest FROM documents WHERE id = ?", (name,)).fetchone()
    return StoredDocument(*row) if row else None


def read_document(store: Store, key: int) -> Document:
    """Return one document of the index."""
    name, raw = store.connection.execute("SELECT id, body FROM documents WHERE key = ?", (key,)).fetchone()
    return document_of(name, store.compressor().restore(raw))


def read_documents(store: Store) -> Iterator[tuple[int, Document]]:
    """Yield every document with its key, in the order of the index."""
    compressor = store.compressor()
    for key, name, raw in store.connection.execute("SELECT key, id, body FROM documents ORDER BY key"):
        yield key, document_of(name, compressor.restore(raw))


def documents_with_text(store: Store, start: int) -> list[int]:
    """Return the keys of the documents that have the words of a text, in order."""
    own = store.connection.execute("SELECT key FROM documents WHERE key = ? AND text = ?", (start, start)).fetchall()
    others = store.connection.execute("SELECT key FROM documents WHERE text = ? AND text <> key", (start,)).fetchall()
    return sorted(key for (key,) in own + others)


def text_at(store: Store, word: int) -> Text | None:
    """Return the text to which a word belongs, or None where that text was removed."""
    row = store.connection.execute(
        "SELECT start, words, first FROM texts WHERE start <= ? ORDER BY start DESC LIMIT 1", (word,)
    ).fetchone()
    return Text(*row) if row and word < row[0] + row[1] else None


def texts_of(store: Store, words: NDArray[np.int64]) -> dict[int, Text]:
    """Return the texts to which live words (in rising order) belong, by their start."""
    found: dict[int, Text] = {}
    ordered = words.tolist()
    at = 0
    while at < len(ordered):
        text = text_at(store, ordered[at])
        if text is None:
            at += 1
            continue
        found[text.start] = text
        at = bisect_left(ordered, text.start + text.words, at + 1)
    return found


def read_texts(store: Store, texts: Sequence[Text]) -> tuple[list[Document], WordTable]:
    """Return the first document of each text, and the words of all."""
    found = [read_document(store, text.first) for text in texts]
    return found, tokenise(batch_of(found).column("text"))


def find_equal_text(store: Store, words: NDArray[np.uint64]) -> Text | None:
    """Return the text of the index that has exactly these words."""
    rows = store.connection.execute(
        "SELECT start, words, first FROM texts WHERE digest = ? AND words = ?", (digest_of_words(words), words.size)
    )
    for row in rows.fetchall():
        text = Text(*row)
        _, table = read_texts(store, [text])
        if np.array_equal(table.of(0), words):
            return text
    return None


def release_text(store: Store, start: int) -> bool:
    """Update a text of which a document was just removed; return whether it was the last one and the text is gone."""
    left = documents_with_text(store, start)
    if left:
        store.connection.execute("UPDATE texts SET first = ? WHERE start = ?", (left[0], start))
        return False
    (words,) = store.connection.execute("SELECT words FROM texts WHERE start = ?", (start,)).fetchone()
    store.connection.execute("DELETE FROM texts WHERE start = ?", (start,))
    store.connection.execute("INSERT INTO gaps VALUES (?, ?)", (start, words))
    return True


def share_text(store: Store, start: int, key: int) -> None:
    """Update a text that one more document has."""
    store.connection.execute("UPDATE texts SET first = min(first, ?) WHERE start = ?", (key, start))
