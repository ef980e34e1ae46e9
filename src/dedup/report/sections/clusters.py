"""Which documents are versions of one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.content import Cell, Column, Section, Table
from dedup.report.phrases import counted, flat, number, similarity
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from dedup.matches import Cluster
    from dedup.results import ScanResult

COLUMNS = (
    Column("cluster"),
    Column("size", "figure"),
    Column("weakest link", "figure"),
    Column("documents (→ comes first)", "name"),
)
MOST_MEMBERS = 6
"""Members that are listed for one cluster."""


def clusters(result: ScanResult, rows: int) -> Section:
    """Return the clusters, each with its members and the link that holds it least."""
    found = result.clusters
    if not found:
        return Section("Clusters", "no documents are versions of one text.")
    members = sum(len(cluster.members) for cluster in found)
    summary = f"{counted(members, 'document')} in {counted(len(found), 'cluster')}."
    table = Table(COLUMNS, tuple(map(_row, first(found, rows))))
    return Section("Clusters", summary, (table, *rest(len(found), rows)))


def _row(cluster: Cluster) -> tuple[Cell, ...]:
    lines = [("→ " if member == cluster.origin else "") + flat(member) for member in _shown(cluster)]
    more = len(cluster.members) - len(lines)
    lines += [f"and {number(more)} more"] if more else []
    return (
        Cell(flat(cluster.id), "strong"),
        Cell(number(len(cluster.members))),
        Cell(similarity(cluster.weakest_link)),
        Cell("\n".join(lines)),
    )


def _shown(cluster: Cluster) -> list[str]:
    """Return the members that are listed, the origin always among them, and first."""
    members = sorted(cluster.members, key=lambda member: member != cluster.origin)
    return members[:MOST_MEMBERS]
