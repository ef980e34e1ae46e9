"""This program as it is by default, and the passages that it reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dedup

if TYPE_CHECKING:
    from pathlib import Path

    from dedup import ScanResult

Spans = list[list[int]]


def find(path: Path) -> ScanResult:
    """Scan at the defaults."""
    return dedup.scan(path)


def tell(result: ScanResult) -> list[tuple[str, str, Spans, Spans] | tuple[str]]:
    """Return the passages of each pair, and what one text has once more, in characters; boilerplate as its text."""
    told = [(match.a, match.b, (*match.passages, *match.again)) for match in result.copies]
    rows = [
        (
            a,
            b,
            [[passage.a.start, passage.a.end] for passage in passages],
            [[passage.b.start, passage.b.end] for passage in passages],
        )
        for a, b, passages in told
    ]
    return [*rows, *((each.text,) for each in result.boilerplate)]
