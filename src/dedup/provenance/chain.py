"""Documents with their claims, and the matches between them → where each document comes from.

An edge is *declared* when the copy says so, *observed* when a scanned document of that source holds the same
passages, *inferred* where nobody says anything but dates or the texts point one way. A chain holds no name twice.

    own names → declarations, settled by who holds the text → parents → chains → provenance
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dedup.provenance.declarations import Declarations, Source, declared
from dedup.provenance.inference import Party, are_versions, days_between, had_it_first
from dedup.provenance.names import same_publisher
from dedup.provenance.origins import Conflict, Edge, Provenance
from dedup.provenance.weights import CLEARLY_LATER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match
    from dedup.provenance.claims import Claim
    from dedup.provenance.reading import Description

_OBSERVED = 0.97
_DATE_DOUBT = 0.85
_OUTGOING = 0.9


@dataclass(frozen=True, slots=True)
class TracedDocument:
    """One document as far as its origin is concerned; without its `text`, what texts mention is not weighed."""

    id: str
    description: Description
    claims: tuple[Claim, ...]
    url: str | None = None
    text: str = ""


def trace(documents: Sequence[TracedDocument], matches: Sequence[Match]) -> tuple[Provenance, ...]:
    """Return the provenance of each document that has one, in the order of the documents.

    `matches` are verified; those of relation *boilerplate* say nothing of origin.
    """
    return _Tracer(documents, matches).provenances()


def origin_of(members: Sequence[str], provenances: Sequence[Provenance]) -> str | None:
    """Return the member of a cluster that all others come from, where the evidence decides it."""
    parents = {
        provenance.document: edge.source_document
        for provenance in provenances
        for edge in provenance.edges
        if edge.source_document in members and edge.source_document != provenance.document
    }
    roots = {_root(member, parents) for member in members}
    return next(iter(roots)) if len(roots) == 1 and len(members) > 1 else None


def _root(member: str, parents: dict[str, str | None]) -> str:
    seen = {member}
    while (parent := parents.get(member)) is not None and parent not in seen:
        member = parent
        seen.add(member)
    return member


@dataclass(frozen=True, slots=True)
class _Parent:
    """The scanned document from which another one comes, as an edge that is not yet named."""

    document: str
    confidence: float
    reason: str


class _Tracer:
    """What is known of all documents of one trace."""

    def __init__(self, documents: Sequence[TracedDocument], matches: Sequence[Match]) -> None:
        self._documents = {document.id: document for document in documents}
        self._held: dict[str, list[tuple[str, Match]]] = {}
        for match in matches:
            if match.a in self._documents and match.b in self._documents and are_versions(match):
                self._held.setdefault(match.a, []).append((match.b, match))
                self._held.setdefault(match.b, []).append((match.a, match))
        self._own = {name: _declared(document).own for name, document in self._documents.items()}
        self._says = {name: self._settled(document) for name, document in self._documents.items()}
        self._inferred = {name: self._inferred_parent(name) for name in self._documents}
        self._chains: dict[str, tuple[str, ...]] = {}

    def provenances(self) -> tuple[Provenance, ...]:
        found = [self._provenance(document) for document in self._documents.values()]
        sources = {edge.source_document for provenance in found for edge in provenance.edges}
        return tuple(one for one in found if one.document in sources or _says_something(one))

    def _settled(self, document: TracedDocument) -> Declarations:
        """Return what a document declares; of rival sources, one that holds the text wins."""
        if document.id not in self._held:
            return _declared(document)
        return declared(
            document.description,
            document.claims,
            document.url,
            is_held=lambda name: self._holder(document.id, name) is not None,
        )

    def _holder(self, document: str, name: str) -> tuple[str, Match] | None:
        """Return the document of the publisher `name` that shares most with another one, if there is one."""
        holders = [(other, match) for other, match in self._held.get(document, ()) if self._is_of(other, name)]
        return max(holders, key=lambda held: (held[1].jaccard, held[1].shared_words), default=None)

    def _is_of(self, document: str, name: str) -> bool:
        own = self._own[document]
        return same_publisher(own, name) if own else _is_named_for(self._documents[document].id, name)

    def _name(self, document: str) -> str:
        return self._own[document] or document

    def _party(self, document: str) -> Party:
        traced = self._documents[document]
        return Party(document, self._own[document], traced.description.published, traced.text)

    def _inferred_parent(self, document: str) -> _Parent | None:
        """Return where an undeclared document comes from: of those that had it first, the one most like it."""
        if self._says[document].sources or self._says[document].undecided:
            return None
        earlier = []
        for other, match in self._held.get(document, ()):
            if same_publisher(self._name(other), self._name(document)) or self._declares(other, document):
                continue
            if self._is_cited(document) and not self._is_cited(other):
                continue  # who is named as the source is not taken for a copy of who is not
            verdict = had_it_first(self._party(other), self._party(document))
            if verdict.first == other:
                earlier.append((match.jaccard, verdict.confidence, other, verdict.reason))
        if not earlier:
            return None
        best = max(earlier, key=lambda one: (one[0], one[1]))
        return _Parent(best[2], best[1], best[3])

    def _declares(self, copy: str, source: str) -> bool:
        return any(self._is_of(source, named.name) for named in self._says[copy].sources)

    def _is_cited(self, document: str) -> bool:
        return any(self._declares(other, document) for other, _ in self._held.get(document, ()))

    def _chain(self, document: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Return the names from the first source to a document, through the scanned documents that hold it."""
        if not seen and document in self._chains:
            return self._chains[document]
        seen |= {document}
        names = [source.shown for source in self._says[document].sources]
        first = self._says[document].sources[0].name if names else None
        held = self._holder(document, first) if first else None
        parent = held[0] if held else None
        if not names and (inferred := self._inferred[document]):
            parent = inferred.document
        before = self._chain(parent, seen) if parent and parent not in seen else ()
        chain = _without_repeats([*before, *names, self._name(document)])
        if len(seen) == 1:
            self._chains[document] = chain
        return chain

    def _provenance(self, document: TracedDocument) -> Provenance:
        says, inferred = self._says[document.id], self._inferred[document.id]
        own = self._name(document.id)
        edges = [*self._declared_edges(document, own), *self._outgoing_edges(says, own)]
        if inferred:
            source = self._name(inferred.document)
            edges.append(Edge(source, own, "inferred", inferred.confidence, (), inferred.reason, inferred.document))
        mutual = self._mutual(document)
        chain = () if mutual or says.undecided else self._chain(document.id)
        conflicts = (*says.conflicts, *mutual, *self._date_conflicts(document))
        undecided = says.undecided or ("each says that it comes from the other" if mutual else "")
        return Provenance(
            document.id, chain, tuple(edges), conflicts, document.claims, undecided or self._open_question(document.id)
        )

    def _declared_edges(self, document: TracedDocument, own: str) -> list[Edge]:
        """Return the edges along the declared part of the chain, each with the claims of both its ends."""
        says = self._says[document.id]
        publisher = [claim for claim in document.claims if claim.kind == "publisher" and not claim.in_markup]
        edges = []
        for number, source in enumerate(says.sources):
            after = says.sources[number + 1] if number + 1 < len(says.sources) else None
            evidence = tuple(dict.fromkeys((*source.claims, *(after.claims if after else publisher))))
            edges.append(self._declared_edge(document, source, after.shown if after else own, evidence))
        return edges

    def _declared_edge(self, document: TracedDocument, source: Source, copy: str, evidence: tuple[Claim, ...]) -> Edge:
        edge = Edge(source.shown, copy, "declared", source.confidence, evidence)
        held = self._holder(document.id, source.name)
        if held is None:
            return edge
        other, match = held
        reason = f"{other} holds {match.shared_words} of the same words"
        confidence = max(source.confidence, _OBSERVED)
        if _is_later(self._documents[other], document):
            reason, confidence = f"{reason}, but bears a later date", round(confidence * _DATE_DOUBT, 2)
        return replace(edge, status="observed", confidence=confidence, reason=reason, source_document=other)

    def _outgoing_edges(self, says: Declarations, own: str) -> list[Edge]:
        return [Edge(own, source.shown, "declared", _OUTGOING, tuple(source.claims)) for source in says.outgoing]

    def _mutual(self, document: TracedDocument) -> list[Conflict]:
        """Return a conflict for each source that says the text comes from here."""
        conflicts = []
        for source in self._says[document.id].sources:
            held = self._holder(document.id, source.name)
            if held and self._declares(held[0], document.id):
                answers = [named for named in self._says[held[0]].sources if self._is_of(document.id, named.name)]
                claims = (*source.claims, *(claim for answer in answers for claim in answer.claims))
                conflicts.append(Conflict("which of the two comes from the other", claims))
        return conflicts

    def _date_conflicts(self, document: TracedDocument) -> list[Conflict]:
        conflicts = []
        for source in self._says[document.id].sources:
            held = self._holder(document.id, source.name)
            if held and _is_later(self._documents[held[0]], document):
                dates = [
                    claim
                    for one in (self._documents[held[0]], document)
                    for claim in one.claims
                    if claim.kind == "published"
                ]
                conflicts.append(Conflict("the dates: the source bears a later one", tuple(dates)))
        return conflicts

    def _open_question(self, document: str) -> str:
        """Return why nothing is said of a document that shares its text with others."""
        says = self._says[document]
        others = [other for other, _ in self._held.get(document, ()) if not self._declares(other, document)]
        if says.sources or self._inferred[document] or not others:
            return ""
        verdicts = [had_it_first(self._party(other), self._party(document)) for other in others]
        if any(verdict.first for verdict in verdicts):
            return ""
        return f"which had it first, {document} or {others[0]}: {verdicts[0].reason}"


def _declared(document: TracedDocument) -> Declarations:
    return declared(document.description, document.claims, document.url)


def _is_later(source: TracedDocument, copy: TracedDocument) -> bool:
    days = days_between(copy.description.published, source.description.published)
    return days is not None and days >= CLEARLY_LATER


def _is_named_for(document: str, name: str) -> bool:
    """Return whether a document of no known publisher has a file name that holds a publisher's: daily_times.txt."""
    letters = "".join(filter(str.isalnum, name.casefold()))
    file = "".join(filter(str.isalnum, document.rsplit("/", 1)[-1].casefold()))
    return len(letters) >= _TELLING_NAME and letters in file


_TELLING_NAME = 6


def _without_repeats(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a chain, each publisher once, where it comes first; the last name stays the last."""
    kept: list[str] = []
    for name in names[:-1]:
        if not any(same_publisher(name, other) for other in (*kept, names[-1])):
            kept.append(name)
    return (*kept, names[-1])


def _says_something(provenance: Provenance) -> bool:
    return bool(provenance.edges or provenance.conflicts or provenance.undecided)
