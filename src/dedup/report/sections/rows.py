"""How many findings a section lists, and what it says of those that it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from dedup.report.content import Sentence
from dedup.report.phrases import number

if TYPE_CHECKING:
    from collections.abc import Sequence

Finding = TypeVar("Finding")


def first(findings: Sequence[Finding], rows: int) -> Sequence[Finding]:
    """Return the findings that are listed: the first `rows`, or all if that is 0."""
    return findings[:rows] if rows else findings


def rest(total: int, rows: int) -> tuple[Sentence, ...]:
    """Return the sentence about the findings that are not listed, if there are any."""
    if not rows or total <= rows:
        return ()
    text = f"… and {number(total - rows)} more (--rows 0 lists all of them, --format json holds all of them)"
    return (Sentence(text, "faint"),)
