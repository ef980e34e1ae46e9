"""The provenance of a result as a graph of who took from whom: GraphML, and DOT for Graphviz.

`dedup.origin.graph` makes the nodes and edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.origin.graph import as_dot, as_graphml

if TYPE_CHECKING:
    from dedup.results import ScanResult


def graphml(result: ScanResult) -> str:
    """Return the provenance of all documents as one GraphML document; without provenance the graph is empty."""
    return as_graphml(result.provenance)


def dot(result: ScanResult) -> str:
    """Return the provenance of all documents as one graph in the DOT language; without provenance it is empty."""
    return as_dot(result.provenance)
