"""Which documents of a collection share an id.

A few are found by a set of strings. Many are found by the hashes of their ids, which take eight bytes a document; only
where hashes are equal are the ids themselves compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

_FEW = 1 << 12
"""Ids of which a set is made as fast as hashes."""

Repeated = tuple[str, int, int]
"""An id, and the indexes of the first document and of the next that have it."""


def shared_id(batches: Sequence[pa.RecordBatch]) -> Repeated | None:
    """Return the first id that comes a second time, if one does."""
    count = sum(batch.num_rows for batch in batches)
    if count > _FEW:
        return _first_repeated(_alike(batches))
    ids = [identity for batch in batches for identity in batch.column("id").to_pylist()]
    return None if len(set(ids)) == count else _first_repeated(enumerate(ids))


def _first_repeated(numbered: Iterable[tuple[int, str]]) -> Repeated | None:
    seen: dict[str, int] = {}
    for index, identity in numbered:
        first = seen.setdefault(identity, index)
        if first != index:
            return identity, first, index
    return None


def _alike(batches: Sequence[pa.RecordBatch]) -> Iterator[tuple[int, str]]:
    """Yield the documents whose ids have the hash of another's, with their ids, in order."""
    using = choose()
    hashes = [using.hash_strings(*_buffers(batch.column("id"))) for batch in batches]
    rows, _ = using.group_rows(np.concatenate(hashes))
    if not rows.size:
        return
    rows.sort()
    start = 0
    for batch in batches:
        low, high = np.searchsorted(rows, [start, start + batch.num_rows])
        for row in rows[low:high].tolist():
            yield row, batch.column("id")[row - start].as_py()
        start += batch.num_rows


def _buffers(column: pa.StringArray) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    _, offsets, data = column.buffers()
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(data or b"", np.uint8), bounds.astype(np.int64)
