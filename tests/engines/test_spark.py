"""What is Spark's own: bytes as Spark counts them, a worker that is lost, and what Spark says when it fails."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

import pytest

from dedup.errors import DedupError
from dedup.report import saved_results
from dedup.settings import Settings
from dedup.walks.scan import scan
from tests.engines.made_collections import in_batches, many_documents

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.engines.spark import SparkEngine, SparkRows
    from tests.engines import spark_cluster as processes

pytestmark = pytest.mark.spark


@pytest.fixture
def engine(spark_cluster: processes.SparkCluster) -> SparkEngine:
    """Return an engine on the cluster, whose workers are both there."""
    from dedup.engines.spark import SparkEngine  # noqa: PLC0415 - cloudpickle may be missing

    spark_cluster.await_executors()
    return SparkEngine(spark_cluster.session)


def test_what_is_told_of_the_bytes_is_what_spark_counts(
    spark_cluster: processes.SparkCluster, engine: SparkEngine
) -> None:
    """What its tasks wrote for others, but for what stands beside the bytes in each row."""
    store = spark_cluster.session.sparkContext._jsc.sc().statusStore()
    defaults = [getattr(store, f"stageList$default${number}")() for number in range(2, 6)]

    def written() -> int:
        stages = store.stageList(None, *defaults)
        return sum(stages.apply(number).shuffleWriteBytes() for number in range(stages.size()))

    before = written()
    scan(in_batches(many_documents(4000), 500), Settings.of({"noise": "low"}), engine=engine)
    sent, told = written() - before, engine.traffic.told + engine.traffic.rows
    assert told < sent < 1.1 * told + (1 << 16)


@pytest.mark.parametrize("job", [1, 2])
def test_a_worker_that_is_killed_changes_nothing(
    spark_cluster: processes.SparkCluster, engine: SparkEngine, monkeypatch: pytest.MonkeyPatch, job: int
) -> None:
    """Killed (-9) while keys are told or rows are shuffled: what it had made is made anew elsewhere."""
    from dedup.engines.spark import SparkRows  # noqa: PLC0415 - as above

    collection = in_batches(many_documents(4000), 250)
    settings = Settings.of({"noise": "low"})
    expected = saved_results.dumps(scan(collection, settings))
    table = SparkRows.table
    jobs, killed = [0], threading.Event()

    def kill() -> None:
        tracker = spark_cluster.session.sparkContext.statusTracker()
        while not tracker.getActiveStageIds():
            time.sleep(0.01)
        spark_cluster.kill_worker()
        killed.set()

    def table_and_kill(rows: SparkRows) -> pa.Table:
        if "part" in rows.frame.columns:
            jobs[0] += 1
            if jobs[0] == job:
                threading.Thread(target=kill, daemon=True).start()
        return table(rows)

    monkeypatch.setattr(SparkRows, "table", table_and_kill)
    found = saved_results.dumps(scan(collection, settings, engine=engine))
    assert killed.is_set()
    assert found == expected
    spark_cluster.add_worker()


def test_spark_makes_as_many_tasks_as_it_is_told(engine: SparkEngine) -> None:
    """Left to itself it makes one for each core, of two cores here; its setting is what it was."""
    from dedup.engines.cluster_jobs import rows_of  # noqa: PLC0415 - as above

    name = "spark.sql.execution.arrow.localRelationThreshold"
    conf = engine.executors.session.conf  # type: ignore[attr-defined] # those of Spark
    before = conf.get(name)
    frame = rows_of(engine.executors, [b"item"] * 40).frame  # type: ignore[attr-defined] # as above
    assert frame.rdd.getNumPartitions() == 5
    assert conf.get(name) == before != "0"


def test_spark_need_not_look_for_garbage_among_what_was_imported(engine: SparkEngine) -> None:
    """It looks behind each task, which took longer than most tasks."""
    from dedup.engines.cluster_jobs import run  # noqa: PLC0415 - as above

    assert min(run(engine.executors, lambda _: gc.get_freeze_count(), range(4))) > 1000


def test_what_a_cluster_cannot_do_is_a_sentence(spark_cluster: processes.SparkCluster) -> None:
    """And no traceback of Java."""
    from dedup.engines.spark import SparkExecutors, SparkRows  # noqa: PLC0415 - as above

    session = spark_cluster.session
    frame = session.createDataFrame([(1,)], "one int").selectExpr("raise_error('the disk is gone')")
    with pytest.raises(DedupError, match=r"Spark could not do it: .*the disk is gone"):
        SparkRows(SparkExecutors(session), frame).table()
