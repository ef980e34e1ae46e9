"""A kept run of `speed.py` into plots: seconds of each program, and what of the passages it finds in them.

Drawn with matplotlib from the kept numbers, never from the data. The same numbers give the same bytes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from speed_tables import best

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

OURS, THEIRS, FLOOR = "#0072b2", "#d55e00", "#999999"
_STYLE = {
    "svg.hashsalt": "dedup",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#dddddd",
    "legend.frameon": False,
}
_NOTHING_SAID_OF_WHEN = {"Date": None, "Creator": "dedup, benchmarks/speed.py"}


def draw(raw: Path, folder: Path) -> list[str]:
    """Draw a run's plots and return what was drawn, or that nothing was."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - optional
    except ImportError:
        return ["no plots: matplotlib is not installed"]
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with mpl.rc_context(_STYLE):
        for one in json.loads(raw.read_text(encoding="utf-8"))["inputs"]:
            for task, plot in (("pairs", _pairs), ("passages", _passages)):
                rows = [row for row in one["rows"].values() if row["task"] == task and row["seconds"]]
                if rows:
                    file = folder / f"speed-{one['input'].partition('.')[0]}.svg"
                    plot(one, rows).savefig(file, format="svg", metadata=_NOTHING_SAID_OF_WHEN)
                    drawn.append(f"{file.parent.name}/{file.name}")
    return drawn


def _colour(row: dict[str, Any]) -> str:
    if row["ours"]:
        return OURS
    return FLOOR if row["gives"] == "nothing" else THEIRS


def _canvas(width: float, height: float) -> tuple[Canvas, Axes]:
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415 - optional

    canvas = Canvas(figsize=(width, height), layout="constrained")
    return canvas, canvas.subplots()


def _pairs(one: dict[str, Any], rows: list[dict[str, Any]]) -> Canvas:
    """Return a bar a program, the fastest on top, with recall and precision written beside it."""
    rows = sorted(rows, key=best, reverse=True)
    canvas, axes = _canvas(9, 0.34 * len(rows) + 1.2)
    axes.barh([row["shown"] for row in rows], [best(row) for row in rows], color=[_colour(row) for row in rows])
    axes.set_xscale("log")
    low, high = (min(map(best, rows)), max(map(best, rows)))
    axes.set_xlim(low / 2, high * 12)
    for at, row in enumerate(rows):
        told = f"{best(row):.2f} s"
        if "recall" in row:
            told += f"   recall {row['recall']:.2f}, precision {row['precision']:.2f}"
        axes.annotate(told, (best(row), at), (4, 0), textcoords="offset points", va="center", color="#333333")
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("seconds from opening the file to the pairs")
    axes.set_title(f"{one['input']}: {one['documents']:,} documents, {one['bytes'] / 1e6:.0f} MB")
    return canvas


def _passages(one: dict[str, Any], rows: list[dict[str, Any]]) -> Canvas:
    """Return a dot a program: how long it takes, and the share of the shared words that it reports."""
    canvas, axes = _canvas(7, 4)
    for row in rows:
        axes.plot(best(row), row["recall"], "o", color=_colour(row), markersize=7, clip_on=False)
        axes.annotate(row["shown"], (best(row), row["recall"]), (7, -12), textcoords="offset points", color="#333333")
    axes.set_xscale("log")
    axes.set_xlim(min(map(best, rows)) / 2, max(map(best, rows)) * 4)
    axes.set_ylim(0, 1.03)
    axes.set_xlabel("seconds")
    axes.set_ylabel("share of the words in common runs that is reported")
    axes.set_title(f"{one['input']}: {one['documents']:,} documents, {one['bytes'] / 1e6:.0f} MB, runs of 30 words")
    return canvas
