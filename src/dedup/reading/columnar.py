"""Parquet files, Arrow files and Arrow tables become documents: formats whose values lie column by column.

Only the columns that hold a field are read, some rows at a time. Arrow takes offsets, lengths and indices from the file
as they are, so each batch is validated in full before any value of it is looked at. A Parquet file may hold a long text
once and name it in every row: so few rows are read at a time that even these texts fit.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.errors import InputError
from dedup.reading.arrow_columns import (
    DOCUMENT_COLUMNS,
    BatchBuilder,
    decoded,
    document_column,
    is_bytes,
    is_scalar,
    is_string,
    nulls_as_empty,
    valid_mask,
)
from dedup.reading.content import refuse_growth
from dedup.reading.decoding import decode
from dedup.reading.fields import layout_of, missing_text, refuse_repeated
from dedup.reading.tables import TableReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.fields import TableLayout
    from dedup.reading.options import ReadingOptions

_ROWS_AT_ONCE = 1024
"""Rows that become Python values at a time."""

_BYTES_AT_ONCE = 1 << 26
"""Bytes that the texts of one dictionary may take in the rows that are read at a time."""
_LEAST_OF_A_ROW = 64
"""Bytes that a row counts at least: a file of some hundred bytes may name billions of rows without a text."""
_PAGE_HEADER = re.compile(rb"\x15.\x15([\x80-\xff]*[\x00-\x7f])", re.DOTALL)

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
        batches = _parquet_batches(name, parquet, file, columns, options)
    _read_batches(name, name, batches, options, builder, file.size())


def read_other_columns(content: Content, options: ReadingOptions, *, is_parquet: bool) -> None:
    """Read all columns of a Parquet or Arrow file but those that documents are made of, and keep nothing of them.

    Raises `InputError` where they are damaged, or become too large.
    """
    name, file, given = content.name, content.arrow_file(), 0
    size = file.size()

    def others(schema: pa.Schema) -> list[str]:
        read = layout_of(schema.names, options.columns).names()
        return [column for column in dict.fromkeys(schema.names) if column not in read]

    with _arrow_errors(name, "columns"):
        if is_parquet:
            import pyarrow.parquet as pq  # noqa: PLC0415 - see `read_parquet`

            parquet = pq.ParquetFile(file)
            columns = others(parquet.schema_arrow)
            batches = _parquet_batches(name, parquet, file, columns, options) if columns else iter(())
        else:
            batches = _ipc_batches(name, file, others)
        for batch in batches:
            _validate(batch)
            given += _decoded_size(batch)
            refuse_growth(name, size, given, options.max_document)


def _parquet_batches(
    name: str, parquet: Any, file: pa.NativeFile, columns: list[str], options: ReadingOptions
) -> Iterator[pa.RecordBatch]:
    """Return some columns of a Parquet file, so many rows at a time as fit into memory."""
    chunks = list(_chunks(parquet, columns))
    for chunk in chunks:
        refuse_growth(name, chunk.total_compressed_size, chunk.total_uncompressed_size, options.max_document)
    rows = _rows_at_once(_longest_dictionary(file, chunks))
    batches: Iterator[pa.RecordBatch] = parquet.iter_batches(batch_size=rows, columns=columns)
    return batches


def _chunks(parquet: Any, columns: list[str]) -> Iterator[Any]:
    """Yield what the metadata of a Parquet file say of each chunk of some columns.

    Metadata that are damaged end the program when a chunk is asked for, but are an error where its first row is read.
    Nobody reads beyond such an error, so no chunk behind it is asked for.
    """
    metadata = parquet.metadata
    paths = [metadata.schema.column(number).path.split(".")[0] for number in range(metadata.num_columns)]
    for group in range(metadata.num_row_groups):
        try:
            next(parquet.iter_batches(batch_size=1, row_groups=[group], columns=columns), None)
        except (pa.ArrowException, OSError):
            return
        yield from (metadata.row_group(group).column(number) for number, path in enumerate(paths) if path in columns)


def _longest_dictionary(file: pa.NativeFile, chunks: Iterable[Any]) -> int:
    """Return the bytes of the longest dictionary of some columns, by the headers of their pages.

    The header says its kind and its uncompressed size first, as two numbers of the compact protocol of Thrift.
    """
    longest = 0
    for chunk in chunks:
        offset = chunk.dictionary_page_offset
        if offset is None:
            continue
        file.seek(offset)
        found = _PAGE_HEADER.match(file.read(12))
        size = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(found[1])) >> 1 if found else 0
        longest = max(longest, size or chunk.total_uncompressed_size)
    return longest


def _rows_at_once(longest: int) -> int:
    """Return how many rows are read at a time where one may have a text of `longest` bytes."""
    return min(max(_BYTES_AT_ONCE // max(longest, 1), 1), _ROWS_AT_ONCE)


def _decoded_size(batch: pa.RecordBatch) -> int:
    """Return about how many bytes a batch has once each row has its own value, and is a document."""
    values = sum(
        len(column) * column.dictionary.nbytes // max(len(column.dictionary), 1)
        if pa.types.is_dictionary(column.type)
        else column.nbytes
        for column in batch.columns
    )
    return int(values + _LEAST_OF_A_ROW * batch.num_rows)


def read_arrow(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of an Arrow IPC file or stream, or of a Feather file."""
    name, file = content.name, content.arrow_file()
    with _arrow_errors(name, "Arrow"):
        batches = _ipc_batches(name, file, lambda schema: _columns_to_read(name, schema, options))
    _read_batches(name, name, batches, options, builder, file.size())


def read_arrow_table(table: pa.Table, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a table in memory; a row without an id is named ``table#row``."""
    columns = _columns_to_read("table", table.schema, options)
    _read_batches("table", None, iter(table.select(columns).to_batches()), options, builder)


def _ipc_batches(name: str, source: Any, choose: Callable[[pa.Schema], list[str]]) -> Iterator[pa.RecordBatch]:
    """Return the columns of an Arrow file or stream that are chosen of its schema."""
    head = source.read(8)
    source.seek(0)
    if head.startswith(_FEATHER_1):
        # Arrow's reader of this format checks nothing: one byte that is wrong ends the program.
        msg = "Feather of version 1, which was given up in 2020; pyarrow.feather.write_feather writes it as version 2"
        raise InputError(name, msg)
    if not head.startswith(b"ARROW1"):
        stream = pa.ipc.open_stream(source)
        indices = _indices(stream.schema, choose(stream.schema))
        return (batch.select(indices) for batch in stream)
    schema = pa.ipc.open_file(source).schema
    indices = _indices(schema, choose(schema))
    file = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=indices))
    return (file.get_batch(number) for number in range(file.num_record_batches))


def _indices(schema: pa.Schema, columns: list[str]) -> list[int]:
    """Return the numbers of some columns; there may be several of one name."""
    return [number for number, column in enumerate(schema.names) if column in columns]


def _columns_to_read(name: str, schema: pa.Schema, options: ReadingOptions) -> list[str]:
    layout = layout_of(schema.names, options.columns)
    if layout.text is None:
        raise InputError(name, missing_text(schema.names, options.columns))
    refuse_repeated(name, schema.names, layout)
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
    size: int = 0,
) -> None:
    """Read the batches of an input, which has so many bytes in a file of a kind that compresses (0: any other)."""
    rows, given = _RowBatches(name, path, options, builder), 0
    try:
        with _arrow_errors(name, "columns"):
            for batch in batches:
                _validate(batch)
                builder.bytes += batch.nbytes
                given += _decoded_size(batch)
                refuse_growth(name, size, given, options.max_document if size else 0)
                rows.read(batch)
    except InputError as error:
        kept = f"; the {rows.number:,} rows before it were read" if rows.number else ""
        builder.refuse(name, error.reason + kept)


def _validate(batch: pa.RecordBatch) -> None:
    """Raise an error where Arrow would look beyond the memory of a batch.

    Strings are looked at as bytes: some writers write strings that are not UTF-8, which are read all the same.
    """
    batch.validate()
    for column in batch.columns:
        kind = column.type
        if pa.types.is_string(kind):
            column = column.view(pa.binary())  # noqa: PLW2901 - the same column
        elif pa.types.is_large_string(kind):
            column = column.view(pa.large_binary())  # noqa: PLW2901 - see above
        column.validate(full=True)


class _RowBatches:
    """Reads the rows of a table, batch by batch; `number` of them were read."""

    def __init__(self, name: str, path: str | None, options: ReadingOptions, builder: DocumentBuilder) -> None:
        self.number = 0
        self._table = TableReader(name, path, options, builder)
        self._builder = builder
        self._batch_builder = BatchBuilder(name, path)

    def read(self, batch: pa.RecordBatch) -> None:
        """Read a batch column by column where that is possible, else row by row."""
        # Of a long dictionary few rows are decoded at a time.
        dictionaries = (column.dictionary.nbytes for column in batch.columns if pa.types.is_dictionary(column.type))
        longest = max(dictionaries, default=0)
        most = _MOST_ROWS if longest * _MOST_ROWS <= _BYTES_AT_ONCE else _rows_at_once(longest)
        for start in range(0, batch.num_rows, most):
            piece = batch.slice(start, most)
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
            self._table.attempt(self.number, _add, self._table, self.number, values)


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
        return _values(decoded(column))
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
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, UnicodeDecodeError, KeyError) as error:
        first = str(error).split("\n", 1)[0][:200]
        raise InputError(name, f"damaged {format_name}: {first}") from error
