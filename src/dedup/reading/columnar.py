"""Parquet files, Arrow files and Arrow tables become documents.

Only the columns that are needed are read, some rows at a time. Named for what the formats share: values lie column by
column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.errors import InputError
from dedup.reading.arrowtypes import is_bytes, is_string, is_written
from dedup.reading.columns import COLUMNS, Batcher, column_of, is_there, without_nulls
from dedup.reading.decoding import decode
from dedup.reading.rows import Table, missing_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions
    from dedup.reading.rows import Layout

_ROWS_AT_ONCE = 1024
"""Rows that are Python values at one time."""

_MOST_ROWS = 1 << 16
"""Rows that are read column by column at one time."""
_FEW = 8
"""Of so many rows one may lack its text; reading all of them one by one costs less than putting pieces together."""

_FEATHER_1 = b"FEA1"


def read_parquet(name: str, source: Any, options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of a Parquet file; `source` is an Arrow file."""
    # Imported here: it takes 40 ms, and most inputs are text.
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    with _told(name, "Parquet"):
        file = pq.ParquetFile(source)
        needed = _needed(name, file.schema_arrow, options)
    _read(name, name, file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=needed), options, gathering)


def read_arrow(name: str, source: Any, options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of an Arrow IPC file or stream, or of a Feather file; `source` is an Arrow file."""
    with _told(name, "Arrow"):
        batches = _ipc_batches(name, source, options)
    _read(name, name, batches, options, gathering)


def read_table(table: pa.Table, options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of a table in memory, which is called ``table`` where a row has no id."""
    needed = _needed("table", table.schema, options)
    _read("table", None, iter(table.select(needed).to_batches()), options, gathering)


def _ipc_batches(name: str, source: Any, options: ReadingOptions) -> Iterator[pa.RecordBatch]:
    head = source.read(8)
    source.seek(0)
    if head.startswith(_FEATHER_1):
        import pyarrow.feather as pf  # noqa: PLC0415 - only for a format that is no longer written

        table = pf.read_table(source)
        return iter(table.select(_needed(name, table.schema, options)).to_batches())
    if not head.startswith(b"ARROW1"):
        stream = pa.ipc.open_stream(source)
        needed = _needed(name, stream.schema, options)
        return (batch.select(needed) for batch in stream)
    schema = pa.ipc.open_file(source).schema
    indices = [schema.get_field_index(column) for column in _needed(name, schema, options)]
    file = pa.ipc.open_file(source, options=pa.ipc.IpcReadOptions(included_fields=indices))
    return (file.get_batch(number) for number in range(file.num_record_batches))


def _needed(name: str, schema: pa.Schema, options: ReadingOptions) -> list[str]:
    layout = Table(name, None, options, None).layout(tuple(schema.names))  # type: ignore[arg-type]
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


def _read(
    name: str,
    path: str | None,
    batches: Iterator[pa.RecordBatch],
    options: ReadingOptions,
    gathering: Gathering,
) -> None:
    rows = _Rows(name, path, options, gathering)
    try:
        with _told(name, "columns"):
            for batch in batches:
                gathering.bytes += batch.nbytes
                rows.read(batch)
    except InputError as error:
        kept = f"; the {rows.number:,} rows before it were read" if rows.number else ""
        gathering.refuse(name, error.reason + kept)


class _Rows:
    """Gathers the documents of a table, batch by batch; `number` of its rows were read."""

    def __init__(self, name: str, path: str | None, options: ReadingOptions, gathering: Gathering) -> None:
        self.number = 0
        self._table = Table(name, path, options, gathering)
        self._gathering = gathering
        self._batcher = Batcher(name, path)

    def read(self, batch: pa.RecordBatch) -> None:
        """Read a batch: column by column as far as that can be done, else row by row."""
        for start in range(0, batch.num_rows, _MOST_ROWS):
            piece = batch.slice(start, _MOST_ROWS)
            before = self.number
            if not self._take(piece):
                for at in range(0, piece.num_rows, _ROWS_AT_ONCE):
                    self._read_rows(before + at, piece.slice(at, _ROWS_AT_ONCE))
            self.number = before + piece.num_rows

    def _take(self, batch: pa.RecordBatch) -> bool:
        """Read a batch column by column; return whether that was done."""
        columns = _columns(batch, self._table.layout(tuple(batch.schema.names)))
        if columns is None:
            return False
        before, numbers = self.number, np.arange(self.number + 1, self.number + 1 + batch.num_rows)
        lacking = np.flatnonzero(~is_there(columns["text"])).tolist()
        if len(lacking) * _FEW > batch.num_rows:
            return False
        columns["text"] = without_nulls(columns["text"])
        left = ((row, row) for row in lacking)
        self._gathering.add_around(
            self._batcher.batch(columns, numbers),
            numbers,
            left,
            lambda row: self._read_rows(before + row, batch.slice(row, 1)),
            width=1,
        )
        return True

    def _read_rows(self, before: int, batch: pa.RecordBatch) -> None:
        self.number = before
        for values in _rows(batch):
            self.number += 1
            _add(self._table, self.number, values)


def _columns(batch: pa.RecordBatch, layout: Layout) -> dict[str, pa.Array] | None:
    """Return the columns of documents that a batch has; None where it has to be read row by row."""
    if layout.html or len(set(batch.schema.names)) < batch.num_columns:
        return None
    found = {}
    try:
        for kind in COLUMNS:
            name = getattr(layout, kind)
            if name is not None:
                column = column_of(kind, batch.column(name))
                if column is None:
                    return None
                found[kind] = column
    except (pa.ArrowException, UnicodeDecodeError):
        return None
    return found


def _add(table: Table, row: int, values: dict[str, Any]) -> None:
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
    if is_written(kind):
        column = column.cast(pa.string())
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        # Arrow does not check that its strings are UTF-8, and some writers do not either.
        return list(column.cast(pa.large_binary()).to_pylist())


class _told:  # noqa: N801 - reads as a phrase where it is used
    """Turns Arrow's errors within into `InputError`s."""

    def __init__(self, name: str, format_name: str) -> None:
        self._name = name
        self._format = format_name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (pa.ArrowException, OSError)):
            first = str(error).split("\n", 1)[0][:200]
            raise InputError(self._name, f"damaged {self._format}: {first}") from error
