"""Addresses are read through fsspec: files, folders, patterns, tables; without it, they are refused in a sentence."""

from __future__ import annotations

import builtins
import gzip
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.errors import UsageError
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder() -> Iterator[str]:
    """Return the address of a folder in fsspec's memory, with files of several kinds."""
    system = fsspec.filesystem("memory")
    table = pa.table({"text": ["a row of words", "another row"]})
    with system.open("/news/b.parquet", "wb") as file:
        pq.write_table(table, file)
    for name, content in {
        "a.txt": b"the words of a",
        "deep/c.txt.gz": gzip.compress(b"the words of c"),
        "deep/d.png": b"\x89PNG",
        "deep/f.json": b'{"size": 3}',
        ".hidden/e.txt": b"the words of e",
    }.items():
        system.pipe(f"/news/{name}", content)
    yield "memory://news"
    system.rm("/news", recursive=True)


def test_folder_of_an_address_is_read_in_a_fixed_order(folder: str) -> None:
    """As a folder of the machine is: formats by name, hidden files left out, others told by kind."""
    found = read_paths([folder])
    assert not found.unreadable
    assert found.column("text") == ["the words of a", "a row of words", "another row", "the words of c"]
    assert found.column("id")[0] == "memory:///news/a.txt"
    assert [note.note for note in found.notes] == [
        "left out: 1 .png file (text in pictures needs OCR): memory:///news/deep/d.png",
        "left out: 1 file of JSON without texts: memory:///news/deep/f.json",
    ]
    assert len(read_paths([folder], ReadingOptions(hidden=True))) == 5
    assert len(read_paths([folder], ReadingOptions(ignore=("deep/",)))) == 3


def test_file_and_pattern_of_an_address_are_read(folder: str) -> None:
    """A file by itself, and the files that fit a pattern."""
    assert read_paths([f"{folder}/a.txt"]).column("text") == ["the words of a"]
    assert read_paths([f"{folder}/*.parquet"]).column("text") == ["a row of words", "another row"]
    assert len(read_paths([f"{folder}/**"])) == 4


def test_what_is_not_there_is_wrong_use(folder: str) -> None:
    """A file that is missing, a pattern that nothing fits, and a file system that nobody knows."""
    for address, said in (
        (f"{folder}/missing.txt", "there is no file or folder"),
        (f"{folder}/*.csv", "there is no file at"),
        ("nosuchscheme://a/b.txt", "cannot be read: Protocol not known: nosuchscheme"),
    ):
        with pytest.raises(UsageError, match=said):
            read_paths([address])


def test_without_fsspec_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says what to install."""
    imported = builtins.__import__

    def without_fsspec(name: str, *arguments: Any, **named: Any) -> Any:
        if name.startswith("fsspec"):
            raise ImportError(name)
        return imported(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without_fsspec)
    with pytest.raises(UsageError, match=r"there is no file or folder s3://a/b\.txt; to read addresses: pip install"):
        read_paths(["s3://a/b.txt"])


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.skipif(find_spec("aiohttp") is None, reason="fsspec reads https:// with aiohttp")
def test_page_of_a_server_is_read(tmp_path: Path) -> None:
    """From a server of this machine."""
    (tmp_path / "a.txt").write_text("the words of a")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        assert read_paths([f"{address}a.txt"]).column("text") == ["the words of a"]
        with pytest.raises(UsageError, match="there is no file or folder"):
            read_paths([f"{address}b.txt"])
    finally:
        server.shutdown()
        server.server_close()
    with pytest.raises(UsageError, match=r"there is no file or folder .*a\.txt \(Cannot connect to host 127\.0\.0\.1"):
        read_paths([f"{address}a.txt"])
