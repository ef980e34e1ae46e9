"""Which findings count: those that no statement in a text, no baseline and no earlier revision accepts.

A statement is a comment of the markup of the text, or a key of the front matter, with a reason:

    <!-- dedup: accept from "Daily Times": we have their permission -->
    .. dedup: accept from "Daily Times": we have their permission
    dedup: {accept: "we have their permission", from: "Daily Times"}

Without *from* it covers every finding of the text. Without a reason it has no effect, and a note says so.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.documents import Note
from dedup.gate.baseline import AcceptedPieces, Baseline, BaselineEntry
from dedup.gate.findings import Accepted
from dedup.gate.prose import MARKUPS, code_spans, markup_of, not_prose, parts_of
from dedup.origin.names import same_publisher
from dedup.spans import Lines, Span
from dedup.words.text_buffers import text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dedup.documents import Collection, Document
    from dedup.gate.baseline import Key
    from dedup.gate.findings import Finding, Source, Stale

FRONT_MATTER = "front-matter:dedup"
COMMENT = "comment:dedup"

_SAID = r"dedup\s*:(?!:)\s*+(?P<said>.{0,2000}?)"
"""What a comment says, with the blanks behind it. A longer one is no statement: what has no end is soon given up."""
_SAID_BY_LINES = r"dedup[ \t]*:(?!:)\s*+(?P<said>.{0,2000}?)"
_TEMPLATE_COMMENTS = (
    rf"\{{\#-?\s*{_SAID}-?\#\}}",  # Nunjucks, Jinja, Twig
    rf"\{{%-?\s*comment\s*-?%\}}\s*{_SAID}\{{%-?\s*endcomment\s*-?%\}}",  # Liquid
    rf"\{{%-?\s*\#\s*{_SAID}-?%\}}",
    rf"\{{\{{[-<%]?\s*/\*\s*{_SAID}\*/\s*[->%]?\}}\}}",  # Hugo
    rf"\{{\{{!(?:--)?\s*{_SAID}(?:--)?\}}\}}",  # Handlebars
    rf"<%\#\s*{_SAID}%>",
)
_HTML_COMMENT = rf"<!--\s*{_SAID}-->"
_MARKDOWN_COMMENTS = (
    rf"\{{\s*/\*+\s*{_SAID}\*/\s*\}}",  # MDX
    rf"^[ ]{{0,3}}\[(?://|comment)\]:[ ]*(?:\#|<>)[ ]*(?P<quote>[(\"'])\s*{_SAID}[)\"'][ \t]*$",
)
_COMMENTS: dict[str | None, tuple[str, ...]] = {
    "markdown": (_HTML_COMMENT, *_MARKDOWN_COMMENTS, *_TEMPLATE_COMMENTS),
    "mdx": (_HTML_COMMENT, *_MARKDOWN_COMMENTS),
    "template": (_HTML_COMMENT, *_TEMPLATE_COMMENTS),
    "html": _TEMPLATE_COMMENTS,  # its own comments are facts of its markup
    "rst": (rf"^(?P<indent>[ \t]*)\.\.[ \t]*(?:\n[ \t]+)?{_SAID_BY_LINES}$(?!\n(?P=indent)[ \t]+\S)",),
    "asciidoc": (
        rf"^//(?!/)[ \t]*{_SAID_BY_LINES}$(?!\n//(?!/))",
        rf"^(?P<block>/{{4,}})[ \t]*\n\s*{_SAID_BY_LINES}\n(?P=block)[ \t]*$",
    ),
    "text": (_HTML_COMMENT,),
    None: (_HTML_COMMENT,),
}
"""How each markup (see `dedup.gate.prose`) writes a comment with a statement."""

_MENTIONED = re.compile(r"dedup\s*:", re.IGNORECASE)
_MENTIONED_IN_BYTES = re.compile(rb"dedup", re.IGNORECASE)
_CONTINUED = re.compile(r"\n//[ \t]*")
"""The beginning of another line of a comment in AsciiDoc."""

_ACCEPT = re.compile(
    r"accept(?:\s+from\s+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|“(?P<curly>[^”]*)”|(?P<bare>[^\s:]+)))?"
    r"\s*(?::\s*(?P<reason>.*))?",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
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


def may_have_statements(collection: Collection) -> set[str]:
    """Return the ids of the documents in whose text or markup a statement may stand: most have none."""
    found = set()
    for batch in collection.batches:
        names = batch.column("id")
        buffer, offsets = text_buffers(batch.column("text"))
        places = [mention.start() for mention in _MENTIONED_IN_BYTES.finditer(buffer.data)]
        rows = set((np.searchsorted(offsets, places, side="right") - 1).tolist())
        markup = enumerate(batch.column("markup").to_pylist())
        rows |= {row for row, facts in markup if facts is not None and ":dedup" in facts}
        found |= {names[row].as_py() for row in rows if 0 <= row < len(names)}
    return found


def statements_of(document: Document) -> tuple[list[Statement], list[Note]]:
    """Return what a document accepts, and notes on statements that have no effect."""
    place = document.path or document.id
    found: list[Statement] = []
    notes = []
    for said, line in _statements(document):
        if isinstance(said, str):
            notes.append(Note(place, f"line {line}: {said}"))
        elif not said.reason:
            notes.append(Note(place, f"line {line}: what it accepts has no effect, because no reason is given"))
        else:
            found.append(said)
    return found, notes


def _statements(document: Document) -> Iterator[tuple[Statement | str, int]]:
    """Yield each statement, or the sentence that says why it is none, with its line."""
    for fact in document.markup:
        if fact.kind == FRONT_MATTER:
            for said in _of_mapping(fact.value, fact.line):
                yield said, fact.line
        elif fact.kind == COMMENT:
            yield _of_comment(fact.value, fact.line), fact.line
    if _MENTIONED.search(document.text) is None:
        return
    markup = markup_of(document.path)
    found = sorted(
        (comment.start(), comment) for pattern in _patterns(markup) for comment in pattern.finditer(document.text)
    )
    if not found:
        return
    parts = not_prose(document) if markup else parts_of(document.text, MARKUPS["markdown"])
    examples = [Span(part.start, part.end) for part in parts if part.kind == "code"]
    examples += [Span(start, end) for start, end in code_spans(document.text, markup)]
    lines = Lines(document.text)
    reached = 0
    for start, comment in found:
        is_example = any(code.holds(Span(*comment.span())) for code in examples)  # as every comment in code is
        if start >= reached and not is_example:
            reached = comment.end()
            line = lines.line(start)
            said = comment["said"].rstrip()
            said = _CONTINUED.sub(" ", said) if markup == "asciidoc" else said
            yield _of_comment(said, line), line


@cache
def _patterns(markup: str | None) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.MULTILINE | re.DOTALL | re.IGNORECASE) for pattern in _COMMENTS[markup])


def _of_comment(said: str, line: int) -> Statement | str:
    found = _ACCEPT.fullmatch(said)
    if found is None:
        return f'{said!r} is not understood; the comment is: dedup: accept from "SOURCE": REASON'
    source = next((found[name] for name in ("double", "single", "curly", "bare") if found[name]), None)
    return Statement(source, " ".join((found["reason"] or "").split()), line)


def _of_mapping(value: str, line: int) -> Iterator[Statement | str]:
    try:
        said = json.loads(value)
    except (ValueError, RecursionError):  # nested too deeply
        said = None
    for one in said if isinstance(said, list) else [said]:
        if not isinstance(one, dict) or not isinstance(one.get("accept"), str) or set(one) - {"accept", "from"}:
            yield 'its key dedup is not understood; it is: dedup: {accept: "REASON", from: "SOURCE"}'
            continue
        for source in _listed(one.get("from")):
            yield Statement(source, " ".join(one["accept"].split()), line)


def _listed(value: Any) -> Iterable[str | None]:
    if value is None:
        return [None]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


class Acceptances:
    """All that accepts findings: statements, a baseline, and the `earlier` findings of a revision."""

    def __init__(
        self,
        statements: Mapping[str, Sequence[Statement]],
        baseline: Baseline | None,
        earlier: Iterable[Finding],
        revision: str | None,
    ) -> None:
        self._statements = statements
        self._baseline = baseline
        self._known = AcceptedPieces(baseline or Baseline(""))
        self._before = AcceptedPieces(Baseline("", tuple(map(BaselineEntry.of, earlier))))
        self._revision = revision
        self._used: set[Statement] = set()
        self._found: set[Key] = set()

    def partition(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Accepted]]:
        """Return the findings that count, and those that somebody accepted; equal ones are numbered."""
        counting, accepted = [], []
        for finding in _numbered(findings):
            self._found.add(self._known.key(finding))
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
        if self._baseline is not None and self._known.accept(finding):
            return Accepted(finding, "baseline", f"it stands in {self._baseline.name}")
        if self._before.accept(finding):
            return Accepted(finding, "revision", f"it was so in {self._revision} already")
        return None

    def unneeded(self, is_seen: Callable[[Key], bool]) -> tuple[list[Stale], list[str]]:
        """Return the lines of the baseline for which nothing is found any more, and those that the check did not see.

        `is_seen` tells whether the check would have found what a key stands for.
        """
        return self._known.unneeded(self._found, is_seen)

    def unused_statements(self) -> list[Note]:
        """Return a note on each statement that accepts nothing."""
        return [
            Note(document, f"line {statement.line}: what it accepts is not found (any more)")
            for document, statements in self._statements.items()
            for statement in statements
            if statement not in self._used
        ]


def _numbered(findings: Iterable[Finding]) -> Iterable[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        yield replace(finding, copy=seen[finding.fingerprint]) if seen[finding.fingerprint] > 1 else finding
