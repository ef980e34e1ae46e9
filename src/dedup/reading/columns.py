"""Columns of an Arrow table become record batches of documents, without a Python value for any text.

What a cell says is what `dedup.reading.rows` makes of it: metadata without white space around them, nulls for empty
ones, authors without the word "by" before them. Nearly all cells are so already, which their first and last bytes show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup.documents import SCHEMA
from dedup.reading.arrowtypes import is_string, is_written
from dedup.reading.rows import identity_of
from dedup.reading.values import without_by, worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

COLUMNS = ("text", "id", "title", "publisher", "author", "published", "language", "url")
"""What is read of a row."""

_LARGEST = 1 << 31
"""Bytes of a column of metadata whose places are sure to be 32-bit numbers."""
_SPACES = [chr(code).encode() for code in range(0x3001) if chr(code).isspace()]
"""All white space there is, in UTF-8."""
_MAY_BEGIN = np.isin(np.arange(256), [space[0] for space in _SPACES])
_MAY_END = np.isin(np.arange(256), [space[-1] for space in _SPACES])
_IS_B, _IS_Y = (np.isin(np.arange(256), [*letters]) for letters in (b"bB", b"yY"))


class Batcher:
    """Makes batches of the documents of one file.

    What says the same of every row of it, its path and all that it lacks, is made once and cut to size.
    """

    def __init__(self, name: str, path: str | None) -> None:
        self._name = name
        self._path = pa.scalar(path, pa.string())
        self._paths = self._nulls = pa.nulls(0, pa.string())

    def batch(self, columns: Mapping[str, pa.Array], numbers: NDArray[np.int64]) -> pa.RecordBatch:
        """Return the rows of some of the `COLUMNS`; `numbers` are what rows without an id are called by."""
        rows = numbers.size
        nulls = self._same_nulls(rows)
        arrays = {"markup": nulls, "path": self._same_paths(rows)}
        for name in COLUMNS:
            arrays[name] = columns.get(name, nulls)
        if arrays["id"].null_count:
            ids = zip(arrays["id"].to_pylist(), numbers.tolist(), strict=True)
            arrays["id"] = pa.array([identity or f"{self._name}#{number}" for identity, number in ids], pa.string())
        return pa.RecordBatch.from_arrays([arrays[name] for name in SCHEMA.names], schema=SCHEMA)

    def _same_paths(self, rows: int) -> pa.StringArray:
        if len(self._paths) < rows:
            self._paths = pa.repeat(self._path, max(rows, 2 * len(self._paths)))
        return self._paths.slice(0, rows)

    def _same_nulls(self, rows: int) -> pa.StringArray:
        if len(self._nulls) < rows:
            self._nulls = pa.nulls(max(rows, 2 * len(self._nulls)), pa.string())
        return self._nulls.slice(0, rows)


def column_of(name: str, column: pa.Array) -> pa.Array | None:
    """Return one of the `COLUMNS` as documents have it; None for texts that are no strings, or where it is too large.

    Raises `UnicodeDecodeError` or an error of Arrow's where strings are not UTF-8.
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not is_string(column.type):
        if name == "text":
            return None
        if not is_written(column.type):
            say = identity_of if name == "id" else worded
            column = pa.array([say(value) for value in column.to_pylist()], pa.large_string())
    if pa.types.is_string(column.type):
        column = _widened(column)
    elif not pa.types.is_large_string(column.type):
        column = column.cast(pa.large_string())
    column.validate(full=True)  # Arrow does not check what is written as a string
    return column if name == "text" else _metadata(name, column)


def is_there(column: pa.Array) -> NDArray[np.bool_]:
    """Return which values there are; Arrow's own answer would import its compute functions."""
    bits = column.buffers()[0]
    if bits is None:
        return np.ones(len(column), bool)
    unpacked = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little", count=column.offset + len(column))
    return unpacked[column.offset :].astype(bool)


def without_nulls(text: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return texts with empty ones for those that are not there, on the same memory."""
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
    there = is_there(column)
    low, high = offsets[:-1], offsets[1:]
    odd = np.flatnonzero(there & ((low == high) | _is_odd(name, data, low, high)))
    cells = (column[row].as_py() for row in odd.tolist())
    if any(cell != _said(name, cell) for cell in cells):
        return pa.array([_said(name, value) for value in column.to_pylist()], pa.string())
    valid = None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little"))
    buffers = [valid, pa.py_buffer((offsets - start).astype(np.int32)), pa.py_buffer(data[start:end])]
    return pa.Array.from_buffers(pa.string(), len(column), buffers, column.null_count)


def _is_odd(
    name: str, data: NDArray[np.uint8], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.bool_] | bool:
    """Return whether each value may begin or end with white space, or with what is no part of a name."""
    if name == "id" or not data.size:
        return False
    first, second, last = (data[place.clip(0, data.size - 1)] for place in (low, low + 1, high - 1))
    odd: NDArray[np.bool_] = _MAY_BEGIN[first] | _MAY_END[last]
    return odd | (_IS_B[first] & _IS_Y[second]) if name == "author" else odd


def _said(name: str, value: Any) -> str | None:
    if name == "id":
        return identity_of(value)
    said = worded(value)
    return without_by(said) if said and name == "author" else said


def _widened(column: pa.StringArray) -> pa.LargeStringArray:
    """Return strings with 64-bit offsets, on the same memory."""
    valid, offsets, data = column.buffers()
    wide = pa.py_buffer(np.frombuffer(offsets, np.int32).astype(np.int64))
    return pa.Array.from_buffers(pa.large_string(), len(column), [valid, wide, data], column.null_count, column.offset)
