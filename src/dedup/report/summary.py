"""The opening of every report, as a value: how many texts, copies and origins, the heaviest findings, what is unread.

At most ten lines. The terminal, the Markdown and the HTML view draw them.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from dedup.lazy_sequences import column_of
from dedup.matches import PULLED_QUOTE, Cluster, Match
from dedup.report.document_names import DocumentNames
from dedup.report.number_format import counted, number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.matches import Repetition
    from dedup.results import ScanResult

MAX_FINDINGS = 5
"""Findings that a summary tells in words."""
MAX_ORIGINS = 3
"""Origins that are named together."""
_MAX_UNREAD = 2
"""Inputs that could not be read and are named."""
_TITLE_WIDTH = 48

LineKind = Literal["counts", "found", "origin", "copies", "finding", "unreadable"]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of a summary: what it is about, its text, and the ids of the documents that it names.

    `weight` is that of a finding, else 0.
    """

    kind: LineKind
    text: str
    documents: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """How many documents, texts (versions of one text count once), copies and known origins; and the lines."""

    documents: int
    texts: int
    copies: int
    origins: int
    lines: tuple[SummaryLine, ...]

    def of_kind(self, kind: LineKind) -> tuple[SummaryLine, ...]:
        """Return the lines of one kind."""
        return tuple(line for line in self.lines if line.kind == kind)


def summarize(result: ScanResult) -> Summary:
    """Return the summary of a result."""
    counts, only = result.counts, result.settings.only
    texts = counts.documents - counts.empty - counts.versions
    said = [counted(counts.documents, "document")]
    said += [counted(texts, "text")] if only in (None, "clusters", "origins") else []
    said += [counted(len(result.origins), "known origin")] if only in (None, "origins") else []
    lines = (
        SummaryLine("counts", ", ".join(said) + "."),
        *_found(result),
        *_origin(result),
        *_copies(result),
        *_findings(result),
        *_unreadable(result),
    )
    return Summary(counts.documents, texts, counts.versions, len(result.origins), lines)


def _found(result: ScanResult) -> Iterator[SummaryLine]:
    holders = len(set(column_of(result.repetitions, "document")))
    quotes = sum(verdict == PULLED_QUOTE for verdict in column_of(result.repetitions, "verdict"))
    quoted = f", {number(quotes)} of them pulled quotes" if quotes else ""
    within = f" in {counted(holders, 'document')}" if holders else ""
    traced = sum(bool(one.incoming) for one in result.provenance)
    found = {
        "copies": counted(len(result.copies), "pair of copies", "pairs of copies"),
        "clusters": counted(len(result.clusters), "cluster"),
        "provenance": f"{counted(traced, 'document')} from another source",
        "repetitions": f"{counted(len(result.repetitions), 'repetition')}{within}{quoted}",
    }
    only = result.settings.only
    if result.settings.rewrites and only is None:
        found["rewrites"] = counted(len(result.rewrites), "possible rewrite")
    searched = list(found.values()) if only is None else [found[only]] if only in found else []
    if searched:
        yield SummaryLine("found", "Found: " + "; ".join(searched) + ".")


def _origin(result: ScanResult) -> Iterator[SummaryLine]:
    """Yield where the text of a single document comes from, if that is known."""
    if result.counts.documents == 1:
        for one in result.provenance:
            if one.incoming and len(one.chain) > 1:
                yield SummaryLine("origin", f"Its text comes from {one.chain[0]}: {' → '.join(one.chain)}.")


def _copies(result: ScanResult) -> Iterator[SummaryLine]:
    """Yield from which sources the documents come that are versions of one text, where there are any."""
    copies = result.counts.versions
    if not copies or not result.clusters:
        return
    members = [member for cluster in result.clusters for member in cluster.members]
    origins = result.count_origins(members)
    text = counted(copies, "document is a copy of another one", "documents are copies of others")
    if origins:
        known = sum(origin.documents for origin in origins)
        named = ", ".join(f"{origin.name} {number(origin.documents)}" for origin in origins[:MAX_ORIGINS])
        more = f", and {number(len(origins) - MAX_ORIGINS)} more" if len(origins) > MAX_ORIGINS else ""
        unknown = f"; not known of {number(len(members) - known)}" if known < len(members) else ""
        text += f". With their originals they come from {counted(len(origins), 'origin')}: {named}{more}{unknown}"
    yield SummaryLine("copies", text + ".")


class _Candidate(NamedTuple):
    weight: float
    finding: Cluster | Match | Repetition

    @property
    def documents(self) -> tuple[str, ...]:
        if isinstance(self.finding, Cluster):
            return self.finding.members
        return (self.finding.a, self.finding.b) if isinstance(self.finding, Match) else (self.finding.document,)

    @property
    def named(self) -> tuple[str, ...]:
        """The documents that the sentence on the finding names."""
        return (_first_of(self.finding),) if isinstance(self.finding, Cluster) else self.documents


def _findings(result: ScanResult) -> Iterator[SummaryLine]:
    """Yield the heaviest findings in words, those between documents before those within one."""
    heaviest = nlargest(MAX_FINDINGS, _candidates(result), key=lambda candidate: candidate.weight)
    candidates = sorted(heaviest, key=lambda candidate: len(candidate.documents) == 1)
    names = DocumentNames(result, {document for candidate in candidates for document in candidate.named})
    for weight, finding in candidates:
        if isinstance(finding, Cluster):
            yield SummaryLine("finding", _cluster(finding, names), finding.members, weight)
        elif isinstance(finding, Match):
            yield SummaryLine("finding", _pair(finding, names), (finding.a, finding.b), weight)
        else:
            yield SummaryLine("finding", _repetition(finding, names), (finding.document,), weight)


def _candidates(result: ScanResult) -> Iterator[_Candidate]:
    """Yield the findings that can be among the heaviest; a pair within a cluster of more than two is the cluster's."""
    large = [cluster for cluster in result.clusters if len(cluster.members) > 2]  # noqa: PLR2004 - more than a pair
    cluster_of = {member: cluster.id for cluster in large for member in cluster.members}
    yield from (_Candidate(cluster.weight, cluster) for cluster in large)
    sides = zip(column_of(result.copies, "a"), column_of(result.copies, "b"), strict=True)
    own = (place for place, (a, b) in enumerate(sides) if a not in cluster_of or cluster_of[a] != cluster_of.get(b))
    weights = column_of(result.copies, "weight")
    heaviest = nlargest(MAX_FINDINGS, own, key=lambda place: weights[place])
    yield from (_Candidate(weights[place], result.copies[place]) for place in heaviest)
    seen: set[str] = set()
    weights, documents, verdicts = (column_of(result.repetitions, key) for key in ("weight", "document", "verdict"))
    order = sorted(range(len(weights)), key=lambda place: -weights[place])
    for place in order:
        if len(seen) == MAX_FINDINGS:
            return
        if verdicts[place] != PULLED_QUOTE and documents[place] not in seen:
            seen.add(documents[place])
            yield _Candidate(weights[place], result.repetitions[place])


def _first_of(cluster: Cluster) -> str:
    return cluster.origin or cluster.members[0]


def _cluster(cluster: Cluster, names: DocumentNames) -> str:
    first = names[_first_of(cluster)]
    named = f"from {first.in_words(_TITLE_WIDTH)}" if cluster.origin else f"among them {first.in_words(_TITLE_WIDTH)}"
    return f"{number(len(cluster.members))} documents are versions of one text, {named}{_origins(cluster)}."


def _origins(cluster: Cluster) -> str:
    if not cluster.origins:
        return ""
    named = ", ".join(f"{origin.name} {number(origin.documents)}" for origin in islice(cluster.origins, MAX_ORIGINS))
    return f"; {counted(len(cluster.origins), 'known origin')}: {named}"


def _pair(match: Match, names: DocumentNames) -> str:
    a, b = (names[name].in_words(_TITLE_WIDTH) for name in (match.a, match.b))
    words = counted(match.shared_words, "word")
    if match.relation == "identical":
        return f"{a} and {b} have the same words: {words}."
    if match.relation == "near-identical":
        return f"{a} and {b} are nearly the same text: {words} in common."
    share = percent(max(match.containment_a, match.containment_b))
    small, large = (a, b) if match.containment_a >= match.containment_b else (b, a)
    if match.relation == "contained":
        return f"{small} stands in {large}: {words}, {share} of it."
    return f"{small} shares {words} with {large}, {share} of it."


def _repetition(repetition: Repetition, names: DocumentNames) -> str:
    name = names[repetition.document]
    first, again = name.place(repetition.first.line), f"line {repetition.second.line}"
    times = "twice" if repetition.times == 2 else f"{number(repetition.times)} times"  # noqa: PLR2004 - see the word
    said = f"says {counted(repetition.shared_words, 'word')} {times}"
    if name.title or name.path != name.id:
        return f"{name.in_words(_TITLE_WIDTH)} {said}: {first} and {again}."
    return f"{first} {said}, again in {again}."


def _unreadable(result: ScanResult) -> Iterator[SummaryLine]:
    unread = result.unreadable
    if unread:
        named = "; ".join(f"{one.path} ({one.reason})" for one in unread[:_MAX_UNREAD])
        more = f"; and {number(len(unread) - _MAX_UNREAD)} more" if len(unread) > _MAX_UNREAD else ""
        yield SummaryLine("unreadable", f"{unread_inputs(len(unread))}: {named}{more}.")


def unread_inputs(count: int) -> str:
    """Say how many inputs could not be read as they are: not at all, or with another id than their own."""
    return f"{counted(count, 'input')} could not be read as {'it is' if count == 1 else 'they are'}"
