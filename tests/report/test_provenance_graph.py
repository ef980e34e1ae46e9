"""The graph views, read back: the GraphML by an XML parser, the DOT by a small parser of its grammar."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.origin.provenance import Edge, Provenance
from dedup.report.formats import RenderOptions, render
from dedup.report.provenance_graph import as_dot, as_graphml, dot
from tests.report.examples import crowd_result, empty_result, seed_result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.results import ScanResult

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
ODD = 'Tom & "Jerry" <Weekly>'
FOUND = (
    Provenance("1", (ODD, "Valley Post"), (Edge(ODD, "The Valley Post", "declared", 0.9),)),
    Provenance("2", (ODD, "Valley Post"), (Edge(ODD, "valleypost.com", "observed", 0.97, reason="a\x00b"),)),
)
SEED_STEPS = [("Daily Times", "Stop NATO"), ("Stop NATO", "Global Research")]

_TOKEN = re.compile(r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<word>[A-Za-z_]\w*)|(?P<mark>->|[{}\[\]=;,]))', re.DOTALL)


class Dot:
    """A parser of the part of the DOT language that the view writes; whatever else there is fails."""

    def __init__(self, text: str) -> None:
        self._tokens = list(self._scan(text))
        self.labels: dict[str, str] = {}
        self.steps: list[tuple[str, str]] = []
        self._take("digraph", "provenance", "{")
        while self._tokens[0] != "}":
            self._statement()
        self._take("}")
        assert not self._tokens

    @staticmethod
    def _scan(text: str) -> Iterator[str]:
        at, text = 0, text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            assert found, f"no DOT: {text[at : at + 40]!r}"
            yield found[0].strip()
            at = found.end()

    def _take(self, *tokens: str) -> None:
        assert [self._tokens.pop(0) for _ in tokens] == list(tokens)

    def _name(self) -> str:
        name = self._tokens.pop(0)
        assert re.match(r'["A-Za-z_]', name)
        return re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith('"') else name

    def _statement(self) -> None:
        name = self._name()
        if self._tokens[0] == "=":
            self._take("=")
            self._name()
        elif self._tokens[0] == "->":
            self._take("->")
            self.steps.append((name, self._name()))
            self._attributes()
        else:
            label = self._attributes().get("label")
            if label is not None:
                self.labels[name] = label
        self._take(";")

    def _attributes(self) -> dict[str, str]:
        found = {}
        self._take("[")
        while True:
            key = self._name()
            self._take("=")
            found[key] = self._name()
            if self._tokens[0] != ",":
                break
            self._take(",")
        self._take("]")
        return found

    def named_steps(self) -> list[tuple[str, str]]:
        """Return the edges by the labels of their nodes, each of which must be declared."""
        return [(self.labels[source], self.labels[copy]) for source, copy in self.steps]


def graphml_steps(text: str) -> list[tuple[str, str]]:
    """Return the edges of a GraphML document by the labels of their nodes."""
    tree = ET.fromstring(text)  # noqa: S314 - made by the program under test
    keys = {key.get("id") for key in tree.iter(f"{SPACE}key")}
    assert {data.get("key") for data in tree.iter(f"{SPACE}data")} <= keys
    labels = {node.get("id"): node.findtext(f"{SPACE}data") for node in tree.iter(f"{SPACE}node")}
    return [(str(labels[edge.get("source")]), str(labels[edge.get("target")])) for edge in tree.iter(f"{SPACE}edge")]


def test_graphml_holds_the_chain_of_the_seed() -> None:
    """Three publishers, and an edge from each to the next."""
    assert graphml_steps(render(seed_result(), "graphml", RenderOptions())) == SEED_STEPS


def test_dot_holds_the_chain_of_the_seed() -> None:
    """The same nodes and edges in the other language."""
    assert Dot(render(seed_result(), "dot", RenderOptions())).named_steps() == SEED_STEPS


@pytest.mark.parametrize("result", [crowd_result(), empty_result()], ids=["crowd", "empty"])
def test_both_forms_hold_one_graph(result: ScanResult) -> None:
    """Names that are hard to quote come back from both, and nothing found is an empty graph in both."""
    steps = graphml_steps(render(result, "graphml", RenderOptions()))
    assert Dot(render(result, "dot", RenderOptions())).named_steps() == steps
    assert len(steps) == sum(len(one.edges) for one in result.provenance)


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=6))
def test_no_name_breaks_the_syntax(pairs: list[tuple[str, str]]) -> None:
    """Whatever a publisher calls itself, both languages can be read back and agree on the edges."""
    edges = tuple(Edge(source, copy, "declared", 0.9) for source, copy in pairs)
    result = replace(empty_result(), provenance=(Provenance("a", (), edges),))
    parsed = Dot(dot(result))
    assert len(parsed.steps) == len(graphml_steps(render(result, "graphml", RenderOptions())))
    assert all(name in parsed.labels for step in parsed.steps for name in step)


def test_graphml_has_a_node_a_publisher_and_an_edge_a_step() -> None:
    """Two spellings are one node; of two edges between two nodes the stronger one stands, for both documents."""
    tree = ET.fromstring(as_graphml(FOUND))  # noqa: S314 - made two lines above
    labels = [node.findtext(f"{SPACE}data") for node in tree.iter(f"{SPACE}node")]
    assert labels == [ODD, "The Valley Post"]
    (edge,) = tree.iter(f"{SPACE}edge")
    assert {data.get("key"): data.text for data in edge} == {
        "status": "observed",
        "confidence": "0.97",
        "reason": "a b",
        "documents": "1, 2",
    }


def test_dot_quotes_what_it_must() -> None:
    """Quotation marks in names do not end a name."""
    assert '[label="Tom & \\"Jerry\\" <Weekly>"];' in as_dot(FOUND)
    assert as_dot(FOUND).count("->") == 1


def test_no_provenance_is_an_empty_graph() -> None:
    """Nothing found is still a graph that programs can read."""
    assert list(ET.fromstring(as_graphml(())).iter(f"{SPACE}node")) == []  # noqa: S314 - made here
    assert as_dot(()).startswith("digraph")
