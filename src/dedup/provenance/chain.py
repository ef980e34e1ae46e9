"""Documents with their claims, and the matches between them → where each document comes from.

An edge is *declared* when the copy says so, *observed* when a scanned document of that source holds the same
passages, *inferred* where nobody says anything but dates or the texts point one way. A chain holds no name twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.provenance.declarations import Declarations, Source, declared
from dedup.provenance.names import same_publisher
from dedup.provenance.origins import Edge, Provenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match
    from dedup.provenance.claims import Claim
    from dedup.provenance.reading import Description


@dataclass(frozen=True, slots=True)
class TracedDocument:
    """One document as far as its origin is concerned."""

    id: str
    description: Description
    claims: tuple[Claim, ...]
    url: str | None = None
    text: str = ""


def trace(documents: Sequence[TracedDocument], matches: Sequence[Match]) -> tuple[Provenance, ...]:
    """Return the provenance of each document that has one, in the order of the documents."""
    declarations = {document.id: _declarations(document) for document in documents}
    held = _copies_of(matches)
    provenances = (_provenance(document, declarations, held.get(document.id, [])) for document in documents)
    return tuple(provenance for provenance in provenances if _says_something(provenance))


def origin_of(members: Sequence[str], provenances: Sequence[Provenance]) -> str | None:
    """Return the member of a cluster that the others come from, where the evidence decides it."""
    del members, provenances
    return None


def _declarations(document: TracedDocument) -> Declarations:
    return declared(document.description, document.claims, document.url)


def _copies_of(matches: Sequence[Match]) -> dict[str, list[tuple[str, Match]]]:
    held: dict[str, list[tuple[str, Match]]] = {}
    for match in matches:
        if match.relation != "boilerplate":
            held.setdefault(match.a, []).append((match.b, match))
            held.setdefault(match.b, []).append((match.a, match))
    return held


def _provenance(
    document: TracedDocument, declarations: dict[str, Declarations], held: Sequence[tuple[str, Match]]
) -> Provenance:
    says = declarations[document.id]
    own = says.own or document.id
    publisher = [claim for claim in document.claims if claim.kind == "publisher"]
    edges = [
        *_edges(says, own, publisher, declarations, held),
        *(Edge(own, source.shown, "declared", 0.9, tuple(source.claims)) for source in says.outgoing),
    ]
    chain = (*(source.shown for source in says.sources), own) if says.sources or says.outgoing else ()
    return Provenance(document.id, chain, tuple(edges), says.conflicts, document.claims, says.undecided)


def _edges(
    says: Declarations,
    own: str,
    publisher: Sequence[Claim],
    declarations: dict[str, Declarations],
    held: Sequence[tuple[str, Match]],
) -> list[Edge]:
    """Return the edges along the chain; each carries the claims of its source, the last one the page's own name too."""
    edges = []
    for number, source in enumerate(says.sources):
        after = says.sources[number + 1] if number + 1 < len(says.sources) else None
        evidence = (*source.claims, *(after.claims if after else publisher))
        observed = _observed(source, declarations, held)
        edges.append(
            Edge(
                source.shown,
                after.shown if after else own,
                "observed" if observed else "declared",
                source.confidence,
                tuple(dict.fromkeys(evidence)),
                observed,
            )
        )
    return edges


def _observed(source: Source, declarations: dict[str, Declarations], held: Sequence[tuple[str, Match]]) -> str:
    for other, match in held:
        own = declarations[other].own if other in declarations else None
        if own and same_publisher(own, source.name):
            return f"{other} holds {match.shared_words} of the same words"
    return ""


def _says_something(provenance: Provenance) -> bool:
    return bool(provenance.edges or provenance.conflicts or provenance.undecided)
