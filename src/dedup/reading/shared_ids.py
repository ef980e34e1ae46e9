"""Documents with an id that an earlier document has: they are found, and get ids of their own.

A set compares few ids. Of many, the hashes are grouped, which takes eight bytes a document, and only ids with equal
hashes are compared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.documents import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

_SET_SIZE = 1 << 12
"""Ids that a set compares as fast as hashes do."""
_ID = SCHEMA.names.index("id")


class SharedId(NamedTuple):
    """A document whose id an earlier one has: the id, the indexes of the first and of this one, and its new id."""

    identity: str
    first: int
    later: int
    renamed: str


def shared_ids(batches: Sequence[pa.RecordBatch]) -> list[SharedId]:
    """Return the documents whose id an earlier one has, in order; the second with the id ``a`` becomes ``a#2``.

    Where ``a#2`` is the id of a document already, the next number is taken.
    """
    later = list(_later(batches))
    if not later:
        return []
    repeated = {identity for identity, _, _ in later}
    ids = (identity for batch in batches for identity in batch.column("id").to_pylist())
    taken = {identity for identity in ids if identity.rpartition("#")[0] in repeated}
    numbers: dict[str, int] = defaultdict(lambda: 1)
    found = []
    for identity, first, index in later:
        renamed = identity
        while renamed == identity or renamed in taken:
            numbers[identity] += 1
            renamed = f"{identity}#{numbers[identity]}"
        taken.add(renamed)
        found.append(SharedId(identity, first, index, renamed))
    return found


def with_own_ids(batch: pa.RecordBatch, renamed: dict[int, str]) -> pa.RecordBatch:
    """Return a batch in which the rows have the ids that are given for some of them."""
    ids = batch.column("id").to_pylist()
    for row, identity in renamed.items():
        ids[row] = identity
    return batch.set_column(_ID, SCHEMA.field(_ID), pa.array(ids, pa.string()))


def _later(batches: Sequence[pa.RecordBatch]) -> Iterator[tuple[str, int, int]]:
    """Yield the id, the first document and the index of each document whose id an earlier one has."""
    count = sum(batch.num_rows for batch in batches)
    numbered: Iterable[tuple[int, str]]
    if count > _SET_SIZE:
        numbered = _of_equal_hash(batches)
    else:
        ids = [identity for batch in batches for identity in batch.column("id").to_pylist()]
        numbered = enumerate(ids) if len(set(ids)) < count else ()
    seen: dict[str, int] = {}
    for index, identity in numbered:
        first = seen.setdefault(identity, index)
        if first != index:
            yield identity, first, index


def _of_equal_hash(batches: Sequence[pa.RecordBatch]) -> Iterator[tuple[int, str]]:
    """Yield the index and the id of each document whose id has the hash of another id, in order."""
    hashes = [kernels.hash_strings(*_buffers(batch.column("id"))) for batch in batches]
    rows, _ = kernels.group_rows(np.concatenate(hashes))
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
