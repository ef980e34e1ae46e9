"""The result of a scan → what is said of the origin of each document, as formats for single documents need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from dedup.origin.claims import as_weighed
from dedup.origin.hosts import host_of
from dedup.origin.names import same_publisher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.provenance import Edge, Provenance
    from dedup.results import DocumentRow, ScanResult

_HOLDERS = frozenset({"copyright", "json-ld:copyrightHolder", "front-matter:copyright"})


@dataclass(frozen=True, slots=True)
class NamedSource:
    """One source of a document: its name, the scanned document that holds its text, an address, and how sure it is."""

    name: str
    document: str | None
    address: str | None
    status: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DocumentOrigin:
    """A document with its sources, from the first to the last, the holder of its copyright, and an open question."""

    row: DocumentRow
    sources: tuple[NamedSource, ...] = ()
    holder: str | None = None
    undecided: str = ""

    @property
    def authors(self) -> list[str]:
        """The writers of the document, one by one."""
        return self.row.author.split(", ") if self.row.author else []


def document_origins(result: ScanResult) -> Iterator[DocumentOrigin]:
    """Yield each document of a result with what is known of its origin, in the order of the documents."""
    provenance = {one.document: one for one in result.provenance}
    for row in result.documents:
        found = provenance.get(row.id)
        yield DocumentOrigin(row, _sources(found), _holder(found), found.undecided) if found else DocumentOrigin(row)


def document_urn(document: str) -> str:
    """Return the id of a document as an address that leads nowhere: a URN with other characters than ASCII quoted."""
    return f"urn:x-dedup:{quote(document.encode('utf-8', 'replace'), safe='/:@!$()*+,;=-._~')}"


def _sources(provenance: Provenance) -> tuple[NamedSource, ...]:
    """Return the sources that the chain names, in its order, without the document's own publisher."""
    edges = [edge for edge in provenance.edges if not all(claim.kind == "outgoing" for claim in edge.evidence)]
    edges += [edge for edge in provenance.edges if not edge.evidence and edge not in edges]
    return tuple(_source(name, edges) for name in provenance.chain[:-1])


def _source(name: str, edges: list[Edge]) -> NamedSource:
    edge = next((edge for edge in edges if same_publisher(edge.source, name)), None)
    if edge is None:  # a name further up the chain, of which another document tells
        return NamedSource(name, None, None, "observed", min((edge.confidence for edge in edges), default=0.0))
    addresses = (claim.value for claim in edge.evidence if "/" in claim.value and host_of(claim.value))
    return NamedSource(name, edge.source_document, next(addresses, None), edge.status, edge.confidence)


def _holder(provenance: Provenance) -> str | None:
    return next((claim.value for claim in provenance.claims if as_weighed(claim.kind) in _HOLDERS), None)
