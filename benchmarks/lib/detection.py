"""Short answers told apart: those that reuse a source and those that do not, by a threshold on one figure.

The threshold is chosen on all tasks but one and tested on that one, for each task in turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import dedup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lib.labelled import Answer

SETTINGS: dict[str, dict[str, int]] = {
    "defaults": {},
    "min_run=8": {"min_run": 8},
    "words=3, fingerprint_words=3, min_run=5": {"words": 3, "fingerprint_words": 3, "min_run": 5},
    "words=3, fingerprint_words=3, min_run=3": {"words": 3, "fingerprint_words": 3, "min_run": 3},
    "words=2, fingerprint_words=2, min_run=2": {"words": 2, "fingerprint_words": 2, "min_run": 2},
}
"""The settings that are tried, simplest first."""
ALIGNED = "aligned share of the answer"
MEASURES = ("containment of the answer", "Jaccard", "share of the answer in passages", "longest run", ALIGNED)
CHOSEN = ("words=3, fingerprint_words=3, min_run=5", "containment of the answer")
"""Rewritten text keeps short sequences, so shingles of three words; an answer is not much of a source, so the share of
the answer that stands in the source, not the other way round."""

Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """An answer and the figures of its comparison with the source of its task."""

    answer: Answer
    values: Values


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the threshold of the other tasks says of one answer."""

    measured: Measured
    value: float
    threshold: float

    @property
    def right(self) -> bool:
        """Whether the answer was told rightly."""
        return (self.value > self.threshold) == self.measured.answer.reuses

    def as_row(self) -> dict[str, Any]:
        """Return the answer's name, category and numbers."""
        answer = self.measured.answer
        return {
            "answer": answer.name,
            "category": answer.category,
            "value": round(self.value, 4),
            "threshold": round(self.threshold, 4),
        }


def measure(answers: Sequence[Answer], sources: dict[str, str], settings: dict[str, Any]) -> list[Measured]:
    """Return the figures of each answer against the source of its task; all are 0 for a pair that is not listed."""
    return [Measured(answer, _values(answer.text, sources[answer.task], settings)) for answer in answers]


def _values(answer: str, source: str, settings: dict[str, Any]) -> Values:
    result = dedup.compare(answer, source, **settings)
    if not result.copies:
        return dict.fromkeys(MEASURES, 0.0)
    (match,) = result.copies
    found = (
        match.containment_a,
        match.jaccard,
        match.shared_words / result.documents[0].words,
        float(match.longest_run),
        match.aligned_a or 0.0,
    )
    return dict(zip(MEASURES, found, strict=True))


def rotate(measured: Sequence[Measured], name: str) -> list[Verdict]:
    """Return the verdict on each answer by the threshold that suits the other tasks best."""
    tasks = sorted({one.answer.task for one in measured})
    verdicts = []
    for task in tasks:
        threshold, _ = best_threshold([one for one in measured if one.answer.task != task], name)
        verdicts += [Verdict(one, one.values[name], threshold) for one in measured if one.answer.task == task]
    return verdicts


def best_threshold(measured: Sequence[Measured], name: str) -> tuple[float, int]:
    """Return the threshold with the most right answers, and how many; of several, the one in the middle."""
    values = sorted({one.values[name] for one in measured})
    cuts = [(low + high) / 2 for low, high in pairwise(values)] or values
    right = {cut: _right(measured, name, cut) for cut in cuts}
    most = max(right.values())
    best = [cut for cut in cuts if right[cut] == most]
    return best[len(best) // 2], most


def _right(measured: Sequence[Measured], name: str, threshold: float) -> int:
    return sum((one.values[name] > threshold) == one.answer.reuses for one in measured)


def rotate_choice(by_settings: dict[str, list[Measured]]) -> tuple[list[Verdict], list[str]]:
    """Return the verdicts when the other tasks choose settings and figure, too, and what they chose for each."""
    tasks = sorted({one.answer.task for one in next(iter(by_settings.values()))})
    verdicts, choices = [], []
    for task in tasks:
        tried = []
        for settings, measured in by_settings.items():
            others = [one for one in measured if one.answer.task != task]
            tried += [(best_threshold(others, name), settings, name) for name in MEASURES]
        (threshold, _), settings, name = max(tried, key=lambda one: one[0][1])  # the first of the best
        choices.append(f"task {task}: {name}, {settings}")
        held_out = [one for one in by_settings[settings] if one.answer.task == task]
        verdicts += [Verdict(one, one.values[name], threshold) for one in held_out]
    return verdicts, choices


def accuracy(verdicts: Sequence[Verdict]) -> float:
    """Return the share of right verdicts."""
    return sum(one.right for one in verdicts) / len(verdicts)


def curve(measured: Sequence[Measured], name: str) -> list[dict[str, float]]:
    """Return, for thresholds from 0 to 1, the share told rightly, the reuse that is missed and the false alarms."""
    reused = [one for one in measured if one.answer.reuses]
    others = [one for one in measured if not one.answer.reuses]
    points = []
    for step in range(101):
        cut = step / 100
        points.append(
            {
                "threshold": cut,
                "accuracy": round(_right(measured, name, cut) / len(measured), 6),
                "missed": round(sum(one.values[name] <= cut for one in reused) / len(reused), 6),
                "false_alarms": round(sum(one.values[name] > cut for one in others) / len(others), 6),
            }
        )
    return points
