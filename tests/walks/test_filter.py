"""A filter of files: what stays, byte for byte, what the account says of what goes, and runs that were stopped."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
import shutil
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from dedup.engines.local import Local
from dedup.errors import GuardError, OutputError, UsageError
from dedup.filtering.options import FilterOptions, keep_rules
from dedup.filtering.output_folder import ShardWriter
from dedup.index.store import open_store
from dedup.progress import SILENT
from dedup.reading.options import ReadingOptions
from dedup.settings import Settings
from dedup.walks.filter import Filtered, filter_files
from dedup.walks.filter_index import read_against
from tests.filtering.corpora import Words, containment, jaccard, made_corpus, write_lines
from tests.reading.recorder import Recorder

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = FilterOptions()
ACCOUNT_FILES = [f"_account/{name}" for name in ("clusters.parquet", "losses.svg", "removed.parquet", "summary.json")]


def run(paths: Any, output: Path, options: FilterOptions = DEFAULT, **more: Any) -> Filtered:
    """Filter files to a folder."""
    listed = paths if isinstance(paths, list) else [paths]
    return filter_files(listed, output, options, Settings(), ReadingOptions(), **more)


def removed(output: Path) -> list[dict[str, Any]]:
    """Return the rows of ``removed.parquet``."""
    return pq.read_table(output / "_account" / "removed.parquet").to_pylist()  # type: ignore[no-any-return]


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their names."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    """Give a folder of two shards with copies within and between them."""
    rows = made_corpus(1)
    write_lines(tmp_path / "in" / "a.jsonl", rows[:40])
    write_lines(tmp_path / "in" / "deep" / "b.jsonl", rows[40:])
    return tmp_path / "in"


def test_outputs_within_the_inputs_are_left_out_and_told(shards: Path) -> None:
    """A second run into another folder read what the first one had written, and kept that in place of the originals."""
    run(shards, shards / "clean")
    told = Recorder()
    again = run(shards, shards / "again", watch=told)
    assert told.told[:1] == [f"{shards / 'clean'}: left out, as a filter wrote it"]
    assert contents(shards / "again") == contents(shards / "clean")
    assert again.summary["documents"] == len(made_corpus(1))


def test_addresses_are_refused(shards: Path, tmp_path: Path) -> None:
    """An address that fsspec reads ended in a fault: it names no place below the output folder."""
    pytest.importorskip("fsspec")
    with pytest.raises(UsageError, match=r"files of this machine: copy .*a\.jsonl here first"):
        run((shards / "a.jsonl").as_uri(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_output_that_is_named_is_an_input(shards: Path, tmp_path: Path) -> None:
    """The folder itself, or something in it; its account is none. Another folder of that name is one like others."""
    run(shards, shards / "clean")
    (shards / "deep" / "_account").mkdir()
    kept = run(shards, tmp_path / "one").summary["kept"]
    assert run(shards / "clean", tmp_path / "two").summary["documents"] == kept
    assert (
        run([shards / "clean" / "a.jsonl", shards / "clean" / "deep"], tmp_path / "three").summary["documents"] == kept
    )


def test_every_removal_is_verified_and_no_copy_is_left(shards: Path, tmp_path: Path) -> None:
    """By an own computation: each document that goes is a copy of one that stays, and no two that stay are copies."""
    run(shards, tmp_path / "out")
    rows = {row["id"]: row["text"] for row in made_corpus(1)}
    gone = {row["id"]: row["kept_id"] for row in removed(tmp_path / "out")}
    left = [json.loads(line) for path in (tmp_path / "out").rglob("*.jsonl") for line in path.open()]
    assert {row["id"] for row in left} == set(rows) - set(gone)
    for name, kept in gone.items():
        assert kept not in gone
        assert jaccard(rows[name], rows[kept]) >= 0.8 or containment(rows[name], rows[kept]) >= 0.8
    texts = [row["text"] for row in left]
    assert not any(jaccard(one, other) >= 0.8 for at, one in enumerate(texts) for other in texts[at + 1 :])
    assert len(gone) == 12 * 4  # six edits leave 116 of 146 shingles: a Jaccard of 0.66, a containment of 0.79


def test_forms_of_common_passages_leave_no_contained_text(tmp_path: Path) -> None:
    """Each passage stands in far more than ten texts, so that no fingerprint is rare; eight words are told as too few.

    That press releases left such texts was seen when all pairs of what was kept were compared.
    """
    words, chance = Words(31), random.Random(31)
    passages = [words.text(25) for _ in range(12)]
    chosen = [[passage for passage in passages if chance.random() < 0.6] for _ in range(120)]
    texts = [" ".join([*each, words.text(8)]) for each in chosen]
    write_lines(tmp_path / "in.jsonl", [{"text": each} for each in [*texts, words.text(8)]])
    done = run(tmp_path / "in.jsonl", tmp_path / "out")
    gone = {row["row"] for row in removed(tmp_path / "out")}
    kept = [text for number, text in enumerate(texts, 1) if number not in gone]
    pairs = combinations(sorted(kept, key=len), 2)
    assert [each for each in pairs if containment(*each) >= 0.8] == []
    assert len(gone) > 20
    assert done.summary["all_pairs_verified"]
    assert done.summary["without_fingerprints"] == 1


def test_account_has_the_exact_figures(shards: Path, tmp_path: Path) -> None:
    """Jaccard and both containments of each row are those of the two texts."""
    run(shards, tmp_path / "out")
    texts = {row["id"]: row["text"] for row in made_corpus(1)}
    for row in removed(tmp_path / "out"):
        gone, kept = texts[row["id"]], texts[row["kept_id"]]
        assert row["jaccard"] == pytest.approx(jaccard(gone, kept))
        assert row["containment"] == pytest.approx(containment(gone, kept))
        assert row["kept_containment"] == pytest.approx(containment(kept, gone))
        assert row["words"] == len(gone.split())


def test_lines_that_stay_keep_their_bytes(tmp_path: Path) -> None:
    """Odd spacing, escapes, other columns, blank and bad lines and a missing last line end all stay as they were."""
    text = Words(2).text(60)
    lines = [
        b'{"text" :  "' + text.encode() + b'", "n": 1.50, "e": "\\u00e9"}\r\n',
        b"\n",
        b'{"id":"twin","text":"' + text.encode() + b'"}\n',
        b"no json\n",
        b'{"text":"short one"}',
    ]
    (tmp_path / "x.jsonl").write_bytes(b"".join(lines))
    done = run(tmp_path / "x.jsonl", tmp_path / "out")
    assert (tmp_path / "out" / "x.jsonl").read_bytes() == b"".join([*lines[:2], *lines[3:]])
    assert [(row["id"], row["row"], row["kept_row"]) for row in removed(tmp_path / "out")] == [("twin", 3, 1)]
    assert done.incomplete  # the bad line was told


def test_a_disk_that_is_too_small_for_the_keys_is_told(
    shards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the filter begins, with what would help."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=999))
    recorder = Recorder()
    reading, engine = ReadingOptions(in_memory=1), Local(1, memory=1)
    filter_files([shards], tmp_path / "out", DEFAULT, Settings(), reading, recorder, engine)
    assert [message for message in recorder.told if "999 bytes are free" in message and "--engine spark" in message]


def test_compressed_shards_are_compressed_again(tmp_path: Path) -> None:
    """What was gzip stays gzip, as do the others, and the rows are those of the plain file."""
    rows = made_corpus(3)
    write_lines(tmp_path / "in" / "a.jsonl", rows)
    plain = (tmp_path / "in" / "a.jsonl").read_bytes()
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "a.jsonl.gz").write_bytes(gzip.compress(plain))
    (tmp_path / "z").mkdir()
    (tmp_path / "z" / "a.jsonl.zst").write_bytes(zstandard.compress(plain))
    for name, compress in (("bz2", bz2.compress), ("xz", lzma.compress)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"a.jsonl.{name}").write_bytes(compress(plain))
    for name in ("in", "g", "z", "bz2", "xz"):
        run(tmp_path / name, tmp_path / f"out-{name}")
    expected = (tmp_path / "out-in" / "a.jsonl").read_bytes()
    assert len(expected) < len(plain)
    assert gzip.decompress((tmp_path / "out-g" / "a.jsonl.gz").read_bytes()) == expected
    unpacked = (
        zstandard.ZstdDecompressor().decompressobj().decompress((tmp_path / "out-z" / "a.jsonl.zst").read_bytes())
    )
    assert unpacked == expected
    assert bz2.decompress((tmp_path / "out-bz2" / "a.jsonl.bz2").read_bytes()) == expected
    assert lzma.decompress((tmp_path / "out-xz" / "a.jsonl.xz").read_bytes()) == expected


def test_parquet_keeps_columns_metadata_and_row_groups(tmp_path: Path) -> None:
    """What is left of a Parquet file has its schema, with metadata, its codec, and rows in the same groups."""
    rows = made_corpus(4)
    table = pa.Table.from_pylist(rows).append_column("n", pa.array(range(len(rows)), pa.int16()))
    table = table.append_column("tags", pa.array([["x", None]] * len(rows)))
    table = table.replace_schema_metadata({"made": "by hand"})
    (tmp_path / "in").mkdir()
    pq.write_table(table, tmp_path / "in" / "a.parquet", row_group_size=30, compression="gzip")
    run(tmp_path / "in", tmp_path / "out")
    before, after = (pq.ParquetFile(tmp_path / name / "a.parquet") for name in ("in", "out"))
    gone = {row["row"] for row in removed(tmp_path / "out")}
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    groups = [range(start, min(start + 30, len(rows))) for start in range(0, len(rows), 30)]
    for number, group in enumerate(groups):
        stays = [place for place in group if place + 1 not in gone]
        assert after.read_row_group(number).to_pylist() == table.take(stays).to_pylist()
    assert after.metadata.row_group(0).column(0).compression == "GZIP"


def test_parquet_of_other_programs_keeps_its_metadata(tmp_path: Path) -> None:
    """Files of Spark and GDAL have entries of their own and no schema of Arrow's; their entries were lost."""
    rows = made_corpus(4)
    table, entries = pa.Table.from_pylist(rows), {b"org.apache.spark.version": b"3.5.1", b"geo": b"{}"}
    (tmp_path / "in").mkdir()
    with pq.ParquetWriter(tmp_path / "in" / "a.parquet", table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(entries)
    run(tmp_path / "in", tmp_path / "out")
    after = pq.ParquetFile(tmp_path / "out" / "a.parquet")
    assert after.metadata.num_rows < len(rows)
    assert after.metadata.metadata == entries


def test_parquet_keeps_timestamps_of_96_bits(tmp_path: Path) -> None:
    """Spark and Impala write timestamps so; they came out as 64 bits, in another unit and without nanoseconds."""
    rows = made_corpus(4)
    seen = pa.array([1_700_000_000_123_456_789 + row for row in range(len(rows))], pa.timestamp("ns"))
    table = pa.Table.from_pylist(rows).append_column("seen", seen)
    (tmp_path / "in").mkdir()
    pq.write_table(table, tmp_path / "in" / "a.parquet", use_deprecated_int96_timestamps=True, store_schema=False)
    run(tmp_path / "in", tmp_path / "out")
    after = pq.ParquetFile(tmp_path / "out" / "a.parquet")
    gone = {row["row"] for row in removed(tmp_path / "out")}
    assert after.schema.column(table.num_columns - 1).physical_type == "INT96"
    assert after.read()["seen"].equals(table["seen"].take([row for row in range(len(rows)) if row + 1 not in gone]))


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
def test_arrow_keeps_form_codec_and_batches(tmp_path: Path, codec: str | None, stream: bool) -> None:
    """An Arrow file stays a file, a stream a stream, with its codec, batches and types, string views among them."""
    rows = made_corpus(5)
    table = pa.Table.from_pylist(rows)
    table = table.set_column(2, "text", table.column("text").cast(pa.string_view()))
    (tmp_path / "in").mkdir()
    make = pa.ipc.new_stream if stream else pa.ipc.new_file
    with make(tmp_path / "in" / "a.arrow", table.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as writer:
        writer.write_table(table, max_chunksize=20)
    run(tmp_path / "in", tmp_path / "out")
    source = pa.memory_map(str(tmp_path / "out" / "a.arrow"))
    read = pa.ipc.open_stream(source).read_all() if stream else pa.ipc.open_file(source).read_all()
    gone = {row["row"] for row in removed(tmp_path / "out")}
    assert read.schema == table.schema
    assert read.to_pylist() == [row for place, row in enumerate(rows, start=1) if place not in gone]
    assert len(read.column(0).chunks) == len(range(0, len(rows), 20))
    sizes = [(tmp_path / name / "a.arrow").stat().st_size for name in ("in", "out")]
    assert sizes[1] < sizes[0]


def test_arrow_file_of_which_batches_go_keeps_its_dictionary(tmp_path: Path) -> None:
    """A batch of which nothing stays had an empty dictionary, and an Arrow file may have only one for each column."""
    texts = [Words(8).text(40), Words(9).text(40)]
    table = pa.table({"text": pa.array([texts[0], texts[1], texts[0], texts[0], texts[1]]).dictionary_encode()})
    (tmp_path / "in").mkdir()
    with pa.ipc.new_file(tmp_path / "in" / "a.arrow", table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    run(tmp_path / "in", tmp_path / "out")
    read = pa.ipc.open_file(pa.memory_map(str(tmp_path / "out" / "a.arrow"))).read_all()
    assert read.schema == table.schema
    assert read.column("text").to_pylist() == texts
    assert [len(chunk) for chunk in read.column("text").chunks] == [2, 0, 0]


def test_empty_shards_are_copied_where_rows_get_annotations(tmp_path: Path) -> None:
    """A CSV file without a header got one of four names; a Parquet file without a byte was left out."""
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.jsonl", [{"text": "some words"}])
    empty = {"b.csv": b"", "c.parquet": b"", "d.jsonl": b"", "e.csv.gz": gzip.compress(b"")}
    for name, content in empty.items():
        (tmp_path / "in" / name).write_bytes(content)
    done = run(tmp_path / "in", tmp_path / "out", FilterOptions(annotate=True))
    written = contents(tmp_path / "out")
    assert [written[name] for name in ("b.csv", "c.parquet", "d.jsonl")] == [b""] * 3
    assert gzip.decompress(written["e.csv.gz"]) == b""
    assert not done.incomplete


def test_csv_records_keep_their_bytes(tmp_path: Path) -> None:
    """Quoted line ends, doubled quotes, CRLF and blank lines stay; the record that is a copy goes as a whole."""
    text = Words(6).text(50)
    half = len(text) // 2
    records = [
        'id,text,"note"\r\n',
        f'1,"{text}","a ""b""\r\nc"\r\n',
        "\r\n",
        f'2,"{text[:half]}\r\n{text[half:]}",\r\n'.replace("\r\n" + text[half:], " \r\n" + text[half:].lstrip()),
        "3,short text,x\r\n",
    ]
    records[3] = f'2,"{text.upper()}","x\r\ny"\r\n'
    (tmp_path / "a.csv").write_bytes("".join(records).encode())
    run(tmp_path / "a.csv", tmp_path / "out")
    assert (tmp_path / "out" / "a.csv").read_bytes() == "".join([*records[:3], records[4]]).encode()


def test_files_of_one_document_are_copied_or_left_out(tmp_path: Path) -> None:
    """Of a folder of texts the copy is not written."""
    text = Words(7).text(40)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text)
    (tmp_path / "in" / "b.md").write_text(f"{text}\n")
    run(tmp_path / "in", tmp_path / "out")
    assert sorted(contents(tmp_path / "out")) == [
        *ACCOUNT_FILES,
        "a.txt",
    ]


@pytest.mark.parametrize(
    ("rules", "kept"),
    [
        (["first"], "a"),
        (["longest"], "c"),
        (["oldest"], "b"),
        (["newest"], "d"),
        (["best=score"], "c"),
        (["source=Third, second"], "c"),
        (["source=second", "newest"], "d"),
        (["source=nobody", "oldest"], "b"),
    ],
)
def test_rules_decide_which_copy_stays(tmp_path: Path, rules: list[str], kept: str) -> None:
    """Of four versions of one text the one that the rules prefer stays."""
    words = Words(8)
    text = words.text(100)
    rows: list[dict[str, Any]] = [
        {"id": "a", "text": text, "source": "first", "date": "2020-03-01", "score": 9},
        {"id": "b", "text": text, "source": "second", "date": "2019-05-05T10:00:00Z", "score": None},
        {"id": "c", "text": f"{text} {words.text(3)}", "source": "third", "date": "May 6, 2019", "score": "10.5"},
        {"id": "d", "text": text, "source": "second", "date": "2020-03-02", "score": -1},
    ]
    write_lines(tmp_path / "a.jsonl", rows)
    run(tmp_path / "a.jsonl", tmp_path / "out", FilterOptions(keep=keep_rules(rules)))
    gone = removed(tmp_path / "out")
    assert {row["id"] for row in gone} == {"a", "b", "c", "d"} - {kept}
    assert {row["kept_id"] for row in gone} == {kept}


def test_origin_stays_where_a_copy_names_it(tmp_path: Path) -> None:
    """The document that a copy names as its origin stays, although the copy is read first; so do no other rules say."""
    text = Words(8).text(120)
    credit = "This article was originally published by The Harbour Courier."
    rows = [
        {"id": "copy", "publisher": "Inland Gazette", "date": "2021-04-03", "text": f"{text}\n\n{credit}"},
        {"id": "source", "publisher": "The Harbour Courier", "date": "2021-04-02", "text": text},
    ]
    write_lines(tmp_path / "a.jsonl", rows)
    for rules, kept in (["first"], "copy"), (["origin"], "source"):
        run(tmp_path / "a.jsonl", tmp_path / kept, FilterOptions(keep=keep_rules(rules), relations=("near-identical",)))
        assert [row["kept_id"] for row in removed(tmp_path / kept)] == [kept]
    assert removed(tmp_path / "source")[0]["rule"] == "origin"


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_shard_with_a_column_of_ours_is_left_out(tmp_path: Path, name: str) -> None:
    """Annotating again would give two columns of one name, so the shard is named and left out, and others are done."""
    row = {"id": "a", "text": Words(3).text(30), "dedup_kept": True}
    (tmp_path / "in").mkdir()
    if name == "a.parquet":
        pq.write_table(pa.Table.from_pylist([row]), tmp_path / "in" / name)
    elif name == "a.csv":
        (tmp_path / "in" / name).write_text(f"id,text,dedup_kept\na,{row['text']},true\n", encoding="utf-8")
    else:
        write_lines(tmp_path / "in" / name, [row])
    write_lines(tmp_path / "in" / "b.jsonl", [{"id": "b", "text": 'the name "dedup_kept" within a text'}])
    done = run(tmp_path / "in", tmp_path / "out", FilterOptions(annotate=True))
    assert {each.rpartition("/")[2]: reason for each, reason in done.summary["left_out"].items()} == {
        name: "there is a column dedup_kept already, which --annotate would add: rename or drop it"
    }
    assert [path.name for path in (tmp_path / "out").glob("*.*")] == ["b.jsonl"]


def test_guard_writes_nothing(shards: Path, tmp_path: Path) -> None:
    """A source that would lose more than the share stops the run before the folder is made."""
    with pytest.raises(GuardError, match=r"s1 \(24 of 24 documents\)"):
        run(shards, tmp_path / "out", FilterOptions(guard=0.5))
    assert not (tmp_path / "out").exists()


def test_shard_that_is_damaged_in_another_column_is_left_out(tmp_path: Path) -> None:
    """Its texts can be read, and would have been kept in place of those of the next shard, but for the next column.

    Arrow ended the program where it was asked how the damaged column is compressed.
    """
    rows = made_corpus(1)[:20]
    write_lines(tmp_path / "in" / "b.jsonl", rows)
    run(tmp_path / "in", tmp_path / "alone")
    table = pa.table({"text": [row["text"] for row in rows], "note": ["a", None] * 10})
    pq.write_table(table, tmp_path / "in" / "a.parquet")
    sound = (tmp_path / "in" / "a.parquet").read_bytes()
    optional, required = b"\x25\x02\x18\x04note", b"\x25\x00\x18\x04note"  # nulls are counted for the first alone
    assert sound.count(optional) == 1
    (tmp_path / "in" / "a.parquet").write_bytes(sound.replace(optional, required))
    done = run(tmp_path / "in", tmp_path / "out")
    ((name, reason),) = done.summary["left_out"].items()
    assert name.endswith("a.parquet")
    assert "histogram size mismatch" in reason
    kept = {name: data for name, data in contents(tmp_path / "out").items() if "_account" not in name}
    assert kept == {"b.jsonl": (tmp_path / "alone" / "b.jsonl").read_bytes()}


def test_arrow_file_whose_other_column_lies_beyond_its_memory_is_left_out(tmp_path: Path) -> None:
    """Places of strings that are wrong are found before a row is copied by them."""
    table = pa.table({"text": ["the council met again on Tuesday evening"] * 3, "note": ["abc", "def", "ghi"]})
    with pa.OSFile(str(tmp_path / "a.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    sound = (tmp_path / "a.arrow").read_bytes()
    places = np.array([0, 3, 6, 9], np.int32).tobytes()
    assert sound.count(places) == 1
    damaged = sound.replace(places, np.array([0, 3, 1 << 30, 9], np.int32).tobytes())
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.arrow").write_bytes(damaged)
    write_lines(tmp_path / "in" / "b.jsonl", [{"text": "the council met again on Tuesday evening"}])
    done = run(tmp_path / "in", tmp_path / "out")
    assert [name.rpartition("/")[2] for name in done.summary["left_out"]] == ["a.arrow"]
    assert done.summary["kept"] == 1


def test_other_column_that_becomes_too_large_leaves_its_shard_out(tmp_path: Path) -> None:
    """Two kilobytes asked for forty gigabytes where their rows were written."""
    text = ["the council met again on Tuesday evening"] * 2000
    pad = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), pa.array(["z" * 20_000_000]))
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"text": text, "pad": pad}), tmp_path / "in" / "a.parquet", compression="zstd")
    done = run(tmp_path / "in", tmp_path / "out")
    assert [
        reason.startswith("it unpacks to more than 1,000 times") for reason in done.summary["left_out"].values()
    ] == [True]


def test_unreadable_shard_is_left_out_and_its_documents_keep_no_other_out(tmp_path: Path) -> None:
    """A shard that breaks off is named and not written, and a copy of a text in it stays."""
    rows = made_corpus(9)
    write_lines(tmp_path / "in" / "a.jsonl", rows)
    whole = gzip.compress((tmp_path / "in" / "a.jsonl").read_bytes())
    (tmp_path / "in" / "a.jsonl").unlink()
    (tmp_path / "in" / "0.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    write_lines(tmp_path / "in" / "b.jsonl", rows[:10])
    done = run(tmp_path / "in", tmp_path / "out")
    assert done.incomplete
    assert list(done.summary["left_out"]) == [str(tmp_path / "in" / "0.jsonl.gz")]
    assert not (tmp_path / "out" / "0.jsonl.gz").exists()
    assert {row["kept_shard"] for row in removed(tmp_path / "out")} <= {str(tmp_path / "in" / "b.jsonl")}
    assert done.summary["documents"] == 10


def test_annotations_stand_beside_every_row(tmp_path: Path) -> None:
    """All rows stay; copies have the cluster, its size and, for the one that stays, the weight of the size."""
    text, other = Words(10).text(60), Words(11).text(60)
    rows = [{"id": str(number), "text": text} for number in range(4)] + [{"id": "x", "text": other}]
    write_lines(tmp_path / "a.jsonl", rows)
    run(tmp_path / "a.jsonl", tmp_path / "out", FilterOptions(annotate=True))
    read = [json.loads(line) for line in (tmp_path / "out" / "a.jsonl").open()]
    assert [row["dedup_cluster"] for row in read] == [0, 0, 0, 0, None]
    assert [row["dedup_cluster_size"] for row in read] == [4, 4, 4, 4, 1]
    assert [row["dedup_kept"] for row in read] == [True, False, False, False, True]
    assert [row["dedup_weight"] for row in read] == [3, 0, 0, 0, 1]
    assert [{name: row[name] for name in ("id", "text")} for row in read] == rows


def test_folder_that_is_not_empty_is_refused(shards: Path, tmp_path: Path) -> None:
    """An output folder with a file in it is refused, and with --resume too where it holds no run."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    for resume in (False, True):
        with pytest.raises(UsageError, match="not empty"):
            run(shards, tmp_path / "out", resume=resume)


def test_stopped_run_goes_on_to_the_same_bytes(shards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that fails at the second shard and is resumed writes what a run at once writes."""
    run(shards, tmp_path / "at-once")
    write, calls = ShardWriter.write, []

    def failing(self: ShardWriter, *arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            msg = "no space left on device"
            raise OutputError(msg)
        write(self, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(ShardWriter, "write", failing)
        with pytest.raises(OutputError):
            run(shards, tmp_path / "out")
    assert not (tmp_path / "out" / "deep" / "b.jsonl").exists()
    run(shards, tmp_path / "out", resume=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "at-once")


def test_run_of_other_options_is_not_resumed(shards: Path, tmp_path: Path) -> None:
    """What was written with one threshold is not finished with another one."""
    run(shards, tmp_path / "out")
    assert run(shards, tmp_path / "out", resume=True).summary["removed"] == 48
    with pytest.raises(UsageError, match="options"):
        run(shards, tmp_path / "out", FilterOptions(threshold=0.5), resume=True)


def test_clusters_do_not_depend_on_the_order_of_shards(tmp_path: Path) -> None:
    """Shards in another order give the same clusters, although other documents stay."""
    rows = made_corpus(12)
    found = []
    for name, first, second in (("one", rows[:40], rows[40:]), ("two", rows[40:], rows[:40])):
        write_lines(tmp_path / name / "a.jsonl", first)
        write_lines(tmp_path / name / "b.jsonl", second)
        run(tmp_path / name, tmp_path / f"out-{name}")
        table = pq.read_table(tmp_path / f"out-{name}" / "_account" / "clusters.parquet").to_pylist()
        clusters: dict[int, set[str]] = {}
        for row in table:
            clusters.setdefault(row["cluster"], set()).add(row["id"])
        found.append(sorted(map(sorted, clusters.values())))
    assert found[0] == found[1]


def test_documents_go_for_those_of_another_collection(tmp_path: Path) -> None:
    """What stands in the other collection goes, whatever the rules say; the other collection is not written."""
    words = Words(13)
    old, new = words.text(80), words.text(80)
    write_lines(tmp_path / "before.jsonl", [{"id": "old", "text": old}])
    write_lines(tmp_path / "today.jsonl", [{"id": "1", "text": f"{old} {words.text(2)}"}, {"id": "2", "text": new}])
    against = read_against([tmp_path / "before.jsonl"], None, ReadingOptions(), SILENT)
    run(tmp_path / "today.jsonl", tmp_path / "out", FilterOptions(keep=keep_rules(["longest"])), against=against)
    (row,) = removed(tmp_path / "out")
    assert (row["id"], row["kept_id"], row["kept_shard"], row["rule"]) == ("1", "old", None, "against")
    assert sorted(contents(tmp_path / "out")) == [*ACCOUNT_FILES, "today.jsonl"]


def test_index_holds_what_earlier_shards_kept(tmp_path: Path) -> None:
    """Shards that are filtered one after the other against one index are left as all of them at once would be."""
    rows = made_corpus(14)
    left = []
    for day, part in enumerate((rows[:30], rows[30:60], rows[60:])):
        shard = tmp_path / f"day{day}.jsonl"
        write_lines(shard, part)
        index = str(tmp_path / "seen.dedup")
        against = read_against([], index, ReadingOptions(), SILENT)
        run(shard, tmp_path / f"out{day}", FilterOptions(relations=("near-identical",)), against=against, index=index)
        left += (tmp_path / f"out{day}" / shard.name).read_bytes().splitlines()
    write_lines(tmp_path / "all.jsonl", rows)
    run(tmp_path / "all.jsonl", tmp_path / "out", FilterOptions(relations=("near-identical",)))
    assert left == (tmp_path / "out" / "all.jsonl").read_bytes().splitlines()
    with open_store(tmp_path / "seen.dedup") as store:
        assert store.state["documents"] == len(left)


def test_the_account_of_an_output_is_no_part_of_another_collection(shards: Path, tmp_path: Path) -> None:
    """The output of the day before is what is usually named; its account was told to lack a column of texts."""
    run(shards, tmp_path / "monday")
    told = Recorder()
    against = read_against([tmp_path / "monday"], None, ReadingOptions(), told)
    assert told.told == [f"{tmp_path / 'monday' / '_account'}: left out, as a filter wrote it"]
    write_lines(tmp_path / "tuesday.jsonl", made_corpus(1))
    assert run(tmp_path / "tuesday.jsonl", tmp_path / "out", against=against).summary["kept"] == 0


@pytest.mark.parametrize("beside", ["in", "in/deep", "in/deep/b.jsonl", "link"])
def test_no_input_is_held_against_itself(shards: Path, tmp_path: Path, beside: str) -> None:
    """All of it would go, as all of it stands there, even where the other name is a link."""
    (tmp_path / "link").symlink_to(shards / "deep")
    against = read_against([tmp_path / beside], None, ReadingOptions(), SILENT)
    with pytest.raises(UsageError, match=r"b\.jsonl would be held against itself|a\.jsonl would be held"):
        run(shards, tmp_path / "out", against=against)
    assert not (tmp_path / "out").exists()


def test_an_index_without_a_folder_is_refused_before_anything_is_read(shards: Path, tmp_path: Path) -> None:
    """It was told when all shards were written; a folder that this run makes is one."""
    with pytest.raises(OutputError, match="there is no folder"):
        run(shards, tmp_path / "out", index=str(tmp_path / "days" / "seen.dedup"))
    assert not (tmp_path / "out").exists()
    run(shards, tmp_path / "days" / "out", index=str(tmp_path / "days" / "seen.dedup"))
    assert (tmp_path / "days" / "seen.dedup").exists()


def test_documents_of_an_index_that_are_replaced_are_told(tmp_path: Path) -> None:
    """Rows without ids are called by file and line, so that those of another day can have the same names."""
    index, told, words = str(tmp_path / "seen.dedup"), Recorder(), Words(15)
    for day in ("monday", "tuesday"):
        write_lines(tmp_path / "rows.jsonl", [{"text": words.text(30)} for _ in range(3)])
        run(tmp_path / "rows.jsonl", tmp_path / day, index=index, watch=told)
    assert told.told == [
        f"{index}: 3 documents were replaced by kept ones with the same ids: ids must differ from day to day"
    ]
