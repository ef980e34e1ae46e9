"""Several processes that make kernels at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from dedup.kernels import compiled
from dedup.kernels.cache import cache_folder
from dedup.kernels.compiled import loading, together

if TYPE_CHECKING:
    from pathlib import Path


class Kept:
    """A kernel that notes when it is asked for."""

    def __init__(self, number: int, asked: list[int]) -> None:
        self.number, self.asked = number, asked

    def fetch(self) -> None:
        self.asked.append(self.number)


@pytest.mark.parametrize(
    ("process", "processes", "expected"),
    [
        (0, 1, [0, 1, 2, 3, 4]),
        (1, 2, [4, 3, 2, 1, 0]),
        (2, 4, [2, 3, 4, 0, 1]),
        (3, 4, [1, 0, 4, 3, 2]),
    ],
)
def test_each_process_goes_through_all_kernels_from_a_place_of_its_own(
    process: int, processes: int, expected: list[int]
) -> None:
    """Two begin at each place and go apart, so that they meet only where the work ends."""
    asked = list[int]()
    kernels: list[Any] = [Kept(number, asked) for number in range(5)]
    together.make(kernels, process, processes)
    assert asked == expected


def test_another_process_makes_what_is_not_kept_yet(tmp_path: Path) -> None:
    """The one kernel that is missing is there afterwards, whole, and nothing else was written."""
    compiled.warm(lambda _: None)
    kept = cache_folder()
    if kept is None:
        pytest.skip("there is no folder to keep kernels in")
    beside = tmp_path / "dedup" / kept.name
    beside.mkdir(parents=True)
    for file in kept.glob("*.o"):
        (beside / file.name).write_bytes(file.read_bytes())
    before = {file.name: file.read_bytes() for file in beside.iterdir()}
    missing = next(beside.glob("strings.*"))
    missing.unlink()
    command = [sys.executable, "-m", "dedup.kernels.compiled.together", "1", "2"]
    folders = {name: str(tmp_path) for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA")}
    subprocess.run(command, check=True, env={**os.environ, **folders})
    after = {file.name: file.read_bytes() for file in beside.iterdir()}
    assert loading.unpack(after.pop(missing.name))
    assert after == {name: raw for name, raw in before.items() if name != missing.name}


def test_a_process_that_cannot_be_started_leaves_its_work_to_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling by several processes is a convenience; nothing depends on it."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    asked = list[int]()
    kernels: list[Any] = [Kept(0, asked)]
    with together.others(3):
        together.make(kernels)
    assert asked == [0]


def test_other_processes_are_ended_with_the_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever they are at, they do not outlive the command."""
    sleeping = tmp_path / "python"
    sleeping.write_text("#!/bin/sh\nexec sleep 60\n")
    sleeping.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(sleeping))
    started = list[subprocess.Popen[bytes]]()

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **named: Any) -> None:
            super().__init__(*args, **named)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(KeyboardInterrupt), together.others(2):
        raise KeyboardInterrupt
    assert [process.returncode for process in started] == [-15]


@pytest.mark.parametrize(("name", "several"), [("python3.11", True), ("server", False), ("", False)])
def test_only_python_is_started_again(monkeypatch: pytest.MonkeyPatch, name: str, several: bool) -> None:
    """A program that has Python inside would begin as a whole once more."""
    monkeypatch.setattr(sys, "executable", name and f"/bin/{name}")
    monkeypatch.setattr(together, "cores", lambda: 2)
    assert (together.at_once() > 1) is several
