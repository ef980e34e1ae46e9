"""The numbers of `scaling.py` into tables, for the terminal and for docs/scale.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tabulate import tabulate

from lib.growth import fit, steps

if TYPE_CHECKING:
    from pathlib import Path

MODES = {"pairs": "document pairs", "all": "everything"}
EXPONENT, BEYOND = 1.1, 1_200
"""Targets: the exponent of time, and the bytes of memory for each document beyond its text, for document pairs."""
_HEADS = (
    "documents",
    "MB",
    "s",
    "MB/s",
    "exponent",
    "processor s",
    "peak MB",
    "of its own",
    "bytes a document",
    "recall",
    "unrelated",
)
_FORMATS = (",", ",.0f", ",.2f", ".1f", ".2f", ",.1f", ",.0f", ",.0f", ",.0f", ".4f", ",")
_BLOCK = re.compile(r"(?<=<!-- scaling -->\n).*?(?=<!-- end -->)", re.DOTALL)


def of_mode(numbers: dict[str, Any], mode: str) -> list[dict[str, Any]]:
    """Return the scans of one mode that ended, smallest first."""
    return [run for run in numbers["runs"] if run["mode"] == mode and "seconds" in run]


def beyond_text(run: dict[str, Any]) -> float:
    """Return the bytes of memory for each document that a scan took at most, its text and the program not counted."""
    taken = run["after"]["VmHWM"] - run["before"]["VmRSS"] - run["text bytes"]
    return float(taken / run["documents"])


def shown(numbers: dict[str, Any], style: str = "simple") -> str:
    """Return a table for each mode, what was fitted to it, and the stages of its largest scan."""
    parts = []
    for mode, title in MODES.items():
        runs = of_mode(numbers, mode)
        if runs:
            parts += [f"{title.capitalize()}:", _sizes(runs, style), _law(runs, title), _stages(runs[-1], style)]
    memory = numbers["memory"] or "half of what is free"
    parts.append(f"Text: {numbers['material']}, seed {numbers['seed']}. Memory to use: {memory}.")
    failed = [f"{run['documents']:,} documents, {MODES[run['mode']]}" for run in numbers["runs"] if "failed" in run]
    return "\n\n".join([*parts, *(f"Did not end: {name}." for name in failed)])


def _sizes(runs: list[dict[str, Any]], style: str) -> str:
    exponents = steps([run["documents"] for run in runs], [run["seconds"] for run in runs])
    rows = []
    for run, exponent in zip(runs, exponents, strict=True):
        size = run["bytes"] / 1e6
        peak, own = run["after"]["VmHWM"] / 1e6, run["peaks"]["RssAnon"] / 1e6
        time = (run["seconds"], size / run["seconds"], exponent, run["processor seconds"])
        cells = (run["documents"], size, *time, peak, own, beyond_text(run), run["recall"], run["unrelated"])
        rows.append(["" if cell is None else format(cell, how) for cell, how in zip(cells, _FORMATS, strict=True)])
    return _table(rows, _HEADS, style, ["right"] * len(_HEADS))


def _law(runs: list[dict[str, Any]], title: str) -> str:
    law = fit([run["documents"] for run in runs], [run["seconds"] for run in runs])
    if law is None:
        return f"One size of {title} says nothing of growth."
    error = "" if law.error is None else f" ± {law.error:.3f}"
    return f"Seconds for {title} grow with the number of documents to the power of {law.exponent:.3f}{error}."


def _stages(run: dict[str, Any], style: str) -> str:
    left = run["seconds"] - sum(stage["seconds"] for stage in run["stages"])
    rows = [(stage["stage"], f"{stage['seconds']:.2f}", f"{stage['resident'] / 1e6:,.0f}") for stage in run["stages"]]
    rows.append(("all else", f"{left:.2f}", f"{run['after']['VmRSS'] / 1e6:,.0f}"))
    heads = (f"stages of {run['documents']:,} documents", "s", "MB at its end")
    return _table(rows, heads, style, ["left", "right", "right"])


def _table(rows: list[Any], heads: tuple[str, ...], style: str, align: list[str]) -> str:
    drawn: str = tabulate(rows, heads, style, disable_numparse=True, colalign=align)
    return drawn


def write_page(numbers: dict[str, Any], page: Path) -> None:
    """Put the tables between the marks of a page."""
    text = page.read_text(encoding="utf-8")
    page.write_text(_BLOCK.sub(lambda _: f"\n{shown(numbers, 'github')}\n\n", text), encoding="utf-8")


def block_of(page: Path) -> str:
    """Return the tables that a page has."""
    found = _BLOCK.search(page.read_text(encoding="utf-8"))
    return found.group().strip() if found else ""
