"""The comparison of filters: removals are judged by the texts, whatever the known pairs leave out."""

from __future__ import annotations

import json
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from tests.filtering.corpora import made_corpus

if TYPE_CHECKING:
    from pathlib import Path


def words(first: int, count: int) -> str:
    """Return a text of so many different words; texts with the same words share shingles."""
    return " ".join(f"w{number}" for number in range(first, first + count))


@pytest.fixture
def truth(tmp_path: Path) -> Any:
    """Texts that contain each other, in other letters too, two without words, and one of three words that none has."""
    texts = {
        "whole": words(0, 24),  # 20 shingles
        "near": words(0, 23),  # 19 of them: a Jaccard of 19/20
        "part": words(0, 14),  # 10 of them, all its own
        "other": words(100, 24),
        "same": words(100, 24).upper(),
        "short": "w1 w2 w3",
        "none": "–",
        "nothing": "!",
    }
    lines = tmp_path / "in.jsonl"
    lines.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))
    return import_module("filter").truth_of(lines)


REST = {"short", "none", "nothing"}


def test_pairs_are_all_that_the_texts_hold(truth: Any) -> None:
    """Two are nearly the same, and two the same: whole and near, other and same; part in whole and near."""
    assert truth.pairs == {"near pairs": 2, "contained pairs": 2}


def test_removals_are_borne_out_by_what_is_kept(truth: Any) -> None:
    """What went is nearly a kept text, the same or a part of one; what was left of the pairs is counted."""
    nothing_left = {"not borne out": 0, "near pairs": 0, "contained pairs": 0}
    assert truth.judge({"whole", "other", *REST}) == {**nothing_left, "removed": 3}
    assert truth.judge({"whole", "near", "other", "part", *REST}) == {
        "removed": 1,
        "not borne out": 0,
        "near pairs": 1,
        "contained pairs": 2,
    }


def test_removals_without_a_kept_copy_are_counted(truth: Any) -> None:
    """The larger text goes for one that has 10 of its 20 shingles, both equal ones go, and the three words."""
    assert truth.judge({"part", "none"}) == {
        "removed": 6,  # nothing may go for none
        "not borne out": 5,
        "near pairs": 0,
        "contained pairs": 0,
    }


def exact_figures(one: str, other: str) -> tuple[float, float, float]:
    """Return the Jaccard, and the share of each text's shingles that the other has, by sets of strings."""
    a, b = ({" ".join(text.split()[at : at + 5]) for at in range(len(text.split()) - 4)} for text in (one, other))
    return len(a & b) / len(a | b), len(a & b) / len(a), len(a & b) / len(b)


@pytest.mark.parametrize("at_once", [1, 1 << 22])
def test_every_pair_of_texts_is_counted(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """By sets of strings, all pairs of texts are the same pairs, in blocks of one text and of all."""
    module = import_module("lib.exact_copies")
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    texts = [row["text"].lower() for row in made_corpus(3, families=4)]
    found = module.exact_copies(texts, 0.4)
    pairs = {pair: exact_figures(*(texts[place] for place in pair)) for pair in combinations(range(len(texts)), 2)}
    expected = {pair: figures for pair, figures in pairs.items() if max(figures) >= 0.4}
    columns = (found.a, found.b, found.jaccard, found.share_a, found.share_b)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    assert {(a, b): figures for a, b, *figures in rows} == {pair: list(figures) for pair, figures in expected.items()}


def test_programs_run_by_turns_and_the_best_round_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two programs in two rounds: a, b, a, b; of each the round with fewer processor seconds; one does not run."""
    comparison = import_module("filter")
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "whole", "text": "x"}\n')
    ran: list[str] = []

    def run(name: str, _python: str, source: Path, target: Path) -> tuple[dict[str, float] | None, str]:
        ran.append(name)
        target.write_bytes(source.read_bytes())
        figures = {"seconds": 1.0, "processor_seconds": 10.0 - len(ran), "peak_mb": 1.0}
        return (figures, "") if name == "a" else (None, "it is not installed")

    monkeypatch.setattr(comparison, "run", run)
    measured = comparison.measured({"a": "python", "b": "python"}, source, comparison.truth_of(source), 2)
    best, failed = measured
    assert ran == ["a", "b", "a", "b"]
    assert (best["processor_seconds"], best["rounds"], best["removed"]) == (7.0, [9.0, 7.0], 0)
    assert failed == {"program": "b", "failed": "it is not installed"}
