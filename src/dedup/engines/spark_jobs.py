"""Jobs of Spark: packed items become rows, executors run work on them, and the caller collects what it made.

All goes through `mapInArrow`, so that any session will do. Work and items are bytes (`dedup.engines.mapped`).
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from dedup.engines.mapped import packed, unpacked
from dedup.errors import ClusterError, DedupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

Item = TypeVar("Item")
Result = TypeVar("Result")

ITEMS = pa.schema([("number", pa.int64()), ("item", pa.binary())])
_RESULTS = "number long, result binary"
_TASKS_PER_CORE = 4
"""Tasks for each core: where one takes long, or is lost with its machine, others are not held up."""
_ASSUMED_CORES = 8
"""Tasks side by side where Spark does not say."""


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


@dataclass(frozen=True, slots=True)
class SparkJobs:
    """Runs jobs on a session; `traffic` counts what was sent for keys to meet."""

    session: SparkSession
    traffic: Traffic = field(default_factory=Traffic, repr=False)

    @property
    def cores(self) -> int:
        """How many tasks run side by side, as far as Spark says."""
        context = getattr(self.session, "sparkContext", None)  # Spark Connect has none
        return _ASSUMED_CORES if context is None else max(int(context.defaultParallelism), 1)

    @property
    def executors(self) -> int:
        """How many executors there are, as far as Spark says."""
        context = getattr(self.session, "sparkContext", None)
        if context is None:
            return 1
        return max(int(context._jsc.sc().getExecutorMemoryStatus().size()) - 1, 1)  # noqa: SLF001 - nothing else tells

    def frame(self, items: Sequence[bytes]) -> DataFrame:
        """Return packed items as rows of Spark, numbered, in some parts of neighbouring items."""
        tasks = min(len(items), _TASKS_PER_CORE * self.cores)
        bounds = [len(items) * task // tasks for task in range(tasks + 1)]
        batches = [
            pa.record_batch([pa.array(range(low, high), pa.int64()), pa.array(items[low:high], pa.binary())], ITEMS)
            for low, high in pairwise(bounds)
        ]
        return self.session.createDataFrame(pa.Table.from_batches(batches, ITEMS))

    def collect(self, frame: DataFrame) -> pa.Table:
        """Return the rows of Spark as a table; what Spark says when it fails becomes a `ClusterError`."""
        from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra
        from pyspark.errors import PySparkException, PythonException  # noqa: PLC0415 - an extra

        try:
            return frame.toArrow()
        except PythonException:  # the program's own mistake
            raise
        except (PySparkException, Py4JError) as error:
            raise ClusterError(reason(error)) from error

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return the result of each item, in the order of the items; also a single one runs on the cluster."""
        return list(self.results(work, [packed(item) for item in items]))

    def results(self, work: Callable[[Item], Result], items: Sequence[bytes]) -> Iterator[Result]:
        """Yield the result of each packed item, in the order of the items."""
        kernel = partial(_work_on, work=packed(work))
        made = self.collect(self.frame(items).mapInArrow(kernel, _RESULTS))
        yield from results_in_order(made)


def results_in_order(table: pa.Table) -> Iterator[Any]:
    """Yield the results of a table in the order of their numbers; one that is an error of the program is raised."""
    numbers, results = table.column("number").to_pylist(), table.column("result")
    for row in sorted(range(len(numbers)), key=numbers.__getitem__):
        result = pickle.loads(results[row].as_buffer())  # noqa: S301 - the executors run the same program
        if isinstance(result, DedupError):
            raise result
        yield result


def pickled_result(work: Callable[[Any], Any], item: bytes) -> Any:
    """Return what work makes of a packed item, or the error of the program that it raised."""
    try:
        return work(unpacked(item))
    except DedupError as error:
        return error


def reason(error: Exception) -> str:
    """Return what Spark says, in one line, or what is missing."""
    if type(error).__name__ == "PySparkRuntimeError" and "JAVA_GATEWAY" in str(error):
        return "--engine spark needs Java 17 or later (Debian: openjdk-17-jre-headless); JAVA_HOME may name it"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"Spark could not do it: {lines[0] if lines else type(error).__name__}"


def _work_on(batches: Iterator[pa.RecordBatch], work: bytes) -> Iterator[pa.RecordBatch]:
    """Yield the number and the result of each item of some batches: what an executor runs."""
    function = unpacked(work)
    for batch in batches:
        for number, item in zip(batch.column("number"), batch.column("item"), strict=True):
            result = pickle.dumps(pickled_result(function, item.as_buffer()), protocol=5)
            yield pa.record_batch(
                [pa.array([number.as_py()], pa.int64()), pa.array([result], pa.binary())], ["number", "result"]
            )
