"""The metadata of a collection's documents, row by row: in blocks where rows are asked for in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection

NAMES = ("title", "publisher", "author", "published", "language")
"""The columns that say what a document is."""
_BLOCK = 256
"""Rows that are read at once: asking Arrow for one cell takes as long as for fifty in a row."""


class MetadataRows:
    """The cells of the columns `NAMES`."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._rows: list[tuple[Any, ...]] = []
        self._first = 0
        self._next = 0

    def __getitem__(self, document: int) -> tuple[Any, ...]:
        """Return the cells of one document."""
        place = document - self._first
        if not 0 <= place < len(self._rows):
            if document != self._next:
                self._next = document + 1
                return tuple(self._collection.value(document, name) for name in NAMES)
            self._first, self._rows = document, list(zip(*self._block(document), strict=True))
            place = 0
        self._next = document + 1
        return self._rows[place]

    def _block(self, document: int) -> list[list[Any]]:
        batch, row = self._collection.place(document)
        return [batch.column(name).slice(row, _BLOCK).to_pylist() for name in NAMES]


def present(column: pa.Array) -> NDArray[np.bool_]:
    """Return which cells of a column have a value, without Arrow's compute functions: their import takes 50 ms."""
    bits, first = column.buffers()[0], column.offset
    if bits is None:
        return np.ones(len(column), bool)
    return np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")[first : first + len(column)].astype(bool)
