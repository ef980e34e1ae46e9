"""Documents into an index file and out of it: `add` and `remove`, each one change of the file, whole or not at all.

Per batch: what is there unchanged is passed over; the rest is split into words, sketched, compressed and stored. While
one batch is stored, the next is prepared. The postings are gathered and written as a segment at the end.
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
from dedup.index.postings import join_postings
from dedup.index.segments import Kind, merge_segments, write_segment
from dedup.index.sketching import sketch
from dedup.index.texts import digest_of_body, digest_of_words, join_text, known, leave_text, same_text
from dedup.kernels import choose
from dedup.progress import SILENT
from dedup.words.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.index.bodies import Press
    from dedup.index.header import Header
    from dedup.index.postings import Postings
    from dedup.index.sketching import Sketches
    from dedup.index.store import Store
    from dedup.index.texts import Known
    from dedup.progress import Watch

HELD_POSTINGS = 16_000_000
"""Postings that are gathered before they are written as a segment: some 400 MB with all that hangs on them."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did, in documents."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0


def add(store: Store, collection: Collection, watch: Watch = SILENT) -> Change:
    """Add the documents of a collection; return what was done.

    A document whose id is there with the same text and metadata is passed over; one with other content replaces it
    and keeps its place. Raises `OutputError` where the file cannot be written; then nothing was.
    """
    _refuse_shared_ids(collection.column("id"))
    using = choose()
    with store.changing(), watch.stage("indexing", len(collection)) as done:
        addition = _Addition(store)
        for batch, rows in _prepared(store, collection, using):
            addition.put(batch.result(), using)
            done(rows)
        return addition.finish(len(collection))


def remove(store: Store, names: Sequence[str]) -> Change:
    """Remove documents by id; a `UsageError` names an id that is not there, and then nothing is removed."""
    chosen = list(dict.fromkeys(names))
    with store.changing():
        state = store.state
        for name in chosen:
            before = known(store, name)
            if before is None:
                msg = f"there is no document {name!r} in {store.path}; nothing was removed"
                raise UsageError(msg)
            _forget(store, before, state)
            store.connection.execute("DELETE FROM documents WHERE key = ?", (before.key,))
        state["generation"] += 1
        store.set_state(**state)
    return Change(removed=len(chosen))


def _forget(store: Store, before: Known, state: dict[str, int]) -> None:
    """Drop all that hangs on a document but its row, and count it off."""
    connection = store.connection
    (size,) = connection.execute("SELECT bytes FROM documents WHERE key = ?", (before.key,)).fetchone()
    state["documents"] -= 1
    state["bytes"] -= size
    connection.execute("DELETE FROM claims WHERE document = ?", (before.key,))
    connection.execute("DELETE FROM matches WHERE a = ? OR b = ?", (before.key, before.key))
    if before.text is not None:
        (words,) = connection.execute("SELECT words FROM texts WHERE start = ?", (before.text,)).fetchone()
        connection.execute("UPDATE documents SET text = NULL WHERE key = ?", (before.key,))
        state["words"] -= words
        state["texts"] -= leave_text(store, before.text)


@dataclass(frozen=True, slots=True)
class _Changed:
    """Documents of one batch that are new or have changed; `before` is what the index knows under their ids."""

    batch: pa.RecordBatch
    names: list[str]
    before: list[Known | None]
    digests: list[bytes]
    bodies: list[bytes]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The same, ready to be stored: sizes of the texts in bytes, bodies compressed, and sketches."""

    changed: _Changed
    sizes: list[int]
    bodies: list[bytes]
    sketches: Sketches


def _prepared(store: Store, collection: Collection, using: ModuleType) -> Iterator[tuple[Future[_Prepared], int]]:
    """Yield what has to be stored, with the number of documents looked at; the next is prepared meanwhile."""
    with ThreadPoolExecutor(1) as beside:
        waiting: list[tuple[Future[_Prepared], int]] = []
        for batch in collection.batches:
            changed = _changed(store, batch)
            waiting.append((beside.submit(_prepare, changed, store.header, store.press(), using), batch.num_rows))
            if len(waiting) > 1:
                yield waiting.pop(0)
        yield from waiting


def _changed(store: Store, batch: pa.RecordBatch) -> _Changed:
    """Return the documents of a batch that the index does not hold as they are."""
    names, bodies = batch.column("id").to_pylist(), bodies_of(batch)
    _train(store, bodies)
    digests = [digest_of_body(body) for body in bodies]
    before = [known(store, name) for name in names]
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


def _prepare(changed: _Changed, header: Header, press: Press, using: ModuleType) -> _Prepared:
    texts = changed.batch.column("text")
    sizes = pc.binary_length(texts).to_pylist()
    return _Prepared(changed, sizes, press.compress(changed.bodies), sketch(words_of(texts, using), header, using))


class _Addition:
    """One change that adds documents, while it is under way."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._state = store.state
        self._waiting: dict[Kind, list[Postings]] = {kind: [] for kind in Kind}
        self._held = 0
        self._stored = self._replaced = 0

    def put(self, batch: _Prepared, using: ModuleType) -> None:
        """Store the documents of a batch."""
        for before in batch.changed.before:
            if before is not None:
                self._replaced += 1
                _forget(self._store, before, self._state)
        rows, starts = [], []
        for row in range(len(batch.sizes)):
            start = self._put_document(batch, row, using)
            if start is not None:
                rows.append(row)
                starts.append(start)
        self._stored += len(batch.sizes)
        if rows:
            self._hold(batch.sketches, np.array(rows, np.int64), np.array(starts, np.int64))

    def finish(self, looked_at: int) -> Change:
        """Write what is left, and return what was done, of so many documents looked at."""
        self._write()
        if self._stored:
            self._state["generation"] += 1
            self._store.set_state(**self._state)
            for kind in Kind:
                merge_segments(self._store.connection, kind)
        return Change(self._stored - self._replaced, self._replaced, looked_at - self._stored)

    def _put_document(self, batch: _Prepared, row: int, using: ModuleType) -> int | None:
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
            same = same_text(self._store, words, using)
            if same is None:
                text = new = here
                self._put_text(here, key, words, batch.sketches.signatures[row])
            else:
                text = same.start
                join_text(self._store, same.start, key)
        values = (key, batch.changed.names[row], text, batch.changed.digests[row], batch.sizes[row], batch.bodies[row])
        self._store.connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)", values)
        return new

    def _put_text(self, start: int, first: int, words: NDArray[np.uint64], signature: NDArray[np.uint32]) -> None:
        self._state["texts"] += 1
        values = (start, words.size, first, digest_of_words(words), signature.astype("<u4").tobytes())
        self._store.connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", values)

    def _hold(self, sketches: Sketches, rows: NDArray[np.int64], starts: NDArray[np.int64]) -> None:
        self._waiting[Kind.BANDS].append(sketches.band_postings(rows, starts))
        self._waiting[Kind.FINGERPRINTS].append(sketches.fingerprint_postings(rows, starts))
        self._held += sum(parts[-1].keys.size for parts in self._waiting.values())
        if self._held >= HELD_POSTINGS:
            self._write()

    def _write(self) -> None:
        for kind, parts in self._waiting.items():
            if parts:
                write_segment(self._store.connection, kind, join_postings(parts), self._state["next"])
            parts.clear()
        self._held = 0
        self._store.set_state(next=self._state["next"])


def _refuse_shared_ids(names: list[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for name, times in Counter(names).items() if times > 1)
        msg = f"two documents have the id {twice!r}"
        raise UsageError(msg)
