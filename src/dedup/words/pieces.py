"""Batches of documents into pieces of text that are worked on at once: some documents each, or one that is large."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.engines.groups import unique

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from dedup.documents import Collection

_PIECE = 1 << 20
"""Bytes of text: its words stay in the second- or third-level cache, and there are enough pieces for all workers."""


def pieces_of(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.LargeStringArray]:
    """Yield the texts of the batches in order, in columns of whole documents."""
    for batch in batches:
        column = batch.column("text")
        for low, high in bounds_of(column):
            yield column.slice(low, high - low)


def numbered_pieces(collection: Collection) -> Iterator[tuple[int, pa.LargeStringArray]]:
    """Yield the texts of a collection likewise, each column with the number of its first document."""
    for start, batch in collection.numbered():
        column = batch.column("text")
        for low, high in bounds_of(column):
            yield start + low, column.slice(low, high - low)


def bounds_of(column: pa.LargeStringArray) -> Iterator[tuple[int, int]]:
    """Yield the first row and the end of each piece of a column."""
    if not len(column):
        return iter(())
    offsets = np.frombuffer(column.buffers()[1], np.int64)[column.offset : column.offset + len(column) + 1]
    marks = np.arange(offsets[0], offsets[-1] + _PIECE, _PIECE)
    cuts = unique(np.append(np.searchsorted(offsets, marks).clip(0, len(column)), [0, len(column)]))
    return pairwise(cuts.tolist())
