"""A kept run of `speed.py` into plots: a bar a program for its seconds, recall and precision in columns beside it.

Drawn with matplotlib from the kept numbers, never from the data. The same numbers give the same bytes.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lib.plotting import BLUE, GREY, RED, STYLE, save
from lib.speed_tables import best

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_COLUMNS = ("recall", "precision")
OURS, THEIRS, FLOOR = BLUE, RED, "#999999"


def draw(raw: Path, folder: Path) -> list[str]:
    """Draw a run's plots and return what was drawn, or that nothing was."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - optional
    except ImportError:
        return ["no plots: matplotlib is not installed"]
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with mpl.rc_context(STYLE | {"axes.axisbelow": True}):
        for one in json.loads(raw.read_text(encoding="utf-8"))["inputs"]:
            for task, of in (("pairs", "document pairs"), ("passages", "passages")):
                rows = [row for row in one["rows"].values() if row["task"] == task and "problem" not in row]
                if rows:
                    name = "-".join(("speed", *re.findall(r"\w+", one["input"]))) + ".svg"
                    drawn.append(f"{folder.name}/{save(_bars(one, rows, of), folder, name, 'speed.py')}")
    return drawn


def _colour(row: dict[str, Any]) -> str:
    if row["ours"]:
        return OURS
    return FLOOR if row["gives"] == "nothing" else THEIRS


def _bars(one: dict[str, Any], rows: list[dict[str, Any]], of: str) -> Canvas:
    """Return a plot of one task on one input, the fastest program on top."""
    from matplotlib.figure import Figure as Canvas  # noqa: PLC0415 - optional
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 - optional

    rows = sorted(rows, key=best, reverse=True)
    canvas = Canvas(figsize=(9, 0.32 * len(rows) + 1.3), layout=ConstrainedLayoutEngine(rect=(0, 0, 0.82, 1)))
    axes = canvas.subplots()
    axes.barh([row["shown"] for row in rows], [best(row) for row in rows], color=[_colour(row) for row in rows])
    axes.set_xscale("log")
    axes.set_xlim(min(map(best, rows)) / 2, max(map(best, rows)) * 4)
    for at, row in enumerate(rows):
        axes.annotate(f"{best(row):.2f}", (best(row), at), (4, 0), textcoords="offset points", va="center")
        for column, name in enumerate(_COLUMNS):
            if name in row:
                _beside(axes, column, at, f"{row[name]:.3f}")
    for column, name in enumerate(_COLUMNS):
        _beside(axes, column, len(rows) - 0.3, name, color=GREY)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("seconds")
    axes.set_title(f"{one['input']}, {of}: {one['documents']:,} documents, {one['bytes'] / 1e6:.0f} MB", pad=16)
    return canvas


def _beside(axes: Axes, column: int, at: float, told: str, color: str = "#000000") -> None:
    """Write into a column at the right of the axes, in the margin that was left for it."""
    written = axes.annotate(
        told,
        (1, at),
        (46 + 56 * column, 0),
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
        ha="right",
        va="center",
        color=color,
        annotation_clip=False,
    )
    written.set_in_layout(False)
