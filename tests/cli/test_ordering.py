"""`--sort`, `--min-weight` and `--only origins` on the command line: for scans, and for results that were saved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome


def words(name: str, count: int) -> str:
    """Return as many words that nothing else has."""
    return " ".join(f"{name}{number}" for number in range(count))


@pytest.fixture
def pairs(folder: Path) -> Path:
    """Return a table of two pairs: an old long text twice, and a new short one; both papers name their source."""
    told = "This article was originally published by the Daily Times."
    rows = [
        {"id": "a", "text": words("short", 60), "published": "2019-01-01"},
        {"id": "b", "text": words("short", 60), "published": "2019-01-02"},
        {"id": "c", "text": words("long", 300), "published": "2012-01-01", "publisher": "Daily Times"},
        {"id": "d", "text": f"{words('long', 300)}\n\n{told}", "published": "2012-01-02", "publisher": "Other Paper"},
    ]
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def listed(outcome: Outcome) -> list[str]:
    """Return the pairs of a JSON result, in order."""
    return [match["a"] + match["b"] for match in json.loads(outcome.out)["copies"]]


@pytest.mark.usefixtures("pairs")
@pytest.mark.parametrize(("sort", "expected"), [("weight", ["cd", "ab"]), ("date", ["ab", "cd"]), ("id", ["ab", "cd"])])
def test_sort_holds_for_scans_and_saved_results(
    dedup: Callable[..., Outcome], folder: Path, sort: str, expected: list[str]
) -> None:
    """The heavy pair is the old one, the light one comes first by date and by id."""
    dedup("scan", "pairs.jsonl", "--format", "json", "--output", "result.json")
    assert (folder / "result.json").exists()
    assert listed(dedup("scan", "pairs.jsonl", "--format", "json", "--sort", sort)) == expected
    assert listed(dedup("render", "result.json", "--format", "json", "--sort", sort)) == expected


@pytest.mark.usefixtures("pairs")
def test_min_weight_leaves_out_and_counts(dedup: Callable[..., Outcome]) -> None:
    """The light pair and its cluster are left out; the report says how many findings that is."""
    outcome = dedup("scan", "pairs.jsonl", "--min-weight", "0.5", "--format", "json")
    assert listed(outcome) == ["cd"]
    assert json.loads(outcome.out)["counts"]["hidden"] == 2
    table = dedup("scan", "pairs.jsonl", "--min-weight", "0.5").out
    assert "2 findings weigh less than was asked for" in " ".join(table.split())


@pytest.mark.usefixtures("pairs")
def test_only_origins_counts_by_source_and_by_cluster(dedup: Callable[..., Outcome]) -> None:
    """Two documents of one text come from one source; of the two others nothing is known."""
    outcome = dedup("scan", "pairs.jsonl", "--only", "origins", "--format", "json")
    assert json.loads(outcome.out)["origins"] == [{"name": "Daily Times", "members": ["c", "d"], "texts": 1}]
    report = dedup("scan", "pairs.jsonl", "--only", "origins").out
    assert "ORIGINS: 2 documents come from 1 known source; of 2 others it is not known." in " ".join(report.split())
    assert "COPIES" not in report


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--sort", "size", "sort must be one of weight, id, date, share, not 'size'"),
        ("--min-weight", "1.5", "min-weight must be from 0 to 1, not 1.5"),
    ],
)
def test_other_values_are_refused(dedup: Callable[..., Outcome], option: str, value: str, message: str) -> None:
    """One sentence, exit code 2."""
    outcome = dedup("scan", "a.txt", option, value)
    assert outcome.code == 2
    assert message in outcome.err
