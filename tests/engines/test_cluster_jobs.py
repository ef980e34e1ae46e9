"""Items as rows of a cluster: how many go into one task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pyarrow as pa


class Noting:
    """Machines that note how many rows each task has."""

    cores = 2
    count = 1

    def rows(self, tasks: list[pa.RecordBatch]) -> list[int]:
        """Return the number of rows of each task."""
        return [batch.num_rows for batch in tasks]


@pytest.mark.parametrize(("items", "expected"), [(1, [1]), (9, [4, 5]), (20, [6, 7, 7])])
def test_there_is_a_task_for_each_core_and_more_where_there_are_many_items(items: int, expected: list[int]) -> None:
    """At most eight items each: what a task makes is in the memory of Spark until it is done."""
    pytest.importorskip("cloudpickle")
    from dedup.engines.cluster_jobs import rows_of  # noqa: PLC0415 - see above

    found: object = rows_of(Noting(), [b"item"] * items)  # type: ignore[arg-type] # rows that are only counted
    assert sorted(found) == sorted(expected)  # type: ignore[call-overload] # as above
