"""Columns of an Arrow table become record batches of documents, column by column.

Texts stay on the memory on which they lie. Whatever is left here (pages, texts that are bytes, strings that are not
UTF-8) is read row by row, and the same is made of the rest as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.kernels.compiled.cells import ABSENT, PLAIN
from dedup.kernels.compiled.columns import Strings
from dedup.kernels.compiled.lanes import WIDTH
from dedup.reading.arrowtypes import is_string, is_written
from dedup.reading.columns import COLUMNS, ID, Batcher, column_of
from dedup.reading.rows import identity_of
from dedup.reading.values import worded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.reading.rows import Layout

_LARGEST = 1 << 30
"""Bytes of a column of metadata whose places are sure to be 32-bit numbers."""


class Taken(NamedTuple):
    """A batch of documents, with the numbers of their rows.

    What stands in the batch at the places `lacking` is no document, because the row has no text.
    """

    batch: pa.RecordBatch
    rows: NDArray[np.int64]
    lacking: list[int]


def take(batch: pa.RecordBatch, layout: Layout, batcher: Batcher, before: int) -> Taken | None:
    """Return the documents of a batch of some table, before which it has `before` rows; None if it has to be left."""
    if layout.html or len(set(batch.schema.names)) < batch.num_columns:
        return None
    try:
        text, *others = (_strings(batch, getattr(layout, column), number) for number, column in enumerate(COLUMNS))
    except (pa.ArrowException, UnicodeDecodeError):
        return None
    if text is None or any(column is not None and _span(column)[1] > _LARGEST for column in others):
        return None
    rows = np.arange(before + 1, before + 1 + batch.num_rows)
    columns = [_cells(column, number, batch.num_rows) for number, column in enumerate(others, start=ID)]
    _, offsets, data = text.buffers()
    whole = pa.Array.from_buffers(text.type, len(text), [None, offsets, data], 0, text.offset)
    return Taken(batcher.batch([whole, *columns], rows), rows, np.flatnonzero(~_valid(text)).tolist())


def _strings(batch: pa.RecordBatch, name: str | None, number: int) -> pa.LargeStringArray | None:
    """Return one of the `COLUMNS` as strings that are UTF-8; None where the table has none, or no strings for texts."""
    if name is None:
        return None
    column = batch.column(name)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not is_string(column.type):
        if number == 0:
            return None
        if not is_written(column.type):
            say = identity_of if number == ID else worded
            column = pa.array([say(value) for value in column.to_pylist()], pa.large_string())
    if pa.types.is_string(column.type):
        column = _widened(column)
    elif not pa.types.is_large_string(column.type):
        column = column.cast(pa.large_string())
    column.validate(full=True)  # Arrow does not check what is written as a string
    return column


def _widened(column: pa.StringArray) -> pa.LargeStringArray:
    """Return strings with 64-bit offsets, on the same memory."""
    valid, offsets, data = column.buffers()
    wide = pa.py_buffer(np.frombuffer(offsets, np.int32).astype(np.int64))
    return pa.Array.from_buffers(pa.large_string(), len(column), [valid, wide, data], column.null_count, column.offset)


def _cells(column: pa.LargeStringArray | None, number: int, rows: int) -> Strings:
    """Return one of the `COLUMNS` as results have it."""
    if column is None:
        return Strings(np.zeros(WIDTH, np.uint8), np.zeros(rows + 1, np.int64), np.zeros(rows, np.uint8), 0)
    start, size = _span(column)
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)[start : start + size]
    offsets, valid = _offsets(column) - start, _valid(column)
    sizes = np.where(valid, np.diff(offsets), 0).astype(np.int32)
    kinds = np.where(valid, PLAIN, ABSENT).astype(np.uint8)
    return column_of(number, np.append(data, np.zeros(WIDTH, np.uint8)), offsets[:-1].astype(np.int32), sizes, kinds)


def _span(column: pa.LargeStringArray) -> tuple[int, int]:
    """Return where the bytes of a column start, and how many there are."""
    offsets = _offsets(column)
    return int(offsets[0]), int(offsets[-1] - offsets[0])


def _offsets(column: pa.LargeStringArray) -> NDArray[np.int64]:
    return np.frombuffer(column.buffers()[1], np.int64)[column.offset : column.offset + len(column) + 1]


def _valid(column: pa.LargeStringArray) -> NDArray[np.bool_]:
    """Return which values there are; Arrow's own answer would import its compute functions."""
    bits = column.buffers()[0]
    if bits is None:
        return np.ones(len(column), bool)
    unpacked = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little", count=column.offset + len(column))
    return unpacked[column.offset :].astype(bool)
