"""Parquet and Arrow files without some of their rows, or with annotations beside them.

Columns, types, metadata, row groups and batches stay as they are; one row group or batch at a time is in memory.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.errors import UsageError
from dedup.filtering.arrow_compression import compression_of_batches
from dedup.filtering.cut_text import text_field, without_spans
from dedup.filtering.row_decisions import refuse_taken_names
from dedup.line_ends import with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dedup.filtering.row_decisions import RowDecisions

_FILE = b"ARROW1"
_STORED_SCHEMA = b"ARROW:schema"
_WITHOUT_VIEWS = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
_CODECS = ("SNAPPY", "GZIP", "BROTLI", "ZSTD")


def write_parquet(source: Any, sink: IO[bytes], decisions: RowDecisions, columns: Mapping[str, str]) -> None:
    """Write what is left of a Parquet file (path or file) to a file that is open."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only these files need it

    parquet = pq.ParquetFile(source)
    schema = annotated_schema(parquet.schema_arrow, decisions)
    with pq.ParquetWriter(sink, schema, **_parquet_options(parquet, schema)) as writer:
        start = 1
        for number in range(parquet.metadata.num_row_groups):
            group = parquet.read_row_group(number)
            kept = filtered_rows(group, decisions, start, columns)
            start += group.num_rows
            if kept.num_rows or not group.num_rows:
                writer.write_table(kept.cast(schema), row_group_size=max(kept.num_rows, 1))
        metadata = parquet.metadata.metadata or {}
        if metadata and _STORED_SCHEMA not in metadata:  # Arrow writes what others added only with its own schema
            writer.add_key_value_metadata(metadata)


def _parquet_options(parquet: Any, schema: pa.Schema) -> dict[str, Any]:
    """Return the options by which a Parquet file is written as it was."""
    metadata = parquet.metadata
    options: dict[str, Any] = {"store_schema": _STORED_SCHEMA in (metadata.metadata or {})}
    options["version"] = "1.0" if metadata.format_version == "1.0" else "2.6"
    if not metadata.num_row_groups:
        return options
    group = metadata.row_group(0)
    chunks = [group.column(number) for number in range(group.num_columns)]
    codecs = {chunk.path_in_schema: chunk.compression for chunk in chunks}
    usual = max(set(codecs.values()), key=list(codecs.values()).count)
    added = set(schema.names) - {path.split(".")[0] for path in codecs}
    options["compression"] = {
        **{
            path: codec if codec in _CODECS else "NONE" if codec == "UNCOMPRESSED" else "LZ4"
            for path, codec in codecs.items()
        },
        **dict.fromkeys(added, usual if usual in _CODECS else "NONE"),
    }
    options["use_dictionary"] = [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page] or False
    options["use_deprecated_int96_timestamps"] = any(chunk.physical_type == "INT96" for chunk in chunks)
    options["write_page_index"] = any(chunk.has_column_index for chunk in chunks)
    return options


def write_arrow(source: pa.NativeFile, sink: IO[bytes], decisions: RowDecisions, columns: Mapping[str, str]) -> None:
    """Write what is left of an Arrow file or stream to a file that is open."""
    is_file = source.read(len(_FILE)) == _FILE
    source.seek(0)
    options = pa.ipc.IpcWriteOptions(compression=compression_of_batches(source, is_file=is_file))
    reader = pa.ipc.open_file(source) if is_file else pa.ipc.open_stream(source)
    schema = annotated_schema(reader.schema, decisions)
    if is_file and decisions.cuts:
        _refuse_one_dictionary(schema.field(text_field(schema.names, columns)))
    batches = map(reader.get_batch, range(reader.num_record_batches)) if is_file else iter(reader)
    make = pa.ipc.new_file if is_file else pa.ipc.new_stream
    with make(sink, schema, options=options) as writer:
        start = 1
        for batch in batches:
            left = filtered_rows(pa.Table.from_batches([batch]), decisions, start, columns).cast(schema)
            writer.write_batch(left.combine_chunks().to_batches()[0] if left.num_rows else _emptied(batch, schema))
            start += batch.num_rows


def _refuse_one_dictionary(text: pa.Field) -> None:
    """Raise `UsageError` where texts are a dictionary: an Arrow file has one for all batches, and cuts make others."""
    if pa.types.is_dictionary(text.type):
        msg = f"the column {text.name!r} is a dictionary, of which no text can be cut in an Arrow file: make it strings"
        raise UsageError(msg)


def _emptied(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch without rows that has the dictionaries of this one: a file may have only one for each column."""
    added = [pa.nulls(0, field.type) for field in list(schema)[batch.num_columns :]]
    return pa.RecordBatch.from_arrays([*batch.slice(0, 0).columns, *added], schema=schema)


def filtered_rows(
    table: pa.Table, decisions: RowDecisions, start: int, columns: Mapping[str, str] = MappingProxyType({})
) -> pa.Table:
    """Return the rows that stay of a table whose first row has the number `start`, or all with their annotations.

    `columns` says what the text is called, where that is no usual name.
    """
    cuts = decisions.cuts_between(start, start + table.num_rows)
    if cuts:
        table = _cut(table, cuts, columns)
    if decisions.annotations is not None:
        for field, column in zip(
            decisions.annotations.schema, decisions.columns(start, start + table.num_rows).columns, strict=True
        ):
            table = table.append_column(field, column)
        return table
    dropped = decisions.between(start, start + table.num_rows)
    if not dropped.size:
        return table
    kept = np.ones(table.num_rows, bool)
    kept[dropped] = False
    return _without_views(table).filter(pa.array(kept)).cast(table.schema)


def _cut(table: pa.Table, cuts: Mapping[int, Sequence[tuple[int, int]]], columns: Mapping[str, str]) -> pa.Table:
    """Return a table in which characters are cut out of some texts."""
    place = table.schema.get_field_index(text_field(table.schema.names, columns))
    field, texts = table.schema.field(place), table.column(place).to_pylist()
    for row, spans in cuts.items():
        raw = isinstance(texts[row], bytes)
        text = without_spans(with_line_feeds(texts[row].decode() if raw else texts[row]), spans)
        texts[row] = text.encode() if raw else text
    return table.set_column(place, field, pa.array(texts, field.type))


def _without_views(table: pa.Table) -> pa.Table:
    """Return a table with other strings in place of string views, which Polars gives and Arrow does not filter.

    A part of a column of views would keep the texts of all of it.
    """
    for number, field in enumerate(table.schema):
        kind = _WITHOUT_VIEWS.get(field.type)
        if kind is not None:
            table = table.set_column(number, field.with_type(kind), table.column(number).cast(kind))
    return table


def annotated_schema(schema: pa.Schema, decisions: RowDecisions) -> pa.Schema:
    """Return the schema of what is written: that of the input, with the annotations if rows get any."""
    if decisions.annotations is None:
        return schema
    refuse_taken_names(schema.names)
    for field in decisions.annotations.schema:
        schema = schema.append(field)
    return schema
