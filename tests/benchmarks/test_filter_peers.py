"""The comparison of filters: removals are judged by the texts, whatever the known pairs leave out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def words(first: int, count: int) -> str:
    """Return a text of so many different words; texts with the same words share shingles."""
    return " ".join(f"w{number}" for number in range(first, first + count))


@pytest.fixture
def truth() -> Any:
    """Four texts: a near copy that is known, a contained text and an identical one that no known pair names."""
    texts = {
        "whole": words(0, 24),  # 20 shingles
        "near": words(0, 23),  # 19 of them: a Jaccard of 19/20
        "part": words(0, 14),  # 10 of them, all its own
        "other": words(100, 24),
        "same": words(100, 24).upper(),
    }
    return import_module("filter").Truth(texts, [("whole", "near")], set())


def test_removals_are_borne_out_by_what_is_kept(truth: Any) -> None:
    """By a known pair, by equal words, and by the shingles of a text that no known pair names; one is left."""
    assert truth.judge({"whole", "other"}) == (3, 0, 0)
    assert truth.judge({"whole", "near", "other", "part"}) == (1, 0, 1)


def test_removals_without_a_kept_copy_are_counted(truth: Any) -> None:
    """The larger text goes for one that has 10 of its 20 shingles, and both equal ones go."""
    assert truth.judge({"part"}) == (4, 4, 0)


def test_programs_run_by_turns_and_the_best_round_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two programs in two rounds: a, b, a, b; of each the round with fewer processor seconds; one does not run."""
    comparison = import_module("filter")
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "whole"}\n')
    ran: list[str] = []

    def run(name: str, _python: str, source: Path, target: Path) -> tuple[dict[str, float] | None, str]:
        ran.append(name)
        target.write_bytes(source.read_bytes())
        figures = {"seconds": 1.0, "processor_seconds": 10.0 - len(ran), "peak_mb": 1.0}
        return (figures, "") if name == "a" else (None, "it is not installed")

    monkeypatch.setattr(comparison, "run", run)
    measured = comparison.measured(
        {"a": "python", "b": "python"}, source, comparison.Truth({"whole": "x"}, [], set()), 2
    )
    best, failed = measured
    assert ran == ["a", "b", "a", "b"]
    assert (best["processor_seconds"], best["rounds"], best["removed"]) == (7.0, [9.0, 7.0], 0)
    assert failed == {"program": "b", "failed": "it is not installed"}
