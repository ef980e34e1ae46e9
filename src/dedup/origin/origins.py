"""Where a document comes from: edges from source to copy, the chain that they form, and what contradicts.

Values only; `dedup.origin.chain` makes them from claims and matches.
"""

# ruff: noqa: TC001 - msgspec looks up the types of the fields when it reads a saved result

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dedup.origin.claims import Claim

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
