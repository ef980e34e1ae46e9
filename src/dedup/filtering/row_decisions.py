"""What becomes of the rows of one shard, for its writer: rows that go, cuts, or annotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from dedup.filtering.removals import Removals

    Numbers = NDArray[np.int64]

ANNOTATIONS = pa.schema(
    [
        pa.field("dedup_cluster", pa.int64()),
        pa.field("dedup_cluster_size", pa.int64()),
        pa.field("dedup_kept", pa.bool_()),
        pa.field("dedup_weight", pa.float64()),
    ]
)
"""The columns that annotating adds; they are null in rows that hold no document that could be read."""


@dataclass(frozen=True, slots=True)
class RowDecisions:
    """What becomes of some rows of a shard: `rows` (int64, rising) are their numbers, from 1.

    `annotations` are None where rows are dropped; all `rows` are dropped then. Where they are given, no row is dropped,
    and these are the values of `ANNOTATIONS` in the rows; other rows have nulls. `cuts` are the characters that are cut
    out of the texts of other rows.
    """

    rows: Numbers
    annotations: pa.RecordBatch | None = None
    cuts: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Whether the shard changes at all."""
        return self.annotations is not None or bool(self.rows.size) or bool(self.cuts)

    def between(self, low: int, high: int) -> Numbers:
        """Return those of the rows from number `low` up to, not including, `high`, counted from `low`."""
        first, end = np.searchsorted(self.rows, (low, high))
        return self.rows[first:end] - low

    def cuts_between(self, low: int, high: int) -> dict[int, Sequence[tuple[int, int]]]:
        """Return the cuts of the rows from number `low` up to, not including, `high`, by rows counted from `low`."""
        if not self.cuts:
            return {}
        return {row - low: self.cuts[row] for row in range(low, high) if row in self.cuts}

    def columns(self, low: int, high: int) -> pa.RecordBatch:
        """Return the annotations of all rows from number `low` up to, not including, `high`."""
        assert self.annotations is not None  # noqa: S101 - only annotating asks for them
        first, end = np.searchsorted(self.rows, (low, high)).tolist()
        at = np.full(high - low, -1)
        at[self.rows[first:end] - low] = np.arange(first, end)
        return self.annotations.take(pa.array(at, mask=at < 0))


def refuse_taken_names(names: Iterable[str]) -> None:
    """Raise `UsageError` where columns are called like those that annotating adds."""
    taken = set(ANNOTATIONS.names).intersection(names)
    if taken:
        msg = f"there is a column {min(taken)} already, which --annotate would add: rename or drop it"
        raise UsageError(msg)


def annotations_of(removals: Removals, documents: Numbers, weights: Sequence[tuple[int, float]]) -> pa.RecordBatch:
    """Return the annotations of some documents, in their order.

    A document that stays has the weight of its cluster's size, one that goes has 0.
    """
    cluster, size = removals.cluster[documents], removals.cluster_size[documents]
    kept = removals.kept_for[documents] < 0
    sizes, values = (np.array(column) for column in zip(*weights, strict=True))
    weight = np.where(kept, values[np.searchsorted(sizes, size, side="right") - 1], 0.0)
    columns = [pa.array(cluster, mask=cluster < 0), pa.array(size), pa.array(kept), pa.array(weight, pa.float64())]
    return pa.RecordBatch.from_arrays(columns, schema=ANNOTATIONS)
