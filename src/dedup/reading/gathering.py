"""Documents and troubles on their way into a `Collection`.

Readers hand over one row at a time, or many as a batch; they are gathered into record batches of roughly `batch_bytes`
of text, so that neither a Python object per document nor the whole input as Python strings is ever held, and beyond
`in_memory` bytes into a temporary file.
"""

from __future__ import annotations

from array import array
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from dedup.documents import SCHEMA, Collection, Note, Unreadable, batch_of
from dedup.engines.storage import BatchStore
from dedup.errors import InputError, UsageError
from dedup.line_ends import column_with_line_feeds
from dedup.reading.identities import shared_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions

Described = tuple[str, str | None, str | None, str | None, str | None, str | None, str | None, str | None, str | None]
"""One document without its text: the other columns in the order of `SCHEMA`; the last is its markup as JSON."""

_TEXT = SCHEMA.names.index("text")
_DESCRIBED = [field for field in SCHEMA if field.name != "text"]

Item = TypeVar("Item")

_values = attrgetter(*(field.name for field in _DESCRIBED if field.name != "markup"))

_MOST_ROWS = 1 << 16
"""Rows of a batch, however short their texts are."""
_PAYS, _PAYS_IN_A_FILE = 4 << 20, 1 << 18
"""Bytes from which it is worth importing Arrow's readers of JSON and CSV, and then to read a file by them."""
_LARGE = 1 << 20
"""Bytes of text from which a batch stays as it came: a copy would cost more than it is worth."""


class Gathering:
    """What has been read so far, in the order in which it came.

    `bytes` counts what readers took from inputs, decompressed; `documents` the rows that were added; `expected` is how
    many bytes there are to come in all, as far as that is known beforehand.
    """

    def __init__(self, options: ReadingOptions, watch: Watch) -> None:
        self.bytes = 0
        self.documents = 0
        self.expected = 0
        self._batch_bytes = options.batch_bytes
        self._watch = watch
        self._texts: list[bytes] = []
        self._described: list[Described] = []
        self._pieces: list[pa.RecordBatch] = []
        self._piece_rows = 0
        self._piece_bytes = 0
        self._store = BatchStore(SCHEMA, options.in_memory, watch.tell)
        self._rows = array("q")
        self._unreadable: list[Unreadable] = []
        self._notes: list[Note] = []
        self._empty: list[Unreadable] = []

    def add(self, text: str, described: Described, row: int = 0) -> None:
        """Add a document; `row` is its row in a table, and 0 for one that is a whole file."""
        encoded = text.encode()  # twice as fast as to leave it to Arrow, and the string is free at once
        self._texts.append(encoded)
        self._described.append(described)
        self._rows.append(row)
        self._count(1, len(encoded))

    def add_batch(self, batch: pa.RecordBatch, rows: NDArray[np.int64]) -> None:
        """Add documents that are a batch of `SCHEMA` already; `rows` are their rows in a table."""
        self._rows.frombytes(rows.tobytes())
        self._close_rows()
        size = batch.column("text").nbytes
        if size >= _LARGE:
            self._close_batch()
        self._pieces.append(batch)
        self._count(batch.num_rows, size if size < _LARGE else self._batch_bytes)

    def add_around(
        self,
        batch: pa.RecordBatch,
        rows: NDArray[np.int64],
        left: Iterable[tuple[int, Item]],
        read: Callable[[Item], None],
        width: int = 0,
    ) -> None:
        """Add a batch, and in its order what `read` adds of what was left: at which row of the batch, and what.

        Each such place has `width` rows of the batch, which are no documents.
        """
        start = 0
        for place, item in left:
            if place > start:
                self.add_batch(batch.slice(start, place - start), rows[start:place])
            read(item)
            start = place + width
        if start < batch.num_rows:
            self.add_batch(batch.slice(start), rows[start:])

    def _count(self, rows: int, size: int) -> None:
        self.documents += rows
        self._piece_rows += rows
        self._piece_bytes += size
        if self._piece_bytes >= self._batch_bytes or self._piece_rows >= _MOST_ROWS:
            self._close_batch()

    def add_document(self, document: Document, row: int = 0) -> None:
        """Add a document that may have markup."""
        if document.markup:
            cells = batch_of([document]).to_pylist()[0]
            text = cells.pop("text")
            self.add(text, tuple(cells.values()), row)
        else:
            self.add(document.text, (*_values(document), None), row)

    def refuse(self, path: str, reason: str) -> None:
        """Remember an input that cannot be read, and say so at once."""
        self._unreadable.append(Unreadable(path, reason))
        self._watch.tell(f"{path}: {reason}")

    def refuse_for(self, error: InputError) -> None:
        """Remember what an error says of an input, and say so at once."""
        self.refuse(error.path, error.reason)

    def note(self, path: str, note: str) -> None:
        """Remember something that was done to an input."""
        self._notes.append(Note(path, note))

    def pass_over(self, path: str, reason: str) -> None:
        """Remember an empty part of a table: a note beside other parts, else an input that cannot be read."""
        self._empty.append(Unreadable(path, reason))

    def close_empty(self) -> None:
        """Tell of the empty parts, when all others have been read."""
        for part in self._empty:
            (self.note if self.documents else self.refuse)(part.path, part.reason)
        self._empty = []

    @property
    def passed_over(self) -> int:
        """How many empty parts there were so far."""
        return len(self._empty)

    def arrow_pays(self, size: int) -> bool:
        """Return whether so many bytes of a table are to be read by Arrow, whose readers have to be imported first."""
        return size >= _PAYS_IN_A_FILE and max(self.expected, self.bytes) >= _PAYS

    @property
    def troubles(self) -> int:
        """How many inputs could not be read so far."""
        return len(self._unreadable)

    def collection(self) -> Collection:
        """Return all that was gathered; two documents with one id are a `UsageError` that names both."""
        self._close_batch()
        batches = self._store.batches()
        self._refuse_shared_ids(batches)
        return Collection(batches, tuple(self._unreadable), tuple(self._notes), self.bytes)

    def _close_batch(self) -> None:
        """Make one batch of the pieces, which copies them where there are several."""
        self._close_rows()
        if self._pieces:
            whole = self._pieces
            if len(whole) > 1:
                whole = pa.Table.from_batches(whole).combine_chunks().to_batches()
            for batch in whole:
                text = column_with_line_feeds(batch.column("text"))
                self._store.add(batch.set_column(_TEXT, SCHEMA.field(_TEXT), text))
        self._pieces, self._piece_rows, self._piece_bytes = [], 0, 0

    def _close_rows(self) -> None:
        """Make a piece of the documents that came one by one."""
        if not self._texts:
            return
        columns = {
            field.name: pa.array(column, type=field.type)
            for column, field in zip(zip(*self._described, strict=True), _DESCRIBED, strict=True)
        }
        columns["text"] = pa.array(self._texts, type=pa.large_binary()).view(pa.large_string())
        self._pieces.append(pa.RecordBatch.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA))
        self._texts, self._described = [], []

    def _refuse_shared_ids(self, batches: Sequence[pa.RecordBatch]) -> None:
        repeated = shared_id(batches)
        if repeated is not None:
            identity, first, second = repeated
            both = f"{self._place(batches, first)} and {self._place(batches, second)}"
            msg = f"two documents have the id {identity!r}: {both}"
            raise UsageError(msg)

    def _place(self, batches: Sequence[pa.RecordBatch], index: int) -> str:
        paths = pa.chunked_array([batch.column("path") for batch in batches], type=pa.string())
        path, row = paths[index].as_py(), self._rows[index]
        if path is None:
            return f"row {row}"
        return f"{path}#{row}" if row else str(path)
