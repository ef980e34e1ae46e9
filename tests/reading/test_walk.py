"""Paths become files, in a fixed order."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.errors import UsageError
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions
from tests.reading.recorder import Recorder

if TYPE_CHECKING:
    from pathlib import Path


def ids(paths: list[str], options: ReadingOptions | None = None) -> list[str]:
    return list(read_paths(paths, options or ReadingOptions()).column("id"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the text of {name}")


def test_entries_come_in_the_order_of_their_bytes(here: Path) -> None:
    """Upper case before lower case before what is beyond ASCII, folders among the files, on every machine."""
    put(here, "f/b.txt", "f/B.txt", "f/a/z.txt", "f/é.txt", "f/10.txt", "f/9.txt")
    assert ids(["f"]) == ["f/10.txt", "f/9.txt", "f/B.txt", "f/a/z.txt", "f/b.txt", "f/é.txt"]


def test_paths_keep_the_order_and_the_spelling_of_the_call(here: Path) -> None:
    """What was named first is read first, and called as it was named."""
    put(here, "f/a.txt", "b.txt")
    assert ids(["./f/", "b.txt"]) == ["./f/a.txt", "b.txt"]


def test_folder_gives_only_kinds_that_can_be_read(here: Path) -> None:
    """Other files are left out and counted; compressed ones are known by the suffix beneath."""
    put(here, "f/a.txt", "f/b.MD", "f/c.rst", "f/d.text", "f/e.markdown", "f/f.mdx", "f/g.py", "f/h", "f/i.txt.gz")
    found = read_paths(["f"])
    assert found.column("id") == [
        "f/a.txt", "f/b.MD", "f/c.rst", "f/d.text", "f/e.markdown", "f/f.mdx", "f/i.txt.gz"
    ]  # fmt: skip
    assert [note.note for note in found.notes] == [
        "left out: 1 .py file: g.py",
        "left out: 1 file without a suffix: h",
    ]


def test_account_of_a_filter_is_left_out(here: Path) -> None:
    """Its tables have no texts; a scan of what a filter wrote called them unreadable."""
    put(here, "f/a.txt", "f/_account/b.txt", "g/_account/b.txt", "g/_account/summary.json")
    found = read_paths(["f", "g"])
    assert found.column("id") == ["f/_account/b.txt", "f/a.txt"]
    assert [note.note for note in found.notes] == ["left out: 1 account of a filter"]
    assert ids(["g/_account/b.txt"]) == ["g/_account/b.txt"]


def test_named_file_of_unknown_kind_is_read_as_what_it_shows(here: Path) -> None:
    """A file that was named is meant to be read: as JSON Lines or HTML where it begins so, else as text."""
    put(here, "notes")
    (here / "rows.dat").write_text('{"text": "of a row"}\n')
    assert read_paths(["notes", "rows.dat"]).column("text") == ["the text of notes", "of a row"]


def test_hidden_files_are_read_only_when_asked(here: Path) -> None:
    """Names that begin with a dot are left out, unless `hidden` or the call itself names them."""
    put(here, "f/.a.txt", "f/.b/c.txt", "f/d.txt")
    assert ids(["f"]) == ["f/d.txt"]
    assert ids(["f"], ReadingOptions(hidden=True)) == ["f/.a.txt", "f/.b/c.txt", "f/d.txt"]
    assert ids(["f/.a.txt"]) == ["f/.a.txt"]


def test_ignore_files_are_respected_and_counted(here: Path) -> None:
    """Patterns hold below their folder; a later one and a deeper one win; folders are left out whole."""
    put(here, "f/a.txt", "f/b.txt", "f/build/c.txt", "f/sub/b.txt", "f/sub/a.txt", "f/sub/d.md")
    (here / "f/.gitignore").write_text("# comment\n/a.txt\nbuild/\nb.txt\n")
    (here / "f/.ignore").write_text("*.md\n")
    (here / "f/sub/.dedupignore").write_text("!b.txt\n")
    found = read_paths(["f"])
    assert found.column("id") == ["f/sub/a.txt", "f/sub/b.txt"]
    assert [note.note for note in found.notes] == ["left out: 4 ignored"]


def test_patterns_of_the_call_outweigh_ignore_files(here: Path) -> None:
    """What the call says last is what holds."""
    put(here, "f/a.txt", "f/b.txt")
    (here / "f/.gitignore").write_text("a.txt\n")
    assert ids(["f"], ReadingOptions(ignore=("!a.txt", "b.txt"))) == ["f/a.txt"]


def test_ignored_file_that_is_named_is_read(here: Path) -> None:
    """Ignore files speak of folders; a file that the call names is wanted."""
    put(here, "f/a.txt")
    (here / "f/.gitignore").write_text("*\n")
    assert ids(["f/a.txt"]) == ["f/a.txt"]


def test_pattern_that_is_none_is_wrong_use_in_the_call_and_noted_in_a_file(here: Path) -> None:
    """An ignore file with an error still serves with its other lines."""
    put(here, "f/a.txt", "f/b.txt")
    (here / "f/.gitignore").write_text("!\nb.txt\n")
    found = read_paths(["f"])
    assert found.column("id") == ["f/a.txt"]
    assert any("'!'" in note.note for note in found.notes)
    with pytest.raises(UsageError, match="ignore pattern"):
        read_paths(["f"], ReadingOptions(ignore=("!",)))


def test_glob_that_no_shell_expanded_is_expanded(here: Path) -> None:
    """A pattern gives its matches in the order of their bytes; one that fits nothing is wrong use."""
    put(here, "f/b.txt", "f/a.txt", "f/sub/c.txt")
    assert ids(["f/*.txt"]) == ["f/a.txt", "f/b.txt"]
    assert ids(["f/**/*.txt"]) == ["f/a.txt", "f/b.txt", "f/sub/c.txt"]
    with pytest.raises(UsageError, match="no file fits"):
        read_paths(["f/*.html"])


def test_file_whose_name_looks_like_a_glob_is_that_file(here: Path) -> None:
    """What exists is taken at its name."""
    put(here, "a[1].txt", "a1.txt")
    assert ids(["a[1].txt"]) == ["a[1].txt"]


def test_file_that_is_reached_twice_is_read_once(here: Path) -> None:
    """Overlapping paths give one document, not an error and not a copy of itself."""
    put(here, "f/a.txt", "f/g/b.txt")
    found = read_paths(["f", "f/a.txt", "f/g", "./f"])
    assert found.column("id") == ["f/a.txt", "f/g/b.txt"]
    assert len(found.notes) == 3


def test_linked_folder_is_followed_once(here: Path) -> None:
    """A link to a folder elsewhere is read; a second way into the same folder is noted, not read again."""
    put(here, "elsewhere/a.txt")
    (here / "f").mkdir()
    (here / "f/one").symlink_to(here / "elsewhere")
    (here / "f/two").symlink_to(here / "elsewhere")
    found = read_paths(["f"])
    assert found.column("id") == ["f/one/a.txt"]
    assert [note.path for note in found.notes] == ["f/two"]
    assert not found.unreadable


def test_broken_link_is_told_where_it_is_named_for_a_text(here: Path) -> None:
    """A text that should be there and is not is told; other broken links are only counted."""
    (here / "f").mkdir()
    (here / "f/a.txt").symlink_to("nowhere")
    (here / "f/b.so").symlink_to("nowhere")
    found = read_paths(["f"])
    assert [one.path for one in found.unreadable] == ["f/a.txt"]


def test_name_that_is_no_text_is_shown_escaped(here: Path) -> None:
    """A file name in another encoding is read, and its id is valid text."""
    (here / "f").mkdir()
    try:
        with open(os.fsencode(str(here)) + b"/f/caf\xe9.txt", "w") as file:  # noqa: PTH123 - Path takes no bytes
            file.write("coffee")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert ids(["f"]) == ["f/caf\\xe9.txt"]


def test_standard_input_is_read_by_what_it_begins_with(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` is text, or JSON Lines where it begins so."""
    put(here, "unused.txt")

    def given(content: bytes) -> list[tuple[str, str]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        found = read_paths(["-"])
        return list(zip(found.column("id"), found.column("text"), strict=True))

    assert given(b"plain words") == [("-", "plain words")]
    assert given(b'{"text": "a"}\n{"text": "b"}\n') == [("-#1", "a"), ("-#2", "b")]


def test_deep_folders_are_walked(here: Path) -> None:
    """Folders may be nested deeper than Python's calls."""
    top = here / "f"
    top.mkdir()
    os.chdir(top)
    for _ in range(1200):
        os.mkdir("d")  # noqa: PTH102 - relative on purpose: the whole path would be too long for the system
        os.chdir("d")
    put_here = "deep.txt"
    with open(put_here, "w") as file:  # noqa: PTH123 - see above
        file.write("text")
    os.chdir(here)
    try:
        assert len(read_paths(["f"])) == 1
    finally:  # Python's own removal of trees, which pytest would use, recurses
        subprocess.run(["rm", "-rf", "f"], check=True)


def test_watch_sees_the_bytes_of_all_files(here: Path) -> None:
    """The stage's total is what the units add up to."""
    put(here, "f/a.txt", "f/b.txt")
    (here / "f/c.txt").write_bytes(b"\x89PNG" * 50_000)
    pq.write_table(pa.table({"text": ["a" * 100_000, "b" * 100_000]}), here / "f/d.parquet", compression="none")
    watch = Recorder()
    read_paths(["f"], watch=watch)
    assert watch.totals == [sum(watch.units)]
    assert sum(watch.units) == sum(path.stat().st_size for path in (here / "f").iterdir())
