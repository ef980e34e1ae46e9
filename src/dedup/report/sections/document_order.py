"""The order of documents in sections that list documents: those of the heaviest pairs first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.lazy_sequences import column_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.results import ScanResult


def heaviest_first(documents: Sequence[str], result: ScanResult) -> list[int]:
    """Return the places of documents by the weight of their heaviest pair; those without one come last, in order."""
    heaviest: dict[str, float] = {}
    columns = (column_of(result.copies, name) for name in ("a", "b", "weight"))
    for a, b, weight in zip(*columns, strict=True):
        for name in (a, b):
            heaviest[name] = max(heaviest.get(name, 0.0), weight)
    weights = [heaviest.get(name, 0.0) for name in documents]
    return sorted(range(len(weights)), key=lambda place: -weights[place])
