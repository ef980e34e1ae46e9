"""Parquet files, Arrow files and Arrow tables become documents.

Only the columns that are needed are read, some rows at a time. Named for what the formats share: values lie column by
column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dedup.errors import InputError
from dedup.reading.decoding import decode
from dedup.reading.rows import Table, missing_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

_ROWS_AT_ONCE = 1024
"""Rows that are Python values at one time."""

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
    kind = schema.field(layout.text).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (_is_string(kind) or _is_bytes(kind) or pa.types.is_null(kind)):
        raise InputError(name, f"the column {layout.text!r} holds {kind}, not text")
    return layout.names()


def _read(
    name: str,
    path: str | None,
    batches: Iterator[pa.RecordBatch],
    options: ReadingOptions,
    gathering: Gathering,
) -> None:
    table = Table(name, path, options, gathering)
    row = 0
    try:
        with _told(name, "columns"):
            for batch in batches:
                gathering.bytes += batch.nbytes
                for start in range(0, batch.num_rows, _ROWS_AT_ONCE):
                    for values in _rows(batch.slice(start, _ROWS_AT_ONCE)):
                        row += 1
                        _add(table, row, values)
    except InputError as error:
        kept = f"; the {row:,} rows before it were read" if row else ""
        gathering.refuse(name, error.reason + kept)


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
    if not (_is_string(kind) or _is_bytes(kind) or pa.types.is_nested(kind)):
        column = column.cast(pa.string())  # numbers and dates as Arrow writes them, so that no digit is lost
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        # Arrow does not check that its strings are UTF-8, and some writers do not either.
        return list(column.cast(pa.large_binary()).to_pylist())


def _is_string(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


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
