"""The numbers of `scaling.py` into a plot: seconds, and memory for each document, against the number of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from lib.growth import fit
from lib.plotting import BLUE, GREY, RED, STYLE, save
from lib.scale_tables import BEYOND, MODES, beyond_text, of_mode

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

_COLOURS = {"pairs": BLUE, "all": RED}


def draw_growth(numbers: dict[str, Any], folder: Path) -> str:
    """Draw both and return the file's name."""
    with mpl.rc_context(STYLE):
        canvas = Canvas(figsize=(9, 4), layout="constrained")
        left, right = canvas.subplots(1, 2)
        for axes in (left, right):
            axes.set_xscale("log")
            axes.set_xlabel("documents of about 200 words")
        _seconds(left, numbers)
        _memory(right, numbers)
        return save(canvas, folder, "scaling.svg", "scaling.py")


def _seconds(axes: Axes, numbers: dict[str, Any]) -> None:
    for mode, title in MODES.items():
        runs = of_mode(numbers, mode)
        sizes, seconds = [run["documents"] for run in runs], [run["seconds"] for run in runs]
        law = fit(sizes, seconds)
        label = f"{title}: exponent {law.exponent:.2f}" if law else title
        axes.plot(sizes, seconds, marker="o", markersize=4, linestyle="none", color=_COLOURS[mode], label=label)
        if law:
            axes.plot(sizes, [law.at(size) for size in sizes], color=_COLOURS[mode], linewidth=1)
    runs = of_mode(numbers, "pairs")
    if runs:
        first, last = runs[0], runs[-1]
        ends = [first["documents"], last["documents"]]
        straight = [first["seconds"], first["seconds"] * ends[1] / ends[0]]
        axes.plot(ends, straight, color=GREY, linewidth=0.8, linestyle=":", label="exponent 1")
    axes.set_yscale("log")
    axes.set_ylabel("seconds, from reading to the result")
    axes.legend(loc="upper left")


def _memory(axes: Axes, numbers: dict[str, Any]) -> None:
    for mode, title in MODES.items():
        runs = of_mode(numbers, mode)
        sizes, beyond = [run["documents"] for run in runs], [beyond_text(run) for run in runs]
        axes.plot(sizes, beyond, marker="o", markersize=4, color=_COLOURS[mode], label=title)
    axes.axhline(BEYOND, color=GREY, linewidth=0.8, linestyle=":")
    axes.annotate("target for pairs", (0.02, BEYOND), xycoords=("axes fraction", "data"), va="bottom", color=GREY)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("bytes of memory for each document, beyond its text")
    axes.legend(loc="upper right")
