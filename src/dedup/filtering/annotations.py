"""Annotations of documents: cluster, its size, whether the document stays, and how often to use it in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.filtering.row_decisions import ANNOTATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.filtering.removals import Removals


def annotations_of(
    removals: Removals, documents: NDArray[np.int64], weights: Sequence[tuple[int, float]]
) -> pa.RecordBatch:
    """Return the annotations of some documents, in their order.

    A document that stays has the weight of its cluster's size, one that goes has 0.
    """
    cluster, size = removals.cluster[documents], removals.cluster_size[documents]
    kept = removals.kept_for[documents] < 0
    sizes, values = (np.array(column) for column in zip(*weights, strict=True))
    weight = np.where(kept, values[np.searchsorted(sizes, size, side="right") - 1], 0.0)
    columns = [pa.array(cluster, mask=cluster < 0), pa.array(size), pa.array(kept), pa.array(weight, pa.float64())]
    return pa.RecordBatch.from_arrays(columns, schema=ANNOTATIONS)
