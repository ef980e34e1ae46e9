"""What a text itself says of findings that are meant to be: a comment, or a key of its front matter, with a reason.

    <!-- dedup: accept from "Daily Times": we have their permission -->
    dedup: {accept: "we have their permission", from: "Daily Times"}

Without *from* it covers every finding of the text. Without a reason it covers none, and that is told.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dedup.documents import Note
from dedup.origin.names import same_publisher
from dedup.spans import Lines, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.documents import Document
    from dedup.gate.findings import Finding, Source

FRONT_MATTER = "front-matter:dedup"
COMMENT = "comment:dedup"

_COMMENT = re.compile(r"<!--\s*dedup\s*:\s*(?P<said>.*?)\s*-->", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(
    r"^ {0,3}(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^ {0,3}(?P=fence)|\Z)"
    r"|(?<!`)(?P<tick>`{1,3})(?!`)[^\n]+?(?<!`)(?P=tick)(?!`)",
    re.MULTILINE | re.DOTALL,
)
"""Code in Markdown: what a comment looks like, and no comment."""

_ACCEPT = re.compile(
    r"accept(?:\s+from\s+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|“(?P<curly>[^”]*)”|(?P<bare>[^\s:]+)))?"
    r"\s*(?::\s*(?P<reason>.*))?",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One statement that accepts findings: those from `source` (a document's id or path, or a publisher), or all."""

    source: str | None
    reason: str
    line: int

    def covers(self, finding: Finding) -> bool:
        """Return whether the statement speaks of a finding: of all of its sources, if it names one."""
        if self.source is None:
            return True
        return bool(finding.sources) and all(_is_named(source, self.source) for source in finding.sources)


def _is_named(source: Source, name: str) -> bool:
    path = source.where.path if source.where else None
    if name in (source.name, path):
        return True
    return source.publisher is not None and same_publisher(source.publisher, name)


def acceptances(document: Document) -> tuple[list[Acceptance], list[Note]]:
    """Return what a document accepts, and notes on statements that have no effect."""
    place = document.path or document.id
    found: list[Acceptance] = []
    notes = []
    for said, line in _statements(document):
        if isinstance(said, str):
            notes.append(Note(place, f"line {line}: {said}"))
        elif not said.reason:
            notes.append(Note(place, f"line {line}: what it accepts has no effect, because no reason is given"))
        else:
            found.append(said)
    return found, notes


def _statements(document: Document) -> Iterator[tuple[Acceptance | str, int]]:
    """Yield what is accepted, or why a statement is none, each with its line."""
    for fact in document.markup:
        if fact.kind == FRONT_MATTER:
            for said in _of_mapping(fact.value, fact.line):
                yield said, fact.line
        elif fact.kind == COMMENT:
            yield _of_comment(fact.value, fact.line), fact.line
    if "<!--" in document.text:
        lines = Lines(document.text)
        shown = [Span(*code.span()) for code in _CODE.finditer(document.text)]
        for comment in _COMMENT.finditer(document.text):
            if any(code.holds(Span(*comment.span())) for code in shown):
                continue
            line = lines.line(comment.start())
            yield _of_comment(comment["said"], line), line


def _of_comment(said: str, line: int) -> Acceptance | str:
    found = _ACCEPT.fullmatch(said)
    if found is None:
        return f'{said!r} is not understood; the comment is: dedup: accept from "SOURCE": REASON'
    source = next((found[name] for name in ("double", "single", "curly", "bare") if found[name]), None)
    return Acceptance(source, " ".join((found["reason"] or "").split()), line)


def _of_mapping(value: str, line: int) -> Iterator[Acceptance | str]:
    said = json.loads(value)
    for one in said if isinstance(said, list) else [said]:
        if not isinstance(one, dict) or not isinstance(one.get("accept"), str) or set(one) - {"accept", "from"}:
            yield 'its key dedup is not understood; it is: dedup: {accept: "REASON", from: "SOURCE"}'
            continue
        for source in _listed(one.get("from")):
            yield Acceptance(source, " ".join(one["accept"].split()), line)


def _listed(value: Any) -> Iterable[str | None]:
    if value is None:
        return [None]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
