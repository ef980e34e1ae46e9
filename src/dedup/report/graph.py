"""The graph of who took from whom, for programs that draw and measure graphs: GraphML and Graphviz' DOT.

Of a result only its provenance is in it. How nodes and edges come about is for `dedup.origin.graph`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.origin.graph import as_dot, as_graphml

if TYPE_CHECKING:
    from dedup.report.look import Look
    from dedup.results import ScanResult


def graphml(result: ScanResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return the provenance of all documents as one GraphML document; without any it is an empty graph."""
    return as_graphml(result.provenance)


def dot(result: ScanResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return the provenance of all documents as one graph in the DOT language; without any it is an empty graph."""
    return as_dot(result.provenance)
