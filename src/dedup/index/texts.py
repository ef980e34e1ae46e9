"""The documents of an index file, and their distinct texts.

Documents with the same words share one text: its sketches and postings are kept once. A text's words
are numbered from its `start`; the text stands where its first document does in the order of the index.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.documents import batch_of
from dedup.index.bodies import document_of
from dedup.index.checksums import check_row, damaged, digest_of_body, digest_of_words, row_sum, unsealed
from dedup.index.names import find_key
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.index.bodies import Compressor
    from dedup.index.store import Store
    from dedup.words.tokens import WordTable


@dataclass(frozen=True, slots=True)
class Text:
    """One distinct text: the numbers of its words begin at `start`; `first` is the key of its first document.

    `documents` counts those that have it, `digest` is that of its words.
    """

    start: int
    words: int
    first: int
    digest: int
    documents: int


class StoredDocument(NamedTuple):
    """The row of a document: its key, its text (None without words) and the digest of its content."""

    key: int
    text: int | None
    digest: bytes


def text_of(row: tuple[Any, ...]) -> Text:
    """Return the text of a row of `texts` without its signature; `StoreError` where it is not what was written."""
    check_row("texts", row[:-1], row[-1])
    return Text(*row[:-1])


def find_document(store: Store, name: str) -> StoredDocument | None:
    """Return the row of the document with this id, or None."""
    key = find_key(store.connection, name)
    if key is None:
        return None
    row = _row(store, key)
    if row[1] != name:
        what = f"the document {name!r} has another id"
        raise damaged(what)
    return StoredDocument(row[0], row[2], row[3])


def read_document(store: Store, key: int) -> Document:
    """Return one document of the index."""
    return _document(_row(store, key), store.compressor())


def read_documents(store: Store) -> Iterator[tuple[int, Document]]:
    """Yield every document with its key, in the order of the index."""
    compressor = store.compressor()
    count = 0
    for row in store.connection.execute(
        "SELECT key, id, text, digest, bytes, checksum, body FROM documents ORDER BY key"
    ):
        count += 1
        yield row[0], _document(row, compressor)
    if count != store.state["documents"]:
        what = f"it counts {store.state['documents']} documents, and {count} are there"
        raise damaged(what)


def _row(store: Store, key: int) -> tuple[Any, ...]:
    row = store.connection.execute(
        "SELECT key, id, text, digest, bytes, checksum, body FROM documents WHERE key = ?", (key,)
    ).fetchone()
    if row is None:
        what = "a document is missing"
        raise damaged(what)
    check_row("documents", row[:5], row[5])
    return tuple(row)


def _document(row: tuple[Any, ...], compressor: Compressor) -> Document:
    key, name, _, digest, _, checksum, kept = row
    check_row("documents", row[:5], checksum)
    body = compressor.restore(unsealed("documents", key, kept))
    if digest_of_body(body) != digest:
        what = f"the text of {name!r} is not what was added"
        raise damaged(what)
    return document_of(name, body)


def documents_with_text(store: Store, text: Text) -> list[int]:
    """Return the keys of the documents that have the words of a text, in order."""
    own = store.connection.execute(
        "SELECT key FROM documents WHERE key = ? AND text = ?", (text.start, text.start)
    ).fetchall()
    others = store.connection.execute(
        "SELECT key FROM documents WHERE text = ? AND text <> key", (text.start,)
    ).fetchall()
    if len(own) + len(others) != text.documents:
        what = f"a text has {text.documents} documents, and {len(own) + len(others)} are there"
        raise damaged(what)
    return sorted(key for (key,) in own + others)


def text_at(store: Store, word: int) -> Text:
    """Return the text to which a word belongs that no gap covers."""
    row = store.connection.execute(
        "SELECT start, words, first, digest, documents, checksum FROM texts WHERE start <= ? "
        "ORDER BY start DESC LIMIT 1",
        (word,),
    ).fetchone()
    text = text_of(row) if row else None
    if text is None or word >= text.start + text.words:
        what = "a text is missing"
        raise damaged(what)
    return text


def texts_of(store: Store, words: NDArray[np.int64]) -> dict[int, Text]:
    """Return the texts to which live words (in rising order) belong, by their start."""
    found: dict[int, Text] = {}
    ordered = words.tolist()
    at = 0
    while at < len(ordered):
        text = text_at(store, ordered[at])
        found[text.start] = text
        at = bisect_left(ordered, text.start + text.words, at + 1)
    return found


def read_texts(store: Store, texts: Sequence[Text]) -> tuple[list[Document], WordTable]:
    """Return the first document of each text, and the words of all."""
    found = [read_document(store, text.first) for text in texts]
    return found, tokenise(batch_of(found).column("text"))


def find_text_by_digest(store: Store, words: NDArray[np.uint64]) -> Text | None:
    """Return the text of the index that has exactly these words, while it is being changed."""
    rows = store.connection.execute(
        "SELECT start, words, first, digest, documents, checksum FROM texts WHERE digest = ? AND words = ?",
        (digest_of_words(words), words.size),
    )
    for row in rows.fetchall():
        text = text_of(row)
        _, table = read_texts(store, [text])
        if np.array_equal(table.of(0), words):
            return text
    return None


def release_text(store: Store, start: int) -> bool:
    """Update a text of which a document was just removed; return whether it was the last one and the text is gone."""
    text = text_at(store, start)
    text = replace(text, documents=text.documents - 1)
    left = documents_with_text(store, text)
    if left:
        _write_text(store, replace(text, first=left[0]))
        return False
    store.connection.execute("DELETE FROM texts WHERE start = ?", (start,))
    store.connection.execute("INSERT INTO gaps VALUES (?, ?)", (start, text.words))
    return True


def share_text(store: Store, text: Text, key: int) -> None:
    """Update a text that one more document has."""
    _write_text(store, replace(text, first=min(text.first, key), documents=text.documents + 1))


def _write_text(store: Store, text: Text) -> None:
    values = text.first, text.documents, row_sum(*astuple(text)), text.start
    store.connection.execute("UPDATE texts SET first = ?, documents = ?, checksum = ? WHERE start = ?", values)
