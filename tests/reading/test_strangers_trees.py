"""A tree that somebody else wrote is walked without waiting, whatever its ignore and configuration files are."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from dedup.cli.configuration import configured
from dedup.errors import UsageError
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are neither pipes nor devices with names")


def notes_of(folder: Path) -> dict[str, str]:
    """Return the notes of reading a folder with two texts, by path below it; both texts are there."""
    (folder / "a.txt").write_text("One text.")
    (folder / "b.txt").write_text("Another text.")
    collection = read_paths([folder])
    assert len(collection) == 2
    return {os.path.relpath(note.path, folder): note.note for note in collection.notes}


@pytest.mark.parametrize("kind", ["pipe", "device", "large"])
@pytest.mark.parametrize("name", [".gitignore", ".ignore", ".dedupignore"])
def test_an_ignore_file_is_a_small_regular_file(tmp_path: Path, name: str, kind: str) -> None:
    """A pipe never ends, a device has no end, and all patterns are tried on every file."""
    if kind == "pipe":
        os.mkfifo(tmp_path / name)
    elif kind == "device":
        (tmp_path / name).symlink_to("/dev/zero")
    else:
        (tmp_path / name).write_text("*.txt\n" * 20_000)
    assert notes_of(tmp_path) == {name: "not used, as it is no regular file of at most 64 KB"}


@pytest.mark.parametrize("pattern", ["*a*a*a*a*b.txt", "a*a*a*a*b", "**/a/**/a/**/a/**/a/**/b"])
def test_a_pattern_that_could_match_in_endless_ways_is_passed_over(tmp_path: Path, pattern: str) -> None:
    """Each star may match as many letters as the name has, times those of the stars before it."""
    (tmp_path / ".gitignore").write_text(f"{pattern}\n")
    (tmp_path / ("a" * 250)).write_text("a")
    note = notes_of(tmp_path)[".gitignore"]
    assert note == f"the pattern {pattern!r} has more than 3 stars and was passed over"


@pytest.mark.parametrize(
    "pattern",
    ["*" * 60 + "b", "a" + "*" * 40 + "b/c", "*a*a*ab", "***[!b]***?***b", "**a**?**b", "*" + "=?[!x]" * 200 + "b"],
)
def test_a_thousand_patterns_of_stars_are_tried_in_no_time(tmp_path: Path, pattern: str) -> None:
    """A star is tried with one length, unless it is the last of a name; stars in a row are one."""
    (tmp_path / ".gitignore").write_text(f"{pattern}\n" * (60_000 // len(pattern)))
    (tmp_path / f"{'a' * 200}.txt").write_text("One text.")
    (tmp_path / f"{'a' * 200}b").write_text("Another text.")
    began = time.process_time()
    collection = read_paths([tmp_path])
    assert time.process_time() - began < 10
    assert collection.column("text") == ["One text."]


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        ("a*b*c", ["abc", "aXbbXcc", "aXbXbc"], ["acb", "abcX"]),
        ("*[!a]*b", ["xb", "xab", "aaxaab"], ["aab", "xa"]),
        ("*\\**x", ["*x", "a*bx", "**x"], ["ax", "*"]),
        ("a**b", ["ab", "acb"], ["a"]),
        ("***", ["a", "abc"], []),
    ],
)
def test_several_stars_fit_what_they_fitted(tmp_path: Path, pattern: str, fitting: list[str], other: list[str]) -> None:
    """As `git check-ignore` says."""
    (tmp_path / ".gitignore").write_text(f"{pattern}.txt\n")
    for name in (*fitting, *other):
        (tmp_path / f"{name}.txt").write_text(f"The text of {name}.")
    assert sorted(read_paths([tmp_path]).column("text")) == sorted(f"The text of {name}." for name in other)


@pytest.mark.parametrize("pattern", ["[z-a]", "a[b-a]*", "!"])
def test_a_pattern_that_is_none_is_passed_over(tmp_path: Path, pattern: str) -> None:
    """The library that reads patterns makes regular expressions of them, some of which are none."""
    (tmp_path / ".gitignore").write_text(f"{pattern}\n")
    assert notes_of(tmp_path)[".gitignore"] == f"the pattern {pattern!r} is none and was passed over"
    if pattern != "!":
        with pytest.raises(UsageError, match="an ignore pattern cannot be used: bad character range"):
            read_paths([tmp_path], ReadingOptions(ignore=(pattern,)))


@pytest.mark.parametrize("pattern", ["*.txt", "**/*.txt", "*a*.t*t", "/**/b.tx*", "**/*.min.*.js\n*.txt"])
def test_usual_patterns_are_used(tmp_path: Path, pattern: str) -> None:
    """A first and a last star match in one way."""
    (tmp_path / ".gitignore").write_text(f"{pattern}\n# * * * * * * a comment\n")
    (tmp_path / "a.txt").write_text("One text.")
    (tmp_path / "b.txt").write_text("Another text.")
    collection = read_paths([tmp_path])
    assert len(collection) < 2
    assert all(note.path == str(tmp_path) for note in collection.notes)


@pytest.mark.parametrize("name", ["dedup.toml", "pyproject.toml"])
@pytest.mark.parametrize("kind", ["pipe", "device", "large"])
def test_a_configuration_is_a_small_regular_file(tmp_path: Path, name: str, kind: str) -> None:
    """It is refused at once."""
    if kind == "pipe":
        os.mkfifo(tmp_path / name)
    elif kind == "device":
        (tmp_path / name).symlink_to("/dev/zero")
    else:
        (tmp_path / name).write_text("#" * (1 << 21))
    with pytest.raises(UsageError, match=f"{name} cannot be read: it is no regular file of at most 1,048,576 bytes"):
        configured(tmp_path)
