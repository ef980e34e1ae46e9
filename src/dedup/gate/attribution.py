"""The publisher of a text, whether its texts are allowed, and whether a text names it as its source.

The claims are those of `dedup.origin`; names are compared as it compares them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.origin.extraction import describe
from dedup.origin.hosts import host_of
from dedup.origin.names import same_publisher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.gate.documents import GateDocument
    from dedup.gate.rules import AllowedSource, Rules
    from dedup.origin.claims import Claim
    from dedup.origin.provenance import Edge, Provenance

_ABOUT_OTHERS = frozenset(
    {
        "author", "author-note", "published", "licence", "notice", "publisher", "outgoing",
        "own-address", "noindex", "c2pa",
    }
)  # fmt: skip
"""Kinds of claims that name no source of the text."""


def publisher_of(document: GateDocument) -> str | None:
    """Return whose text it is: by its metadata, by what it says, or by the address that it was fetched from."""
    named = describe(document.original, document.claims).publisher
    if named or not document.original.url:
        return named
    host = host_of(document.original.url)
    return host.domain if host else None


def allowance(source: GateDocument, rules: Rules) -> AllowedSource | None:
    """Return the entry of the list of allowed sources that covers a text, if one does."""
    if not rules.allow_source:
        return None
    names = [name for name in (publisher_of(source), source.original.url) if name]
    return next(
        (one for one in rules.allow_source if any(same_publisher(one.name, name) for name in names)),
        None,
    )


def is_attributed(document: GateDocument, provenance: Provenance | None, source: GateDocument) -> bool:
    """Return whether a text says that it comes from this source; of an unknown publisher, whether it names any."""
    said = _said(provenance)
    if any(edge.source_document == source.original.id for edge in said):
        return True
    address = source.original.url
    if address and address in document.original.text:
        return True
    publisher = publisher_of(source)
    if publisher is None:
        return bool(said)
    named = [edge.source for edge in said]
    named += [claim.value for claim in document.claims if claim.kind not in _ABOUT_OTHERS]
    return any(same_publisher(publisher, name) for name in named)


def names_another(document: GateDocument, provenance: Provenance | None, source: GateDocument) -> list[str]:
    """Return the sources that a text declares instead of this one; none where this one says that it has it from them.

    Empty where the text declares none, or where it is attributed.
    """
    if is_attributed(document, provenance, source):
        return []
    named = [edge.source for edge in _said(provenance)]
    return [] if _has_it_from(source, named) else list(dict.fromkeys(named))


def is_credited(document: GateDocument, provenance: Provenance | None, source: GateDocument) -> bool:
    """Return whether a text names this source, or one that this source itself says it has the text from."""
    if is_attributed(document, provenance, source):
        return True
    return _has_it_from(source, [edge.source for edge in _said(provenance)])


def _has_it_from(source: GateDocument, names: Sequence[str]) -> bool:
    theirs = [claim.value for claim in source.claims if claim.kind not in _ABOUT_OTHERS]
    return any(same_publisher(name, one) for name in names for one in theirs)


def named_sources(provenance: Provenance | None) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    """Yield the first source that a text declares, with the claims; several where they contradict each other."""
    said = _said(provenance)
    if provenance is None or not said:
        return
    first = provenance.chain[:1] if len(provenance.chain) > 1 else tuple(dict.fromkeys(edge.source for edge in said))
    for name in first:
        evidence = [claim for edge in said if edge.source == name or len(first) == 1 for claim in edge.evidence]
        yield name, tuple(evidence)


def says_it_is_from(provenance: Provenance | None, document: str) -> bool:
    """Return whether a text names a scanned document as its source."""
    return any(edge.source_document == document for edge in _said(provenance))


def _said(provenance: Provenance | None) -> list[Edge]:
    """Return the steps towards a text that its own words declare."""
    if provenance is None:
        return []
    return [
        edge
        for edge in provenance.edges
        if edge.status != "inferred" and not all(claim.kind == "outgoing" for claim in edge.evidence)
    ]
