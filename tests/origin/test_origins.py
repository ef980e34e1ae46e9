"""From how many sources documents come: those of one publisher have one origin, and unknown ones none."""

from __future__ import annotations

import numpy as np

from dedup.matches import Cluster, OriginCount
from dedup.origin.origins import count_origins, find_origins, origin_names, pair_certainty
from dedup.origin.provenance import Edge, Provenance


def copied(document: str, *chain: str, confidence: float = 0.9, source_document: str | None = None) -> Provenance:
    """Return the provenance of a document that names its source."""
    edges = (Edge(chain[0], chain[-1], "declared", confidence, source_document=source_document),)
    return Provenance(document, chain, edges)


TRACED = (
    copied("a", "Associated Press", "Daily Times"),
    copied("b", "The Associated Press", "Stop NATO", "Global Research"),
    copied("c", "Daily Times", "Stop NATO"),
    Provenance("d", (), (), undecided="which had it first, d or e: no dates"),
    Provenance("e", ("Own Paper",), (), undecided="which had it first, d or e: no dates"),
)


def test_spellings_of_one_publisher_are_one_origin() -> None:
    """The name that comes first stands for all."""
    origins = find_origins(TRACED)
    assert [(origin.name, origin.members) for origin in origins] == [
        ("Associated Press", ("a", "b")),
        ("Daily Times", ("c",)),
    ]


def test_origins_of_any_set_are_counted() -> None:
    """Of four documents two come from one source, one from another, and of one nothing is known."""
    names = origin_names(find_origins(TRACED))
    assert count_origins(["a", "b", "c", "d"], names) == (
        OriginCount("Associated Press", 2),
        OriginCount("Daily Times", 1),
    )


def test_versions_of_one_text_are_one_text() -> None:
    """Both documents of the agency are versions of one text."""
    (origin, _) = find_origins(TRACED, [Cluster("c1", ("a", "b"), None, 0.9)])
    assert origin.texts == 1


def test_undecided_document_has_no_origin_unless_all_versions_have_one_publisher() -> None:
    """Who of two papers was first is not known; of two versions of one paper it makes no difference."""
    twin = Provenance("f", ("Own Paper",), (), undecided="which had it first, e or f: no dates")
    both = (*TRACED, twin)
    mixed, own = Cluster("c1", ("d", "e"), None, 0.9), Cluster("c1", ("e", "f"), None, 0.9)
    assert "Own Paper" not in {origin.name for origin in find_origins(both, [mixed])}
    assert "Own Paper" in {origin.name for origin in find_origins(both, [own])}


def test_certainty_of_a_pair_is_that_of_its_edge_or_of_the_common_origin() -> None:
    """An edge from one to the other counts; else the lower confidence with which either comes from one source."""
    traced = (
        copied("a", "Reuters", "Daily Times", confidence=0.9),
        copied("b", "Reuters", "Other Paper", confidence=0.6),
        copied("c", "Someone", "Elsewhere", confidence=0.7, source_document="d"),
    )
    ids, a, b = ["a", "b", "c", "d", "e"], np.array([0, 2, 0, 3]), np.array([1, 3, 2, 4])
    assert pair_certainty(traced, ids, a, b).tolist() == [0.6, 0.7, 0.0, 0.0]


def test_document_that_says_who_reprinted_it_comes_from_nowhere() -> None:
    """An edge that begins at the document's own publisher is not one by which the text came there."""
    outgoing = Edge("Own Paper", "Other Paper", "declared", 0.9)
    assert Provenance("a", ("Own Paper",), (outgoing,)).incoming == ()
    assert Provenance("a", (), (Edge("a", "Other Paper", "declared", 0.9),)).incoming == ()
