"""Parquet files, Arrow files and Arrow tables become documents: formats whose values lie column by column.

Only the columns that hold a field are read, some rows at a time.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.errors import InputError
from dedup.reading.arrow_columns import (
    DOCUMENT_COLUMNS,
    BatchBuilder,
    document_column,
    is_bytes,
    is_scalar,
    is_string,
    nulls_as_empty,
    valid_mask,
)
from dedup.reading.decoding import decode
from dedup.reading.fields import layout_of, missing_text
from dedup.reading.tables import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.fields import TableLayout
    from dedup.reading.options import ReadingOptions

_ROWS_AT_ONCE = 1024
"""Rows that become Python values at a time."""

_MOST_ROWS = 1 << 16
"""Rows that are read column by column at a time."""
_ROWS_PER_NULL = 8
"""Least rows for each null among the texts; with fewer, reading all rows one by one costs less than slicing."""

_FEATHER_1 = b"FEA1"


def read_parquet(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a Parquet file."""
    # Imported here: it takes 40 ms, and most inputs are text.
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    name, file = content.name, content.arrow_file()
    with _arrow_errors(name, "Parquet"):
        parquet = pq.ParquetFile(file)
        columns = _columns_to_read(name, parquet.schema_arrow, options)
    _read_batches(name, name, parquet.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns), options, builder)


def read_arrow(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of an Arrow IPC file or stream, or of a Feather file."""
    name, file = content.name, content.arrow_file()
    with _arrow_errors(name, "Arrow"):
        batches = _ipc_batches(name, file, options)
    _read_batches(name, name, batches, options, builder)


def read_arrow_table(table: pa.Table, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a table in memory; a row without an id is named ``table#row``."""
    columns = _columns_to_read("table", table.schema, options)
    _read_batches("table", None, iter(table.select(columns).to_batches()), options, builder)


def _ipc_batches(name: str, source: Any, options: ReadingOptions) -> Iterator[pa.RecordBatch]:
    head = source.read(8)
    source.seek(0)
    if head.startswith(_FEATHER_1):
        import pyarrow.feather as pf  # noqa: PLC0415 - only for a format that is no longer written

        table = pf.read_table(source)
        return iter(table.select(_columns_to_read(name, table.schema, options)).to_batches())
    if not head.startswith(b"ARROW1"):
        stream = pa.ipc.open_stream(source)
        columns = _columns_to_read(name, stream.schema, options)
        return (batch.select(columns) for batch in stream)
    schema = pa.ipc.open_file(source).schema
    indices = [schema.get_field_index(column) for column in _columns_to_read(name, schema, options)]
    file = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=indices))
    return (file.get_batch(number) for number in range(file.num_record_batches))


def _columns_to_read(name: str, schema: pa.Schema, options: ReadingOptions) -> list[str]:
    layout = layout_of(schema.names, options.columns)
    if layout.text is None:
        raise InputError(name, missing_text(schema.names, options.columns))
    for column in layout.names():
        if (count := schema.names.count(column)) > 1:
            raise InputError(name, f"has {count} columns named {column!r}, and which one is meant cannot be told")
    kind = schema.field(layout.text).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (is_string(kind) or is_bytes(kind) or pa.types.is_null(kind)):
        raise InputError(name, f"the column {layout.text!r} holds {kind}, not text")
    return layout.names()


def _read_batches(
    name: str,
    path: str | None,
    batches: Iterator[pa.RecordBatch],
    options: ReadingOptions,
    builder: DocumentBuilder,
) -> None:
    rows = _RowBatches(name, path, options, builder)
    try:
        with _arrow_errors(name, "columns"):
            for batch in batches:
                builder.bytes += batch.nbytes
                rows.read(batch)
    except InputError as error:
        kept = f"; the {rows.number:,} rows before it were read" if rows.number else ""
        builder.refuse(name, error.reason + kept)


class _RowBatches:
    """Reads the rows of a table, batch by batch; `number` of them were read."""

    def __init__(self, name: str, path: str | None, options: ReadingOptions, builder: DocumentBuilder) -> None:
        self.number = 0
        self._table = TableReader(name, path, options, builder)
        self._builder = builder
        self._batch_builder = BatchBuilder(name, path)

    def read(self, batch: pa.RecordBatch) -> None:
        """Read a batch column by column where that is possible, else row by row."""
        for start in range(0, batch.num_rows, _MOST_ROWS):
            piece = batch.slice(start, _MOST_ROWS)
            before = self.number
            if not self._read_columns(piece):
                for at in range(0, piece.num_rows, _ROWS_AT_ONCE):
                    self._read_rows(before + at, piece.slice(at, _ROWS_AT_ONCE))
            self.number = before + piece.num_rows

    def _read_columns(self, batch: pa.RecordBatch) -> bool:
        """Read a batch column by column; return whether that was possible."""
        columns = _document_columns(batch, self._table.layout(tuple(batch.schema.names)))
        if columns is None:
            return False
        before, numbers = self.number, np.arange(self.number + 1, self.number + 1 + batch.num_rows)
        missing = np.flatnonzero(~valid_mask(columns["text"])).tolist()
        if len(missing) * _ROWS_PER_NULL > batch.num_rows:
            return False
        columns["text"] = nulls_as_empty(columns["text"])
        self._builder.add_batch_replacing(
            self._batch_builder.batch(columns, numbers),
            numbers,
            ((row, row) for row in missing),
            lambda row: self._read_rows(before + row, batch.slice(row, 1)),
        )
        return True

    def _read_rows(self, before: int, batch: pa.RecordBatch) -> None:
        self.number = before
        for values in _rows(batch):
            self.number += 1
            _add(self._table, self.number, values)


def _document_columns(batch: pa.RecordBatch, layout: TableLayout) -> dict[str, pa.Array] | None:
    """Return the columns of documents that a batch holds; None where it has to be read row by row."""
    if layout.html or len(set(batch.schema.names)) < batch.num_columns:
        return None
    columns = {}
    try:
        for kind in DOCUMENT_COLUMNS:
            name = getattr(layout, kind)
            if name is not None:
                column = document_column(kind, batch.column(name))
                if column is None:
                    return None
                columns[kind] = column
    except (pa.ArrowException, UnicodeDecodeError):
        return None
    return columns


def _add(table: TableReader, row: int, values: dict[str, Any]) -> None:
    text_column = table.layout(tuple(values)).text or ""
    text = values[text_column]
    if isinstance(text, bytes):
        try:
            values[text_column] = decode(table.name, text)[0]
        except InputError as error:
            table.refuse(row, error.reason)
            return
    table.add(row, values)


def _rows(batch: pa.RecordBatch) -> Iterable[dict[str, Any]]:
    names = batch.schema.names
    columns = [_values(batch.column(number)) for number in range(batch.num_columns)]
    return (dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True))


def _values(column: pa.Array) -> list[Any]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _values(column.dictionary_decode())
    if is_scalar(kind):
        column = column.cast(pa.string())
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        # Arrow does not check that its strings are UTF-8, and some writers do not either.
        return list(column.cast(pa.large_binary()).to_pylist())


@contextmanager
def _arrow_errors(name: str, format_name: str) -> Iterator[None]:
    """Raise Arrow's errors as `InputError`s."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        first = str(error).split("\n", 1)[0][:200]
        raise InputError(name, f"damaged {format_name}: {first}") from error
