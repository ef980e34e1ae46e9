"""Columns of an Arrow table become record batches of documents, without a Python value for any text.

Cells become what `dedup.reading.fields` makes of their values: metadata without white space around them, null where
empty, authors without the word "by". Nearly all cells are like that already, as their first and last bytes show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.documents import SCHEMA
from dedup.reading.fields import author_name, id_text, metadata_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

DOCUMENT_COLUMNS = ("text", "id", "title", "publisher", "author", "published", "language", "url")
"""The columns of a document that a table may have."""

_LARGEST = 1 << 31
"""Bytes of a column of metadata from which 32-bit offsets may not suffice."""
_SPACES = [chr(code).encode() for code in range(0x3001) if chr(code).isspace()]
"""All white space of Unicode, in UTF-8."""
_MAY_BEGIN = np.isin(np.arange(256), [space[0] for space in _SPACES])
_MAY_END = np.isin(np.arange(256), [space[-1] for space in _SPACES])
_IS_B, _IS_Y = (np.isin(np.arange(256), [*letters]) for letters in (b"bB", b"yY"))


class BatchBuilder:
    """Builds batches of the documents of one file.

    Columns that are the same in every row (the path, and those that the file lacks) are built once and sliced.
    """

    def __init__(self, name: str, path: str | None) -> None:
        self._name = name
        self._path = pa.scalar(path, pa.string())
        self._paths = self._nulls = pa.nulls(0, pa.string())

    def batch(self, columns: Mapping[str, pa.Array], numbers: NDArray[np.int64]) -> pa.RecordBatch:
        """Return rows of some of the `DOCUMENT_COLUMNS` as a batch; rows without an id are named by their `numbers`."""
        rows = numbers.size
        nulls = self._null_column(rows)
        arrays = {"markup": nulls, "path": self._path_column(rows)}
        for name in DOCUMENT_COLUMNS:
            arrays[name] = columns.get(name, nulls)
        if arrays["id"].null_count:
            ids = zip(arrays["id"].to_pylist(), numbers.tolist(), strict=True)
            arrays["id"] = pa.array([identity or f"{self._name}#{number}" for identity, number in ids], pa.string())
        return pa.RecordBatch.from_arrays([arrays[name] for name in SCHEMA.names], schema=SCHEMA)

    def _path_column(self, rows: int) -> pa.StringArray:
        if len(self._paths) < rows:
            self._paths = pa.repeat(self._path, max(rows, 2 * len(self._paths)))
        return self._paths.slice(0, rows)

    def _null_column(self, rows: int) -> pa.StringArray:
        if len(self._nulls) < rows:
            self._nulls = pa.nulls(max(rows, 2 * len(self._nulls)), pa.string())
        return self._nulls.slice(0, rows)


def document_column(name: str, column: pa.Array) -> pa.Array | None:
    """Return one of the `DOCUMENT_COLUMNS` as a batch has it; None where texts are not strings, or it is too large.

    Raises `UnicodeDecodeError` or an error of Arrow's where strings are not UTF-8.
    """
    if pa.types.is_dictionary(column.type):
        column = decoded(column)
    if not is_string(column.type):
        if name == "text":
            return None
        if not is_scalar(column.type):
            convert = id_text if name == "id" else metadata_text
            column = pa.array([convert(value) for value in column.to_pylist()], pa.large_string())
    if pa.types.is_string(column.type):
        column = _widened(column)
    elif not pa.types.is_large_string(column.type):
        column = column.cast(pa.large_string())
    column.validate(full=True)  # Arrow does not check what is written as a string
    return column if name == "text" else _metadata(name, column)


def decoded(column: pa.DictionaryArray) -> pa.Array:
    """Return the values of a column of a dictionary; Arrow takes none from views, which Polars gives."""
    if pa.types.is_string_view(column.dictionary.type):
        values = column.dictionary.cast(pa.large_string())
        column = pa.DictionaryArray.from_arrays(column.indices, values)
    return column.dictionary_decode()


def valid_mask(column: pa.Array) -> NDArray[np.bool_]:
    """Return which values are not null; Arrow's own function would import its compute module."""
    bits = column.buffers()[0]
    if bits is None:
        return np.ones(len(column), bool)
    unpacked = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little", count=column.offset + len(column))
    return unpacked[column.offset :].astype(bool)


def nulls_as_empty(text: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return texts with empty ones in place of nulls, on the same memory."""
    _, offsets, data = text.buffers()
    return pa.Array.from_buffers(text.type, len(text), [None, offsets, data], 0, text.offset)


def _metadata(name: str, column: pa.LargeStringArray) -> pa.StringArray | None:
    offsets = np.frombuffer(column.buffers()[1], np.int64)[column.offset : column.offset + len(column) + 1]
    if not len(column):
        return pa.nulls(0, pa.string())
    start, end = int(offsets[0]), int(offsets[-1])
    if end - start >= _LARGEST:
        return None
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
    valid = valid_mask(column)
    low, high = offsets[:-1], offsets[1:]
    changed = np.flatnonzero(valid & ((low == high) | _may_change(name, data, low, high)))
    cells = (column[row].as_py() for row in changed.tolist())
    if any(cell != _cell_text(name, cell) for cell in cells):
        return pa.array([_cell_text(name, value) for value in column.to_pylist()], pa.string())
    bitmap = None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))
    buffers = [bitmap, pa.py_buffer((offsets - start).astype(np.int32)), pa.py_buffer(data[start:end])]
    return pa.Array.from_buffers(pa.string(), len(column), buffers, column.null_count)


def _may_change(
    name: str, data: NDArray[np.uint8], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.bool_] | bool:
    """Return whether each value may begin or end with white space, or begin with the word "by"."""
    if name == "id" or not data.size:
        return False
    first, second, last = (data[place.clip(0, data.size - 1)] for place in (low, low + 1, high - 1))
    space: NDArray[np.bool_] = _MAY_BEGIN[first] | _MAY_END[last]
    return space | (_IS_B[first] & _IS_Y[second]) if name == "author" else space


def _cell_text(name: str, value: Any) -> str | None:
    if name == "id":
        return id_text(value)
    text = metadata_text(value)
    return author_name(text) if text and name == "author" else text


def _widened(column: pa.StringArray) -> pa.LargeStringArray:
    """Return strings with 64-bit offsets, on the same memory."""
    valid, offsets, data = column.buffers()
    wide = pa.py_buffer(np.frombuffer(offsets, np.int32).astype(np.int64))
    return pa.Array.from_buffers(pa.large_string(), len(column), [valid, wide, data], column.null_count, column.offset)


def is_string(kind: pa.DataType) -> bool:
    """Return whether values are strings of any of Arrow's types."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def is_bytes(kind: pa.DataType) -> bool:
    """Return whether values are bytes of any of Arrow's types."""
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def is_scalar(kind: pa.DataType) -> bool:
    """Return whether Arrow writes values as strings: numbers and dates, so that no digit is lost."""
    return not (is_string(kind) or is_bytes(kind) or pa.types.is_nested(kind))
