"""Where a document comes from: edges from source to copy, the chain that they form, conflicts; and a cluster's origin.

`dedup.origin.chain` makes these values from claims and matches.
"""

# ruff: noqa: TC001 - msgspec looks up the types of the fields when it reads a saved result

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dedup.origin.claims import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

Status = Literal["declared", "observed", "inferred"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One step of a text from a source to a copy.

    `source` and `copy` are names of publishers, or document ids where no name is known. `confidence` is from 0 to 1.
    `source_document` is the id of the scanned document that holds the source's text, if there is one.
    """

    source: str
    copy: str
    status: Status
    confidence: float
    evidence: tuple[Claim, ...] = ()
    reason: str = ""
    source_document: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims of one document that cannot both be true, shown side by side."""

    about: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one document says, or is seen, to come from.

    `chain` runs from the first source to the document's own publisher; it is empty where nothing is known.
    `undecided` says what the evidence does not decide: which of two had it first, or, beside a chain, whether its
    first name is the first source.
    """

    document: str
    chain: tuple[str, ...]
    edges: tuple[Edge, ...]
    conflicts: tuple[Conflict, ...] = ()
    claims: tuple[Claim, ...] = ()
    undecided: str = ""

    @property
    def incoming(self) -> tuple[Edge, ...]:
        """The edges by which the text came to the document; the others say who took it from there."""
        own = self.chain[-1] if self.chain else self.document
        return tuple(edge for edge in self.edges if edge.source != own)


class ClusterOrigins:
    """The document that each cluster comes from, found among the sources of all provenances."""

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
