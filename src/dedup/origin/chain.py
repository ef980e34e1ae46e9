"""Documents with their claims, and the matches between them → where each document comes from.

An edge is *declared* when the copy names its source, *observed* when a scanned document of that source holds the same
passages, *inferred* where nothing is declared but dates or the texts point one way, or a copy of the same text declares
its source. A chain holds no name twice.

    traced documents → inferred parents → chains → provenance
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.origin.lineage import Parent, inferred_parents
from dedup.origin.names import same_publisher
from dedup.origin.provenance import Conflict, Edge, Provenance
from dedup.origin.signed_texts import SIGNED
from dedup.origin.traced_documents import TracedDocument, TracedDocuments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.matches import Match
    from dedup.origin.claims import Claim
    from dedup.origin.declarations import Declarations, Source

_OBSERVED = 0.97
_DATE_DOUBT = 0.85
_OUTGOING = 0.9
_BORROWED = 0.9
"""How much less sure a source is that a copy of the same text names, and the document itself does not."""


def trace(documents: Sequence[TracedDocument], matches: Sequence[Match]) -> tuple[Provenance, ...]:
    """Return the provenance of each document that has one, in the order of the documents.

    `matches` are verified; those of relation *template*, or of a small share of both texts, say nothing of origin.
    """
    traced = TracedDocuments(documents, matches)
    parents = inferred_parents(traced)
    chains = _Chains(traced, parents)
    found = [_provenance(document, traced, parents, chains) for document in documents]
    sources = {edge.source_document for provenance in found for edge in provenance.edges}
    return tuple(one for one in found if one.document in sources or _is_worth_showing(one))


class _Chains:
    """The names from the first source to each document, through the scanned documents that hold the text."""

    def __init__(self, traced: TracedDocuments, parents: dict[str, Parent]) -> None:
        self._traced = traced
        self._parents = parents
        self._known: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, list[str]] = {}

    def chain(self, document: str) -> tuple[str, ...]:
        """Return a document's chain: the names of all documents from the one where it starts, and of their sources.

        It is empty where neither a source nor the document's own publisher is known.
        """
        line = self.line(document)
        if line == [document] and not self._traced.names_a_publisher(document):
            return ()
        turns_back = self._parent(line[-1]) is not None
        names: tuple[str, ...] = ()
        for ancestor in reversed(line):
            known = None if turns_back else self._known.get(ancestor)
            names = self._lengthened(names, ancestor) if known is None else known
            if not turns_back:
                self._known[ancestor] = names
        return names

    def _lengthened(self, names: tuple[str, ...], document: str) -> tuple[str, ...]:
        """Return a chain with what follows, each publisher once, where it comes first; the last stays the last."""
        own = self._traced.publisher(document)
        kept = [name for name in names if not same_publisher(name, own)]
        for source in self._sources(document):
            if not any(same_publisher(source.shown, name) for name in (*kept, own)):
                kept.append(source.shown)
        return (*kept, own)

    def _sources(self, document: str) -> Sequence[Source]:
        """Return the sources that a document names, or else those that a copy of the same text names."""
        borrowed = None if document in self._parents else self._traced.borrowed_sources(document)
        return borrowed[1] if borrowed else self._traced.declarations(document).sources

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
        sources = self._traced.declarations(document).sources
        if not sources:
            inferred = self._parents.get(document)
            return inferred.document if inferred else None
        version = self._traced.version_by(document, sources[0].name)
        return version[0] if version else None


def _provenance(
    document: TracedDocument, traced: TracedDocuments, parents: dict[str, Parent], chains: _Chains
) -> Provenance:
    declares, own = traced.declarations(document.id), traced.publisher(document.id)
    edges = [*_declared_edges(document, declares, own, traced), *_outgoing_edges(declares, own)]
    if inferred := parents.get(document.id):
        source = traced.publisher(inferred.document)
        edges.append(Edge(source, own, "inferred", inferred.confidence, (), inferred.reason, inferred.document))
    else:
        edges += _borrowed_edges(document.id, own, traced)
    mutual = _mutual_claims(document.id, declares, traced)
    undecided = declares.undecided or ("each says that it comes from the other" if mutual else "")
    return Provenance(
        document=document.id,
        chain=() if undecided else chains.chain(document.id),
        edges=tuple(edges),
        conflicts=(*declares.conflicts, *mutual, *_date_conflicts(document, declares, traced)),
        claims=document.claims,
        undecided=undecided or _open_question(chains.line(document.id)[-1], traced, parents, chains),
    )


def _declared_edges(document: TracedDocument, declares: Declarations, own: str, traced: TracedDocuments) -> list[Edge]:
    """Return the edges along the declared part of the chain, each with the claims of both its ends."""
    publisher = [claim for claim in document.claims if claim.kind == "publisher" and not claim.in_markup]
    edges = []
    for number, source in enumerate(declares.sources):
        after = declares.sources[number + 1] if number + 1 < len(declares.sources) else None
        evidence = tuple(dict.fromkeys((*source.claims, *(after.claims if after else publisher))))
        edge = Edge(source.shown, after.shown if after else own, "declared", source.confidence, evidence)
        edges.append(_observed(edge, document.id, source, traced))
    return edges


def _observed(edge: Edge, document: str, source: Source, traced: TracedDocuments) -> Edge:
    """Return the edge as observed if a document of its source holds the text, else as it is."""
    version = traced.version_by(document, source.name)
    if version is None:
        return edge
    other, match = version
    reason = f"{other} holds {match.shared_words} of the same words"
    confidence = max(source.confidence, _OBSERVED)
    if traced.is_dated_later(other, document):
        reason, confidence = f"{reason}, but bears a later date", round(confidence * _DATE_DOUBT, 2)
    return replace(edge, status="observed", confidence=confidence, reason=reason, source_document=other)


def _borrowed_edges(document: str, own: str, traced: TracedDocuments) -> list[Edge]:
    """Return the edges from the sources that a copy of the same text names, where the document itself names none."""
    borrowed = traced.borrowed_sources(document)
    if borrowed is None:
        return []
    other, sources = borrowed
    names = [*(source.shown for source in sources), own]
    reason = f"{other} has the same text and names this source"
    return [
        Edge(source.shown, names[number + 1], "inferred", round(source.confidence * _BORROWED, 2), (), reason)
        for number, source in enumerate(sources)
    ]


def _outgoing_edges(declares: Declarations, own: str) -> list[Edge]:
    return [Edge(own, source.shown, "declared", _OUTGOING, tuple(source.claims)) for source in declares.outgoing]


def _mutual_claims(document: str, declares: Declarations, traced: TracedDocuments) -> list[Conflict]:
    """Return a conflict for each source that declares the text comes from here."""
    conflicts = []
    for source in declares.sources:
        version = traced.version_by(document, source.name)
        if version and traced.names_as_source(version[0], document):
            answers = [
                named
                for named in traced.declarations(version[0]).sources
                if traced.is_published_by(document, named.name)
            ]
            claims: list[Claim] = [*source.claims, *(claim for answer in answers for claim in answer.claims)]
            conflicts.append(Conflict("which of the two comes from the other", tuple(claims)))
    return conflicts


def _date_conflicts(document: TracedDocument, declares: Declarations, traced: TracedDocuments) -> list[Conflict]:
    conflicts = []
    for source in declares.sources:
        version = traced.version_by(document.id, source.name)
        if version and traced.is_dated_later(version[0], document.id):
            both = (*traced.documents[version[0]].claims, *document.claims)
            dates = tuple(claim for claim in both if claim.kind == "published")
            conflicts.append(Conflict("the dates: the source bears a later one", dates))
    return conflicts


def _open_question(document: str, traced: TracedDocuments, parents: dict[str, Parent], chains: _Chains) -> str:
    """Return why it is not known whether a document was the first, where another one holds its text."""
    if traced.declarations(document).sources or document in parents:
        return ""
    for other, _ in traced.versions(document):
        if document in chains.line(other):
            continue
        verdict = traced.first_of(other, document)
        reason = verdict.reason if verdict.first is None else "the versions point more than one way"
        return f"which had it first, {document} or {other}: {reason}"
    return ""


def _is_worth_showing(provenance: Provenance) -> bool:
    signed = any(claim.kind == SIGNED for claim in provenance.claims)
    return bool(provenance.edges or provenance.conflicts or provenance.undecided or signed)
