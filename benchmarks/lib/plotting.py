"""How every plot looks, and how it is saved: as SVG, the same bytes for the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure as Canvas

STYLE: Any = {
    "svg.hashsalt": "dedup",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "legend.frameon": False,
}
BLUE, RED, GREEN, GREY = "#0072b2", "#d55e00", "#009e73", "#555555"
"""Colours that people tell apart however they see colours (Okabe, Ito 2008)."""


def save(canvas: Canvas, folder: Path, name: str, program: str) -> str:
    """Write a drawing and return its file's name. It says which program drew it, and nothing of when."""
    canvas.savefig(folder / name, format="svg", metadata={"Date": None, "Creator": f"dedup, benchmarks/{program}"})
    return name
