"""The fitted exponent of growth, and the plot of a run."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def test_power_law_gives_its_exponent() -> None:
    """Values 3 n², without noise, give exponent 2, factor 3 and no error; each step gives 2 as well."""
    growth = import_module("lib.growth")
    sizes = [10, 100, 1000]
    law = growth.fit(sizes, [3 * size**2 for size in sizes])
    assert (law.exponent, law.factor, law.error) == pytest.approx((2, 3, 0), abs=1e-6)
    assert law.at(50) == pytest.approx(7500)
    first, *others = growth.steps(sizes, [3 * size**2 for size in sizes])
    assert first is None
    assert others == pytest.approx([2, 2])


def test_error_is_the_standard_error_of_the_slope() -> None:
    """Logarithms (0, 0), (1, 2), (2, 1): slope 0.5; residuals -0.5, 1, -0.5, so the error is sqrt(1.5 / 1 / 2)."""
    e = 2.718281828459045
    law = import_module("lib.growth").fit([1, e, e**2], [1, e**2, e])
    assert law.exponent == pytest.approx(0.5)
    assert law.error == pytest.approx(0.75**0.5)


def test_one_size_has_no_growth() -> None:
    """Of one size nothing can be fitted; of two, a line without an error."""
    growth = import_module("lib.growth")
    assert growth.fit([10], [1.0]) is None
    assert growth.fit([10, 100], [1.0, 10.0]).error is None


def run_of(documents: int, mode: str) -> dict[str, Any]:
    """Return a scan's numbers, made up: a millisecond and 2,000 bytes for each document, of which 1,200 are text."""
    return {
        "documents": documents,
        "mode": mode,
        "seconds": documents / 1000,
        "processor seconds": documents / 500,
        "stages": [{"stage": "reading", "seconds": 4.0, "resident": 9_000_000}],
        "bytes": 1400 * documents,
        "text bytes": 1200 * documents,
        "before": {"VmRSS": 5_000_000},
        "after": {"VmHWM": 5_000_000 + 2000 * documents, "VmRSS": 8_000_000},
        "peaks": {"RssAnon": 3_000_000},
        "recall": 1.0,
        "unrelated": 0,
    }


def numbers_of(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the numbers of a run of these scans."""
    return {"material": "seeds", "seed": 1, "memory": None, "runs": runs}


def test_memory_beyond_the_text_leaves_out_text_and_program() -> None:
    """Of 2,000 bytes a document beyond what stood before, 1,200 are its text: 800 remain."""
    assert import_module("lib.scale_tables").beyond_text(run_of(1000, "pairs")) == 800


def test_scan_that_did_not_end_is_told() -> None:
    """A failed scan is named below the tables, and takes no part in the fit."""
    runs = [run_of(1000, "pairs"), run_of(10_000, "pairs")]
    failed = {"documents": 100_000, "mode": "pairs", "failed": -9, "peaks": {}}
    shown = import_module("lib.scale_tables").shown(numbers_of([*runs, failed]))
    assert "to the power of 1.000" in shown
    assert "Did not end: 100,000 documents, document pairs." in shown


def test_what_no_stage_took_is_told() -> None:
    """Of ten seconds, four are of a stage, and six of all else."""
    shown = import_module("lib.scale_tables").shown(numbers_of([run_of(10_000, "pairs")]))
    stages = [line.split() for line in shown.splitlines() if line.startswith(("reading", "all else"))]
    assert stages == [["reading", "4.00", "9"], ["all", "else", "6.00", "8"]]


def test_page_shows_the_run_that_was_kept_last() -> None:
    """The tables of docs/scale.md are those of the latest run, to the letter."""
    runs = sorted((ROOT / "benchmarks" / "runs").glob("*-scaling/raw.json"))
    assert runs
    tables = import_module("lib.scale_tables")
    kept = json.loads(runs[-1].read_text(encoding="utf-8"))
    assert tables.block_of(ROOT / "docs" / "scale.md") == tables.shown(kept, "github").strip()


def test_tables_take_the_place_of_those_before(tmp_path: Path) -> None:
    """What stands between the marks is replaced, and nothing else is touched."""
    page, tables = tmp_path / "page.md", import_module("lib.scale_tables")
    page.write_text("before\n<!-- scaling -->\nold\n<!-- end -->\nafter\n")
    numbers = numbers_of([run_of(1000, "pairs")])
    tables.write_page(numbers, page)
    tables.write_page(numbers, page)
    assert page.read_text().startswith("before\n<!-- scaling -->\n")
    assert page.read_text().endswith("<!-- end -->\nafter\n")
    assert tables.block_of(page) == tables.shown(numbers, "github")


def test_plot_of_a_run_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Two drawings of the same numbers are equal, byte for byte."""
    pytest.importorskip("matplotlib", reason="plots are drawn with matplotlib, which only benchmarks need")
    growth_plot = import_module("lib.growth_plot")
    runs = [run_of(documents, mode) for documents in (1000, 10_000) for mode in ("pairs", "all")]
    drawings = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        file = growth_plot.draw_growth(numbers_of(runs), tmp_path / name)
        drawings.append((tmp_path / name / file).read_bytes())
    assert drawings[0] == drawings[1]
