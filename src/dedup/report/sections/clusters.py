"""The section on clusters: which documents are versions of one text, and how the text went from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.blocks import Block, Cell, Column, Section, Table, at_most, first_entries, more_entries
from dedup.report.display_text import one_line
from dedup.report.document_names import DocumentNames
from dedup.report.number_format import counted, number, similarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dedup.matches import Bridge, Cluster
    from dedup.origin.provenance import Provenance
    from dedup.results import ScanResult

CLUSTER_COLUMNS = (
    Column("cluster"),
    Column("size", "figure"),
    Column("weakest link", "figure"),
    Column("diameter", "figure"),
    Column("documents (→ comes first)", "name"),
)
BRIDGE_COLUMNS = (Column("cluster"), Column("close", "figure"), Column("link between a member and an outsider", "name"))
CHAIN_COLUMNS = (Column("cluster"), Column("where the text comes from", "text", max_lines=3))
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
    summary = f"{counted(members, 'document is a version', 'documents are versions')} of {_texts(len(clusters))}."
    listed, most = first_entries(clusters, max_rows), at_most(MAX_MEMBERS, max_rows)
    names = DocumentNames(result, {name for cluster in listed for name in first_entries(_origin_first(cluster), most)})
    blocks: list[Block] = [Table(CLUSTER_COLUMNS, tuple(_cluster_row(cluster, names, most) for cluster in listed))]
    traced = {one.document: one for one in result.provenance}
    most_chains = at_most(MAX_CHAINS, max_rows)
    chains = tuple(row for cluster in listed for row in _origin_rows(cluster, traced, most_chains))
    if chains:
        blocks.append(Table(CHAIN_COLUMNS, chains))
    bridges = tuple(
        _bridge_row(cluster, bridge) for cluster in listed for bridge in first_entries(cluster.bridges, max_rows)
    )
    if bridges:
        blocks.append(Table(BRIDGE_COLUMNS, bridges))
    return Section("Clusters", summary, (*blocks, *more_entries(len(clusters), max_rows)))


def _texts(count: int) -> str:
    return "one text, a cluster" if count == 1 else f"{number(count)} texts, a cluster each"


def _cluster_row(cluster: Cluster, names: DocumentNames, most: int) -> tuple[Cell, ...]:
    members = first_entries(_origin_first(cluster), most)
    lines = names.lines(members)
    if cluster.origin in members:
        lines[0] = f"→ {lines[0]}"
    more = len(cluster.members) - len(members)
    lines += [f"and {number(more)} more"] if more else []
    return (
        Cell(one_line(cluster.id), "strong"),
        Cell(number(len(cluster.members))),
        Cell(similarity(cluster.weakest_link)),
        Cell("" if cluster.diameter is None else similarity(cluster.diameter)),
        Cell("\n".join(lines)),
    )


def _origin_first(cluster: Cluster) -> list[str]:
    """Return the members; the origin is always the first of them."""
    return sorted(cluster.members, key=lambda member: member != cluster.origin)


def _origin_rows(cluster: Cluster, traced: Mapping[str, Provenance], most: int) -> list[tuple[Cell, ...]]:
    """Return the sources of a cluster, its longest chains, and how many members it is undecided of who came first.

    Chains that are part of a longer one are left out.
    """
    members = [traced[member] for member in cluster.members if member in traced]
    chains = {one.chain for one in members if len(one.chain) > 1}
    lengths = {len(chain) for chain in chains}
    parts = {
        part for chain in chains for length in lengths if length < len(chain) for part in _subchains(chain, length)
    }
    longest = sorted(chains - parts, key=lambda chain: (-len(chain), chain))
    texts = [origins_in_words(cluster), *(" → ".join(map(one_line, chain)) for chain in first_entries(longest, most))]
    undecided = sum(bool(one.undecided) and not one.incoming for one in members)
    if undecided:
        texts.append(f"Undecided of {counted(undecided, 'document')}: which had it first.")
    return [(Cell(one_line(cluster.id), "strong"), Cell(text)) for text in texts if text]


def origins_in_words(cluster: Cluster) -> str:
    """Return how many members come from which source: ``4 documents, 2 origins: Daily Times 3, Reuters 1``."""
    if not cluster.origins:
        return ""
    named = ", ".join(f"{one_line(origin.name)} {number(origin.documents)}" for origin in cluster.origins)
    unknown = len(cluster.members) - sum(origin.documents for origin in cluster.origins)
    rest = f"; not known of {number(unknown)}" if unknown else ""
    documents, origins = counted(len(cluster.members), "document"), counted(len(cluster.origins), "origin")
    return f"{documents}, {origins}: {named}{rest}"


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
