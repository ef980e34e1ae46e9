"""A Spark session as a cluster: rows are data frames, kernels run in `mapInArrow`, parts meet in Spark's shuffle.

Nothing else of Spark is used, so that any session will do.
"""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from dedup.engines.cluster import ClusterEngine
from dedup.engines.cluster_jobs import ITEM_COLUMNS, RowKernel, Traffic, schema_of
from dedup.engines.local import LOCAL, Local
from dedup.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame, SparkSession

_ASSUMED_CORES = 8
"""Tasks side by side where Spark does not say."""
_IN_FEW_TASKS = "spark.sql.execution.arrow.localRelationThreshold"
"""Up to how many bytes Spark makes a task of rows for each core; beyond them, one of each batch."""


class SparkEngine(ClusterEngine):
    """Runs work on the executors of a Spark session; `caller` is the engine for this machine."""

    def __init__(self, session: SparkSession, caller: Local = LOCAL) -> None:
        super().__init__(SparkExecutors(session), caller, None, Traffic())


@dataclass(frozen=True, slots=True)
class SparkExecutors:
    """The executors of a session."""

    session: SparkSession

    @property
    def cores(self) -> int:
        """How many tasks run side by side, as far as Spark says."""
        context = getattr(self.session, "sparkContext", None)  # Spark Connect has none
        return _ASSUMED_CORES if context is None else max(int(context.defaultParallelism), 1)

    @property
    def count(self) -> int:
        """How many executors there are, as far as Spark says."""
        context = getattr(self.session, "sparkContext", None)
        if context is None:
            return 1
        return max(int(context._jsc.sc().getExecutorMemoryStatus().size()) - 1, 1)  # noqa: SLF001 - nothing else tells

    def rows(self, tasks: Sequence[pa.RecordBatch]) -> SparkRows:
        """Return rows with the columns of items, in so many tasks."""
        conf = self.session.conf
        before = conf.get(_IN_FEW_TASKS)
        conf.set(_IN_FEW_TASKS, "0")
        try:
            frame = self.session.createDataFrame(pa.Table.from_batches(tasks, schema_of(ITEM_COLUMNS)))
        finally:
            conf.set(_IN_FEW_TASKS, before)
        return SparkRows(self, frame)


class SparkRows:
    """A data frame; rows that are kept lie on the disks of the executors."""

    def __init__(self, executors: SparkExecutors, frame: DataFrame) -> None:
        self._executors, self.frame = executors, frame

    def select(self, *names: str) -> SparkRows:
        """Return the rows with these columns only."""
        return SparkRows(self._executors, self.frame.select(*names))

    def map(self, kernel: RowKernel, columns: str, *, few_calls: bool = False) -> SparkRows:
        """Return the rows, with these columns, that a kernel makes of the rows of each task."""
        frame = self.frame.coalesce(self._executors.cores) if few_calls else self.frame
        return self._mapped(frame, kernel, columns)

    def map_parts(self, kernel: RowKernel, columns: str, tasks: int) -> SparkRows:
        """Return what a kernel makes of the rows after those with one number in `part` came together."""
        return self._mapped(self.frame.repartition(tasks, "part"), kernel, columns)

    def keep(self) -> SparkRows:
        """Return the rows as what is made once and kept."""
        from pyspark import StorageLevel  # noqa: PLC0415 - an extra

        kept = SparkRows(self._executors, self.frame.persist(StorageLevel.DISK_ONLY))
        weakref.finalize(kept, kept.frame.unpersist)
        return kept

    def table(self) -> pa.Table:
        """Run the job and return its rows; what Spark says when it fails becomes a `ClusterError`."""
        from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra
        from pyspark.errors import PySparkException, PythonException  # noqa: PLC0415 - an extra

        try:
            return self.frame.toArrow()
        except PythonException:  # the program's own mistake
            raise
        except (PySparkException, Py4JError) as error:
            raise ClusterError(reason(error)) from error

    def _mapped(self, frame: DataFrame, kernel: RowKernel, columns: str) -> SparkRows:
        return SparkRows(self._executors, frame.mapInArrow(partial(_without_old_objects, kernel=kernel), columns))


def _without_old_objects(batches: Iterator[pa.RecordBatch], kernel: RowKernel) -> Iterator[pa.RecordBatch]:
    """Yield what a kernel makes; what the process of the executor had before is no garbage.

    Behind each task, Spark lets Python look through all objects for garbage: those of imports alone took 35 ms, longer
    than most tasks take.
    """
    gc.freeze()
    yield from kernel(batches)


def reason(error: Exception) -> str:
    """Return what Spark says, in one line, or what is missing."""
    if type(error).__name__ == "PySparkRuntimeError" and "JAVA_GATEWAY" in str(error):
        return "--engine spark needs Java 17 or later (Debian: openjdk-17-jre-headless); JAVA_HOME may name it"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"Spark could not do it: {lines[0] if lines else type(error).__name__}"
