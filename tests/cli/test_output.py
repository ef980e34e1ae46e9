"""A report goes to standard output or to a file, whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup.cli.output import deliver, refuse_unwritable
from dedup.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_a_file_holds_what_standard_output_would(dedup: Callable[..., Outcome], folder: Path) -> None:
    """With --output the report is in the file, byte for byte, and standard output is empty."""
    shown = dedup("scan", "a.txt", "b.txt", "--format", "markdown").out
    outcome = dedup("scan", "a.txt", "b.txt", "--format", "markdown", "--output", "report.md")
    assert outcome.out == ""
    assert (folder / "report.md").read_bytes() == shown.encode()


@pytest.mark.parametrize("report", ["report\n", b"report\n"])
def test_only_the_report_is_left_behind(folder: Path, report: str | bytes) -> None:
    """No draft stays beside a file that was written."""
    deliver(report, str(folder / "report.txt"))
    assert (folder / "report.txt").read_bytes() == b"report\n"
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt", "report.txt"]


def test_a_file_that_is_there_keeps_its_mode(folder: Path) -> None:
    """Writing over a file changes its content and not who may read it."""
    (folder / "report.txt").write_text("old")
    (folder / "report.txt").chmod(0o640)
    deliver("new\n", str(folder / "report.txt"))
    assert (folder / "report.txt").read_text() == "new\n"
    assert (folder / "report.txt").stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(folder: Path) -> None:
    """Written through a link, the file that it points to changes, and the link stays one."""
    (folder / "real.txt").write_text("old")
    (folder / "link.txt").symlink_to("real.txt")
    deliver("new\n", str(folder / "link.txt"))
    assert (folder / "link.txt").is_symlink()
    assert (folder / "real.txt").read_text() == "new\n"


def test_a_failed_write_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full half-way, the old report is whole and no draft is left."""
    (folder / "report.txt").write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"report\.txt cannot be written: No space left on device"):
        deliver("new\n", str(folder / "report.txt"))
    assert (folder / "report.txt").read_text() == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt", "report.txt"]


@pytest.mark.parametrize(("file", "complaint"), [(".", "it is a folder"), ("no/such/report.txt", "there is no folder")])
def test_unwritable_places_are_refused_before_the_work(
    dedup: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, file: str, complaint: str
) -> None:
    """A place that cannot be written to is code 2 and a sentence, and nothing is read for it."""
    monkeypatch.setattr("dedup.reading.inputs.read_paths", None)
    outcome = dedup("scan", ".", "--output", file)
    assert outcome.code == 2
    assert f"{Path(file)} cannot be written: {complaint}" in outcome.err


@pytest.mark.skipif(ROOT, reason="root may write anywhere")
def test_folders_without_permission_are_refused(folder: Path) -> None:
    """A folder that may not be written to is told before the work."""
    folder.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="permission denied"):
            refuse_unwritable(str(folder / "report.txt"))
    finally:
        folder.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_device_is_told(dedup: Callable[..., Outcome]) -> None:
    """A device that takes nothing is an error with its reason."""
    outcome = dedup("scan", ".", "--output", "/dev/full")
    assert outcome.code == 2
    assert outcome.err == "dedup: /dev/full cannot be written: No space left on device\n"


@pytest.mark.parametrize("report", ["a → b\n", "a → b\n".encode()])
def test_a_terminal_that_lacks_a_character_shows_another(monkeypatch: pytest.MonkeyPatch, report: str | bytes) -> None:
    """On an ASCII terminal an arrow becomes a question mark instead of an error."""

    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(written, encoding="ascii"))
    deliver(report, None)
    assert written.getvalue() == b"a ? b\n"


@pytest.mark.parametrize("report", ["a → b\n", "a → b\n".encode()])
def test_what_is_piped_is_utf8(monkeypatch: pytest.MonkeyPatch, report: str | bytes) -> None:
    """Whatever the locale, a pipe or a file gets UTF-8."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="latin-1"))
    deliver(report, None)
    assert written.getvalue() == "a → b\n".encode()


@pytest.mark.parametrize(("form", "beginning"), [("graphml", "<?xml "), ("dot", "digraph ")])
def test_scan_and_render_write_the_same_graph(
    dedup: Callable[..., Outcome], folder: Path, form: str, beginning: str
) -> None:
    """A graph can be written at once, or later from a saved result."""
    (folder / "c.txt").write_text("Words enough for a text.\n\nThis article was originally published by Valley Post.\n")
    dedup("scan", "c.txt", "--format", "json", "--output", "result.json")
    shown = dedup("scan", "c.txt", "--format", form)
    assert shown.code == 0
    assert shown.out.startswith(beginning)
    assert "Valley Post" in shown.out
    assert dedup("render", "result.json", "--format", form).out == shown.out
