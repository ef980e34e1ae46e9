"""The graph's two written forms, read back."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from dedup.origin.graph import as_dot, as_graphml
from dedup.origin.provenance import Edge, Provenance

ODD = 'Tom & "Jerry" <Weekly>'
FOUND = (
    Provenance("1", (ODD, "Valley Post"), (Edge(ODD, "The Valley Post", "declared", 0.9),)),
    Provenance("2", (ODD, "Valley Post"), (Edge(ODD, "valleypost.com", "observed", 0.97, reason="a\x00b"),)),
)
SPACE = "{http://graphml.graphdrawing.org/xmlns}"


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
