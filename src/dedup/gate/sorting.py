"""Findings sorted by whether they count: those that nobody accepted do, the others are told with who did and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import Note
from dedup.gate.baseline import Entry, Register
from dedup.gate.findings import Accepted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dedup.gate.acceptance import Acceptance
    from dedup.gate.baseline import Baseline, Key
    from dedup.gate.findings import Finding, Stale


class Sorting:
    """What accepts findings: statements in the texts, a baseline, an earlier revision. `earlier` are its findings."""

    def __init__(
        self,
        statements: Mapping[str, Sequence[Acceptance]],
        baseline: Baseline | None,
        earlier: Iterable[Finding],
        revision: str | None,
    ) -> None:
        self._statements = statements
        self._baseline = baseline
        self._known = Register(baseline.entries if baseline else ())
        self._before = Register(map(Entry.of, earlier))
        self._revision = revision
        self._used: set[Acceptance] = set()
        self._seen: set[Key] = set()

    def sort(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Accepted]]:
        """Return the findings that count, and those that somebody accepted; each told apart from its equals."""
        counting, accepted = [], []
        for finding in _told_apart(findings):
            self._seen.add(finding.key)
            one = self._accepted(finding)
            if one is None:
                counting.append(finding)
            else:
                accepted.append(one)
        return counting, accepted

    def _accepted(self, finding: Finding) -> Accepted | None:
        for statement in self._statements.get(finding.document, ()):
            if statement.covers(finding):
                self._used.add(statement)
                return Accepted(finding, "comment", statement.reason, statement.line)
        if self._baseline is not None and self._known.claims(finding):
            return Accepted(finding, "baseline", f"it stands in {self._baseline.name}")
        if self._before.claims(finding):
            return Accepted(finding, "revision", f"it was so in {self._revision} already")
        return None

    def stale(self, judged: Iterable[str]) -> list[Stale]:
        """Return the lines of the baseline on judged documents for which nothing is found any more."""
        return self._known.stale(judged, self._seen)

    def idle(self) -> list[Note]:
        """Return a note on each statement that accepts nothing."""
        return [
            Note(document, f"line {statement.line}: what it accepts is not found (any more)")
            for document, statements in self._statements.items()
            for statement in statements
            if statement not in self._used
        ]


def _told_apart(findings: Iterable[Finding]) -> Iterable[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        yield replace(finding, copy=seen[finding.fingerprint]) if seen[finding.fingerprint] > 1 else finding
