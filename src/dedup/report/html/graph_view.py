"""The graph of origins, of a whole result and of one cluster, with the evidence of each edge in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.report.display_text import clean, one_line, shorten
from dedup.report.html.graph_layout import lay_out
from dedup.report.number_format import counted
from dedup.report.provenance_graph import origin_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.origin.provenance import Provenance
    from dedup.report.provenance_graph import Step
    from dedup.results import ScanResult

MOST_EDGES = 600
"""Edges that one drawing has; those of the most documents."""
_CLAIMS = 6
_QUOTATION = 240
_LABEL = 80

STATUS_MEANINGS = {
    "observed": "the texts themselves show it",
    "declared": "a text says so",
    "inferred": "nothing says so; dates and the state of the texts suggest it",
}


class GraphView:
    """The provenances of a result as graphs that a page can draw."""

    def __init__(self, result: ScanResult) -> None:
        self._provenances = result.provenance
        self._by_document = {each.document: each for each in result.provenance if each.edges}

    def whole(self) -> dict[str, Any]:
        """Return the graph of all documents."""
        return graph_values(self._provenances)

    def of(self, documents: Sequence[str]) -> dict[str, Any] | None:
        """Return the graph of some documents; None if nothing is known of where they come from."""
        known = [self._by_document[document] for document in documents if document in self._by_document]
        return graph_values(known) if known else None


def graph_values(provenances: Sequence[Provenance]) -> dict[str, Any]:
    """Return nodes with their places, edges with their evidence, and how many edges are left out."""
    labels, steps = origin_graph(provenances)
    drawn = sorted(steps, key=lambda step: -len(step.documents))[:MOST_EDGES]
    ends = dict.fromkeys(end for step in drawn for end in (step.source, step.copy))
    nodes = [key for key in labels if key in ends]
    layout = lay_out(nodes, [(step.source, step.copy) for step in drawn])
    number = {key: place for place, key in enumerate(nodes)}
    return {
        "nodes": [{"name": shorten(clean(one_line(labels[key])), _LABEL), "at": layout.places[key]} for key in nodes],
        "edges": [_edge(step, labels, number) for step in drawn],
        "columns": layout.columns,
        "rows": layout.rows,
        "leftOut": len(steps) - len(drawn),
    }


def _edge(step: Step, labels: dict[str, str], number: dict[str, int]) -> dict[str, Any]:
    return {
        "from": number[step.source],
        "to": number[step.copy],
        "status": step.edge.status,
        "documents": len(step.documents),
        "evidence": _evidence(step, labels),
    }


def _evidence(step: Step, labels: dict[str, str]) -> list[str]:
    """Return in sentences what an edge rests on."""
    edge = step.edge
    source, copy = (clean(one_line(labels[key])) for key in (step.source, step.copy))
    status = f"{edge.status} ({STATUS_MEANINGS[edge.status]}), sure to {edge.confidence:.0%}"
    sentences = [f"{source} → {copy}: {status}, for {counted(len(step.documents), 'document')}."]
    sentences += [f"{clean(one_line(edge.reason))}."] if edge.reason else []
    for claim in edge.evidence[:_CLAIMS]:
        where = "in the markup" if claim.in_markup else f"line {claim.line}"
        sentences.append(f"{claim.kind}, {where}: “{shorten(clean(one_line(claim.text)), _QUOTATION)}”")
    more = len(edge.evidence) - _CLAIMS
    sentences += [f"and {counted(more, 'claim')} more"] if more > 0 else []
    return sentences
