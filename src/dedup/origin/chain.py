"""Documents with their claims, and the matches between them → where each document comes from.

An edge is *declared* when the copy says so, *observed* when a scanned document of that source holds the same
passages, *inferred* where nobody says anything but dates or the texts point one way. A chain holds no name twice.

    holdings (who publishes and holds what) → parents (inferred) → chains → provenance
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.origin.holdings import Holdings, TracedDocument
from dedup.origin.names import same_publisher
from dedup.origin.origins import Conflict, Edge, Provenance
from dedup.origin.parents import Parent, inferred_parents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match
    from dedup.origin.claims import Claim
    from dedup.origin.declarations import Declarations, Source

__all__ = ["Origins", "TracedDocument", "trace"]

_OBSERVED = 0.97
_DATE_DOUBT = 0.85
_OUTGOING = 0.9


def trace(documents: Sequence[TracedDocument], matches: Sequence[Match]) -> tuple[Provenance, ...]:
    """Return the provenance of each document that has one, in the order of the documents.

    `matches` are verified; those of relation *template*, or of a small share of both texts, say nothing of origin.
    """
    holdings = Holdings(documents, matches)
    parents = inferred_parents(holdings)
    chains = _Chains(holdings, parents)
    found = [_provenance(document, holdings, parents, chains) for document in documents]
    sources = {edge.source_document for provenance in found for edge in provenance.edges}
    return tuple(one for one in found if one.document in sources or _says_something(one))


class Origins:
    """The documents that clusters come from, looked up among the sources of all provenances, read once."""

    def __init__(self, provenances: Sequence[Provenance]) -> None:
        self._sources: dict[str, list[str]] = {}
        for provenance in provenances:
            found = [edge.source_document for edge in provenance.edges if edge.source_document is not None]
            others = [name for name in found if name != provenance.document]
            self._sources.setdefault(provenance.document, []).extend(others)

    def of(self, members: Sequence[str]) -> str | None:
        """Return the member of a cluster that all others come from, where the evidence decides it."""
        inside = set(members)
        parents: dict[str, str | None] = {}
        for member in members:
            for source in self._sources.get(member, ()):
                if source in inside:
                    parents[member] = source
        roots = {_root(member, parents) for member in members}
        return next(iter(roots)) if len(roots) == 1 and len(members) > 1 else None


def _root(member: str, parents: dict[str, str | None]) -> str:
    seen = {member}
    while (parent := parents.get(member)) is not None and parent not in seen:
        member = parent
        seen.add(member)
    return member


class _Chains:
    """The names from the first source to each document, through the scanned documents that hold the text."""

    def __init__(self, holdings: Holdings, parents: dict[str, Parent]) -> None:
        self._holdings = holdings
        self._parents = parents
        self._known: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, list[str]] = {}

    def chain(self, document: str) -> tuple[str, ...]:
        """Return a document's chain: the names of all documents from the one where it starts, and of their sources.

        It is empty where neither a source nor the document's own publisher is known.
        """
        line = self.line(document)
        if line == [document] and not self._holdings.is_known(document):
            return ()
        turns_back = self._parent(line[-1]) is not None
        names: tuple[str, ...] = ()
        for holder in reversed(line):
            known = None if turns_back else self._known.get(holder)
            names = self._lengthened(names, holder) if known is None else known
            if not turns_back:
                self._known[holder] = names
        return names

    def _lengthened(self, names: tuple[str, ...], document: str) -> tuple[str, ...]:
        """Return a chain with what follows, each publisher once, where it comes first; the last stays the last."""
        own = self._holdings.name(document)
        kept = [name for name in names if not same_publisher(name, own)]
        for source in self._holdings.says(document).sources:
            if not any(same_publisher(source.shown, name) for name in (*kept, own)):
                kept.append(source.shown)
        return (*kept, own)

    def line(self, document: str) -> list[str]:
        """Return the scanned documents from a document up to the one from which its chain starts."""
        line = self._lines.setdefault(document, [])
        if not line:
            seen = dict.fromkeys([document])  # in order
            while (parent := self._parent(document)) is not None and parent not in seen:
                document = parent
                seen[document] = None
            line += seen
        return line

    def _parent(self, document: str) -> str | None:
        """Return the scanned document that holds the text of a document's source."""
        sources = self._holdings.says(document).sources
        if not sources:
            inferred = self._parents.get(document)
            return inferred.document if inferred else None
        held = self._holdings.holder(document, sources[0].name)
        return held[0] if held else None


def _provenance(
    document: TracedDocument, holdings: Holdings, parents: dict[str, Parent], chains: _Chains
) -> Provenance:
    says, own = holdings.says(document.id), holdings.name(document.id)
    edges = [*_declared_edges(document, says, own, holdings), *_outgoing_edges(says, own)]
    if inferred := parents.get(document.id):
        source = holdings.name(inferred.document)
        edges.append(Edge(source, own, "inferred", inferred.confidence, (), inferred.reason, inferred.document))
    mutual = _mutual_claims(document.id, says, holdings)
    undecided = says.undecided or ("each says that it comes from the other" if mutual else "")
    return Provenance(
        document=document.id,
        chain=() if undecided else chains.chain(document.id),
        edges=tuple(edges),
        conflicts=(*says.conflicts, *mutual, *_date_conflicts(document, says, holdings)),
        claims=document.claims,
        undecided=undecided or _open_question(chains.line(document.id)[-1], holdings, parents, chains),
    )


def _declared_edges(document: TracedDocument, says: Declarations, own: str, holdings: Holdings) -> list[Edge]:
    """Return the edges along the declared part of the chain, each with the claims of both its ends."""
    publisher = [claim for claim in document.claims if claim.kind == "publisher" and not claim.in_markup]
    edges = []
    for number, source in enumerate(says.sources):
        after = says.sources[number + 1] if number + 1 < len(says.sources) else None
        evidence = tuple(dict.fromkeys((*source.claims, *(after.claims if after else publisher))))
        edge = Edge(source.shown, after.shown if after else own, "declared", source.confidence, evidence)
        edges.append(_observed(edge, document.id, source, holdings))
    return edges


def _observed(edge: Edge, document: str, source: Source, holdings: Holdings) -> Edge:
    """Return the edge as observed if a document of its source holds the text, else as it is."""
    held = holdings.holder(document, source.name)
    if held is None:
        return edge
    other, match = held
    reason = f"{other} holds {match.shared_words} of the same words"
    confidence = max(source.confidence, _OBSERVED)
    if holdings.is_later(other, document):
        reason, confidence = f"{reason}, but bears a later date", round(confidence * _DATE_DOUBT, 2)
    return replace(edge, status="observed", confidence=confidence, reason=reason, source_document=other)


def _outgoing_edges(says: Declarations, own: str) -> list[Edge]:
    return [Edge(own, source.shown, "declared", _OUTGOING, tuple(source.claims)) for source in says.outgoing]


def _mutual_claims(document: str, says: Declarations, holdings: Holdings) -> list[Conflict]:
    """Return a conflict for each source that says the text comes from here."""
    conflicts = []
    for source in says.sources:
        held = holdings.holder(document, source.name)
        if held and holdings.declares(held[0], document):
            answers = [named for named in holdings.says(held[0]).sources if holdings.is_of(document, named.name)]
            claims: list[Claim] = [*source.claims, *(claim for answer in answers for claim in answer.claims)]
            conflicts.append(Conflict("which of the two comes from the other", tuple(claims)))
    return conflicts


def _date_conflicts(document: TracedDocument, says: Declarations, holdings: Holdings) -> list[Conflict]:
    conflicts = []
    for source in says.sources:
        held = holdings.holder(document.id, source.name)
        if held and holdings.is_later(held[0], document.id):
            both = (*holdings.documents[held[0]].claims, *document.claims)
            dates = tuple(claim for claim in both if claim.kind == "published")
            conflicts.append(Conflict("the dates: the source bears a later one", dates))
    return conflicts


def _open_question(document: str, holdings: Holdings, parents: dict[str, Parent], chains: _Chains) -> str:
    """Return why it is not known whether a document was the first, where another one holds its text."""
    if holdings.says(document).sources or document in parents:
        return ""
    for other, _ in holdings.versions(document):
        if document in chains.line(other):
            continue
        verdict = holdings.verdict(other, document)
        reason = verdict.reason if verdict.first is None else "the versions point more than one way"
        return f"which had it first, {document} or {other}: {reason}"
    return ""


def _says_something(provenance: Provenance) -> bool:
    return bool(provenance.edges or provenance.conflicts or provenance.undecided)
