"""Which documents are versions of one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.content import Block, Cell, Column, Section, Table
from dedup.report.phrases import counted, flat, number, similarity
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dedup.matches import Bridge, Cluster
    from dedup.results import ScanResult

COLUMNS = (
    Column("cluster"),
    Column("size", "figure"),
    Column("weakest link", "figure"),
    Column("diameter", "figure"),
    Column("documents (→ comes first)", "name"),
)
BRIDGES = (Column("cluster"), Column("close", "figure"), Column("link between a member and an outsider", "name"))
CHAINS = (Column("cluster"), Column("how the text went from one to the other", "text", lines=3))
MOST_CHAINS = 3
"""Chains that are shown for one cluster, the longest first."""
MOST_MEMBERS = 6
"""Members that are listed for one cluster."""


def clusters(result: ScanResult, rows: int) -> Section:
    """Return the clusters, each with its members and the link that holds it least."""
    found = result.clusters
    if not found:
        return Section("Clusters", "no documents are versions of one text.")
    members = sum(len(cluster.members) for cluster in found)
    summary = f"{counted(members, 'document')} in {counted(len(found), 'cluster')}."
    listed = first(found, rows)
    blocks: list[Block] = [Table(COLUMNS, tuple(map(_row, listed)))]
    known = {one.document: one.chain for one in result.provenance if len(one.chain) > 1}
    chains = tuple(row for cluster in listed for row in _chains(cluster, known))
    if chains:
        blocks.append(Table(CHAINS, chains))
    bridges = tuple(_bridge(cluster, bridge) for cluster in listed for bridge in first(cluster.bridges, rows))
    if bridges:
        blocks.append(Table(BRIDGES, bridges))
    return Section("Clusters", summary, (*blocks, *rest(len(found), rows)))


def _row(cluster: Cluster) -> tuple[Cell, ...]:
    lines = [("→ " if member == cluster.origin else "") + flat(member) for member in _shown(cluster)]
    more = len(cluster.members) - len(lines)
    lines += [f"and {number(more)} more"] if more else []
    return (
        Cell(flat(cluster.id), "strong"),
        Cell(number(len(cluster.members))),
        Cell(similarity(cluster.weakest_link)),
        Cell("" if cluster.diameter is None else similarity(cluster.diameter)),
        Cell("\n".join(lines)),
    )


def _chains(cluster: Cluster, known: Mapping[str, tuple[str, ...]]) -> list[tuple[Cell, ...]]:
    """Return the chains of a cluster's members, by document, without those that are part of a longer one."""
    found = {known[member] for member in cluster.members if member in known}
    sizes = {len(chain) for chain in found}
    parts = {part for chain in found for size in sizes if size < len(chain) for part in _parts(chain, size)}
    listed = sorted(found - parts, key=lambda chain: (-len(chain), chain))[:MOST_CHAINS]
    return [(Cell(flat(cluster.id), "strong"), Cell(" → ".join(map(flat, chain)))) for chain in listed]


def _parts(chain: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    """Yield what stands inside a chain, of so many names."""
    return (chain[start : start + size] for start in range(len(chain) - size + 1))


def _bridge(cluster: Cluster, bridge: Bridge) -> tuple[Cell, ...]:
    """Return a link that would have joined documents that have nothing in common."""
    return (
        Cell(flat(cluster.id), "strong"),
        Cell(similarity(bridge.similarity)),
        Cell(f"{flat(bridge.member)}\n{flat(bridge.outside)}"),
    )


def _shown(cluster: Cluster) -> list[str]:
    """Return the members that are listed, the origin always among them, and first."""
    members = sorted(cluster.members, key=lambda member: member != cluster.origin)
    return members[:MOST_MEMBERS]
