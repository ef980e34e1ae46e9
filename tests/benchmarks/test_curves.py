"""The plots: the same report gives the same bytes, and a report that is not there gives no plot."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("matplotlib", reason="plots are drawn with matplotlib, which only benchmarks need")

REPORT = {"pan13": {"labels": 2, "coverage": {"as labelled": [0.4, 1.0], "placed": [1.0, 1.0]}}}


def test_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two drawings of one report are equal, byte for byte, and say nothing of when they were made."""
    drawings = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert import_module("lib.curves").draw(REPORT, tmp_path / name) == ["pan13.svg"]
        drawings.append((tmp_path / name / "pan13.svg").read_bytes())
    assert drawings[0] == drawings[1]
    assert b"dc:date" not in drawings[0]
