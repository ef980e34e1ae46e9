"""A disk that is full, in the folder for temporary files or under the output, costs a sentence and leaves nothing."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup.engines import storage
from dedup.engines.storage import SpillFolder
from dedup.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = "from dedup.cli import main; main()"
TEXTS, WORDS = 1500, 2000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in which nothing is mounted yet, and take away what the test mounts there."""
    folder = tmp_path / "disk"
    folder.mkdir()
    yield folder
    if folder.is_mount():
        subprocess.run(["umount", folder], check=True)


def mount(folder: Path, megabytes: int) -> None:
    """Mount a file system of so many megabytes in a folder, or skip the test where only root may."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no small file system can be mounted here: {error}")


def made_texts(file: Path) -> None:
    """Write texts of words drawn by chance, each also edited: 26 MB, too much for 256 MB of memory."""
    words = [f"word{number}" for number in range(5000)]
    chance = random.Random(4)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(0, TEXTS, 2):
            text = " ".join(chance.choices(words, k=WORDS))
            lines.write(json.dumps({"id": str(number), "text": text}) + "\n")
            lines.write(json.dumps({"id": str(number + 1), "text": text.replace("word1", "term1")}) + "\n")


@pytest.mark.parametrize("megabytes", [1, 20, 32, 50])
def test_a_full_temporary_folder_ends_a_scan_with_a_sentence(tmp_path: Path, disk: Path, megabytes: int) -> None:
    """Whether texts, keys or words are the first that find no room there, the input is not blamed for it."""
    mount(disk, megabytes)
    made_texts(tmp_path / "made.jsonl")
    command = [sys.executable, "-c", PROGRAM, "scan", "made.jsonl", "--memory", "256MB", "--quiet"]
    environment = {**os.environ, "TMPDIR": str(disk)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"dedup: temporary files cannot be written in {disk} (no space left on device); make room there, let TMPDIR "
        "name another folder, or allow more memory (--memory)"
    )
    assert list(disk.iterdir()) == []


def test_a_full_disk_under_the_output_leaves_the_old_report(tmp_path: Path, disk: Path) -> None:
    """The new one is written beside it first."""
    mount(disk, 1)
    (disk / "report").write_text("DEDUP: the old one\n")
    (disk / "ballast").write_bytes(bytes((1 << 20) - (2 << 14)))
    words = " ".join(f"word{number}" for number in range(40))
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(f"{words} {number}\n")
    command = [sys.executable, "-c", PROGRAM, "scan", ".", "-q", "-f", "json", "--output", str(disk / "report")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        f"dedup: {disk / 'report'} cannot be written: No space left on device\n",
    )
    assert sorted(path.name for path in disk.iterdir()) == ["ballast", "report"]
    assert (disk / "report").read_text() == "DEDUP: the old one\n"


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        ("scan texts -q -f csv --output disk/csv", "disk/csv cannot be written: No space left on device"),
        (
            "index add disk/new.dedup texts",
            "disk/new.dedup cannot be written: database or disk is full; it is as it was before",
        ),
    ],
)
def test_a_full_disk_leaves_no_half_folder_and_no_new_index(
    tmp_path: Path, disk: Path, arguments: str, left: str
) -> None:
    """Some tables were left in a folder that was made, and an index without documents."""
    mount(disk, 1)
    (disk / "ballast").write_bytes(bytes((1 << 20) - (12 << 12)))
    (tmp_path / "texts").mkdir()
    for number in range(3):
        (tmp_path / "texts" / f"{number}.txt").write_text(" ".join(f"word{each}" for each in range(40)))
    command = [sys.executable, "-c", PROGRAM, *arguments.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"dedup: {left}\n")
    assert [path.name for path in disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize("arguments", ["scan texts -o disk/a.json", "scan texts -f csv -o disk/csv"])
def test_a_file_system_that_is_read_only_is_called_so(tmp_path: Path, disk: Path, arguments: str) -> None:
    """It was called a lack of permission, which is looked for elsewhere."""
    mount(disk, 1)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    (tmp_path / "texts").mkdir()
    command = [sys.executable, "-c", PROGRAM, *arguments.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"dedup: {arguments.rsplit(maxsplit=1)[-1]} cannot be written: its file system is read-only\n"


@pytest.mark.parametrize("has_call", [True, False])
def test_an_array_has_its_room_before_it_is_mapped(monkeypatch: pytest.MonkeyPatch, has_call: bool) -> None:
    """A file with holes would be mapped gladly, and end the process at the first page without room."""
    if not has_call:
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    folder = SpillFolder()
    array = folder.new_array(300_000, np.int64)
    status = next(Path(folder.path).iterdir()).stat()
    assert array.nbytes == status.st_size == 2_400_000
    assert status.st_blocks * 512 >= 2_400_000


def test_what_the_system_says_of_a_temporary_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be a full disk, a quota or too many files."""

    def refuse(_file: object, _length: int) -> None:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    monkeypatch.setattr(storage, "_reserve", refuse)
    with pytest.raises(LimitError, match=r"temporary files cannot be written .*\(disk quota exceeded\)"):
        SpillFolder().new_array(1, np.int64)
