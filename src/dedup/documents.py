"""Documents, and collections of documents as Arrow record batches.

A `Document` is shown to users; the program works on a `Collection`: batches whose ``text`` column is one contiguous
UTF-8 buffer with offsets, so that a document becomes a Python string only when it is asked for.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, field, fields
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import orjson
import pyarrow as pa

from dedup.errors import UsageError
from dedup.lazy_sequences import Strings
from dedup.line_ends import with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray


PAGE_TEXT, LINKED_TEXT, GUESSED_DATE = "page-text", "linked-text", "guessed-date"
"""Kinds of facts that no markup states: a line of a page's visible text outside its main text, a line of it with its
links, as Markdown, and a date that was guessed because none is stated, and weighs less."""

CAPTURED = "captured"
"""The kind of fact that a page was saved on a day: the text was published by then. Its value is an ISO date."""

PAGE_LINES, PAGE_PART = "page-lines", "page-part:"
"""Kinds of facts on the text of a page: where its words stand in the file, and (followed by the kind) that a part of it
is code or a table."""

PARTS = "parts"
"""The kind of fact on where the parts of a text begin by which people look a place up, as lines of ``0:page 1``."""


@dataclass(frozen=True, slots=True)
class MarkupFact:
    """One statement in a page's markup, before `dedup.origin` judges what it is worth.

    `kind` names where the statement is (``canonical``, ``og:url``, ``json-ld:publisher`` …), `value` what it says;
    `start`, `end` and `line` are its place in the *source* of the page, `text` the source there. What has no place in a
    source that people could read, such as a field of an archive, is said to stand at the beginning.
    """

    kind: str
    value: str
    start: int = 0
    end: int = 0
    line: int = 1
    text: str = ""


_FACT_FIELDS = tuple(field.name for field in fields(MarkupFact))


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its metadata.

    `id` names the document in results. `path` is the file that it was read from. `url` is the address that the text was
    fetched from, never a canonical link: what a page claims of itself is in `markup`.
    """

    id: str
    text: str
    path: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    markup: tuple[MarkupFact, ...] = ()


SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("text", pa.large_string(), nullable=False),
        pa.field("path", pa.string()),
        pa.field("title", pa.string()),
        pa.field("publisher", pa.string()),
        pa.field("author", pa.string()),
        pa.field("published", pa.string()),
        pa.field("language", pa.string()),
        pa.field("url", pa.string()),
        pa.field("markup", pa.string()),  # a JSON list of MarkupFact, null where there is none
    ]
)
"""The columns of a batch of documents. ``markup`` is JSON because few documents have any."""


def well_formed(text: str) -> str:
    """Return a text in which lone surrogates are U+FFFD, and two that are the halves of a character are that character.

    Escapes of JSON and YAML can write half a character, which no UTF-8 holds.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def batch_of(documents: Sequence[Document]) -> pa.RecordBatch:
    """Return the documents as one record batch of `SCHEMA`."""
    columns = [pa.array([_cell(document, field.name) for document in documents], type=field.type) for field in SCHEMA]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def cells_of(document: Document) -> dict[str, Any]:
    """Return what the columns of `SCHEMA` have of a document, in their order."""
    return {name: _cell(document, name) for name in SCHEMA.names}


def _facts_as_json(facts: Sequence[MarkupFact]) -> str:
    """Return facts as JSON; a page has hundreds of them."""
    try:
        return orjson.dumps(facts).decode()
    except TypeError:  # a lone surrogate
        records = [{name: getattr(fact, name) for name in _FACT_FIELDS} for fact in facts]
        return well_formed(json.dumps(records, ensure_ascii=False))


def _cell(document: Document, name: str) -> Any:
    value = getattr(document, name)
    if name == "text":
        return with_line_feeds(well_formed(value))
    if name == "markup":
        return _facts_as_json(value) if value else None
    return well_formed(value) if isinstance(value, str) else value


_BATCH_BYTES = 16 << 20
_CELLS_AT_ONCE = 8
"""Neighbouring cells that Arrow converts, at the least, in the time of one cell by itself."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that could not be read, and the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was done to an input, such as guessing its encoding, and that its owner should know."""

    path: str
    note: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document by which people look a place up, such as ``page 3``, and its first character."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """The parts of one document, in order."""

    document: str
    parts: tuple[Part, ...]


@runtime_checkable
class StoredBatches(Protocol):
    """Batches in a file, with the number of `rows` of each."""

    rows: Sequence[int]


@dataclass(frozen=True)
class Collection:
    """The documents of one run, in a fixed order, with what could not be read.

    `batches` are record batches of `SCHEMA`, in memory or in a file; a document's index counts through them from 0.
    `bytes` counts the decompressed bytes that were read; `unreadable` and `notes` are shown with every result.
    `without_text` names the pages of a site that have no text. `rows` (int64) are the numbers of the documents within
    their inputs, from 1, and 0 where a document is the whole input; None where nobody read the documents.
    """

    batches: Sequence[pa.RecordBatch]
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Note, ...] = ()
    bytes: int = 0
    without_text: tuple[str, ...] = ()
    rows: NDArray[np.int64] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        batches: object = self.batches
        rows = batches.rows if isinstance(batches, StoredBatches) else [batch.num_rows for batch in self.batches]
        object.__setattr__(self, "_starts", list(accumulate(rows, initial=0)))

    def __len__(self) -> int:
        return int(self._starts[-1])  # type: ignore[attr-defined]

    def __getitem__(self, index: int) -> Document:
        batch, row = self.place(index)
        values = {field.name: batch.column(field.name)[row].as_py() for field in SCHEMA}
        values["markup"] = tuple(MarkupFact(**fact) for fact in json.loads(values["markup"] or "[]"))
        return Document(**values)

    def __iter__(self) -> Iterator[Document]:
        return (self[index] for index in range(len(self)))

    def text(self, index: int) -> str:
        """Return the text of one document."""
        return str(self.value(index, "text"))

    def texts(self) -> Iterator[str]:
        """Yield the text of every document, one at a time."""
        return (str(cell) for batch in self.batches for cell in batch.column("text"))

    def value(self, index: int, column: str) -> Any:
        """Return one cell, without making the rest of the document."""
        batch, row = self.place(index)
        return batch.column(column)[row].as_py()

    def cells(self, documents: NDArray[np.int64], name: str) -> list[Any]:
        """Return the cells of one column for some documents (int64, rising), as Python values.

        Where many cells of a batch are asked for, all are converted: Arrow converts many neighbours in the time of one
        cell. So this is for columns whose cells are small, and not for texts.
        """
        values: list[Any] = []
        starts: list[int] = self._starts  # type: ignore[attr-defined]
        bounds = np.searchsorted(documents, starts).tolist()
        for number in np.flatnonzero(np.diff(bounds)).tolist():
            rows = (documents[bounds[number] : bounds[number + 1]] - starts[number]).tolist()
            column, size = self.batches[number].column(name), rows[-1] + 1 - rows[0]
            if size <= _CELLS_AT_ONCE * len(rows):
                known = column.slice(rows[0], size).to_pylist()
                values += [known[row - rows[0]] for row in rows]
            else:
                values += [column[row].as_py() for row in rows]
        return values

    def row_numbers(self) -> NDArray[np.int64]:
        """Return the numbers of the documents within their inputs; 0 for all where nobody read the documents."""
        return np.zeros(len(self), np.int64) if self.rows is None else self.rows

    def numbered(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield the batches, each with the index of its first document."""
        starts: list[int] = self._starts  # type: ignore[attr-defined]
        return zip(starts, self.batches, strict=False)

    def texts_of(self, documents: NDArray[np.int64]) -> Iterator[pa.LargeStringArray]:
        """Yield the texts of some documents, given in rising order: a column for each batch that has any."""
        return self.parts_of(documents, "text")

    def parts_of(self, documents: NDArray[np.int64], name: str) -> Iterator[pa.Array]:
        """Yield the cells of one column for some documents, given in rising order, batch by batch."""
        starts: list[int] = self._starts  # type: ignore[attr-defined]
        bounds = np.searchsorted(documents, starts).tolist()
        for number in np.flatnonzero(np.diff(bounds)).tolist():
            rows = documents[bounds[number] : bounds[number + 1]] - starts[number]
            yield take_rows(self.batches[number].column(name), rows)

    @property
    def stored(self) -> bool:
        """Whether the batches are in a file."""
        return isinstance(self.batches, StoredBatches)

    def ids(self) -> Sequence[str]:
        """Return the ids of all documents; where the batches are in a file, without a Python string for each."""
        if not self.stored:
            return self.column("id")
        parts, sizes = [], [np.zeros(1, np.int64)]
        for batch in self.batches:
            _, offsets, data = batch.column("id").buffers()
            bounds = np.frombuffer(offsets, np.int32)[batch.column("id").offset :][: batch.num_rows + 1]
            parts.append(bytes(memoryview(data or b"")[bounds[0] : bounds[-1]]))
            sizes.append(np.diff(bounds).astype(np.int64))
        return Strings(b"".join(parts), np.cumsum(np.concatenate(sizes)))

    def column(self, name: str) -> list[Any]:
        """Return one column of all documents as Python values."""
        return [value for batch in self.batches for value in batch.column(name).to_pylist()]

    def place(self, index: int) -> tuple[pa.RecordBatch, int]:
        """Return the batch of a document, and its row there."""
        number, row = self.batch_and_row(index)
        return self.batches[number], row

    def batch_and_row(self, index: int) -> tuple[int, int]:
        """Return the number of a document's batch, and its row there."""
        starts: list[int] = self._starts  # type: ignore[attr-defined]
        if not 0 <= index < starts[-1]:
            msg = f"there is no document {index} in a collection of {starts[-1]}"
            raise IndexError(msg)
        number = bisect_right(starts, index) - 1
        return number, index - starts[number]


_NAMES_PARTS = orjson.dumps(PARTS)
"""The kind as it stands in the JSON of facts, with or without spaces between its keys."""


def parts_of(collection: Collection) -> Iterator[DocumentParts]:
    """Yield the parts of the documents that have any, in order."""
    for _, batch in collection.numbered():
        markup = batch.column("markup")
        data = markup.buffers()[2]
        if data is None or _NAMES_PARTS not in memoryview(data).tobytes():
            continue
        for name, cell in zip(batch.column("id").to_pylist(), markup.to_pylist(), strict=True):
            facts = json.loads(cell) if cell else []
            stated = next((fact["value"] for fact in facts if fact["kind"] == PARTS), None)
            if stated is not None:
                lines = (line.partition(":") for line in stated.split("\n"))
                yield DocumentParts(name, tuple(Part(int(start), part) for start, _, part in lines))


def take_rows(column: pa.Array, rows: NDArray[np.int64]) -> pa.Array:
    """Return the values of a column at these rows, given in rising order.

    Runs of neighbouring rows are copied together, and a single run is not copied. Arrow's own `take` would import its
    compute module, which takes as long as scanning ten megabytes.
    """
    heads = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
    counts = np.diff(heads, append=rows.size)
    runs = [column.slice(first, count) for first, count in zip(rows[heads].tolist(), counts.tolist(), strict=True)]
    return runs[0] if len(runs) == 1 else pa.concat_arrays(runs or [column.slice(0, 0)])


def collection_of(documents: Iterable[Document]) -> Collection:
    """Return the documents as a collection; two with one id are a `UsageError` that names both."""
    listed = list(documents)
    refuse_shared_ids(listed)
    size = sum(_size(document) for document in listed)
    return Collection(batches=(batch_of(listed),), bytes=size)


def _size(document: Document) -> int:
    return len(document.text.encode(errors="surrogatepass"))  # a lone surrogate has as many bytes as U+FFFD


def collection_in_batches(documents: Iterable[Document]) -> Collection:
    """Return the documents as a collection in batches of some megabytes, so that several can be worked on at once."""
    batches: list[pa.RecordBatch] = []
    waiting: list[Document] = []
    size = total = 0
    for document in documents:
        waiting.append(document)
        size += _size(document)
        if size >= _BATCH_BYTES:
            batches.append(batch_of(waiting))
            total, size, waiting = total + size, 0, []
    if waiting or not batches:
        batches.append(batch_of(waiting))
    return Collection(tuple(batches), bytes=total + size)


def refuse_shared_ids(documents: Iterable[Document]) -> None:
    """Raise `UsageError` when two documents have one id."""
    seen: dict[str, str] = {}
    for number, document in enumerate(documents, start=1):
        place = document.path or f"document {number}"
        identity = well_formed(document.id)
        if identity in seen:
            msg = f"two documents have the id {identity!r}: {seen[identity]} and {place}"
            raise UsageError(msg)
        seen[identity] = place


assert {field.name for field in fields(Document)} == set(SCHEMA.names)  # noqa: S101 - both list the same fields
