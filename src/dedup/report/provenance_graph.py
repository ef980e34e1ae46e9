"""All provenances of a result → one graph of who took from whom, as GraphML or in Graphviz' language DOT.

A node is a publisher, or a document of no known publisher; names that are one publisher's are one node. An edge goes
from the source to the copy and bears its status, its confidence, its reason and the documents that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from dedup.origin.names import identity
from dedup.report.escaping import inert_lines, inert_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.origin.provenance import Edge, Provenance
    from dedup.results import ScanResult

_KEYS = (
    ("label", "node", "string"),
    ("status", "edge", "string"),
    ("confidence", "edge", "double"),
    ("reason", "edge", "string"),
    ("documents", "edge", "string"),
)
_ORDER = ("observed", "declared", "inferred")
_STYLES = {"observed": "solid", "declared": "dashed", "inferred": "dotted"}


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of the graph: the strongest of the edges between two nodes, and the documents that they belong to."""

    source: str
    copy: str
    edge: Edge
    documents: tuple[str, ...]


def graphml(result: ScanResult) -> str:
    """Return the provenance of all documents as one GraphML document; without provenance the graph is empty."""
    return as_graphml(result.provenance)


def dot(result: ScanResult) -> str:
    """Return the provenance of all documents as one graph in the DOT language; without provenance it is empty."""
    return as_dot(result.provenance)


def as_graphml(provenances: Sequence[Provenance]) -> str:
    """Return the graph as a GraphML document (http://graphml.graphdrawing.org/)."""
    labels, steps = origin_graph(provenances)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'  <key id="{key}" for="{owner}" attr.name="{key}" attr.type="{kind}"/>' for key, owner, kind in _KEYS]
    lines.append('  <graph edgedefault="directed">')
    lines += [f"    <node id={quoteattr(key)}>{_data('label', label)}</node>" for key, label in labels.items()]
    lines += [_graphml_edge(step) for step in steps]
    return inert_xml("\n".join([*lines, "  </graph>", "</graphml>", ""]))


def _graphml_edge(step: Step) -> str:
    data = "".join(
        _data(key, value)
        for key, value in (
            ("status", step.edge.status),
            ("confidence", f"{step.edge.confidence:g}"),
            ("reason", step.edge.reason),
            ("documents", ", ".join(step.documents)),
        )
        if value
    )
    return f"    <edge source={quoteattr(step.source)} target={quoteattr(step.copy)}>{data}</edge>"


def _data(key: str, value: str) -> str:
    return f'<data key="{key}">{escape(_printable(value))}</data>'


def _printable(value: str) -> str:
    """Return a text without the control characters and halves of characters that XML cannot hold."""
    return "".join(letter if letter.isprintable() else " " for letter in value)


def as_dot(provenances: Sequence[Provenance]) -> str:
    """Return the graph in Graphviz' DOT language; observed edges are solid, declared dashed, inferred dotted."""
    labels, steps = origin_graph(provenances)
    lines = ["digraph provenance {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [f"  {_quoted(key)} [label={_quoted(label)}];" for key, label in labels.items()]
    lines += [
        f"  {_quoted(step.source)} -> {_quoted(step.copy)} "
        f"[style={_STYLES[step.edge.status]}, label={_quoted(f'{step.edge.status} {step.edge.confidence:.2f}')}];"
        for step in steps
    ]
    return inert_lines("\n".join([*lines, "}", ""]))


def _quoted(text: str) -> str:
    return '"' + _printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def origin_graph(provenances: Sequence[Provenance]) -> tuple[dict[str, str], list[Step]]:
    """Return the nodes' labels by key and the edges, both in the order in which they come first."""
    labels: dict[str, str] = {}
    gathered: dict[tuple[str, str], list[tuple[Edge, str]]] = {}
    for provenance, edge in _edges(provenances):
        source, copy = _key(edge.source), _key(edge.copy)
        labels.setdefault(source, edge.source)
        labels.setdefault(copy, edge.copy)
        if source != copy:
            gathered.setdefault((source, copy), []).append((edge, provenance.document))
    steps = [_step(source, copy, edges) for (source, copy), edges in gathered.items()]
    return labels, steps


def _edges(provenances: Iterable[Provenance]) -> Iterable[tuple[Provenance, Edge]]:
    return ((provenance, edge) for provenance in provenances for edge in provenance.edges)


def _key(name: str) -> str:
    return _printable(identity(name) or name)


def _step(source: str, copy: str, edges: Sequence[tuple[Edge, str]]) -> Step:
    strongest = min((edge for edge, _ in edges), key=lambda edge: (_ORDER.index(edge.status), -edge.confidence))
    return Step(source, copy, strongest, tuple(dict.fromkeys(document for _, document in edges)))
