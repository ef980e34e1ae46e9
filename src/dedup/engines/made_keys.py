"""What work makes of items on a cluster, as rows of bytes that stay there, and the keys to meet that are read of them.

A key is read as its hash: keys that were selected as the least of a window have like first bits, hashes have not. The
value of a key is read with the column of the key and the number of the item before it, in as many bits as there are of
each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np

from dedup.engines.cluster_jobs import result_or_error, row_of
from dedup.engines.large_results import bytes_of_result
from dedup.engines.mapped import unpacked
from dedup.errors import DedupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

MADE = (
    "number long, result binary, span long, start long, rows long, largest long, members long, "
    "keys binary, values binary, columns binary"
)
_MIX = 0x9E3779B185EBCA87
_INVERSE = pow(_MIX, -1, 1 << 64)
_COLUMN = 0xD6E8FEB86659FD93
"""Times the number of a column: what its keys are changed by, so that equal keys of two columns need not meet."""


def make(batches: Iterator[pa.RecordBatch], work: bytes, folder: str) -> Iterator[pa.RecordBatch]:
    """Yield what work makes of each item, one row each; large results go to files of a folder."""
    function = unpacked(work)
    for batch in batches:
        for number, item in zip(batch.column("number").to_pylist(), batch.column("item"), strict=True):
            made = result_or_error(function, item.as_buffer())
            if isinstance(made, DedupError):
                yield row_of(MADE, number, bytes_of_result(made, folder), 0, -1, 0, 0, 0, b"", b"", b"")
                continue
            columns = made.columns if made.columns is not None else np.zeros((0, 0), np.uint64)
            yield row_of(
                MADE,
                number,
                bytes_of_result(made.result, folder),
                made.span,
                -1 if made.start is None else made.start,
                made.keys.size,
                int(made.values.max(initial=0)),
                columns.shape[1],
                made.keys.tobytes(),
                made.values.tobytes(),
                columns.tobytes(),
            )


class Places(NamedTuple):
    """Column, item and value within the item as one number: in so many bits for an item, and for a value within it."""

    item_bits: int
    value_bits: int

    def joined(self, column: Numbers | int, item: int, value: Numbers) -> Hashes:
        """Return the numbers (uint64) of places."""
        base = np.asarray(column, np.int64) << self.item_bits | item
        return (base << self.value_bits | value).astype(np.uint64)

    def columns(self, places: Hashes) -> Numbers:
        """Return the columns (int64)."""
        return (places >> np.uint64(self.item_bits + self.value_bits)).astype(np.int64)

    def items_and_values(self, places: Hashes) -> tuple[Numbers, Numbers]:
        """Return the items, and the values within them (int64)."""
        numbers = places.astype(np.int64)
        return (numbers >> self.value_bits) & ((1 << self.item_bits) - 1), numbers & ((1 << self.value_bits) - 1)


@dataclass(frozen=True, slots=True)
class RowKeys:
    """The keys of the rows of each item; `hash_cells` and `cells` are the columns of `MADE` for hashes, and for all."""

    places: Places
    hash_cells: ClassVar = ("keys",)
    cells: ClassVar = ("keys", "values")

    def hashes(self, batch: pa.RecordBatch) -> Iterator[Hashes]:
        """Yield the hashes of the keys of each item."""
        yield from (keys * np.uint64(_MIX) for _, keys in _of_items(batch, "keys", np.uint64))

    def places_of(self, batch: pa.RecordBatch) -> Iterator[Hashes]:
        """Yield the places of these keys."""
        yield from (self.places.joined(0, item, values) for item, values in _of_items(batch, "values", np.int64))


@dataclass(frozen=True, slots=True)
class ColumnKeys:
    """The keys that members of items have in so many columns: of the chosen members (bool), or of all.

    Item i has the members ``member_starts[i] : member_starts[i + 1]``.
    """

    places: Places
    columns: int
    member_starts: Numbers
    chosen: NDArray[np.bool_] | None
    hash_cells: ClassVar = ("columns",)
    cells: ClassVar = ("columns",)

    def hashes(self, batch: pa.RecordBatch) -> Iterator[Hashes]:
        """Yield the hashes of the keys of each item."""
        changes = _change(np.arange(self.columns))[:, None]
        for item, keys in _of_items(batch, "columns", np.uint64):
            chosen = keys.reshape(self.columns, -1)[:, self._members(item)]
            yield ((chosen ^ changes) * np.uint64(_MIX)).ravel()

    def places_of(self, batch: pa.RecordBatch) -> Iterator[Hashes]:
        """Yield the places of these keys."""
        columns = np.arange(self.columns)[:, None]
        for item in batch.column("number").to_pylist():
            yield self.places.joined(columns, item, self._members(item)).ravel()

    def _members(self, item: int) -> Numbers:
        first, end = self.member_starts[item : item + 2].tolist()
        return np.arange(end - first) if self.chosen is None else np.flatnonzero(self.chosen[first:end])


def keys_of(hashes: Hashes, columns: Numbers) -> Hashes:
    """Return the keys of which these are the hashes; `columns` has the column of each."""
    return (hashes * np.uint64(_INVERSE)) ^ _change(columns)


def _change(columns: Numbers) -> Hashes:
    """Return what the keys of each column are changed by; those of the first, and of rows, stay."""
    return columns.astype(np.uint64) * np.uint64(_COLUMN)


def _of_items(batch: pa.RecordBatch, name: str, kind: type[np.generic]) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield the number of each item, and the numbers that one of its cells has."""
    for item, cell in zip(batch.column("number").to_pylist(), batch.column(name), strict=True):
        yield item, np.frombuffer(cell.as_buffer(), kind)
