"""Daft as a cluster: rows are its data frames, kernels run in batch functions, parts meet in `map_groups`.

Daft runs on the machines of a Ray cluster, or, by its own engine, on this one. Its functions return one value for each
row, so a kernel's rows come as the list of the first row of a batch, the others have an empty one, and lists are then
made rows.
"""

# ruff: noqa: E402 - what must be said before Daft is imported

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

# Both report to their makers that they are used, and Daft draws bars, unless a user has said something else.
for _name in ("DAFT_ANALYTICS_ENABLED", "RAY_USAGE_STATS_ENABLED", "DAFT_PROGRESS_BAR"):
    os.environ.setdefault(_name, "0")

import daft
import numpy as np
import pyarrow as pa
from daft import DataType, col
from daft.errors import UDFException
from daft.exceptions import DaftCoreException

from dedup.engines.cluster import ClusterEngine
from dedup.engines.cluster_jobs import ITEM_COLUMNS, TASKS_PER_CORE, RowKernel, Traffic, schema_of
from dedup.engines.local import LOCAL, Local
from dedup.errors import ClusterError, UsageError
from dedup.processors import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MADE = "made"


class DaftEngine(ClusterEngine):
    """Runs work where Daft does; `caller` is the engine for this machine."""

    def __init__(self, caller: Local = LOCAL) -> None:
        super().__init__(DaftExecutors(), caller, None, Traffic())


@dataclass(frozen=True, slots=True)
class DaftExecutors:
    """The machines on which Daft runs."""

    @property
    def cores(self) -> int:
        """How many tasks run side by side: those that Ray counts, or those of this machine."""
        if not _runs_on_ray():
            return cores()
        import ray  # noqa: PLC0415 - an extra

        return max(int(ray.cluster_resources().get("CPU", 1)), 1)

    @property
    def count(self) -> int:
        """How many machines there are."""
        if not _runs_on_ray():
            return 1
        import ray  # noqa: PLC0415 - an extra

        return max(int(sum(node["Alive"] for node in ray.nodes())), 1)

    def rows(self, tasks: Sequence[pa.RecordBatch]) -> DaftRows:
        """Return rows with the columns of items, in so many tasks."""
        frame = daft.from_arrow(pa.Table.from_batches(tasks, schema_of(ITEM_COLUMNS)))
        if _runs_on_ray():
            frame = frame.into_partitions(len(tasks))
        return DaftRows(frame, ITEM_COLUMNS, max(batch.num_rows for batch in tasks))


class DaftRows:
    """A data frame with these columns; a kernel is given so many rows of it at a time, at most.

    Rows that are kept lie in the memory of this machine, or in Ray's store of objects.
    """

    def __init__(self, frame: daft.DataFrame, columns: str, at_once: int) -> None:
        self._frame, self._columns, self._at_once = frame, columns, at_once

    def select(self, *names: str) -> DaftRows:
        """Return the rows with these columns only."""
        columns = ", ".join(column for column in self._columns.split(", ") if column.split()[0] in names)
        return self._with(self._frame.select(*names), columns)

    def map(self, kernel: RowKernel, columns: str, *, few_calls: bool = False) -> DaftRows:
        """Return the rows, with these columns, that a kernel makes of the rows of each task."""
        frame, at_once = self._frame, self._at_once
        if few_calls and not _runs_on_ray():  # where there are several machines, rows would move for that
            at_once *= TASKS_PER_CORE
            frame = frame.into_batches(at_once)
        made = self._function(kernel, columns, at_once)(*map(col, self._frame.column_names))
        return self._of_lists(frame.select(made.alias(_MADE)), columns)

    def map_parts(self, kernel: RowKernel, columns: str, tasks: int) -> DaftRows:  # noqa: ARG002 - Daft decides
        """Return what a kernel makes of the rows after those with one number in `part` came together."""
        made = self._function(kernel, columns, None)(*map(col, self._frame.column_names))
        return self._of_lists(self._frame.groupby("part").map_groups(made.alias(_MADE)).select(_MADE), columns)

    def keep(self) -> DaftRows:
        """Return the rows as what is made once and kept."""
        return self._with(_run(self._frame.collect), self._columns)

    def table(self) -> pa.Table:
        """Run the job and return its rows; what Daft says when it fails becomes a `ClusterError`."""
        return _run(self._frame.to_arrow)

    def _of_lists(self, frame: daft.DataFrame, columns: str) -> DaftRows:
        """Return rows of the lists that a kernel made."""
        cells = (col(_MADE).get(name).alias(name) for name in schema_of(columns).names)
        return self._with(frame.explode(_MADE, ignore_empty_and_null=True).select(*cells), columns)

    def _with(self, frame: daft.DataFrame, columns: str) -> DaftRows:
        return DaftRows(frame, columns, self._at_once)

    def _function(self, kernel: RowKernel, columns: str, at_once: int | None) -> Callable[..., daft.Expression]:
        """Return the function of Daft that gives the first row of a batch the list of all rows that a kernel makes."""
        given_names, schema = self._frame.column_names, _large(schema_of(columns))
        row = pa.struct(list(schema))

        def made(*given: daft.Series) -> pa.Array:
            table = pa.Table.from_arrays([series.to_arrow() for series in given], given_names)
            if not table.num_rows:
                return pa.array([], pa.large_list(row))
            batches = [batch.cast(schema) for batch in kernel(iter(table.combine_chunks().to_batches()))]
            rows = pa.concat_arrays([pa.array([], row), *(batch.to_struct_array() for batch in batches)])
            ends = np.full(table.num_rows + 1, len(rows))
            ends[0] = 0
            return pa.LargeListArray.from_arrays(ends, rows)

        kind = DataType.from_arrow_type(pa.large_list(row))
        decorated: Any = daft.func.batch(return_dtype=kind, batch_size=at_once)
        return decorated(made)  # type: ignore[no-any-return] # it may be missing


def _large(schema: pa.Schema) -> pa.Schema:
    """Return a schema in which a column of bytes may have any size."""
    large = {pa.binary(): pa.large_binary()}
    return pa.schema([(field.name, large.get(field.type, field.type)) for field in schema])


def run_on_ray(address: str) -> None:
    """Let Daft run on the Ray cluster of an address, or on one that is started here (``local``).

    Raises `UsageError` where it does not answer.
    """
    try:
        daft.set_runner_ray(address, noop_if_initialized=True)
    except (OSError, RuntimeError, ValueError) as error:
        msg = f"Ray does not answer at {address}: {_first_line(error)}"
        raise UsageError(msg) from error


def _runs_on_ray() -> bool:
    return str(daft.get_or_infer_runner_type()) == "ray"


def _run(job: Callable[[], Any]) -> Any:
    try:
        return job()
    except UDFException:  # the program's own mistake
        raise
    except _failures() as error:
        msg = f"Daft could not do it: {_first_line(error)}"
        raise ClusterError(msg) from error


def _failures() -> tuple[type[Exception], ...]:
    """Return what is raised where Daft or, if it runs there, Ray fails."""
    of_ray = getattr(sys.modules.get("ray.exceptions"), "RayError", RuntimeError)
    return (DaftCoreException, OSError, RuntimeError, of_ray)


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
