"""Updates of an index file: `add` and `remove` documents, each in one transaction.

Of each batch, documents that the index holds unchanged are skipped; the others are split into words, sketched,
compressed and stored. While one batch is stored, the next is prepared. The postings are written as a segment at the
end.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.errors import UsageError
from dedup.index.bodies import bodies_of, train
from dedup.index.checksums import digest_of_body, digest_of_words, row_sum, sealed
from dedup.index.names import add_name, remove_name
from dedup.index.postings import join_postings
from dedup.index.segments import Kind, merge_segments, write_segment
from dedup.index.sketches import sketch
from dedup.index.texts import (
    find_document,
    find_text_by_digest,
    release_text,
    share_text,
    text_at,
)
from dedup.progress import SILENT
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.index.bodies import Compressor
    from dedup.index.header import Header
    from dedup.index.postings import Postings
    from dedup.index.sketches import Sketches
    from dedup.index.store import Store
    from dedup.index.texts import StoredDocument
    from dedup.progress import Watch

BUFFERED_POSTINGS = 16_000_000
"""Postings that are buffered before they are written as a segment: some 400 MB of memory in all."""


@dataclass(frozen=True, slots=True)
class Change:
    """The counts of an update, in documents."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0


def add(store: Store, collection: Collection, watch: Watch = SILENT) -> Change:
    """Add the documents of a collection; return what was done.

    A document whose id is there with the same text and metadata is passed over; one with other content replaces it
    and keeps its place. Raises `OutputError` where the file cannot be written; then nothing was.
    """
    _refuse_repeated_ids(collection.column("id"))
    with store.changing(), watch.stage("indexing", len(collection)) as done:
        addition = _Addition(store)
        for batch, rows in _prepared(store, collection):
            addition.put(batch.result())
            done(rows)
        return addition.finish(len(collection))


def remove(store: Store, names: Sequence[str]) -> Change:
    """Remove documents by id; a `UsageError` names an id that is not there, and then nothing is removed."""
    chosen = list(dict.fromkeys(names))
    with store.changing():
        state = store.state
        for name in chosen:
            before = find_document(store, name)
            if before is None:
                msg = f"there is no document {name!r} in {store.path}; nothing was removed"
                raise UsageError(msg)
            _forget(store, before, state)
            store.connection.execute("DELETE FROM documents WHERE key = ?", (before.key,))
            remove_name(store.connection, name)
        state["generation"] += 1
        store.set_state(**state)
    return Change(removed=len(chosen))


def _forget(store: Store, before: StoredDocument, state: dict[str, int]) -> None:
    """Delete all that belongs to a document but its row, and subtract it from the counts."""
    connection = store.connection
    (size,) = connection.execute("SELECT bytes FROM documents WHERE key = ?", (before.key,)).fetchone()
    state["documents"] -= 1
    state["bytes"] -= size
    state["claims"] -= connection.execute("DELETE FROM claims WHERE document = ?", (before.key,)).rowcount
    gone = connection.execute("DELETE FROM matches WHERE a = ? OR b = ?", (before.key, before.key))
    state["matches"] -= gone.rowcount
    if before.text is not None:
        connection.execute("UPDATE documents SET text = NULL WHERE key = ?", (before.key,))
        state["words"] -= text_at(store, before.text).words
        state["texts"] -= release_text(store, before.text)


@dataclass(frozen=True, slots=True)
class _Changed:
    """Documents of one batch that are new or have changed; `before` are the rows that the index has under their ids."""

    batch: pa.RecordBatch
    names: list[str]
    before: list[StoredDocument | None]
    digests: list[bytes]
    bodies: list[bytes]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Changed documents that are ready to be stored: sizes of the texts in bytes, compressed bodies, and sketches."""

    changed: _Changed
    sizes: list[int]
    bodies: list[bytes]
    sketches: Sketches


def _prepared(store: Store, collection: Collection) -> Iterator[tuple[Future[_Prepared], int]]:
    """Yield the prepared documents of each batch and the number read; the next batch is prepared meanwhile."""
    with ThreadPoolExecutor(1) as beside:
        waiting: list[tuple[Future[_Prepared], int]] = []
        for batch in collection.batches:
            changed = _changed(store, batch)
            waiting.append((beside.submit(_prepare, changed, store.header, store.compressor()), batch.num_rows))
            if len(waiting) > 1:
                yield waiting.pop(0)
        yield from waiting


def _changed(store: Store, batch: pa.RecordBatch) -> _Changed:
    """Return the documents of a batch that the index does not hold as they are."""
    names, bodies = batch.column("id").to_pylist(), bodies_of(batch)
    _train(store, bodies)
    digests = [digest_of_body(body) for body in bodies]
    before = [find_document(store, name) for name in names]
    rows = [row for row, was in enumerate(before) if was is None or was.digest != digests[row]]
    if len(rows) < len(names):
        batch = batch.take(pa.array(rows, pa.int64()))
        names, bodies = [names[row] for row in rows], [bodies[row] for row in rows]
        digests, before = [digests[row] for row in rows], [before[row] for row in rows]
    return _Changed(batch, names, before, digests, bodies)


def _train(store: Store, bodies: list[bytes]) -> None:
    """Train the dictionary of an index on the first batch that is large enough."""
    connection = store.connection
    if connection.execute("SELECT count(*) FROM dictionaries").fetchone()[0]:
        return
    dictionary = train(bodies)
    if dictionary:
        connection.execute("INSERT INTO dictionaries VALUES (1, ?)", (dictionary,))


def _prepare(changed: _Changed, header: Header, compressor: Compressor) -> _Prepared:
    texts = changed.batch.column("text")
    sizes = pc.binary_length(texts).to_pylist()
    return _Prepared(changed, sizes, compressor.compress(changed.bodies), sketch(tokenise(texts), header))


class _Addition:
    """An addition of documents that is in progress."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._state = store.state
        self._buffers: dict[Kind, list[Postings]] = {kind: [] for kind in Kind}
        self._buffered = 0
        self._stored = self._replaced = 0

    def put(self, batch: _Prepared) -> None:
        """Store the documents of a batch."""
        for before in batch.changed.before:
            if before is not None:
                self._replaced += 1
                _forget(self._store, before, self._state)
        rows, starts = [], []
        for row in range(len(batch.sizes)):
            start = self._put_document(batch, row)
            if start is not None:
                rows.append(row)
                starts.append(start)
        self._stored += len(batch.sizes)
        if rows:
            self._buffer(batch.sketches, np.array(rows, np.int64), np.array(starts, np.int64))

    def finish(self, documents: int) -> Change:
        """Write the buffered postings, and return the counts of the addition."""
        self._write()
        if self._stored:
            self._state["generation"] += 1
            self._store.set_state(**self._state)
            for kind in Kind:
                merge_segments(self._store.connection, kind)
        return Change(self._stored - self._replaced, self._replaced, documents - self._stored)

    def _put_document(self, batch: _Prepared, row: int) -> int | None:
        """Store one document; return where its text starts if the index did not have that text yet."""
        words = batch.sketches.words.of(row)
        before, state = batch.changed.before[row], self._state
        here = state["next"]
        state["next"] += max(words.size, 1)
        state["documents"] += 1
        state["bytes"] += batch.sizes[row]
        state["words"] += words.size
        key = here if before is None else before.key
        text, new = None, None
        if words.size:
            same = find_text_by_digest(self._store, words)
            if same is None:
                text = new = here
                self._put_text(here, key, words, batch.sketches.signatures[row])
            else:
                text = same.start
                share_text(self._store, same, key)
        name = batch.changed.names[row]
        values = (key, name, text, batch.changed.digests[row], batch.sizes[row])
        rest = sealed(key, batch.bodies[row]), row_sum(*values)
        self._store.connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", values + rest)
        add_name(self._store.connection, name, key)
        return new

    def _put_text(self, start: int, first: int, words: NDArray[np.uint64], signature: NDArray[np.uint32]) -> None:
        self._state["texts"] += 1
        values = (start, words.size, first, digest_of_words(words), 1)
        rest = row_sum(*values), signature.astype("<u4").tobytes()
        self._store.connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)", values + rest)

    def _buffer(self, sketches: Sketches, rows: NDArray[np.int64], starts: NDArray[np.int64]) -> None:
        self._buffers[Kind.BANDS].append(sketches.band_postings(rows, starts))
        self._buffers[Kind.FINGERPRINTS].append(sketches.fingerprint_postings(rows, starts))
        self._buffered += sum(parts[-1].keys.size for parts in self._buffers.values())
        if self._buffered >= BUFFERED_POSTINGS:
            self._write()

    def _write(self) -> None:
        for kind, parts in self._buffers.items():
            if parts:
                write_segment(self._store.connection, kind, join_postings(parts), self._state["next"])
            parts.clear()
        self._buffered = 0
        self._store.set_state(next=self._state["next"])


def _refuse_repeated_ids(names: list[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for name, times in Counter(names).items() if times > 1)
        msg = f"two documents have the id {twice!r}"
        raise UsageError(msg)
