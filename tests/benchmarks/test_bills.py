"""The benchmark of bill sections: its correlation and its rule, on figures worked out by hand."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

LABELS = np.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])


@pytest.fixture(scope="module")
def bills() -> Any:
    return import_module("bills")


def test_equal_values_share_the_mean_of_their_ranks(bills: Any) -> None:
    """Of 5, 1, 5 and 2 the ranks are 3.5, 1, 3.5 and 2; a rising row has the correlation 1 with any other."""
    assert bills.ranks(np.array([5, 1, 5, 2])).tolist() == [3.5, 1, 3.5, 2]
    assert bills.spearman(np.array([1, 2, 3]), np.array([10, 20, 90])) == pytest.approx(1)


def test_thresholds_part_classes_that_can_be_parted(bills: Any) -> None:
    """Between .1 and .3, .3 and .5, .5 and .7, .7 and .9 lie .2, .4, .6 and .8."""
    figures = np.repeat([0.1, 0.3, 0.5, 0.7, 0.9], 2)
    thresholds = bills.choose_thresholds(figures, LABELS)
    assert thresholds == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert bills.classify(figures, thresholds).tolist() == LABELS.tolist()


def test_equal_figures_have_one_class(bills: Any) -> None:
    """Of five labels of one figure, two are right at most where two are the same."""
    thresholds = bills.choose_thresholds(np.full(5, 0.5), np.array([0, 1, 1, 2, 3]))
    assert bills.classify(np.array([0.5]), thresholds).tolist() == [1]


def test_labels_without_relation_are_not_learnt(bills: Any) -> None:
    """A rule that was fitted to chance is right for a fifth of other pairs, about."""
    generator = np.random.default_rng(1)
    assert bills.cross_validated(generator.random(1000), generator.integers(0, 5, 1000)) < 0.3


def test_missing_data_is_said_to_be_skipped(bills: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the file nothing is measured, and nothing fails."""
    assert bills.main(["--data", str(tmp_path)]) == 0
    assert "skipped" in capsys.readouterr().out
