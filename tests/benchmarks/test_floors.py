"""The floors: what the program reaches on generated articles, it goes on reaching."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.results import ScanResult

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, str(ROOT / "benchmarks" / "accuracy.py"), "--shipped"]
FLOORS = json.loads((ROOT / "benchmarks" / "floors.json").read_text(encoding="utf-8"))


def test_program_keeps_every_floor() -> None:
    """The command that checks the floors names every one of them as met and exits with 0."""
    done = subprocess.run(COMMAND, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" met ") == len(FLOORS["at_least"]) + len(FLOORS["at_most"])
    assert "MISSED" not in done.stdout


def test_floors_are_kept_wherever_work_runs(scan_on: Callable[..., ScanResult]) -> None:
    """Every figure of the generated articles, on this machine and on each cluster."""
    figures = import_module("lib.shipped").measure(scan=scan_on)
    assert len(figures) == len(FLOORS["at_least"]) + len(FLOORS["at_most"])
    assert [figure.name for figure in figures if not figure.met] == []


def test_missed_floor_exits_with_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Two figures, of which one lies under its floor, are printed with their marks, and the exit code is 1."""
    accuracy, figures = import_module("accuracy"), import_module("lib.figures")
    measured = [figures.Figure("good", 1.0, 0.9), figures.Figure("bad", 0.8, 0.9)]
    monkeypatch.setattr(accuracy.shipped, "measure", lambda: measured)
    assert accuracy.main(["--shipped"]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert [("MISSED" in line, line.split()[-2]) for line in printed] == [(False, "good"), (True, "bad")]


@pytest.mark.parametrize(
    ("value", "bound", "least", "met"),
    [(0.9, 0.9, True, True), (0.89, 0.9, True, False), (0.0, 0.0, False, True), (1.0, 0.0, False, False)],
)
def test_figure_is_held_to_its_bound(value: float, bound: float, least: bool, met: bool) -> None:
    """A floor is met from its value on, a ceiling up to its value."""
    assert import_module("lib.figures").Figure("x", value, bound, least).met is met


def test_sets_that_are_not_there_are_named(tmp_path: Path) -> None:
    """Without DEDUP_DATA, and with a folder that lacks the files, each set says that it is skipped, and why."""
    accuracy = import_module("accuracy")
    assert accuracy._absence(None, "news") == "news: skipped, because DEDUP_DATA names no folder"
    (tmp_path / "news.jsonl.gz").touch()
    assert accuracy._absence(tmp_path, "news") == (
        "news: skipped, because the folder that DEDUP_DATA names lacks news.pairs.tsv"
    )
    (tmp_path / "news.pairs.tsv").touch()
    assert accuracy._absence(tmp_path, "news") is None
