"""Findings are sorted by what is asked for, and those that weigh less are left out and counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dedup import Document, scan
from dedup.matches import Cluster, Match
from dedup.report.ordering import arranged
from dedup.report.saved_results import dumps, loads
from dedup.results import DocumentRow, ScanResult
from tests.report.examples import empty_result


def match(a: str, b: str, weight: float, share: float) -> Match:
    """Return a pair with a weight, and the share of a in b."""
    return Match(a, b, "partial", 0.1, share, 0.1, 40, 40, weight=weight)


def row(name: str, published: str | None) -> DocumentRow:
    """Return the row of a document with a date."""
    return DocumentRow(name, name, None, None, None, published, None, 100, 0, 0)


RESULT = replace(
    empty_result(),
    documents=(row("a", "2014-01-01"), row("b", None), row("c", "2019-12-31"), row("d", "2016-06-06")),
    copies=(match("a", "b", 0.5, 0.2), match("a", "d", 0.25, 0.9), match("b", "c", 0.125, 0.3)),
    clusters=(Cluster("c1", ("a", "b"), None, 0.6, weight=0.5), Cluster("c2", ("c", "d"), None, 0.9, weight=0.1)),
)


def pairs(result: ScanResult) -> list[str]:
    """Return the pairs in the order of the result."""
    return [found.a + found.b for found in result.copies]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("weight", ["ab", "ad", "bc"]),
        ("id", ["ab", "ad", "bc"]),
        ("date", ["bc", "ad", "ab"]),
        ("share", ["ad", "bc", "ab"]),
    ],
)
def test_pairs_are_sorted(sort: str, expected: list[str]) -> None:
    """By weight, by id, by the date of the newer document, or by the larger share."""
    backwards = replace(RESULT, copies=RESULT.copies[::-1])
    assert pairs(arranged(RESULT, sort)) == pairs(arranged(backwards, sort)) == expected


def test_what_weighs_less_is_counted() -> None:
    """One of three pairs and one of two clusters weigh less than 0.2; what weighs as much stays."""
    kept = arranged(RESULT, min_weight=0.25)
    assert pairs(kept) == ["ab", "ad"]
    assert [cluster.id for cluster in kept.clusters] == ["c1"]
    assert kept.counts.hidden == 2
    assert arranged(kept, min_weight=0.3).counts.hidden == 3


def test_result_of_a_scan_and_saved_result_are_sorted_alike() -> None:
    """Whether findings are kept in columns or were read from JSON makes no difference."""
    text = " ".join(f"word{number}" for number in range(200))
    documents = [Document(f"d{number}", f"{text[: 300 * number + 300]} and {number}") for number in range(4)]
    result = scan(documents)
    assert len(result.copies) > 2
    for sort in ("weight", "id", "date", "share"):
        assert dumps(arranged(result, sort, 0.05)) == dumps(arranged(loads(dumps(result)), sort, 0.05))
