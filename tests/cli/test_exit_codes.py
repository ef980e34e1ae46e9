"""The exit code says how it went, and bad input gives a sentence and never a traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome


def test_a_scan_of_readable_texts_is_done(dedup: Callable[..., Outcome]) -> None:
    """With nothing unreadable the code is 0 and standard error is empty."""
    outcome = dedup("scan", ".")
    assert (outcome.code, outcome.err) == (0, "")
    assert "contained" in outcome.out


def test_unreadable_inputs_are_told_one_by_one(dedup: Callable[..., Outcome], folder: Path) -> None:
    """Two binary files among texts are two lines on standard error, a count in the result, and code 3."""
    for name in ("c.txt", "d.txt"):
        (folder / name).write_bytes(b"\x00\x01\x02")
    outcome = dedup("scan", ".")
    assert outcome.code == 3
    assert [line.split(":")[1].strip() for line in outcome.err.splitlines()] == ["./c.txt", "./d.txt"]
    assert "2 unreadable" in outcome.out


def test_nothing_readable_is_an_error(dedup: Callable[..., Outcome], folder: Path) -> None:
    """When every input is unreadable there is no report, and the code is 2."""
    (folder / "c.txt").write_bytes(b"\x00")
    outcome = dedup("scan", "c.txt")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == "dedup: nothing could be read from c.txt"


@pytest.mark.parametrize("command", [("scan",), ("check",), ("index", "add", "x.dedup"), ("filter", "--output", "out")])
@pytest.mark.parametrize(
    ("name", "why"),
    [
        (None, "there are no files"),
        (".hidden.txt", "left out: 1 hidden"),
        ("ignored.txt", "left out: 1 ignored"),
        ("a.xyz", "left out: 1 .xyz file: a.xyz"),
    ],
)
def test_a_folder_of_which_nothing_is_read_says_what_was_left_out(
    dedup: Callable[..., Outcome], folder: Path, command: tuple[str, ...], name: str | None, why: str
) -> None:
    """Without it, somebody whose files are ignored or hidden would not know what to do."""
    (folder / "news").mkdir()
    (folder / "news" / ".dedupignore").write_text("ignored.txt\n", encoding="utf-8")
    if name is not None:
        (folder / "news" / name).write_text("one two three", encoding="utf-8")
    outcome = dedup(*command, "news")
    told = why if name is None else f"news: {why}"
    assert (outcome.code, outcome.err) == (2, f"dedup: nothing could be read from news ({told})\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("scan", "nowhere.txt"), "nowhere.txt"),
        (("scan", ".", "--format", "pdf"), "there is no format 'pdf'; the formats are table, json, markdown"),
        (("scan", ".", "--words", "0"), "words must be from 1 to 32, not 0"),
        (("scan", ".", "--threshold", "2"), "threshold must be from 0.01 to 1.0, not 2.0"),
        (
            ("scan", ".", "--only", "everything"),
            "only must be one of repetitions, copies, clusters, provenance, origins",
        ),
        (("scan", ".", "--column", "body"), "--column takes NAME=COLUMN"),
        (("scan", ".", "--column", "colour=red"), "there is no column 'colour'"),
        (("scan", ".", "--encoding", "no-such-encoding"), "there is no encoding"),
        (("scan", ".", "--width", "10"), "width must be at least 40, not 10"),
        (("scan", ".", "--rows", "-1"), "rows must be 0 (all) or more, not -1"),
        (("compare", "a.txt", "a.txt"), "a.txt cannot be compared with itself"),
        (("compare", "a.txt", "nowhere.txt"), "nowhere.txt"),
        (("compare", "a.txt", "."), ". holds 2 documents"),
        (("render", "nowhere.json"), "nowhere.json cannot be read: No such file or directory"),
        (("render", "a.txt"), "a.txt: this is not a result of dedup: it is not JSON"),
        (("render", "."), "cannot be read: Is a directory"),
    ],
)
def test_wrong_use_is_a_sentence(dedup: Callable[..., Outcome], arguments: tuple[str, ...], complaint: str) -> None:
    """What cannot be done is said in one line on standard error, with code 2 and no report."""
    outcome = dedup(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("dedup: ")
    assert complaint in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("scan",), ("scna", "."), ("scan", ".", "--colour"), ("scan", ".", "--words", "five")]
)
def test_wrong_commands_and_options_point_to_the_help(
    dedup: Callable[..., Outcome], arguments: tuple[str, ...]
) -> None:
    """A command or an option that does not exist, or lacks its value, gives the usage and code 2."""
    outcome = dedup(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert "Usage: dedup" in outcome.err
    assert "Traceback" not in outcome.err


def test_interruption_has_the_code_of_shells(dedup: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped from the keyboard, the program ends with 130 and says nothing."""

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dedup.walks.scan.scan", interrupted)
    outcome = dedup("scan", ".")
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "")


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    """When the pipe is closed after one byte of a long report, the program ends quietly with its own code."""
    many = "\n\n".join(f"{number} " * 40 for number in range(400))
    (folder / "long.txt").write_text(f"{many}\n\n{many}\n", encoding="utf-8")
    program = [sys.executable, "-c", "from dedup.cli import main; main()", "scan", "long.txt", "--format", "json"]
    with subprocess.Popen(program, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (0, b"")
