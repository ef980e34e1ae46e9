"""The tables and plots of `speed.py`: ratios of the best rounds, targets beside what was reached."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

tables = import_module("lib.speed_tables")


def row(seconds: list[float], shown: str = "some", task: str = "pairs", **more: Any) -> dict[str, Any]:
    """Return the numbers of a program."""
    numbers = {"shown": shown, "task": task, "ours": False, "gives": "pairs", "command": False, "peak_mb": [10.0]}
    return {**numbers, "seconds": seconds, "start": [0.0] * len(seconds), **more}


def measured(**rows: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers of an input; a double underscore in a name stands for a colon."""
    named = {name.replace("__", ":"): each for name, each in rows.items()}
    reference = {"pairs": 4, "passages": 4}
    return {"input": "made", "documents": 3, "bytes": 2_000_000, "reference": reference, "rows": named}


OURS = row([0.5, 0.4], "ours", ours=True, found=1, recall=1.0, precision=1.0, borderline=2)


def test_best_round_counts_and_a_command_is_not_charged_for_its_start() -> None:
    """Of 3 and 2.5 seconds with starts of 1 and 0.25, 2 are the best."""
    assert tables.best(row([3.0, 2.5])) == 2.5
    assert tables.best(row([3.0, 2.5], start=[1.0, 0.25], command=True)) == 2.0


def test_targets_are_ratios_to_each_peer() -> None:
    """With 0.4 seconds, a peer of 2 is beaten five times and one of 8 twenty times: six are missed, fifteen met."""
    one = measured(pairs__dedup_pairs=OURS, pairs__gaoya=row([2.0], "gaoya"), pairs__rensa=row([8.0], "rensa"))
    told = {figure.name: (figure.value, figure.met) for figure in tables.targets(one)}
    assert told["made: document pairs, times gaoya"] == (pytest.approx(5.0), False)
    assert told["made: document pairs, times rensa"] == (pytest.approx(20.0), True)
    assert told["made: document pairs, recall"] == (1.0, True)


def test_default_is_held_to_the_fastest_that_gives_no_passages() -> None:
    """Floors are no peers: of one second and of three, the peer of one second counts."""
    floor = row([0.1], "floor", gives="nothing")
    one = measured(pairs__dedup_default=OURS, pairs__a=row([3.0]), pairs__b=row([1.0]), pairs__parse_pyarrow=floor)
    told = {figure.name: figure.value for figure in tables.targets(one)}
    assert told["made: default, times the fastest peer without passages"] == pytest.approx(2.5)
    assert told["made: default, of parsing with pyarrow"] == pytest.approx(4.0)


def test_passages_are_held_to_peers_that_find_them() -> None:
    """A peer with a recall of 0.9 is no measure, one of 0.95 is."""
    theirs: dict[str, Any] = {"task": "passages", "gives": "passages", "precision": 1.0}
    one = measured(
        passages__dedup_passages=OURS | theirs,
        passages__a=row([1.0], "coarse", recall=0.9, **theirs),
        passages__b=row([8.0], "exact", recall=0.95, **theirs),
    )
    told = {figure.name: figure.value for figure in tables.targets(one)}
    assert told == {"made: passages, default, times exact": pytest.approx(20.0), "made: passages, default, recall": 1.0}


def test_report_tells_problems_and_what_was_skipped() -> None:
    """A program that was stopped stands in its table with the reason, one that was not there below."""
    stopped = row([], "slow", problem="stopped after 5 s")
    numbers = {"inputs": [measured(pairs__dedup_pairs=OURS, pairs__a=stopped)], "skipped": {"rensa": "not installed"}}
    report = tables.report(numbers)
    assert "stopped after 5 s" in report
    assert report.endswith("skipped: rensa: not installed")
    assert "made, document pairs: 3 documents, 2.0 MB, 4 pairs at Jaccard 0.5" in report


def test_plots_of_the_same_run_are_the_same_bytes(tmp_path: Path) -> None:
    """Two drawings of one run are equal and say nothing of when they were made."""
    pytest.importorskip("matplotlib", reason="plots are drawn with matplotlib, which only benchmarks need")
    plots = import_module("lib.speed_plots")
    raw = tmp_path / "raw.json"
    raw.write_text(json.dumps({"inputs": [measured(pairs__dedup_pairs=OURS, pairs__a=row([2.0]))]}), encoding="utf-8")
    drawings = []
    for name in ("one", "two"):
        assert plots.draw(raw, tmp_path / name) == [f"{name}/speed-made.svg"]
        drawings.append((tmp_path / name / "speed-made.svg").read_bytes())
    assert drawings[0] == drawings[1]
    assert b"dc:date" not in drawings[0]
