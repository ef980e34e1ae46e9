"""``dedup index`` and the files of a folder: reading leaves none behind, another program's database is left alone."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

READERS = (
    ("index", "info", "x.dedup"),
    ("index", "lookup", "x.dedup", "b.txt"),
    ("index", "scan", "x.dedup"),
    ("index", "verify", "x.dedup"),
    ("check", "b.txt", "--against", "x.dedup"),
)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@pytest.mark.parametrize("words", READERS)
def test_reading_leaves_no_files_behind(dedup: Run, folder: Path, words: tuple[str, ...]) -> None:
    """After every command the index stands alone, also where it was left in the write-ahead mode."""
    names = {*files(folder), "x.dedup"}
    dedup("index", "add", "x.dedup", "a.txt")
    assert set(files(folder)) == names
    said = dedup(*words)
    assert set(files(folder)) == names
    with closing(sqlite3.connect(folder / "x.dedup")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    assert dedup(*words) == said
    assert set(files(folder)) == names


@pytest.fixture
def read_only(dedup: Run, folder: Path) -> Iterator[Path]:
    """Return a folder with an index in which nobody may write."""
    dedup("index", "add", "x.dedup", "a.txt")
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write in every folder")
@pytest.mark.parametrize("words", READERS)
def test_reading_works_in_a_folder_that_is_read_only(dedup: Run, read_only: Path, words: tuple[str, ...]) -> None:
    """Every command that reads gives what it gives elsewhere."""
    outcome = dedup(*words)
    assert (outcome.code, outcome.err) == (1 if words[0] == "check" else 0, "")
    assert set(files(read_only)) >= {"x.dedup"}


def test_a_file_that_cannot_be_opened_to_write_is_scanned_all_the_same(
    dedup: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is the same; what was found is not kept."""
    dedup("index", "add", "x.dedup", "a.txt", "b.txt")
    before = files(folder)
    monkeypatch.setattr(os, "access", lambda *_: False)
    (copy,) = json.loads(dedup("index", "scan", "x.dedup", "--format", "json").out)["copies"]
    assert copy["a"] == "a.txt"
    assert files(folder) == before


def _foreign(path: Path, mode: str, tables: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"PRAGMA journal_mode = {mode}; PRAGMA user_version = 3; {tables}")


@pytest.mark.parametrize("words", [*READERS, ("index", "add", "x.dedup", "b.txt"), ("index", "remove", "x.dedup", "a")])
@pytest.mark.parametrize(
    ("mode", "tables"),
    [
        ("DELETE", "CREATE TABLE documents (key INTEGER PRIMARY KEY, id TEXT); INSERT INTO documents VALUES (1, 'a')"),
        ("WAL", "CREATE TABLE notes (said TEXT)"),
        ("DELETE", "PRAGMA application_id = 7; CREATE TABLE notes (said TEXT); DROP TABLE notes"),
    ],
    ids=["ordinary", "write-ahead", "without tables"],
)
def test_a_database_of_another_program_is_not_touched(
    dedup: Run, folder: Path, words: tuple[str, ...], mode: str, tables: str
) -> None:
    """It is refused in a sentence, no byte of it is changed, and no file is made beside it."""
    _foreign(folder / "x.dedup", mode, tables)
    before = files(folder)
    outcome = dedup(*words)
    assert outcome.code == 2
    assert "x.dedup: it is an SQLite database, but no index of dedup" in outcome.err
    assert files(folder) == before
