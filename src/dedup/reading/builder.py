"""Documents, one by one or in batches, become a `Collection`, with a count of what could not be read.

The reader of a format adds documents, refuses what it cannot read, and notes what the owner of an input should know.
Record batches of roughly `batch_bytes` of text are built, so that neither a Python object per document nor the whole
input as Python strings is ever in memory; beyond `in_memory` bytes the batches go to a temporary file.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
import pyarrow as pa

from dedup.documents import SCHEMA, Collection, Note, Unreadable, cells_of, well_formed
from dedup.engines.storage import BatchStore, with_replaced
from dedup.errors import NoTextError
from dedup.line_ends import column_with_line_feeds
from dedup.reading.content import excess
from dedup.reading.failures import failure_of
from dedup.reading.outcomes import Outcome, ReadPart, with_doubts_counted
from dedup.reading.shared_ids import shared_ids, with_own_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from dedup.documents import Document
    from dedup.engines.storage import MappedBatches, SpillFolder
    from dedup.errors import InputError
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions
    from dedup.reading.outcomes import Metadata

_TEXT = SCHEMA.names.index("text")
_METADATA = [field for field in SCHEMA if field.name != "text"]
_TOLD_MISSING = frozenset(("title", "publisher", "author", "published", "url"))
"""Fields of which it is told that no document has the column named for them; a filter names columns as `language`."""

Item = TypeVar("Item")

_metadata_of = attrgetter(*(field.name for field in _METADATA if field.name != "markup"))

_MOST_ROWS = 1 << 16
"""Rows of a batch, however short their texts are."""
_ARROW_INPUT, _ARROW_FILE = 4 << 20, 1 << 18
"""Bytes of all inputs, and of one file, from which importing and using Arrow's readers of JSON and CSV saves time."""
_LARGE = 1 << 20
"""Bytes of text from which a batch is kept as it came: a copy would cost more than it saves."""
_MOST_TOLD = 10
"""Documents with the id of another one, and parts of a file that are unreadable alike, that are told one by one."""
_MOST_RECORDED = 100_000
"""Parts of a file that are unreadable alike and recorded one by one; the others are one entry that counts them."""
_KIND = re.compile(r"[^(;,]*[^(;, ]")
"""The kind of a reason: how it begins, before what differs from row to row."""


class DocumentBuilder:
    """Builds a collection of the documents that it is given, in their order.

    `bytes` counts the decompressed bytes that were read, `documents` the documents that were added; `expected` is the
    size of all inputs in bytes, as far as it is known beforehand, and `packed` that of the file that is read (0:
    unknown). With a `path`, all batches go to that file.
    """

    def __init__(self, options: ReadingOptions, watch: Watch, path: Path | None = None) -> None:
        self.bytes = 0
        self.documents = 0
        self.expected = 0
        self.packed = 0
        self._batch_bytes = options.batch_bytes
        self._most = options.max_document
        self._watch = watch
        self._texts: list[bytes] = []
        self._metadata: list[Metadata] = []
        self._batches: list[pa.RecordBatch] = []  # those that become one batch
        self._batch_rows = 0
        self._batch_size = 0
        self._store = BatchStore(SCHEMA, options.in_memory, watch.tell, path)
        self._rows = array("q")
        self._unreadable: list[Unreadable] = []
        self._alike: Counter[tuple[str, str]] = Counter()  # unreadable parts of a file, by the kind of their reason
        self._notes: list[Note] = []
        self._empty: list[Unreadable] = []
        self._site = options.site
        self._without_text: list[str] = []
        self._note_shared_ids = options.note_shared_ids
        self._columns = options.columns

    def attempt(self, name: str, read: Callable[..., object], *arguments: Any) -> bool:
        """Call what reads one document, and record it as unreadable whatever is raised; return whether it was read."""
        try:
            read(*arguments)
        except Exception as error:  # noqa: BLE001 - the next document can be read, whatever this one does to a library
            self.refuse_for(failure_of(name, error))
            return False
        return True

    def add(self, text: str, metadata: Metadata, row: int = 0) -> None:
        """Add a document; `row` is its number within the input, and 0 where the document is the whole input.

        Lone surrogates, which escapes may write, become U+FFFD and are noted.
        """
        try:
            encoded = text.encode()  # twice as fast as Arrow's encoding, and the string is freed at once
            "".join(filter(None, metadata)).encode()
        except UnicodeEncodeError:
            encoded = well_formed(text).encode()
            metadata = cast("Metadata", tuple(value and well_formed(value) for value in metadata))
            self.note(_name_of(metadata, row), "lone surrogates became U+FFFD")
        if not self._is_too_large(len(encoded), _name_of(metadata, row)):
            self._add_encoded(encoded, metadata, row)

    def _add_encoded(self, encoded: bytes, metadata: Metadata, row: int) -> None:
        self._texts.append(encoded)
        self._metadata.append(metadata)
        self._rows.append(row)
        self._count(1, len(encoded))

    def add_batch(self, batch: pa.RecordBatch, rows: NDArray[np.int64]) -> None:
        """Add documents that are a batch of `SCHEMA`; `rows` are their numbers within the input."""
        sizes = _text_sizes(batch)
        if excess(int(sizes.max(initial=0)), self._most, self.packed):
            large = [row for row, size in enumerate(sizes.tolist()) if excess(size, self._most, self.packed)]
            self.add_batch_replacing(
                batch,
                rows,
                ((row, row) for row in large),
                lambda row: self._is_too_large(int(sizes[row]), f"{batch.column('path')[row]}#{rows[row]}"),
            )
            return
        self._rows.frombytes(rows.tobytes())
        self._close_rows()
        size = batch.column("text").nbytes
        if size >= _LARGE:
            self._close_batch()
        self._batches.append(batch)
        self._count(batch.num_rows, size if size < _LARGE else self._batch_bytes)

    def add_batch_replacing(
        self,
        batch: pa.RecordBatch,
        rows: NDArray[np.int64],
        replaced: Iterable[tuple[int, Item]],
        add_row: Callable[[Item], object],
    ) -> None:
        """Add a batch, some rows of which are replaced by the documents that `add_row` adds.

        `replaced` gives the place in the batch of each such row, rising, and what `add_row` is called with.
        """
        start = 0
        for place, item in replaced:
            if place > start:
                self.add_batch(batch.slice(start, place - start), rows[start:place])
            add_row(item)
            start = place + 1
        if start < batch.num_rows:
            self.add_batch(batch.slice(start), rows[start:])

    def _count(self, rows: int, size: int) -> None:
        self.documents += rows
        self._batch_rows += rows
        self._batch_size += size
        if self._batch_size >= self._batch_bytes or self._batch_rows >= _MOST_ROWS:
            self._close_batch()

    def add_document(self, document: Document, row: int = 0) -> None:
        """Add a document that may have markup."""
        if document.markup:
            cells = cells_of(document)
            text = cells.pop("text")
            self.add(text, tuple(cells.values()), row)
        else:
            self.add(document.text, (*_metadata_of(document), None), row)

    def _is_too_large(self, size: int, name: str) -> bool:
        """Return whether a document is larger than documents may be, and record it then as unreadable."""
        reason = excess(size, self._most, self.packed)
        if reason:
            self.refuse(name, f"its text {reason}")
        return bool(reason)

    def count_bytes(self, size: int) -> None:
        """Count decompressed bytes that were read."""
        self.bytes += size

    def refuse(self, path: str, reason: str) -> None:
        """Record an input that cannot be read, and tell the watch at once; of many parts of a file the first ones."""
        kind = _KIND.match(reason)
        alike = path.partition("#")[0], kind[0] if kind else reason
        self._alike[alike] += 1
        if self._alike[alike] <= _MOST_RECORDED:
            self._unreadable.append(Unreadable(path, reason))
        if self._alike[alike] <= _MOST_TOLD:
            self._watch.tell(f"{path}: {reason}")

    def _tell_others_alike(self) -> None:
        """Tell how many parts of a file were unreadable beside those that were told, and record those that were not."""
        for (path, kind), count in self._alike.items():
            if count > _MOST_TOLD:
                self._watch.tell(f"{path}: {count - _MOST_TOLD:,} more: {kind}")
            if count > _MOST_RECORDED:
                self._unreadable.append(Unreadable(path, f"{count - _MOST_RECORDED:,} more: {kind}"))
        self._alike.clear()

    def refuse_for(self, error: InputError) -> None:
        """Record the input that an error names as unreadable; a page of a site without text is counted only."""
        if self._site and isinstance(error, NoTextError):
            self._without_text.append(error.path)
        else:
            self.refuse(error.path, error.reason)

    def note(self, path: str, note: str) -> None:
        """Record something that was done to an input."""
        self._notes.append(Note(path, note))

    def add_empty(self, path: str, reason: str) -> None:
        """Record an empty part of a table: `report_empty` makes it a note or an unreadable input."""
        self._empty.append(Unreadable(path, reason))

    def report_empty(self) -> None:
        """Note the empty parts where other inputs have documents; else record them as unreadable."""
        for part in self._empty:
            if self._site:
                self._without_text.append(part.path)
            else:
                (self.note if self.documents else self.refuse)(part.path, part.reason)
        self._empty = []

    def take_outcome(self) -> Outcome:
        """Return what was recorded since the last call, and forget it; documents that came as batches stay here."""
        self._tell_others_alike()
        texts = zip(self._texts, self._metadata, self._rows, strict=True)
        taken = Outcome(
            tuple(texts),
            tuple(self._unreadable),
            tuple(self._notes),
            tuple(self._empty),
            tuple(self._without_text),
            self.bytes,
        )
        self._texts, self._metadata, self._rows = [], [], array("q")
        self._unreadable, self._notes, self._empty, self._without_text = [], [], [], []
        self.bytes = 0
        return taken

    def add_outcome(self, outcome: Outcome) -> None:
        """Record what another builder took."""
        for text, metadata, row in outcome.documents:
            self._add_encoded(text, metadata, row)
        for one in outcome.unreadable:
            self.refuse(one.path, one.reason)
        self._notes += outcome.notes
        self._empty += outcome.empty
        self._without_text += outcome.without_text
        self.bytes += outcome.bytes

    def take_part(self) -> ReadPart:
        """Return what was read into the file of this builder, to which nothing can be added afterwards."""
        self._close_batch()
        batches = cast("MappedBatches", self._store.batches())
        numbers, self._rows = self._rows.tobytes(), array("q")
        return ReadPart(batches.path, batches.rows, numbers, self.take_outcome())

    def add_part(self, part: ReadPart, folder: SpillFolder) -> None:
        """Add the documents of a file in a folder, and record what another builder took."""
        self._close_batch()
        if part.rows:
            self._store.add_file(folder, Path(part.path), part.rows)
        self._rows.frombytes(part.numbers)
        self.documents += sum(part.rows)
        self.add_outcome(part.outcome)

    @property
    def outcomes(self) -> tuple[int, int, int]:
        """How many documents, unreadable inputs, and empty parts and pages there are so far."""
        return self.documents, len(self._unreadable), len(self._empty) + len(self._without_text)

    def arrow_pays(self, size: int) -> bool:
        """Return whether Arrow reads a table of `size` bytes faster, although its readers have to be imported."""
        return size >= _ARROW_FILE and max(self.expected, self.bytes) >= _ARROW_INPUT

    def collection(self) -> Collection:
        """Return all documents; one with the id of an earlier one is told, and its id gets a number."""
        self._close_batch()
        stored = self._store.batches()
        self._note_unfound_columns(stored)
        batches = self._rename_shared_ids(stored)
        self._tell_others_alike()
        rows = np.array(self._rows, np.int64)
        told = tuple(self._unreadable), with_doubts_counted(self._notes)
        return Collection(batches, *told, self.bytes, tuple(self._without_text), rows)

    def _close_batch(self) -> None:
        """Store the batches so far as one, which copies them where there are several."""
        self._close_rows()
        if self._batches:
            batches = self._batches
            if len(batches) > 1:
                batches = pa.Table.from_batches(batches).combine_chunks().to_batches()
            for batch in batches:
                text = column_with_line_feeds(batch.column("text"))
                self._store.add(batch.set_column(_TEXT, SCHEMA.field(_TEXT), text))
        self._batches, self._batch_rows, self._batch_size = [], 0, 0

    def _close_rows(self) -> None:
        """Make a batch of the documents that came one by one."""
        if not self._texts:
            return
        columns = {
            field.name: pa.array(column, type=field.type)
            for column, field in zip(zip(*self._metadata, strict=True), _METADATA, strict=True)
        }
        columns["text"] = pa.array(self._texts, type=pa.large_binary()).view(pa.large_string())
        self._batches.append(pa.RecordBatch.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA))
        self._texts, self._metadata = [], []

    def _note_unfound_columns(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Note, and tell, which columns that the call names gave no document anything."""
        row = next((place for place, number in enumerate(self._rows) if number), None)
        if row is None:  # no document comes from a table
            return
        table = _path_of(batches, row) or "table"
        for field, column in self._columns.items():
            if field in _TOLD_MISSING and all(batch.column(field).null_count == batch.num_rows for batch in batches):
                note = f"the column {column!r}, named as {field}, is missing or empty in all documents"
                self.note(table, note)
                self._watch.tell(f"{table}: {note}")

    def _rename_shared_ids(self, batches: Sequence[pa.RecordBatch]) -> Sequence[pa.RecordBatch]:
        """Return the batches with an id for each document, and tell of those that had the id of another one."""
        shared = shared_ids(batches)
        if not shared:
            return batches
        report = self.note if self._note_shared_ids else self.refuse
        for one in shared[:_MOST_TOLD]:
            first = self._place(batches, one.first)
            reason = f"has the id {one.identity!r}, which is that of {first}; it is read as {one.renamed!r}"
            report(self._place(batches, one.later), reason)
        if rest := shared[_MOST_TOLD:]:
            place = self._place(batches, rest[0].later)
            reason = f"has the id of another document, as {len(rest):,} from here on; they are numbered too"
            report(place, reason)
        starts = np.cumsum([0, *(batch.num_rows for batch in batches)])
        renamed: dict[int, dict[int, str]] = {}
        for one in shared:
            number = int(np.searchsorted(starts, one.later, "right")) - 1
            renamed.setdefault(number, {})[one.later - int(starts[number])] = one.renamed
        return with_replaced(batches, {number: with_own_ids(batches[number], own) for number, own in renamed.items()})

    def _place(self, batches: Sequence[pa.RecordBatch], index: int) -> str:
        path, row = _path_of(batches, index), self._rows[index]
        if path is None:
            return f"row {row}"
        return f"{path}#{row}" if row else path


def _path_of(batches: Sequence[pa.RecordBatch], index: int) -> str | None:
    paths = pa.chunked_array([batch.column("path") for batch in batches], type=pa.string())
    path: str | None = paths[index].as_py()
    return path


def _text_sizes(batch: pa.RecordBatch) -> NDArray[np.int64]:
    """Return the bytes of each text."""
    text = batch.column("text")
    if not len(text):
        return np.zeros(0, np.int64)
    return np.diff(np.frombuffer(text.buffers()[1], np.int64)[text.offset :][: len(text) + 1])


def _name_of(metadata: Metadata, row: int) -> str:
    identity, path = metadata[:2]
    return f"{path}#{row}" if row and path else path or identity
