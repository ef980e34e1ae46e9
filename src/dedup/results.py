"""The result of a scan: a plain value that every report is a view of.

It saves to JSON and loads from it (`dedup.report.json` writes what `docs/contract.md` promises); `SCHEMA` is its
version.
"""

# ruff: noqa: TC001, TC003 - msgspec looks up the types of the fields when it reads a saved result

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dedup.counts import Counts
from dedup.documents import Note, Unreadable
from dedup.matches import Boilerplate, Cluster, Mark, Match, Repetition, Sources, SummedUp, TemplateGroup
from dedup.origin.provenance import Provenance
from dedup.settings import Settings

SCHEMA = "dedup.scan/2"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document in the result.

    `repeated_words` counts the words that the document says a second time, `reused_words` those that stand in
    another document of the scan.
    """

    id: str
    path: str | None
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    language: str | None
    words: int
    repeated_words: int
    reused_words: int


@dataclass(frozen=True, slots=True)
class Recall:
    """What the choice of bands promises: of the pairs at the threshold, the expected share that meets."""

    threshold: float
    expected: float
    bands: int
    rows: int
    guarantee: int
    """The shortest run, in words, that cannot be missed; 0 when fingerprints were not used."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """All that one scan found."""

    version: str
    settings: Settings
    counts: Counts
    recall: Recall
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Note, ...] = ()
    documents: Sequence[DocumentRow] = ()
    repetitions: Sequence[Repetition] = ()
    copies: Sequence[Match] = ()
    templates: tuple[TemplateGroup, ...] = ()
    summed_up: tuple[SummedUp, ...] = ()
    marks: Sequence[Mark] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    sources: Sequence[Sources] = ()
    schema: str = field(default=SCHEMA)
