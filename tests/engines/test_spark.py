"""A scan on a Spark cluster of a master and two workers: the same bytes, few bytes on the way, and a worker lost."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from dedup import Document
from dedup.documents import Collection, collection_of
from dedup.engines.local import LOCAL
from dedup.errors import DedupError, InputError, UsageError
from dedup.filtering.options import FilterOptions
from dedup.progress import SILENT, Silence
from dedup.reading.options import ReadingOptions
from dedup.report import saved_results
from dedup.settings import Settings
from dedup.walks.filter import filter_files
from dedup.walks.scan import scan
from tests.engines.spark_cluster import SparkCluster, missing
from tests.test_engines import made_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dedup.engines.spark import SparkEngine
    from dedup.engines.spark_jobs import SparkJobs

pytestmark = [pytest.mark.spark, pytest.mark.skipif(bool(missing()), reason=missing() or "all is there")]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    """Return a cluster for all tests of this file."""
    made = SparkCluster(tmp_path_factory.mktemp("spark"))
    yield made
    made.stop()


@pytest.fixture
def engine(cluster: SparkCluster) -> SparkEngine:
    """Return an engine on the cluster, whose workers are both there."""
    from dedup.engines.spark import SparkEngine  # noqa: PLC0415 - PySpark may be missing

    cluster.await_executors()
    return SparkEngine(cluster.session)


def in_batches(documents: list[Document], size: int) -> Collection:
    """Return documents as a collection of batches of so many: each is an item of work."""
    whole = collection_of(documents)
    batches = tuple(whole.batches[0].slice(start, size) for start in range(0, len(whole), size))
    return Collection(batches, bytes=whole.bytes)


def many_documents(count: int, hot: int = 0) -> list[Document]:
    """Return texts of 100 words of their own; each eighth has a passage of the one before, and `hot` are alike."""
    documents: list[Document] = []
    for number in range(count):
        words = [f"w{number * 7919 + place * 104729 & 0xFFFFFF}" for place in range(100)]
        if number % 8 == 1:
            words[20:60] = documents[-1].text.split()[30:70]
        if number < hot:
            words[:50] = [f"notice{place}" for place in range(50)]
        documents.append(Document(f"d{number}", " ".join(words)))
    return documents


@pytest.mark.parametrize("changes", [{}, {"passages": False}, {"all_pairs": True, "min_shared": 5}])
def test_a_scan_on_a_cluster_gives_the_same_bytes(engine: SparkEngine, changes: dict[str, Any]) -> None:
    """Copies, repetitions, a footer, claims, an identical and an empty text, in five items of work."""
    collection, settings = in_batches(made_documents(), 9), Settings.of(changes)
    found = saved_results.dumps(scan(collection, settings, engine=engine))
    assert found == saved_results.dumps(scan(collection, settings))
    assert engine.traffic.keys > 1000


def test_few_bytes_are_sent_for_each_document_and_told(engine: SparkEngine) -> None:
    """Of 100 words there are 42 band keys and some 25 fingerprints: 1,072 bytes if each is sent with its place."""
    told: list[str] = []

    class Listener(Silence):
        def tell(self, message: str) -> None:
            told.append(message)

    collection = in_batches(many_documents(4000), 500)
    settings = Settings.of({"noise": "low"})
    found = saved_results.dumps(scan(collection, settings, engine=engine, watch=Listener()))
    assert found == saved_results.dumps(scan(collection, settings))
    assert engine.traffic.keys > 60 * len(collection)
    assert engine.traffic.bytes < 250 * len(collection)
    assert f"{engine.traffic.bytes / len(collection):,.0f} bytes a document" in told[-1]


def test_what_is_told_of_the_bytes_is_what_spark_counts(engine: SparkEngine) -> None:
    """What its tasks wrote for others, but for what stands beside the bytes in each row."""
    store = engine.session.sparkContext._jsc.sc().statusStore()
    defaults = [getattr(store, f"stageList$default${number}")() for number in range(2, 6)]

    def written() -> int:
        stages = store.stageList(None, *defaults)
        return sum(stages.apply(number).shuffleWriteBytes() for number in range(stages.size()))

    before = written()
    scan(in_batches(many_documents(4000), 500), Settings.of({"noise": "low"}), engine=engine)
    sent, told = written() - before, engine.traffic.told + engine.traffic.rows
    assert told < sent < 1.1 * told + (1 << 16)


def test_a_key_that_a_tenth_of_all_documents_has_is_sent_once_for_each(engine: SparkEngine) -> None:
    """It is paired by nobody on the way: the same bytes as on one machine, where it is linked to the first text."""
    collection = in_batches(many_documents(2000, hot=200), 250)
    settings = Settings.of({"noise": "low"})
    result = scan(collection, settings, engine=engine)
    assert result.counts.frequent_keys > 0
    assert saved_results.dumps(result) == saved_results.dumps(scan(collection, settings))


def test_a_filter_on_a_cluster_writes_the_same_files(engine: SparkEngine, tmp_path: Path) -> None:
    """Two shards with copies and excerpts: what is kept, and the account of what goes."""
    documents = many_documents(600) + many_documents(100)
    for shard in range(2):
        lines = [json.dumps({"text": document.text}) for document in documents[shard::2]]
        (tmp_path / f"{shard}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    written = []
    for name, runs_on in (("local", LOCAL), ("spark", engine)):
        output = tmp_path / name
        reading = ReadingOptions(in_memory=runs_on.text_limit(), batch_bytes=1 << 14)
        filter_files(
            [tmp_path / "0.jsonl", tmp_path / "1.jsonl"], output, FilterOptions(), Settings(), reading, SILENT, runs_on
        )
        written.append({file.name: file.read_bytes() for file in sorted(output.rglob("*.jsonl"))})
    assert len(written[0]) >= 2
    assert written[0] == written[1]
    assert engine.traffic.keys > 0


def test_an_error_of_work_reaches_the_caller(engine: SparkEngine) -> None:
    """With its own type and sentence."""

    def work(number: int) -> int:
        name = f"file {number}"
        raise InputError(name, "no text")

    with pytest.raises(InputError, match="file 0: no text"):
        engine.map(work, [0, 1, 2])


def test_a_folder_that_executors_do_not_see_is_told(engine: SparkEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts and words lie there, and nothing could be read."""
    from dedup.engines import spark  # noqa: PLC0415 - as above

    def sees_nothing(number: int, path: str) -> bool:
        return path.startswith(f"{number}")

    monkeypatch.setattr(spark, "_sees", sees_nothing)
    with pytest.raises(UsageError, match="let TMPDIR name a folder"):
        engine.for_texts(1)


@pytest.mark.parametrize("job", [1, 3])
def test_a_worker_that_is_killed_changes_nothing(
    cluster: SparkCluster, engine: SparkEngine, monkeypatch: pytest.MonkeyPatch, job: int
) -> None:
    """Killed (-9) while keys are told or rows are shuffled: what it had made is made anew elsewhere."""
    collection = in_batches(many_documents(4000), 250)
    settings = Settings.of({"noise": "low"})
    expected = saved_results.dumps(scan(collection, settings))
    collect = type(engine.jobs).collect
    jobs, killed = [0], threading.Event()

    def kill() -> None:
        tracker = cluster.session.sparkContext.statusTracker()
        while not tracker.getActiveStageIds():
            time.sleep(0.01)
        cluster.kill_worker()
        killed.set()

    def collect_and_kill(self: SparkJobs, frame: Any) -> Any:
        if "part" in frame.columns:
            jobs[0] += 1
            if jobs[0] == job:
                threading.Thread(target=kill, daemon=True).start()
        return collect(self, frame)

    monkeypatch.setattr(type(engine.jobs), "collect", collect_and_kill)
    found = saved_results.dumps(scan(collection, settings, engine=engine))
    assert killed.is_set()
    assert found == expected
    cluster.add_worker()


def test_what_a_cluster_cannot_do_is_a_sentence(engine: SparkEngine) -> None:
    """And no traceback of Java."""
    frame = engine.session.createDataFrame([(1,)], "one int").selectExpr("raise_error('the disk is gone')")
    with pytest.raises(DedupError, match=r"Spark could not do it: .*the disk is gone"):
        engine.jobs.collect(frame)
