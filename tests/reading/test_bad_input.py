"""Bad input: each is told in a sentence, counted, and costs nothing but itself."""

from __future__ import annotations

import gzip
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from dedup.documents import Unreadable
from dedup.errors import UsageError
from dedup.reading import inputs
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions
from dedup.reading.walk import InputFile, walk
from tests.reading.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = "A sentence that can be read.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GOOD)
    return tmp_path


def test_empty_file_is_told_and_the_rest_is_read(folder: Path) -> None:
    """A file of no bytes has no text, and its neighbour is read all the same."""
    (folder / "empty.txt").touch()
    watch = Recorder()
    found = read_paths([folder], watch=watch)
    assert found.column("text") == [GOOD]
    assert found.unreadable == (Unreadable(f"{folder}/empty.txt", "empty: there is no text in it"),)
    assert watch.told == [f"{folder}/empty.txt: empty: there is no text in it"]


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "jsonl", "csv", "tsv", "parquet", "arrow"])
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_nothing_but_white_space_is_unreadable_in_every_format(tmp_path: Path, suffix: str, content: bytes) -> None:
    """Whatever the format, a file without text is told exactly once."""
    path = tmp_path / f"file.{suffix}"
    path.write_bytes(content)
    found = read_paths([path])
    assert len(found) == 0
    assert [one.path for one in found.unreadable] == [str(path)]


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "jsonl", "csv"])
@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0\1\2\3\4" * 100, b"%PDF-1.4\n% text\n", b"\1\2\3\4\5" * 50]
)
def test_binary_file_is_told_as_binary_or_as_no_text(folder: Path, suffix: str, content: bytes) -> None:
    """Bytes that are no text never become a document."""
    (folder / f"picture.{suffix}").write_bytes(content)
    found = read_paths([folder])
    assert found.column("text") == [GOOD]
    assert found.unreadable
    assert all(one.path.startswith(f"{folder}/picture.{suffix}") for one in found.unreadable)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_truncated_stream_of_text_is_unreadable(folder: Path, compress: Callable[[bytes], bytes]) -> None:
    """Half a text is not the text: what stands before the break is not taken for it."""
    packed = compress(os.urandom(4000).hex().encode())
    (folder / "cut.txt.gz").write_bytes(packed[: len(packed) // 2])
    found = read_paths([folder])
    assert found.column("text") == [GOOD]
    assert len(found.unreadable) == 1
    assert "truncated" in found.unreadable[0].reason


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_rows_before_a_truncation_are_kept(tmp_path: Path, compress: Callable[[bytes], bytes], suffix: str) -> None:
    """Whole rows before the break are documents; the cut row is none, and the break is told once."""
    texts = [os.urandom(3000).hex() for _ in range(100)]
    if suffix == "jsonl":
        content = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    else:
        content = "text\n" + "".join(f"{text}\n" for text in texts)
    packed = compress(content.encode())
    path = tmp_path / f"rows.{suffix}.gz"
    path.write_bytes(packed[: len(packed) * 3 // 4])
    found = read_paths([path])
    kept = found.column("text")
    assert 1 < len(kept) < 100
    assert kept == texts[: len(kept)]
    assert len(found.unreadable) == 1
    assert "truncated" in found.unreadable[0].reason
    assert "were read" in found.unreadable[0].reason


def test_damaged_gzip_is_told(folder: Path) -> None:
    """A stream whose bytes were changed is told as damaged."""
    packed = bytearray(gzip.compress(os.urandom(3000).hex().encode()))
    packed[len(packed) // 2] ^= 0xFF
    (folder / "changed.txt.gz").write_bytes(packed)
    found = read_paths([folder])
    assert found.column("text") == [GOOD]
    assert "damaged gzip" in found.unreadable[0].reason


def test_invalid_utf8_is_decoded_and_noted(tmp_path: Path) -> None:
    """A text in windows-1252 comes out whole, and the note says what was taken."""
    text = "Der Bürgermeister von Zürich sagte, daß die Straßen der Stadt größer würden."
    path = tmp_path / "latin.txt"
    path.write_bytes(text.encode("cp1252"))
    found = read_paths([path])
    assert found.column("text") == [text]
    assert [(note.path, note.note) for note in found.notes] == [(str(path), "not UTF-8: read as cp1252")]
    assert not found.unreadable


def test_a_line_of_fifty_megabytes_is_read(tmp_path: Path) -> None:
    """Neither JSON Lines nor CSV nor plain text has a longest line."""
    text = "word " * 10_000_000
    (tmp_path / "long.jsonl").write_text(json.dumps({"text": text}) + '\n{"text": "short"}\n')
    (tmp_path / "long.csv").write_text(f"text\n{text}\nshort\n")
    (tmp_path / "long.txt").write_text(text)
    found = read_paths([tmp_path])
    assert [len(one) for one in found.column("text")] == [50_000_000, 5, 50_000_000, 5, 50_000_000]
    assert not found.unreadable


def test_folder_without_readable_files_gives_an_empty_collection(tmp_path: Path) -> None:
    """Nothing is unreadable there, there is just nothing; the caller says so."""
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "inner").mkdir()
    found = read_paths([tmp_path])
    assert len(found) == 0
    assert found.unreadable == ()
    assert [note.note for note in found.notes] == ["left out: 1 .png file (text in pictures needs OCR): picture.png"]


def test_json_lines_that_are_no_documents_are_told_line_by_line(tmp_path: Path) -> None:
    """Each bad line is told with its number and its own reason; the good ones are read."""
    lines = ['{"text": "first"}', "{not json}", "[1, 2]", '{"title": "no text"}', '{"text": null}', '{"text": 7}', ""]
    path = tmp_path / "mixed.jsonl"
    path.write_text("\n".join([*lines, '{"text": "last"}']))
    found = read_paths([path])
    assert found.column("text") == ["first", "last"]
    assert found.column("id") == [f"{path}#1", f"{path}#8"]
    assert [one.path for one in found.unreadable] == [f"{path}#{number}" for number in (2, 3, 4, 5, 6)]
    reasons = [one.reason for one in found.unreadable]
    for reason, word in zip(
        reasons, ("not JSON", "not a JSON object", "it has title", "null", "a number"), strict=True
    ):
        assert word in reason


def test_file_that_vanishes_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is gone between walking and reading costs only itself."""
    (folder / "fleeting.txt").write_text("soon gone")

    def walk_and_remove(*arguments: object) -> object:
        files = walk(*arguments)  # type: ignore[arg-type]
        (folder / "fleeting.txt").unlink()
        return files

    monkeypatch.setattr(inputs, "walk", walk_and_remove)
    found = read_paths([folder])
    assert found.column("text") == [GOOD]
    assert found.unreadable[0].path == f"{folder}/fleeting.txt"
    assert "gone" in found.unreadable[0].reason


def test_rows_read_before_the_device_fails_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that fails while it is read gives what came before, and is told."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "first"}\n{"text": "second"}\n')

    class Failing(io.RawIOBase):
        """Gives twenty bytes, and then an error."""

        given = False

        def readable(self) -> bool:
            return True

        def readinto(self, room: Any) -> int:
            if self.given:
                raise OSError(5, "Input/output error")
            self.given = True
            room[:20] = path.read_bytes()[:20]
            return 20

    monkeypatch.setattr(inputs, "_opened", lambda _file: Failing())
    found = read_paths([path])
    assert found.column("text") == ["first"]
    assert found.unreadable == (Unreadable(str(path), "input/output error"),)


def test_folder_in_place_of_a_file_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that has become a folder by the time it is read is told as one."""
    path = folder / "turning.txt"
    path.write_text("a file yet")

    def walk_and_turn(*arguments: object) -> object:
        files = walk(*arguments)  # type: ignore[arg-type]
        path.unlink()
        path.mkdir()
        return files

    monkeypatch.setattr(inputs, "walk", walk_and_turn)
    found = read_paths([folder])
    assert found.column("text") == [GOOD]
    assert found.unreadable == (Unreadable(str(path), "is a directory"),)


def test_permission_denied_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be opened is told; simulated, because root may open everything."""
    (folder / "locked.txt").write_text("secret")
    opened = inputs._opened

    def refusing(file: InputFile) -> object:
        if file.path.endswith("locked.txt"):
            raise PermissionError(13, "Permission denied", file.path)
        return opened(file)

    monkeypatch.setattr(inputs, "_opened", refusing)
    found = read_paths([folder])
    assert found.column("text") == [GOOD]
    assert found.unreadable == (Unreadable(f"{folder}/locked.txt", "permission denied"),)


def test_symlink_loop_is_told_and_not_followed(folder: Path) -> None:
    """A folder that links to one above it is read once, and the loop is told."""
    (folder / "inner").mkdir()
    (folder / "inner" / "again").symlink_to(folder, target_is_directory=True)
    (folder / "inner" / "self.txt").symlink_to("self.txt")
    found = read_paths([folder])
    assert found.column("id") == [f"{folder}/good.txt"]
    assert [one.path for one in found.unreadable] == [f"{folder}/inner/self.txt", f"{folder}/inner/again"]
    assert "leads to itself" in found.unreadable[0].reason
    assert "loop" in found.unreadable[1].reason


def test_path_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """A path that does not exist stops the call before anything is read."""
    with pytest.raises(UsageError, match="there is no file or folder"):
        read_paths([tmp_path / "nothing.txt"])


def test_no_path_is_wrong_use() -> None:
    """A call with no path at all has nothing to read."""
    with pytest.raises(UsageError, match="no path"):
        read_paths([])


def test_a_document_with_the_id_of_another_is_told_and_numbered(tmp_path: Path) -> None:
    """The message says where both stand, and both are read."""
    (tmp_path / "a.jsonl").write_text('{"id": "x", "text": "one"}\n{"id": "y", "text": "two"}\n')
    (tmp_path / "b.jsonl").write_text('{"id": "z", "text": "three"}\n{"id": "x", "text": "four"}\n')
    found = read_paths([tmp_path], ReadingOptions(batch_bytes=1))
    assert found.column("id") == ["x", "y", "z", "x#2"]
    reason = f"has the id 'x', which is that of {tmp_path}/a.jsonl#1; it is read as 'x#2'"
    assert found.unreadable == (Unreadable(f"{tmp_path}/b.jsonl#2", reason),)


def test_unreadable_inputs_are_told_in_order(tmp_path: Path) -> None:
    """Telling and the collection agree, file by file."""
    for name in ("c.txt", "a.txt", "b.txt"):
        (tmp_path / name).touch()
    watch = Recorder()
    found = read_paths([tmp_path], watch=watch)
    assert [one.path[-5:] for one in found.unreadable] == ["a.txt", "b.txt", "c.txt"]
    assert watch.told == [f"{one.path}: {one.reason}" for one in found.unreadable]
