"""A floor under the accuracy on generated repost networks; it may be raised, never lowered unnoticed."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from origin import answers, score_networks


def test_generated_networks_stay_above_the_floor() -> None:
    """Of the answers on sixty networks at least 95 % are right, and at least 85 % of the copies get one."""
    score = score_networks(answers(60, 11))
    assert score["answering"] >= 0.85
    assert score["right"] >= 0.95
