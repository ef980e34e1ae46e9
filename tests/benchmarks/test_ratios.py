"""The held ratios: what got worse by half is told and ends with 1, and nothing else does."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ratios() -> Any:
    return import_module("ratios")


def ticking(times: list[float]) -> Any:
    """Return a clock on which what is timed takes the given seconds, one after the other."""

    def readings() -> Iterator[float]:
        now = 0.0
        for time in times:
            yield now
            now += time
            yield now

    return readings().__next__


def test_ratio_is_of_the_fastest_rounds(ratios: Any) -> None:
    """Ours takes 3 and 2 seconds, the yardstick 8 and 10, by turns: 8 / 2 = 4 times as fast."""
    side = ratios.Side(lambda: None)
    assert ratios.Ratio("x", side, side, ticking([3, 8, 2, 10])).measured(2) == pytest.approx(4)


def test_part_of_the_texts_counts_for_all(ratios: Any) -> None:
    """A yardstick that takes 2 seconds for a tenth of the texts would take 20: ours, with 4, is five times as fast."""
    ratio = ratios.Ratio("x", ratios.Side(lambda: None), ratios.Side(lambda: None, 0.1), ticking([4, 2]))
    assert ratio.measured(1) == pytest.approx(5)


def test_short_work_is_repeated(ratios: Any) -> None:
    """Work of 0.04 seconds is done three times, until 0.1 seconds have gone by, and takes a third of what that took."""
    done: list[int] = []
    ratio = ratios.Ratio("x", ratios.Side(lambda: done.append(1)), ratios.Side(lambda: None), iter(
        [0, 0.04, 0.08, 0.12, 1, 2]
    ).__next__)  # fmt: skip
    assert ratio.measured(1) == pytest.approx(1 / 0.04)
    assert len(done) == 3


@pytest.mark.parametrize(("ratio", "worse"), [(6.0, False), (4.1, False), (4.0, True), (1.0, True), (9.0, False)])
def test_half_as_long_again_is_worse(ratios: Any, ratio: float, worse: bool) -> None:
    """What was six times as fast as its yardstick must stay more than four times as fast."""
    assert ratios.is_worse(ratio, 6.0) is worse
    assert not ratios.is_worse(ratio, None)


def test_bad_round_alone_is_not_believed(ratios: Any) -> None:
    """A ratio that seems worse is measured again: one disturbed measurement does not fail it."""
    side = ratios.Side(lambda: None)
    disturbed, quiet = [9.0, 9.0] * 3, [1.0, 9.0] * 3
    assert ratios.compared(ratios.Ratio("x", side, side, ticking(disturbed + quiet)), 8.0) == pytest.approx(9)


def test_worse_ratio_is_named_and_exits_with_one(
    ratios: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two ratios, one that fell from 10 to 5 is marked; when both stay, the exit code is 0."""
    monkeypatch.setattr(ratios, "KEPT", tmp_path / "ratios.json")
    monkeypatch.setattr(ratios, "warm", lambda: None)
    monkeypatch.setattr(ratios, "write_documents", lambda *_: None)
    side = ratios.Side(lambda: None)

    def measured(speed: float) -> int:
        made = [ratios.Ratio("same", side, side), ratios.Ratio("changing", side, side)]
        monkeypatch.setattr(ratios, "ratios_of", lambda _: made)
        speeds = {"same": 3.0, "changing": speed}
        monkeypatch.setattr(ratios.Ratio, "measured", lambda ratio, _: speeds[ratio.name])
        return int(ratios.main([]))

    run = {"machine": {"processor": "any"}, "ratios": {"same": 3.0, "changing": 10.0}}
    (tmp_path / "ratios.json").write_text(json.dumps({"runs": [run]}))
    assert measured(9.0) == 0
    capsys.readouterr()
    assert measured(5.0) == 1
    assert [("WORSE" in line) for line in capsys.readouterr().out.splitlines()[2:4]] == [False, True]


def test_every_kept_ratio_is_measured(ratios: Any, tmp_path: Path) -> None:
    """The file that is kept names no ratio that the program does not measure."""
    runs = json.loads(ratios.KEPT.read_text(encoding="utf-8"))["runs"]
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"text": "a few words of text " * 9}) + "\n")
    measured = {ratio.name for ratio in ratios.ratios_of(file)} | {"two threads beside one"}
    assert runs
    assert all(set(run["ratios"]) <= measured for run in runs)
    assert all(run["command"].startswith("python benchmarks/ratios.py") and run["time"] for run in runs)


def test_processors_are_held_to_what_their_kind_did(ratios: Any) -> None:
    """Vectors of another width change some ratios by half; a kind that nobody measured is held to the least."""
    runs = [
        {"machine": {"processor": "one"}, "ratios": {"signing": 90.0, "words": 20.0}},
        {"machine": {"processor": "two"}, "ratios": {"signing": 60.0, "words": 30.0, "threads": 1.5}},
    ]
    assert ratios.held(runs, "one") == {"signing": 90.0, "words": 20.0}
    assert ratios.held(runs, "three") == {"signing": 60.0, "words": 20.0, "threads": 1.5}
    assert ratios.held([], "one") == {}


def test_a_run_is_kept_beside_those_of_other_processors(
    ratios: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run of the same kind before it goes."""
    for name, what in (
        ("KEPT", tmp_path / "ratios.json"),
        ("warm", lambda: None),
        ("write_documents", lambda *_: None),
    ):
        monkeypatch.setattr(ratios, name, what)
    side = ratios.Side(lambda: None)
    monkeypatch.setattr(ratios, "ratios_of", lambda _: [ratios.Ratio("same", side, side)])
    monkeypatch.setattr(ratios.Ratio, "measured", lambda _ratio, _rounds: 2.0)
    others = [{"machine": {"processor": kind}, "ratios": {"same": 1.0}} for kind in ("another", ratios.processor())]
    (tmp_path / "ratios.json").write_text(json.dumps({"runs": others}))
    assert ratios.main(["--keep"]) == 0
    runs = json.loads((tmp_path / "ratios.json").read_text())["runs"]
    assert [(run["machine"]["processor"], run["ratios"]["same"]) for run in runs] == [
        ("another", 1.0),
        (ratios.processor(), 2.0),
    ]


def test_paths_of_this_machine_are_not_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of a file that is named by its place on this machine, a record says the name alone."""
    monkeypatch.setattr("sys.argv", ["benchmarks/any.py", "--data", str(tmp_path / "a.jsonl"), "--keep"])
    assert (
        import_module("lib.kept_runs").record_of({}, [])["command"] == "python benchmarks/any.py --data a.jsonl --keep"
    )
