"""Parquet, Arrow and Feather files and Arrow tables become documents."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.feather as pf
import pyarrow.parquet as pq
import pytest

from dedup.errors import InputError
from dedup.reading.inputs import read_paths, read_table
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = pa.table(
    {
        "id": pa.array([2**60, None, 3]),
        "text": ["one", "two", None],
        "date": [date(2012, 10, 22), None, None],
        "unused": [[1], [2], [3]],
    }
)


def write_stream(table: pa.Table, path: str) -> None:
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def write_file(table: pa.Table, path: str) -> None:
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


@pytest.mark.parametrize(
    ("write", "suffix"),
    [(pq.write_table, "parquet"), (write_stream, "arrow"), (write_file, "arrow"), (pf.write_feather, "feather")],
)
def test_every_columnar_format_gives_the_same_documents(
    tmp_path: Path, write: Callable[[pa.Table, str], None], suffix: str
) -> None:
    """Ids are unchanged, else path and row; dates are ISO; a null text is told."""
    path = tmp_path / f"a.{suffix}"
    write(TABLE, str(path))
    found = read_paths([path])
    assert found.column("id") == ["1152921504606846976", f"{path}#2"]
    assert found.column("text") == ["one", "two"]
    assert found.column("published") == ["2012-10-22", None]
    assert [(one.path, one.reason) for one in found.unreadable] == [
        (f"{path}#3", "lacks the text: the column 'text' is null")
    ]


def test_parquet_in_gzip_is_read(tmp_path: Path) -> None:
    """Compression around the file is undone, with or without its suffix."""
    plain = tmp_path / "plain.parquet"
    pq.write_table(TABLE, plain)
    packed = gzip.compress(plain.read_bytes())
    plain.unlink()
    (tmp_path / "a.parquet.gz").write_bytes(packed)
    (tmp_path / "b.parquet").write_bytes(packed)
    options = ReadingOptions(columns={"id": "absent"})
    assert read_paths([tmp_path], options).column("text") == ["one", "two"] * 2


@pytest.mark.parametrize("keep", [0.1, 0.9])
@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_truncated_file_is_told(tmp_path: Path, suffix: str, keep: float) -> None:
    """A file whose end is missing cannot be read, and says so."""
    path = tmp_path / f"a.{suffix}"
    table = pa.table({"text": [f"text {number}" for number in range(1000)]})
    (pq.write_table if suffix == "parquet" else write_file)(table, str(path))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    found = read_paths([path])
    assert len(found) == 0
    assert len(found.unreadable) == 1
    assert "damaged" in found.unreadable[0].reason


def test_rows_before_damage_are_kept(tmp_path: Path) -> None:
    """A damaged row group costs itself and what follows, not what was read before it."""
    path = tmp_path / "a.parquet"
    table = pa.table({"text": [f"{number:04} " * 20 for number in range(2048)]})
    pq.write_table(table, path, row_group_size=1024, compression="gzip", use_dictionary=False)
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    content = bytearray(path.read_bytes())
    content[start : start + 200] = b"\xff" * 200
    path.write_bytes(content)
    found = read_paths([path])
    assert found.column("text") == table.column("text").to_pylist()[:1024]
    assert "the 1,024 rows before it were read" in found.unreadable[0].reason


@pytest.mark.parametrize(
    "texts",
    [
        pa.array(["a", "bc", "a"]).dictionary_encode(),
        pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), pa.array(["a", "bc"], pa.string_view())),
        pa.array(["a", "bc", "a"], pa.large_string()),
        pa.array(["a", "bc", "a"], pa.string_view()),
        pa.array([b"a", b"bc", b"a"], pa.binary()),
    ],
)
def test_every_kind_of_string_is_text(texts: pa.Array) -> None:
    """However Arrow holds the strings, the texts are the same."""
    assert read_table(pa.table({"text": texts})).column("text") == ["a", "bc", "a"]


def test_strings_that_are_not_utf8_are_decoded() -> None:
    """Arrow does not check what is written as a string; the characters are kept all the same."""
    text = "Le président a déclaré que la coopération était nécessaire."
    broken = pa.array([b"plain", text.encode("cp1252")], pa.binary()).view(pa.string())
    assert read_table(pa.table({"text": broken})).column("text") == ["plain", text]


@pytest.mark.parametrize("columns", [{"n": [1]}, {"text": [1]}, {"text": [["a"]]}])
def test_table_without_text_is_refused(columns: dict[str, Any]) -> None:
    """A table that has no text column, or one that holds no text, is an error that says which."""
    with pytest.raises(InputError, match="text"):
        read_table(pa.table(columns))


def test_rows_of_a_table_are_numbered() -> None:
    """Without an id column, a table's rows are counted from 1."""
    found = read_table(pa.table({"body": ["a", "b"], "title": ["T", None]}), ReadingOptions(columns={"text": "body"}))
    assert found.column("id") == ["table#1", "table#2"]
    assert found.column("title") == ["T", None]
    assert found.column("path") == [None, None]


def test_times_are_written_as_arrow_writes_them() -> None:
    """A timestamp keeps its date and time."""
    when = pa.array([datetime(2012, 10, 22, 8, 30, tzinfo=UTC)], pa.timestamp("ns", tz="UTC"))
    found = read_table(pa.table({"text": ["a"], "published": when}))
    assert str(found.column("published")[0]).startswith("2012-10-22 08:30:00")


def test_empty_table_is_told(tmp_path: Path) -> None:
    """A file with a header and no rows has nothing to read."""
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    assert [one.path for one in read_paths([path]).unreadable] == [str(path)]


def test_rows_without_bytes_count(tmp_path: Path) -> None:
    """Some hundred bytes name any number of rows that have no text."""
    path, batch = tmp_path / "a.arrow", pa.record_batch({"text": pa.nulls(100_000)})
    with pa.ipc.new_file(str(path), batch.schema) as writer:
        writer.write_batch(batch)
    (refused,) = read_paths([path], ReadingOptions(max_document=1 << 20)).unreadable
    assert refused.reason.startswith("it unpacks to more than 1,000 times its size, and more than 4 MB")


@pytest.mark.parametrize("twice", ["text", "id", "url"])
@pytest.mark.parametrize("suffix", ["parquet", "arrow"])
def test_a_column_that_is_needed_and_there_twice_is_refused(tmp_path: Path, twice: str, suffix: str) -> None:
    """Which of them is meant cannot be told; what nobody reads may be there as often as it likes."""
    cells = pa.array(["a", "b"])
    table = pa.Table.from_arrays([cells, cells, cells, cells, cells], names=["text", "id", "url", "more", "more"])
    again = table.append_column(twice, cells)
    path = tmp_path / f"a.{suffix}"
    for one, fits in ((table, True), (again, False)):
        if suffix == "parquet":
            pq.write_table(one, path)
        else:
            with pa.ipc.new_file(str(path), one.schema) as writer:
                writer.write_table(one)
        found = read_paths([path])
        assert (len(found) == 2) == fits
        assert fits or f"has 2 columns named {twice!r}" in found.unreadable[0].reason
    with pytest.raises(InputError, match=f"has 2 columns named '{twice}'"):
        read_table(again)
