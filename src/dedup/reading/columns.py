"""Columns of cells become record batches of documents, without a Python value for any cell.

What says the same of every row of a file, its path and all that it lacks, is made once and cut to size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa

from dedup.documents import SCHEMA
from dedup.kernels.compiled.columns import AS_IT_IS, AUTHOR, UNLESS_EMPTY, WORDED, gather_cells, label_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.kernels.compiled.columns import Strings

COLUMNS = ("text", "id", "title", "publisher", "author", "published", "language", "url")
"""What is read of a row; the text is column 0 and the id column 1."""
ID = 1
_RULES = (AS_IT_IS, UNLESS_EMPTY, WORDED, WORDED, AUTHOR, WORDED, WORDED, WORDED)
"""What becomes of the values of each."""
_LOOSE = 8
"""A column whose bytes fill less than seven eighths of their buffer gets one that fits."""


Column: TypeAlias = "Strings | pa.Array"
"""The cells of a column: as kernels give them, or as they are to be."""


class Batcher:
    """Makes batches of the documents of one file."""

    def __init__(self, name: str, path: str | None) -> None:
        self._label = f"{name}#".encode()
        self._path = pa.scalar(path, pa.string())
        self._paths = self._nulls = pa.nulls(0, pa.string())

    def batch(self, columns: Sequence[Column], numbers: NDArray[np.int64]) -> pa.RecordBatch:
        """Return the rows of these `COLUMNS`; `numbers` are what rows without an id are called by."""
        rows = numbers.size
        arrays = {"path": self._same_paths(rows), "markup": self._same_nulls(rows)}
        for name, column in zip(COLUMNS, columns, strict=True):
            arrays[name] = self._array(name, column, numbers)
        return pa.RecordBatch.from_arrays([arrays[name] for name in SCHEMA.names], schema=SCHEMA)

    def _array(self, name: str, column: Column, numbers: NDArray[np.int64]) -> pa.Array:
        """Return a column as Arrow has it, on the same memory."""
        if isinstance(column, pa.Array):
            return column
        if column.filled < numbers.size and name == "id":
            column = label_rows(column, self._label, numbers)
        if not column.filled:
            return self._same_nulls(numbers.size)
        rows, used = column.valid.size, int(column.offsets[-1])
        loose = column.data.size - used > column.data.size // _LOOSE
        data = column.data[:used].copy() if loose else column.data[:used]
        offsets = column.offsets if name == "text" else column.offsets.astype(np.int32)
        valid = None if column.filled == rows else pa.py_buffer(np.packbits(column.valid, bitorder="little"))
        buffers = [valid, pa.py_buffer(offsets), pa.py_buffer(data)]
        return pa.Array.from_buffers(SCHEMA.field(name).type, rows, buffers, rows - column.filled)

    def _same_paths(self, rows: int) -> pa.StringArray:
        if len(self._paths) < rows:
            self._paths = pa.repeat(self._path, max(rows, 2 * len(self._paths)))
        return self._paths.slice(0, rows)

    def _same_nulls(self, rows: int) -> pa.StringArray:
        if len(self._nulls) < rows:
            self._nulls = pa.nulls(max(rows, 2 * len(self._nulls)), pa.string())
        return self._nulls.slice(0, rows)


def column_of(
    number: int, block: NDArray[np.uint8], starts: NDArray[np.int32], sizes: NDArray[np.int32], kinds: NDArray[np.uint8]
) -> Strings:
    """Return one of the `COLUMNS`, from where its cells start, their sizes and kinds."""
    return gather_cells(block, starts, sizes, kinds, _RULES[number])
