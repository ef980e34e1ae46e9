"""A folder with two texts to scan, and the program run in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dedup.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BODY = (
    "The council met on Tuesday to decide about the bridge over the river, which has been closed since the flood in "
    "spring. Engineers told the members that two of the five pillars have moved and must be built again from the "
    "ground. The work will take eighteen months and cost twice what was planned, said the mayor after the meeting."
)
COPY = BODY.replace("eighteen months", "two years")


@dataclass(frozen=True)
class Outcome:
    """What a run of the program gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory: it holds a text and an edited copy of it, and configures nothing."""
    (tmp_path / "a.txt").write_text(BODY + "\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Reprinted here.\n\n" + COPY + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def dedup(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Return a function that runs the program in the folder as the shell would."""
    assert folder.is_dir()

    def run(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as exit_info:
            main(arguments)
        captured = capsys.readouterr()
        return Outcome(int(exit_info.value.code or 0), captured.out, captured.err)

    return run
