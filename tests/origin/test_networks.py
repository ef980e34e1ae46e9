"""A floor under the accuracy on generated repost networks; it may be raised, never lowered unnoticed."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.results import ScanResult

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

ORIGIN = import_module("origin")


def test_generated_networks_stay_above_the_floor(scan_on: Callable[..., ScanResult]) -> None:
    """Of the answers on sixty networks at least 95 % are right, and at least 85 % of the copies get one."""
    score = ORIGIN.score_networks(ORIGIN.answers(60, 11, scan_on))
    assert score["answering"] >= 0.85
    assert score["right"] >= 0.95


def test_reports_count_pages_and_name_none() -> None:
    """What is kept of a run on real pages is how many were judged how, and on what evidence."""
    labelled = {"pages": 2, "rows": [{"file": "a.html", "label": "republished", "found": "republished"}] * 2}
    unlabelled = {"pages": 9, "rows": [{"file": "b.html", "chain": ["A", "B"], "evidence": ["byline", "wire"]}]}
    assert ORIGIN.counted(labelled, unlabelled) == {
        "labelled": {"pages": 2, "by_label": [{"label": "republished", "found": "republished", "pages": 2}]},
        "unlabelled": {"pages": 9, "claimed": 1, "by_evidence": [{"evidence": "byline and wire", "pages": 1}]},
    }
