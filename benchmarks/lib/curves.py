"""Reports into plots: recall by likeness, coverage of labelled spans, the threshold that tells reuse from none.

Drawn with matplotlib from what is written in the reports, never from the data. The same report gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from lib.plotting import BLUE, GREEN, GREY, RED, STYLE, save

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

_COLOURS = {"news": BLUE, "reuters": RED, "senate": GREEN}
_CATEGORIES = {"non": GREY, "heavy": BLUE, "light": GREEN, "cut": RED}
_LABELS = {
    "jaccard": "Jaccard of the reference, in tenths",
    "containment": "containment of the smaller text in the reference, in tenths",
}


def draw(reports: dict[str, dict[str, Any]], folder: Path) -> list[str]:
    """Draw every plot for which there is a report and return the names of the files."""
    drawn = []
    with mpl.rc_context(STYLE):
        pairs = {name: reports[name] for name in _COLOURS if name in reports}
        if pairs:
            drawn.append(save(_recall(pairs), folder, "recall.svg", "accuracy.py"))
        if "pan13" in reports:
            drawn.append(save(_coverage(reports["pan13"]), folder, "pan13.svg", "accuracy.py"))
        if "clough" in reports:
            drawn.append(save(_threshold(reports["clough"]), folder, "clough.svg", "accuracy.py"))
    return drawn


def _recall(reports: dict[str, dict[str, Any]]) -> Canvas:
    """Return recall in each tenth of Jaccard and of containment; dashed for a run that was followed by another."""
    canvas = Canvas(figsize=(9, 4), layout="constrained")
    for axes, measure in zip(canvas.subplots(1, 2, sharey=True), ("jaccard", "containment"), strict=True):
        for name, report in reports.items():
            for run in report["runs"]:
                last = run is report["runs"][-1]
                bins = run["recall_bins"][measure]
                axes.plot(
                    [one["from"] + 0.05 for one in bins],
                    [one["recall"] for one in bins],
                    marker="o" if last else "s",
                    markersize=4,
                    linestyle="-" if last else "--",
                    color=_COLOURS[name],
                    label=f"{name}, {run['run']}",
                )
        axes.set_xlabel(_LABELS[measure])
        axes.set_xlim(0.08, 1.02)
        axes.set_xticks([step / 10 for step in range(1, 11)])
        axes.set_ylim(0, 1.03)
        axes.axvline(0.3, color="#999999", linewidth=0.8, linestyle=":")
    axes.legend(loc="lower right")
    canvas.axes[0].set_ylabel("share of the reference pairs that is reported")
    canvas.suptitle("Recall of reference pairs, all pairs listed")
    return canvas


def _coverage(report: dict[str, Any]) -> Canvas:
    """Return, for each share of its characters, how many spans are covered to that share at least."""
    canvas = Canvas(figsize=(6, 4), layout="constrained")
    axes = canvas.subplots()
    for (how, values), colour, width in zip(report["coverage"].items(), (RED, BLUE), (1.5, 2.5), strict=True):
        steps = [step / 200 for step in range(201)]
        shares = [sum(value >= step for value in values) / len(values) for step in steps]
        label = {"as labelled": "offsets as labelled", "placed": "labels placed in this copy"}[how]
        axes.plot(steps, shares, color=colour, linewidth=width, label=label, clip_on=False)
    axes.axvline(0.99, color="#999999", linewidth=0.8, linestyle=":")
    axes.annotate("found from 0.99", (0.985, 0.07), ha="right", color=GREY)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("share of a span's characters that passages cover, on both sides")
    axes.set_ylabel("share of the spans that reach it")
    axes.set_title(f"pan13: coverage of {report['labels']} labelled spans")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 0.12))
    return canvas


def _threshold(report: dict[str, Any]) -> Canvas:
    canvas = Canvas(figsize=(9, 4), layout="constrained")
    left, right = canvas.subplots(1, 2)
    _curve(left, report)
    _strip(right, report)
    canvas.suptitle(f"clough: {report['chosen']['figure']} in its source ({report['chosen']['settings']})")
    return canvas


def _curve(axes: Axes, report: dict[str, Any]) -> None:
    points = report["curve"]
    for key, label, colour in (
        ("accuracy", "told rightly", BLUE),
        ("missed", "reuse that is missed", RED),
        ("false_alarms", "false alarms", GREY),
    ):
        axes.plot([one["threshold"] for one in points], [one[key] for one in points], color=colour, label=label)
    axes.axvspan(min(report["thresholds"]), max(report["thresholds"]), color=BLUE, alpha=0.25, linewidth=1.5)
    axes.annotate("chosen", (max(report["thresholds"]) + 0.015, 0.5), color=BLUE)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("threshold")
    axes.set_ylabel("share of the answers")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.03))


def _strip(axes: Axes, report: dict[str, Any]) -> None:
    """Draw one dot an answer, spread over the height of its category in the order of the values."""
    for row, (category, colour) in enumerate(_CATEGORIES.items()):
        values = report["values"][category]
        heights = [row + 0.6 * ((7 * i) % len(values) / len(values) - 0.5) for i in range(len(values))]
        axes.scatter(values, heights, s=16, color=colour, alpha=0.7, linewidths=0, clip_on=False)
    axes.axvspan(min(report["thresholds"]), max(report["thresholds"]), color=BLUE, alpha=0.25, linewidth=1.5)
    axes.set_yticks(range(len(_CATEGORIES)), list(_CATEGORIES))
    axes.set_xlim(-0.02, 1)
    axes.set_xlabel("value, one dot an answer")
