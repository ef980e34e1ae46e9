"""The section on clusters: which documents are versions of one text, and how the text went from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Block, Cell, Column, Section, Table, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.number_format import counted, number, similarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dedup.matches import Bridge, Cluster
    from dedup.results import ScanResult

CLUSTER_COLUMNS = (
    Column("cluster"),
    Column("size", "figure"),
    Column("weakest link", "figure"),
    Column("diameter", "figure"),
    Column("documents (→ comes first)", "name"),
)
BRIDGE_COLUMNS = (Column("cluster"), Column("close", "figure"), Column("link between a member and an outsider", "name"))
CHAIN_COLUMNS = (Column("cluster"), Column("how the text went from one to the other", "text", max_lines=3))
MAX_CHAINS = 3
"""Chains that are shown for one cluster, the longest first."""
MAX_MEMBERS = 6
"""Members that are listed for one cluster."""


def clusters_section(result: ScanResult, max_rows: int) -> Section:
    """Return the clusters with their members and figures, their chains of origin, and their bridges."""
    clusters = result.clusters
    if not clusters:
        return Section("Clusters", "no documents are versions of one text.")
    members = sum(len(cluster.members) for cluster in clusters)
    summary = f"{counted(members, 'document')} in {counted(len(clusters), 'cluster')}."
    listed = first_entries(clusters, max_rows)
    blocks: list[Block] = [Table(CLUSTER_COLUMNS, tuple(map(_cluster_row, listed)))]
    chain_of = {one.document: one.chain for one in result.provenance if len(one.chain) > 1}
    chains = tuple(row for cluster in listed for row in _chain_rows(cluster, chain_of))
    if chains:
        blocks.append(Table(CHAIN_COLUMNS, chains))
    bridges = tuple(
        _bridge_row(cluster, bridge) for cluster in listed for bridge in first_entries(cluster.bridges, max_rows)
    )
    if bridges:
        blocks.append(Table(BRIDGE_COLUMNS, bridges))
    return Section("Clusters", summary, (*blocks, *more_entries(len(clusters), max_rows)))


def _cluster_row(cluster: Cluster) -> tuple[Cell, ...]:
    members = [("→ " if member == cluster.origin else "") + one_line(member) for member in _first_members(cluster)]
    more = len(cluster.members) - len(members)
    members += [f"and {number(more)} more"] if more else []
    return (
        Cell(one_line(cluster.id), "strong"),
        Cell(number(len(cluster.members))),
        Cell(similarity(cluster.weakest_link)),
        Cell("" if cluster.diameter is None else similarity(cluster.diameter)),
        Cell("\n".join(members)),
    )


def _first_members(cluster: Cluster) -> list[str]:
    """Return the members that are listed; the origin is always the first of them."""
    members = sorted(cluster.members, key=lambda member: member != cluster.origin)
    return members[:MAX_MEMBERS]


def _chain_rows(cluster: Cluster, chain_of: Mapping[str, tuple[str, ...]]) -> list[tuple[Cell, ...]]:
    """Return the longest chains of a cluster's members; chains that are part of a longer one are left out."""
    chains = {chain_of[member] for member in cluster.members if member in chain_of}
    lengths = {len(chain) for chain in chains}
    parts = {
        part for chain in chains for length in lengths if length < len(chain) for part in _subchains(chain, length)
    }
    longest = sorted(chains - parts, key=lambda chain: (-len(chain), chain))[:MAX_CHAINS]
    return [(Cell(one_line(cluster.id), "strong"), Cell(" → ".join(map(one_line, chain)))) for chain in longest]


def _subchains(chain: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """Yield the parts of a chain that have this many names."""
    return (chain[start : start + length] for start in range(len(chain) - length + 1))


def _bridge_row(cluster: Cluster, bridge: Bridge) -> tuple[Cell, ...]:
    """Return a link to a document that stayed outside the cluster, because it shares nothing with some member."""
    return (
        Cell(one_line(cluster.id), "strong"),
        Cell(similarity(bridge.similarity)),
        Cell(f"{one_line(bridge.member)}\n{one_line(bridge.outside)}"),
    )
