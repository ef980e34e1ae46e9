"""The set of short answers (clough) into a report: reuse told from none by a threshold that other tasks chose."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from lib.chain_scores import halves_accuracy
from lib.detection import ALIGNED, CHOSEN, MEASURES, SETTINGS, Verdict, accuracy, curve, measure, rotate, rotate_choice
from lib.figures import Figure
from lib.labelled import read_answers

if TYPE_CHECKING:
    from pathlib import Path

ACCURACY, ACCURACY_OF_DEFAULTS = 0.94, 0.95


def run_answers(folder: Path) -> dict[str, Any]:
    """Return the report: the accuracy of the chosen figure, of every other one, and of letting the tasks choose."""
    answers, sources = read_answers(folder)
    measured = {name: measure(answers, sources, settings) for name, settings in SETTINGS.items()}
    settings, name = CHOSEN
    verdicts = rotate(measured[settings], name)
    aligned = [Verdict(one, one.values[ALIGNED], 0.0) for one in measured["defaults"]]
    freely, choices = rotate_choice(measured)
    of = f"{len(answers)} answers"
    figures = [
        Figure("clough: accuracy", accuracy(verdicts), ACCURACY, of=f"{of}; {name}, {settings}"),
        Figure("clough: accuracy, defaults", accuracy(aligned), ACCURACY_OF_DEFAULTS, of=f"{of}; any aligned words"),
        Figure(
            "clough: accuracy, defaults, share chosen by the other tasks",
            accuracy(rotate(measured["defaults"], ALIGNED)),
            of=f"{of}; {ALIGNED}",
        ),
        Figure(
            "clough: accuracy, least score of a chain chosen on the other half",
            halves_accuracy(answers, sources),
            of=f"{of}; mean of 100 halves",
        ),
        Figure("clough: accuracy, settings and figure chosen by the other tasks", accuracy(freely), of=of),
    ]
    wrong = [one for one in verdicts if not one.right]
    return {
        "set": "clough",
        "answers": len(answers),
        "categories": dict(sorted(Counter(answer.category for answer in answers).items())),
        "chosen": {"settings": settings, "figure": name},
        "figures": [figure.as_row() for figure in figures],
        "tried": [
            {"settings": tried, "figure": one, "accuracy": round(accuracy(rotate(measured[tried], one)), 6)}
            for tried in SETTINGS
            for one in MEASURES
        ],
        "choices": choices,
        "missed": [one.as_row() for one in wrong if one.measured.answer.reuses],
        "false_alarms": [one.as_row() for one in wrong if not one.measured.answer.reuses],
        "thresholds": sorted({round(one.threshold, 4) for one in verdicts}),
        "values": {
            category: sorted(
                round(one.values[name], 4) for one in measured[settings] if one.answer.category == category
            )
            for category in ("non", "heavy", "light", "cut")
        },
        "curve": curve(measured[settings], name),
    }
