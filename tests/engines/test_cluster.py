"""A scan and a filter on each cluster: the same bytes as on one machine, and few bytes on the way."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dedup.engines.local import LOCAL
from dedup.errors import InputError, UsageError
from dedup.filtering.options import FilterOptions
from dedup.progress import SILENT
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions
from dedup.report import saved_results
from dedup.settings import Settings
from dedup.walks.filter import filter_files
from dedup.walks.scan import scan
from tests.engines.made_collections import documents_of_stretches, in_batches, many_documents
from tests.test_engines import Listener, made_documents

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.engines.cluster import ClusterEngine
    from dedup.reading.walk import InputFile


@pytest.mark.parametrize("changes", [{}, {"passages": False}, {"all_pairs": True, "min_shared": 5}])
def test_a_scan_on_a_cluster_gives_the_same_bytes(cluster_engine: ClusterEngine, changes: dict[str, Any]) -> None:
    """Copies, repetitions, a footer, claims, an identical and an empty text, in five items of work."""
    collection, settings = in_batches(made_documents(), 9), Settings.of(changes)
    found = saved_results.dumps(scan(collection, settings, engine=cluster_engine))
    assert found == saved_results.dumps(scan(collection, settings))
    assert cluster_engine.traffic.keys > 1000


def test_few_bytes_are_sent_for_each_document_and_told(cluster_engine: ClusterEngine) -> None:
    """Of 190 words there are 42 band keys and some 45 fingerprints, a quarter of which other tasks have, too.

    With its place each takes 16 bytes: 1,400 for a document.
    """
    told: list[str] = []
    collection = in_batches(documents_of_stretches(4000), 100)
    settings = Settings.of({"noise": "low"})
    found = saved_results.dumps(scan(collection, settings, engine=cluster_engine, watch=Listener(told)))
    assert found == saved_results.dumps(scan(collection, settings))
    assert cluster_engine.traffic.keys > 80 * len(collection)
    assert cluster_engine.traffic.kept > 18 * len(collection)
    assert cluster_engine.traffic.bytes < 250 * len(collection)
    assert f"{cluster_engine.traffic.bytes / len(collection):,.0f} bytes a document" in told[-1]


def test_a_key_that_a_tenth_of_all_documents_has_is_sent_once_for_each(cluster_engine: ClusterEngine) -> None:
    """It is paired by nobody on the way: the same bytes as on one machine, where it is linked to the first text."""
    collection = in_batches(many_documents(2000, hot=200), 250)
    settings = Settings.of({"noise": "low"})
    result = scan(collection, settings, engine=cluster_engine)
    assert result.counts.frequent_keys > 0
    assert saved_results.dumps(result) == saved_results.dumps(scan(collection, settings))


def test_a_filter_on_a_cluster_writes_the_same_files(cluster_engine: ClusterEngine, tmp_path: Path) -> None:
    """Two shards with copies and excerpts: what is kept, and the account of what goes."""
    documents = many_documents(600) + many_documents(100)
    for shard in range(2):
        lines = [json.dumps({"text": document.text}) for document in documents[shard::2]]
        (tmp_path / f"{shard}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    written = []
    for name, runs_on in (("local", LOCAL), ("cluster", cluster_engine)):
        output = tmp_path / name
        reading = ReadingOptions(in_memory=runs_on.text_limit(), batch_bytes=1 << 14)
        filter_files(
            [tmp_path / "0.jsonl", tmp_path / "1.jsonl"], output, FilterOptions(), Settings(), reading, SILENT, runs_on
        )
        written.append({file.name: file.read_bytes() for file in sorted(output.rglob("*.jsonl"))})
    assert len(written[0]) >= 2
    assert written[0] == written[1]
    assert cluster_engine.traffic.keys > 0


def test_an_error_of_work_reaches_the_caller(cluster_engine: ClusterEngine) -> None:
    """With its own type and sentence."""

    def work(number: int) -> int:
        name = f"file {number}"
        raise InputError(name, "no text")

    with pytest.raises(InputError, match="file 0: no text"):
        cluster_engine.map(work, [0, 1, 2])


def test_a_folder_that_executors_do_not_see_is_told(
    cluster_engine: ClusterEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts and words lie there, and nothing could be read."""

    def sees_nothing(number: int, path: str) -> bool:
        return path.startswith(f"{number}")

    monkeypatch.setattr("dedup.engines.cluster._sees", sees_nothing)
    with pytest.raises(UsageError, match="let TMPDIR name a folder"):
        cluster_engine.for_texts(1)


def mixed_files(folder: Path) -> None:
    """Write files of several formats: some are damaged, cut off or empty, and two documents have one id."""
    texts = [f"{number} " + " ".join(f"w{number * 7 + place}" for place in range(60)) for number in range(12)]
    lines = [json.dumps({"id": f"n{number % 11}", "text": text}) for number, text in enumerate(texts)]
    whole = gzip.compress("\n".join(lines[8:]).encode())
    contents = {
        "a.jsonl": "\n".join([*lines[:4], '{"text": "no end', "", '{"id": "x"}']).encode(),
        "b.jsonl.gz": whole[:-9],
        "c.html": f"<html><title>T</title><body><p>{texts[0]}</p></body></html>".encode(),
        "d.txt": f"{texts[1]} caf\xe9".encode("latin-1"),
        "e.parquet": b"PAR1 and nothing else",
        "f.txt": b"",
        "g.csv": f"id,text\n1,{texts[2]}\n2".encode(),
        "h.jsonl": "\n".join(lines[4:8]).encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "i.txt").symlink_to(folder / "i.txt")


@pytest.mark.parametrize("at_once", [1, 1 << 24])
def test_files_are_read_by_executors_and_damaged_ones_told_as_locally(
    cluster_engine: ClusterEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """The same documents, rows, bytes, notes and unreadable inputs, in the same order; texts lie in the files there."""
    mixed_files(tmp_path)
    monkeypatch.setattr("dedup.reading.inputs._PART_BYTES", at_once)
    monkeypatch.chdir(tmp_path.parent)
    options, told = ReadingOptions(in_memory=1), dict[str, list[str]](local=[], cluster=[])
    local = read_paths([tmp_path.name], options, Listener(told["local"]))
    read = read_paths([tmp_path.name], options, Listener(told["cluster"]), cluster_engine)
    assert len(local.unreadable) >= 5
    assert (read.unreadable, read.notes, read.bytes) == (local.unreadable, local.notes, local.bytes)
    assert read.row_numbers().tolist() == local.row_numbers().tolist()
    assert list(read) == list(local)
    of_files = [[message for message in each if "go through files" not in message] for each in told.values()]
    assert of_files[0] == of_files[1]
    assert len(told["cluster"]) == len(of_files[1]) + 1
    assert saved_results.dumps(scan(read, engine=cluster_engine)) == saved_results.dumps(scan(local))


def test_files_that_executors_do_not_see_are_read_by_the_caller(
    cluster_engine: ClusterEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In their place among the others, and that is told."""
    mixed_files(tmp_path)

    def with_a_lost_file(files: list[InputFile]) -> list[InputFile]:
        return [replace(file, elsewhere="/nowhere" if "c.html" in file.path else file.path) for file in files]

    monkeypatch.setattr("dedup.reading.inputs._PART_BYTES", 1)
    monkeypatch.setattr("dedup.reading.inputs._for_elsewhere", with_a_lost_file)
    told: list[str] = []
    read = read_paths([tmp_path], ReadingOptions(in_memory=1), Listener(told), cluster_engine)
    assert read.column("id") == read_paths([tmp_path]).column("id")
    assert told[-1] == "inputs that other machines do not see under the same path are read by this one: 1"
