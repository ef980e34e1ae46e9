"""A document → its claims of origin, the spans that are no text, and what the document is.

The head and the tail of a text are read line by line; its middle only where a rare phrase ("originally published")
stands. What the claims are worth together is left to `dedup.provenance.chain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.provenance.copyrights import copyright_claims
from dedup.provenance.credits import KINDS_OF_ROLES, claim_at, credits_in
from dedup.provenance.datelines import closing_credit, opening_credit
from dedup.provenance.dates import iso_date
from dedup.provenance.furniture import furniture_claims
from dedup.provenance.headers import Head, is_body, read_head
from dedup.provenance.language import languages
from dedup.provenance.lines import Line, lines_between, lower_in_place
from dedup.spans import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.documents import Document
    from dedup.provenance.claims import Claim
    from dedup.provenance.language import Language

_HEAD = 3_000
_HEAD_LINES = 24
_TAIL = 9_000
_TAIL_LINES = 40
_CLOSING_LINES = 6
_BODY_LINES_IN_TAIL = 2
_SETS_NOTHING_ASIDE = frozenset({"wire"})


@dataclass(frozen=True, slots=True)
class Description:
    """What a document is, as far as it is known: its metadata first, then what its text says."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None


def may_claim(text: str) -> bool:
    """Return whether a text can hold a claim at all; a quick look without any pattern."""
    return not text.isspace()


def read_claims(document: Document) -> list[Claim]:
    """Return every claim of a document, in the order in which they stand."""
    text = document.text
    head, tail = _zones(text)
    spoken = _languages_of(text)
    found = read_head(head, spoken)
    claims = [
        *found.claims,
        *_tail_claims(tail, found, spoken),
        *_credits(text, head, tail, spoken),
        *_wires(head, tail),
    ]
    return sorted(
        dict.fromkeys(claims), key=lambda claim: (claim.in_markup, claim.start, claim.end, claim.kind, claim.value)
    )


def _zones(text: str) -> tuple[list[Line], list[Line]]:
    """Return the lines of the head and of the tail; of a short text they are the same lines."""
    stop = _line_end(text, _HEAD)
    head = list(lines_between(text, 0, stop, 1))[:_HEAD_LINES]
    start = text.rfind("\n", 0, max(len(text) - _TAIL, 0)) + 1
    tail = list(lines_between(text, start, len(text), text.count("\n", 0, start) + 1))[-_TAIL_LINES:]
    return head, tail


def _line_end(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop


def _languages_of(text: str) -> list[Language]:
    sample = (text[:_HEAD] + "\n" + text[-_HEAD:] if len(text) > 2 * _HEAD else text).lower()
    return [language for language in languages() if language.is_of(sample)]


def _tail_claims(tail: Sequence[Line], head: Head, spoken: Sequence[Language]) -> Iterator[Claim]:
    """Yield what the lines after the body say, reading from the end until two paragraphs of the body came by."""
    known = {line.start for line in head.furniture}
    last_of_head = max(known, default=-1)
    paragraphs = 0
    for line in reversed(tail):
        if line.start <= last_of_head or paragraphs >= _BODY_LINES_IN_TAIL:
            return
        claims = copyright_claims(line, spoken) or furniture_claims(line, spoken) or _lone_links(line)
        paragraphs += not claims and is_body(line)
        yield from claims


def _lone_links(line: Line) -> list[Claim]:
    return [claim_at(line, "notice", line.words)] if line.is_link else []


def _credits(text: str, head: Sequence[Line], tail: Sequence[Line], spoken: Sequence[Language]) -> Iterator[Claim]:
    """Yield what sentences say of the source: any sentence of the head and the tail, elsewhere of "this article"."""
    edges = {line.start: line for line in (*head, *tail)}
    lowered = lower_in_place(text)
    roles = {role: _line_starts(lowered, spoken, role) for role in KINDS_OF_ROLES}
    starts = sorted({start for found in roles.values() for start, _ in found})
    for start in starts:
        line = edges.get(start) or next(lines_between(text, start, _line_end(text, start), _number(text, start)), None)
        if line is not None:
            tried = [(language, role) for role, found in roles.items() for at, language in found if at == start]
            yield from credits_in(line, tried, edge=start in edges)


def _line_starts(lowered: str, spoken: Sequence[Language], role: str) -> list[tuple[int, Language]]:
    """Return where the lines begin in which a phrase of the role may stand, with the language it may be of."""
    return [
        (start, language)
        for language in spoken
        for start in sorted({start for stem in language.phrases[role].stems for start in _starts(lowered, stem)})
    ]


def _starts(lowered: str, stem: str) -> Iterator[int]:
    at = lowered.find(stem)
    while at >= 0:
        start = lowered.rfind("\n", 0, at) + 1
        yield start + len(lowered[start:at]) - len(lowered[start:at].lstrip())
        at = lowered.find(stem, at + 1)


def _number(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _wires(head: Sequence[Line], tail: Sequence[Line]) -> list[Claim]:
    opening = next((line for line in head if is_body(line)), None)
    closing = (claim for line in tail[-_CLOSING_LINES:] for claim in closing_credit(line))
    return [*(opening_credit(opening) if opening else ()), *closing]


def set_aside(claims: Sequence[Claim], text: str) -> list[Span]:
    """Return the spans that are evidence or furniture and no text: they do not count as shared words."""
    return merged(
        Span(claim.start, min(claim.end, len(text)))
        for claim in claims
        if not claim.in_markup and claim.kind not in _SETS_NOTHING_ASIDE
    )


def describe(document: Document, claims: Sequence[Claim]) -> Description:
    """Return what the document is: its metadata where it has them, else what its claims and its first line say."""
    return Description(
        title=document.title or _title(document.text),
        publisher=document.publisher or _value(claims, "publisher"),
        author=document.author or _value(claims, "author"),
        published=_iso(document.published) or _value(claims, "published"),
        language=document.language,
    )


def _value(claims: Sequence[Claim], kind: str) -> str | None:
    return next((claim.value for claim in claims if claim.kind == kind), None)


def _iso(published: str | None) -> str | None:
    if published is None:
        return None
    months = {name: number for language in languages() for name, number in language.calendar.months.items()}
    return iso_date(published, months) or published


def _title(text: str) -> str | None:
    head, _ = _zones(text)
    marked = next((line for line in head if line.raw.startswith("#")), None)
    title = marked or read_head(head, _languages_of(text)).title
    return title.words if title else None
