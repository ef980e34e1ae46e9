"""Rows of Arrow columns on a cluster, and jobs on them: executors run work on packed items, the caller gets results.

A cluster does three things for `dedup.engines.cluster`: it maps rows by kernels, it brings rows of one part together,
and it keeps rows for later. `dedup.engines.spark` and `dedup.engines.daft` are the two that there are. Work and items
are bytes (`dedup.engines.mapped`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

import pyarrow as pa

from dedup.engines.large_results import bytes_of_result, result_of_bytes
from dedup.engines.mapped import packed, unpacked
from dedup.errors import DedupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")
RowKernel: TypeAlias = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]
"""What makes rows of the rows of one task."""

ITEM_COLUMNS = "number long, item binary"
_RESULTS = "number long, result binary"
TASKS_PER_CORE = 4
"""Tasks of a shuffle for each core: where one takes long, or is lost with its machine, others are not held up."""
_ITEMS_PER_TASK = 8
"""The most items of a task of work: Spark holds what was made of all of them in memory, before it goes to its disks."""
_KINDS = {"long": pa.int64(), "binary": pa.binary()}


class Rows(Protocol):
    """Rows on a cluster, in tasks of some rows each; columns are written as in Spark: ``number long, item binary``."""

    def select(self, *names: str) -> Rows:
        """Return the rows with these columns only."""
        ...

    def map(self, kernel: RowKernel, columns: str, *, few_calls: bool = False) -> Rows:
        """Return the rows, with these columns, that a kernel makes of the rows of each task.

        With `few_calls` the kernel is called about as often as there are cores, as far as no row moves for that.
        """
        ...

    def map_parts(self, kernel: RowKernel, columns: str, tasks: int) -> Rows:
        """Return what a kernel makes of the rows after those with one number in `part` came together, in some tasks."""
        ...

    def keep(self) -> Rows:
        """Return the rows as what is made once and kept on the cluster, as long as the caller has them."""
        ...

    def table(self) -> pa.Table:
        """Run the job and return its rows, in any order; raises `ClusterError` where the cluster fails."""
        ...


class Executors(Protocol):
    """Machines that work on rows."""

    @property
    def cores(self) -> int:
        """How many tasks run side by side, as far as the cluster says."""
        ...

    @property
    def count(self) -> int:
        """How many machines or processes get what is sent to all of them, as far as the cluster says."""
        ...

    def rows(self, tasks: Sequence[pa.RecordBatch]) -> Rows:
        """Return rows with the columns of items, in so many tasks."""
        ...


@dataclass
class Traffic:
    """What was sent between the machines of a cluster for keys to meet, in bytes.

    `told` are slots by which keys that stand once are found, `answers` go to every executor, `rows` are those of keys
    that may stand twice; `keys` and `kept` count all keys, and those whose rows were sent.
    """

    told: int = 0
    answers: int = 0
    rows: int = 0
    keys: int = 0
    kept: int = 0

    def clear(self) -> None:
        """Count from 0 again."""
        self.told = self.answers = self.rows = self.keys = self.kept = 0

    @property
    def bytes(self) -> int:
        """All bytes."""
        return self.told + self.answers + self.rows


def schema_of(columns: str) -> pa.Schema:
    """Return the Arrow schema of columns that are written as ``number long, item binary``."""
    named = (column.split() for column in columns.split(", "))
    return pa.schema([(name, _KINDS[kind]) for name, kind in named])


def row_of(columns: str, *cells: object) -> pa.RecordBatch:
    """Return one row with these columns."""
    schema = schema_of(columns)
    return pa.RecordBatch.from_arrays(
        [pa.array([cell], kind) for cell, kind in zip(cells, schema.types, strict=True)], schema=schema
    )


def rows_of(executors: Executors, items: Sequence[bytes]) -> Rows:
    """Return packed items as rows of a cluster, numbered, in tasks of neighbouring items."""
    schema = schema_of(ITEM_COLUMNS)
    tasks = min(len(items), max(executors.cores, -(-len(items) // _ITEMS_PER_TASK)))
    bounds = [len(items) * task // tasks for task in range(tasks + 1)]
    return executors.rows(
        [
            pa.record_batch([pa.array(range(low, high), pa.int64()), pa.array(items[low:high], pa.binary())], schema)
            for low, high in pairwise(bounds)
        ]
    )


def run(executors: Executors, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Return the result of each item, in the order of the items; also a single one runs on the cluster."""
    return list(results(executors, work, [packed(item) for item in items]))


def results(
    executors: Executors, work: Callable[[Item], Result], items: Sequence[bytes], folder: str = ""
) -> Iterator[Result]:
    """Yield the result of each packed item, in the order of the items; large ones come by a folder that all see."""
    kernel = partial(_work_on, work=packed(work), folder=folder)
    yield from results_in_order(rows_of(executors, items).map(kernel, _RESULTS).table())


def results_in_order(table: pa.Table) -> Iterator[Any]:
    """Yield the results of a table in the order of their numbers; one that is an error of the program is raised."""
    numbers, column = table.column("number").to_pylist(), table.column("result")
    for row in sorted(range(len(numbers)), key=numbers.__getitem__):
        yield result_of_bytes(column[row].as_buffer())


def result_or_error(work: Callable[[Any], Any], item: bytes) -> Any:
    """Return what work makes of a packed item, or the error of the program that it raised."""
    try:
        return work(unpacked(item))
    except DedupError as error:
        return error


def _work_on(batches: Iterator[pa.RecordBatch], work: bytes, folder: str) -> Iterator[pa.RecordBatch]:
    """Yield the number and the result of each item of some batches: what an executor runs."""
    function = unpacked(work)
    for batch in batches:
        for number, item in zip(batch.column("number").to_pylist(), batch.column("item"), strict=True):
            result = result_or_error(function, item.as_buffer())
            yield row_of(_RESULTS, number, bytes_of_result(result, folder))
