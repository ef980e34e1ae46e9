"""The order in which a result lists its findings, and which of them it leaves out for their weight.

Findings are pairs of documents, repetitions and clusters. Findings that are equal in what they are sorted by keep
their order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.lazy_sequences import column_of, take
from dedup.results import rows_named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dedup.results import ScanResult


class _Kind(NamedTuple):
    """A kind of findings: its field in a result, and the fields with the ids of its documents and with its share."""

    field: str
    ids: tuple[str, ...]
    share: tuple[str, ...]


_KINDS = (
    _Kind("copies", ("a", "b"), ("containment_a", "containment_b")),
    _Kind("repetitions", ("document",), ("containment",)),
    _Kind("clusters", ("members",), ("weakest_link",)),
)


def arranged(result: ScanResult, sort: str = "weight", min_weight: float = 0.0) -> ScanResult:
    """Return the result with its findings sorted, without those that weigh less; `counts.hidden` says how many."""
    kept: dict[str, Any] = {}
    hidden = 0
    for kind in _KINDS:
        findings = getattr(result, kind.field)
        weights = np.array(column_of(findings, "weight"), float)
        rows = _order(result, findings, weights, kind, sort)
        chosen = rows[weights[rows] >= min_weight]
        hidden += len(findings) - chosen.size
        if chosen.size < len(findings) or (np.diff(chosen) < 0).any():
            taken = take(findings, chosen)
            kept[kind.field] = tuple(taken) if isinstance(taken, list) else taken
    counts = replace(result.counts, hidden=result.counts.hidden + hidden)
    return replace(result, counts=counts, **kept)


def _order(
    result: ScanResult, findings: Sequence[Any], weights: np.ndarray[Any, Any], kind: _Kind, sort: str
) -> np.ndarray[Any, Any]:
    """Return the rows of findings in the order that is wanted."""
    if sort == "weight":
        return np.argsort(-weights, kind="stable")
    if sort == "share":
        shares = [np.array(column_of(findings, field), float) for field in kind.share]
        return np.argsort(-np.max(shares, axis=0), kind="stable")
    ids = [_ids(row) for row in zip(*(column_of(findings, field) for field in kind.ids), strict=True)]
    if sort == "id":
        return np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    dates = _dates(result, {name for row in ids for name in row})
    newest = [max((dates(name) for name in row), default="") for row in ids]
    return np.array(sorted(range(len(ids)), key=newest.__getitem__, reverse=True), np.int64)


def _ids(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Return the ids of one finding; the members of a cluster are one cell."""
    return tuple(row[0]) if isinstance(row[0], tuple | list) else row


def _dates(result: ScanResult, ids: set[str]) -> Callable[[str], str]:
    """Return what gives the date of a document, an empty text where it is not known."""
    rows = rows_named(result.documents, ids)
    return lambda name: (rows[name].published or "") if name in rows else ""
