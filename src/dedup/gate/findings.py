"""What a check found: values only, of which every report is a view.

A finding says what, where, how much, from where, and what to do. `SCHEMA` is the version of its JSON
(`dedup.report.findings.json` writes it).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import xxhash

from dedup.reading.repository import place_in_repository

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.documents import Note, Unreadable
    from dedup.gate.rules import Rules
    from dedup.matches import Passage
    from dedup.relations import Relation
    from dedup.settings import Settings

SCHEMA = "dedup.check/2"

AcceptedBy = Literal["baseline", "comment", "revision"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a document's text.

    `lines` are the first and the last line of it, counted from 1. `in_file` says whether they are lines of the file at
    `path`; else they are lines of the text.
    """

    document: str
    path: str | None
    start: int
    end: int
    lines: tuple[int, int]
    in_file: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words of a finding stand too, or where the text says that it comes from.

    `name` is the document's id, or the name of a publisher of whom no document is there. `where` is None for that.
    `revision` is the one in which the document was compared.
    """

    name: str
    publisher: str | None = None
    where: Where | None = None
    revision: str | None = None
    relation: Relation | None = None
    words: int = 0
    longest_run: int = 0
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What identifies the words of a finding, wherever they stand: hashes, one for each paragraph.

    `shared` are of the words themselves in the document, `shared_source` in its source; `paragraphs` are of the whole
    paragraphs in which they stand, and `paragraphs_source` of those of the source. An edit changes some of the four.
    """

    shared: tuple[str, ...] = ()
    shared_source: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    paragraphs_source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule objects to.

    `source` is the name of the one source that it is about, empty where it is about all of them together. `words` are
    those objected to and `share` is theirs of the document. The `imprint` identifies them; what is shared, rule,
    document and source make the fingerprint. `copy` tells findings apart that are equal in all of that: the second one
    has 2. `left_out` counts the shared words that are left out as marked (footers, notices, attribution).
    """

    rule: str
    document: str
    source: str
    where: Where
    words: int
    share: float
    sources: tuple[Source, ...]
    excerpt: str
    message: str
    what_to_do: str
    imprint: Imprint = Imprint()
    copy: int = 1
    left_out: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What the finding is about, whatever the words: document, rule, source."""
        return self.document, self.rule, self.source

    @property
    def source_path(self) -> str | None:
        """The path of the one source that the finding is about, if it is (in) a file."""
        return next((each.where.path for each in self.sources if each.name == self.source and each.where), None)

    @property
    def fingerprint(self) -> str:
        """What stays the same as long as the words and both ends do: 16 hexadecimal digits.

        Files are named by their places in the repository, however their paths are spelled.
        """
        ends = _place(self.document, self.where.path), self.rule, _place(self.source, self.source_path)
        parts = (*ends, *sorted(self.imprint.shared), str(self.copy))
        return xxhash.xxh64_hexdigest("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def is_in_file(name: str, path: str | None) -> bool:
    """Return whether a document is named by the path of its file, with the row behind it if it is one."""
    return path is not None and path != "-" and name.startswith(path)


def _place(name: str, path: str | None) -> str:
    if path is None or not is_in_file(name, path):
        return name
    return place_in_repository(path) + name.removeprefix(path)


def rule_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings each rule has that has any, in the order of the findings: the gravest rule first."""
    return dict(Counter(finding.rule for finding in findings))


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that does not count, by what, and the reason that was given; `line` is that of the comment."""

    finding: Finding
    by: AcceptedBy
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Stale:
    """A line of the baseline to which nothing corresponds any more."""

    document: str
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """Numbers of one check: `documents` of the content, of which `unchanged` ones were not judged, and the rest.

    `against` counts what the content was compared with. `outgoing` pairs were left out, because the other text says
    that it was taken from here. `marked` pairs were left out, because they share too few words that are not marked,
    `not_prose` pairs and repetitions, because they are too few words of prose, and pairs and repetitions of `versions`,
    `translations` and `changelogs`, because such pages repeat on purpose. `without_text` pages have nothing to judge.
    """

    documents: int = 0
    unchanged: int = 0
    against: int = 0
    words: int = 0
    pairs: int = 0
    outgoing: int = 0
    marked: int = 0
    unreadable: int = 0
    without_text: int = 0
    not_prose: int = 0
    versions: int = 0
    translations: int = 0
    changelogs: int = 0


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All that one check found, the gravest findings first. `checked` are the documents that were judged, by name.

    `warnings` are findings of rules that only warn: they are told and fail nothing. `stale` lines of the baseline are
    not needed any more; `unseen` ones, as they are written, are about documents, sources and rules that the check did
    not look at.
    """

    version: str
    settings: Settings
    rules: Rules
    counts: CheckCounts
    revision: str | None = None
    baseline: str | None = None
    checked: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Note, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    stale: tuple[Stale, ...] = ()
    unseen: tuple[str, ...] = ()
    schema: str = field(default=SCHEMA)

    def all_findings(self) -> tuple[Finding, ...]:
        """Return every finding that a baseline holds: those that count, and those that it accepted already."""
        known = [one.finding for one in self.accepted if one.by == "baseline"]
        every = [*self.findings, *self.warnings, *known]
        return tuple(sorted(every, key=lambda finding: (finding.key, finding.where.start)))
