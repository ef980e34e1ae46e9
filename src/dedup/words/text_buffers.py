"""Columns of texts as UTF-8 bytes with offsets: whole, in pieces for batches of work, or one text at a time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection

_PIECE_BYTES = 1 << 20
"""Bytes of a piece: its words stay in the second- or third-level cache, and there are enough pieces for all workers."""
_PIECE_ROWS = 1 << 14
"""Texts of a piece at most: the signature of a text takes half a kilobyte, however short the text is."""


def text_buffers(column: pa.LargeStringArray) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the UTF-8 bytes and the offsets of a column of texts, without a copy."""
    _, offsets, data = column.buffers()
    bounds = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(data or b"", np.uint8), bounds


def text_pieces(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.LargeStringArray]:
    """Yield the texts of batches in order, in columns of about a megabyte: several documents, or one that is large."""
    for batch in batches:
        column = batch.column("text")
        for low, high in piece_bounds(column):
            yield column.slice(low, high - low)


def piece_bounds(column: pa.LargeStringArray) -> Iterator[tuple[int, int]]:
    """Yield the first row and the end of each piece of a column."""
    if not len(column):
        return iter(())
    offsets = np.frombuffer(column.buffers()[1], np.int64)[column.offset : column.offset + len(column) + 1]
    marks = np.arange(offsets[0], offsets[-1] + _PIECE_BYTES, _PIECE_BYTES)
    by_bytes = np.searchsorted(offsets, marks).clip(0, len(column))
    bounds = unique(np.concatenate([by_bytes, np.arange(0, len(column), _PIECE_ROWS), [len(column)]]))
    return pairwise(bounds.tolist())


class TextReader:
    """Gives single texts of a collection, in any order and many of them.

    The buffers of each batch are asked of Arrow only once, as that takes longer than reading most texts.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._buffers: dict[int, tuple[NDArray[np.uint8], NDArray[np.int64]]] = {}

    def raw(self, document: int) -> bytes:
        """Return the text of a document in UTF-8."""
        number, row = self._collection.batch_and_row(document)
        known = self._buffers.get(number)
        if known is None:
            known = self._buffers[number] = text_buffers(self._collection.batches[number].column("text"))
        buffer, offsets = known
        return buffer[offsets[row] : offsets[row + 1]].tobytes()

    def text(self, document: int) -> str:
        """Return the text of a document."""
        return self.raw(document).decode()
