"""What the program runs in may be broken too: streams, the working directory, its configuration, where output goes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup import cli
from dedup.cli.output import refuse_unwritable
from dedup.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome

PROGRAM = "from dedup.cli import main; main()"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix sets the surroundings up")


def run_in_shell(arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program with arguments that the shell reads; ``$DEDUP`` is the program."""
    environment = {**os.environ, "PROGRAM": PROGRAM, "PYTHON": sys.executable}
    command = f'dedup() {{ "$PYTHON" -c "$PROGRAM" "$@"; }}; {arguments}'
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ("dedup scan a.txt -q >&-", 2, "dedup: standard output cannot be written: it is closed\n"),
        ("dedup scan - <&-", 2, "dedup: -: standard input is closed\ndedup: nothing could be read from -\n"),
        ("dedup scan a.txt missing.txt 2>&-", 2, ""),
        ("dedup scan a.txt -q -o report.txt <&- >&- 2>&-", 0, ""),
    ],
)
def test_closed_standard_streams_are_told_where_they_are_needed(
    folder: Path, arguments: str, code: int, told: str
) -> None:
    """A service manager may start a program without any."""
    done = run_in_shell(arguments, folder)
    assert (done.returncode, done.stderr) == (code, told)


def test_a_working_directory_that_was_deleted_configures_nothing(folder: Path) -> None:
    """Files of other folders are scanned and checked from there."""
    done = run_in_shell(
        f"mkdir gone && cd gone && rmdir ../gone && dedup scan {folder}/a.txt -q && "
        f"dedup check {folder}/a.txt --against {folder}/a.txt -q; dedup scan . -q",
        folder,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "nothing could be read from ." in done.stderr


@pytest.mark.parametrize("arguments", ["filter {folder}/a.txt --output out", "index add a.dedup {folder}/a.txt"])
def test_a_working_directory_that_was_deleted_takes_no_output(folder: Path, arguments: str) -> None:
    """The sentence says what is wrong, and no fault of the program is told."""
    done = run_in_shell(f"mkdir gone && cd gone && rmdir ../gone; dedup {arguments.format(folder=folder)} -q", folder)
    assert done.returncode == 2
    assert "fault of dedup" not in done.stderr
    assert done.stderr


@pytest.mark.parametrize("arguments", ["--help", "scan --help", "formats", "--version", "scan a.txt"])
def test_output_that_nobody_reads_is_no_error(folder: Path, arguments: str) -> None:
    """As with ``| head``: nothing is told, and the exit code is that of success."""
    done = run_in_shell(f"{{ sleep 0.1; dedup {arguments}; echo $? >code; }} | true; cat code", folder)
    assert (done.stdout, done.stderr.replace("dedup: a.txt", "")) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_help_on_a_full_disk_is_a_sentence(folder: Path) -> None:
    """Reports are written elsewhere; this is what the library for options writes."""
    done = run_in_shell("dedup --help >/dev/full", folder)
    assert done.returncode == 2
    assert done.stderr == "dedup: what the program shows cannot be written: no space left on device\n"


@pytest.mark.parametrize(
    "arguments", ["scan a.txt -o a.json", "index add a.dedup a.txt", "check a.txt --against b.txt"]
)
def test_a_container_without_a_user_or_a_home_is_enough(
    dedup: Callable[..., Outcome], folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: str
) -> None:
    """The number of the user has no entry in /etc/passwd, and HOME is not set."""

    def no_entry(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", no_entry)
    monkeypatch.setattr("pwd.getpwnam", no_entry)
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(folder)
    assert dedup(*arguments.split(), "-q").code in (0, 1)


def test_a_link_to_itself_is_no_place_to_write_to(folder: Path) -> None:
    """It can be neither replaced nor followed."""
    (folder / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match="a symbolic link that leads to itself"):
        refuse_unwritable(str(folder / "loop"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('encoding = "utf\\u0000"', "encoding in dedup.toml holds a NUL"),
        ('ignore = ["a", "\\u0000"]', "ignore in dedup.toml holds a NUL"),
        ('[column]\ntext = "\\u0000"', "column in dedup.toml holds a NUL"),
        ("words = " + "1" * 4400, "dedup.toml cannot be read as TOML"),
        ("words = " + "[" * 9000, "nested too deeply"),
        ('max-document = "large"', "'large' is no size"),
    ],
)
def test_a_configuration_that_cannot_be_is_told(
    dedup: Callable[..., Outcome], folder: Path, written: str, told: str
) -> None:
    """In one sentence, with the exit code of wrong use."""
    (folder / "dedup.toml").write_text(written)
    outcome = dedup("scan", "a.txt")
    assert outcome.code == 2
    assert told in outcome.err


def test_a_larger_document_than_is_asked_for_is_told(dedup: Callable[..., Outcome], folder: Path) -> None:
    """The others are scanned, and the exit code says that one is missing."""
    (folder / "large.txt").write_text("many words " * 1000)
    outcome = dedup("scan", "a.txt", "large.txt", "--max-document", "5KB")
    assert outcome.code == 3
    assert "dedup: large.txt: it has more than 5 KB (--max-document)" in outcome.err


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_files_whose_names_are_no_utf8_are_filtered(dedup: Callable[..., Outcome], folder: Path) -> None:
    """The account of the filter could not be written where one was among the inputs."""
    name = os.fsdecode(b"in\xff.txt")
    (folder / "in").mkdir()
    (folder / "in" / name).write_text("Some words of a text.", encoding="utf-8")
    assert dedup("filter", "in", "--output", "out").code == 0
    assert (folder / "out" / name).read_text(encoding="utf-8") == "Some words of a text."
    account = json.loads((folder / "out" / "_account" / "summary.json").read_text(encoding="utf-8"))
    assert account["of"]["shards"][0][:2] == ["in/in\\xff.txt", name]


def test_a_fault_of_the_program_is_told_as_one(dedup: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    """An exit code of 1 would say that a check objects."""

    def broken(*_: object) -> None:
        raise KeyError("x")  # noqa: EM101 - no message of the program's

    monkeypatch.setattr("dedup.cli.scan.options_of", broken)
    monkeypatch.setattr("dedup.cli.program.import_module", lambda name: __import__(name, fromlist=["scan"]))
    outcome = dedup("scan", "a.txt")
    assert outcome.code == 2
    assert "this is a fault of dedup (KeyError: 'x' in test_hostile_surroundings.py:" in outcome.err
    assert cli.main is not None


def test_an_early_interrupt_ends_with_the_code_of_one(folder: Path) -> None:
    """Before a command begins, the program imports, where an exception could be taken for something else."""
    codes = set()
    for wait in (0.1, 0.2, 0.3, 0.5):
        running = subprocess.Popen(
            [sys.executable, "-c", f"import dedup.cli; print(flush=True); {PROGRAM}", "scan", "-"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert running.stdout is not None
        running.stdout.readline()  # Python and the package have started
        time.sleep(wait)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate()
        assert b"Traceback" not in told
        codes.add(running.returncode)
    assert codes == {130}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["scan", "a.txt", "zeros.bin"], 3),
        (["check", "a.txt", "zeros.bin"], 3),
        (["check", "a.txt", "--write-baseline"], 0),
        (["scan", "missing.txt"], 2),
    ],
)
def test_the_report_is_whole_where_nobody_reads_the_messages(folder: Path, arguments: list[str], code: int) -> None:
    """Standard error is a pipe whose reader has gone, as of a logger that was restarted."""
    (folder / "zeros.bin").write_bytes(bytes(100))
    expected = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], cwd=folder, capture_output=True, check=False)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=writer, check=False
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stdout) == (code, expected.stdout)
