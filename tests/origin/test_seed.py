"""The page the project began with: what it says of its origin, read by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.documents import Document
from dedup.matches import Match
from dedup.origin.chain import trace
from dedup.origin.claims import KINDS, Claim
from dedup.origin.extraction import describe, marked_spans, read_claims
from dedup.origin.traced_documents import TracedDocument

SEED = Path(__file__).parents[2] / "seeds" / "000_35971b594a17ab1f.txt"


@pytest.fixture(scope="module")
def text() -> str:
    return SEED.read_text("utf-8")


@pytest.fixture(scope="module")
def claims(text: str) -> list[Claim]:
    return read_claims(Document("seed", text))


def traced(name: str, text: str, publisher: str | None = None) -> TracedDocument:
    document = Document(name, text, publisher=publisher)
    found = read_claims(document)
    return TracedDocument(name, describe(document, found), tuple(found), text=lambda: text)


def test_the_seed_is_described_by_its_own_head(text: str, claims: list[Claim]) -> None:
    """Title, publisher, author and date are those that stand above the body."""
    known = describe(Document("seed", text), claims)
    assert known.title == "The Pakistan-Russia Relationship: Geopolitical Shift in South and Central Asia?"
    assert (known.publisher, known.author, known.published) == (
        "Global Research",
        "Dr Rashid Ahmad Khan",
        "2012-10-22",
    )


@pytest.mark.parametrize(
    ("kind", "value", "line", "words"),
    [
        ("byline", "Stop NATO", 5, "By [Stop NATO](#)"),
        ("publisher", "Global Research", 7, "Global Research, October 22, 2012"),
        ("published", "2012-10-22", 7, "Global Research, October 22, 2012"),
        ("source-link", "Daily Times", 9, "[Daily Times](#)"),
        ("author", "Dr Rashid Ahmad Khan", 13, "by Dr Rashid Ahmad Khan"),
        ("attribution", "Daily Times", 51, "The original source of this article is [Daily Times](#)"),
        ("copyright", "Stop NATO", 52, "Copyright © [Stop NATO](#), [Daily Times](#), 2012"),
        ("copyright", "Daily Times", 52, "Copyright © [Stop NATO](#), [Daily Times](#), 2012"),
    ],
)
def test_each_statement_of_the_seed_is_a_claim(
    claims: list[Claim], kind: str, value: str, line: int, words: str
) -> None:
    """A claim gives the line and the exact words that make it."""
    assert (kind, value, line, words) in {(claim.kind, claim.value, claim.line, claim.text) for claim in claims}


def test_every_claim_stands_at_its_offsets(text: str, claims: list[Claim]) -> None:
    """The offsets of a claim cut its words out of the text, its line is theirs, its kind is a documented one."""
    for claim in claims:
        assert text[claim.start : claim.end] == claim.text
        assert text.count("\n", 0, claim.start) + 1 == claim.line
        assert claim.kind in KINDS


def test_no_line_of_the_body_is_marked(text: str, claims: list[Claim]) -> None:
    """Lines 15 to 47 are the article; all lines of head and tail but the title are no text."""
    numbers = {text.count("\n", 0, span.start) + 1 for _, span in marked_spans(claims)}
    assert numbers == {5, 7, 9, 11, 13, 49, 51, 52, 54, 56, 58, 59, 61, 63, 65}


def test_the_seed_declares_its_chain(text: str) -> None:
    """Daily Times → Stop NATO → Global Research, both edges declared, with the statements as evidence."""
    (provenance,) = trace([traced("seed", text)], [])
    assert provenance.chain == ("Daily Times", "Stop NATO", "Global Research")
    assert [(edge.source, edge.copy, edge.status) for edge in provenance.edges] == [
        ("Daily Times", "Stop NATO", "declared"),
        ("Stop NATO", "Global Research", "declared"),
    ]
    assert {claim.line for claim in provenance.edges[0].evidence} == {5, 9, 51, 52}
    assert {claim.line for claim in provenance.edges[1].evidence} == {5, 7, 52}
    assert not provenance.conflicts
    assert not provenance.undecided


@pytest.mark.parametrize("says_it", ["metadata", "text"])
def test_a_declared_source_that_is_scanned_is_observed(text: str, says_it: str) -> None:
    """The Daily Times' own text in the collection turns the edge from it into an observed one."""
    body = "\n".join(text.split("\n")[22:48])
    original = (
        traced("original", body, "Daily Times")
        if says_it == "metadata"
        else traced("original", f"A Shift in South Asia\n\nDaily Times, October 2012\n\n{body}")
    )
    match = Match("original", "seed", "contained", 0.7, 0.99, 0.75, 1200, 300)
    source, provenance = trace([original, traced("seed", text)], [match])
    assert (source.document, source.chain, source.edges) == ("original", ("Daily Times",), ())
    assert provenance.document == "seed"
    assert provenance.edges[0].source_document == "original"
    assert [(edge.source, edge.status) for edge in provenance.edges] == [
        ("Daily Times", "observed"),
        ("Stop NATO", "declared"),
    ]
    assert "original" in provenance.edges[0].reason
    assert any(claim.kind == "attribution" for claim in provenance.edges[0].evidence)
