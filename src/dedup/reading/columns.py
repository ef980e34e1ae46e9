"""Columns of cells become record batches of documents, without a Python value for any cell.

What says the same of every row of a file, its path and all that it lacks, is made once and cut to size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.documents import SCHEMA
from dedup.kernels.compiled.cells import AS_IT_IS, AUTHOR, UNLESS_EMPTY, WORDED, gather_cells, label_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.kernels.compiled.cells import Strings

COLUMNS = ("text", "id", "title", "publisher", "author", "published", "language", "url")
"""What is read of a row; the text is column 0 and the id column 1."""
ID = 1
_RULES = (AS_IT_IS, UNLESS_EMPTY, WORDED, WORDED, AUTHOR, WORDED, WORDED, WORDED)
"""What becomes of the values of each."""
_LOOSE = 8
"""A column whose bytes fill less than seven eighths of their buffer gets one that fits."""


class Table:
    """Makes batches of the documents of one file."""

    def __init__(self, name: str, path: str | None) -> None:
        self._label = f"{name}#".encode()
        self._path = pa.scalar(path, pa.string())
        self._paths = self._nulls = pa.nulls(0, pa.string())

    def batch(self, columns: Sequence[Strings], numbers: NDArray[np.int64]) -> pa.RecordBatch:
        """Return the rows of these `COLUMNS`; `numbers` are what rows without an id are called by."""
        rows = numbers.size
        arrays = {"path": self._same_paths(rows), "markup": self._same_nulls(rows)}
        for name, given in zip(COLUMNS, columns, strict=True):
            unlabelled = name == "id" and given.filled < rows
            column = label_rows(given, self._label, numbers) if unlabelled else given
            arrays[name] = _array(column, SCHEMA.field(name).type) if column.filled else self._same_nulls(rows)
        return pa.RecordBatch.from_arrays([arrays[name] for name in SCHEMA.names], schema=SCHEMA)

    def _same_paths(self, rows: int) -> pa.StringArray:
        if len(self._paths) < rows:
            self._paths = pa.repeat(self._path, rows)
        return self._paths.slice(0, rows)

    def _same_nulls(self, rows: int) -> pa.StringArray:
        if len(self._nulls) < rows:
            self._nulls = pa.nulls(rows, pa.string())
        return self._nulls.slice(0, rows)


def column_of(
    number: int, block: NDArray[np.uint8], starts: NDArray[np.int32], sizes: NDArray[np.int32], kinds: NDArray[np.uint8]
) -> Strings:
    """Return one of the `COLUMNS`, from where its cells start, their sizes and kinds."""
    return gather_cells(block, starts, sizes, kinds, _RULES[number])


def _array(column: Strings, kind: pa.DataType) -> pa.Array:
    """Return a column as Arrow has it, on the same memory."""
    rows, used = column.valid.size, int(column.offsets[-1])
    loose = column.data.size - used > column.data.size // _LOOSE
    data = column.data[:used].copy() if loose else column.data[:used]
    offsets = column.offsets if pa.types.is_large_string(kind) else column.offsets.astype(np.int32)
    valid = None if column.filled == rows else pa.py_buffer(np.packbits(column.valid, bitorder="little"))
    return pa.Array.from_buffers(kind, rows, [valid, pa.py_buffer(offsets), pa.py_buffer(data)], rows - column.filled)
