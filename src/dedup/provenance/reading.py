"""A document → its claims of origin, the spans that are no text, and what the document is.

The head and the tail of a text are read line by line; its middle only where a rare phrase ("originally published")
stands. What the claims are worth together is left to `dedup.provenance.chain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from dedup.provenance.claims import Claim
from dedup.provenance.copyrights import copyright_claims
from dedup.provenance.credits import KINDS_OF_ROLES, Hint, claim_at, credits_in
from dedup.provenance.datelines import closing_credit, opening_credit
from dedup.provenance.dates import iso_date
from dedup.provenance.furniture import furniture_claims
from dedup.provenance.headers import Head, is_body, read_head
from dedup.provenance.language import languages
from dedup.provenance.lines import Line, lines_between, lower_in_place
from dedup.provenance.markup import markup_claims
from dedup.provenance.sifting import EVERYTHING, Sift
from dedup.spans import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.documents import Document
    from dedup.provenance.language import Language

_SAMPLE = 800
_HEAD = 3_000
_HEAD_LINES = 24
_TAIL = 9_000
_TAIL_LINES = 40
_CLOSING_LINES = 6
_BODY_LINES_IN_TAIL = 2
_SAID_OUTSIDE = frozenset({"attribution", "reprint", "outgoing"})
_LONGEST_ASIDE = 1_500
_SETS_NOTHING_ASIDE = frozenset({"wire"})


PAGE_TEXT = "page-text"
"""The kind of fact that is a block of a page's visible text outside its main text, if the reader gives it."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a document is, as far as it is known: its metadata first, then what its text says."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None


def read_claims(document: Document, sift: Sift = EVERYTHING) -> list[Claim]:
    """Return every claim of a document, in the order in which they stand, those of its markup last.

    `sift` says whether its text holds anything that could name a source, where that is known.
    """
    text = document.text
    spoken = _languages_of(text)
    head = read_head(_first_lines(text), spoken)
    claims = [
        *head.claims,
        *_tail_claims(text, head, spoken),
        *(_credits(text, spoken) if sift.leaves(spoken) else ()),
        *(opening_credit(head.body) if head.body else ()),
        *markup_claims(document),
        *_page_credits(document, spoken),
    ]
    return sorted(dict.fromkeys(claims), key=lambda claim: (claim.in_markup, claim.start, claim.end, claim.kind))


def _languages_of(text: str) -> list[Language]:
    words = frozenset((text[:_SAMPLE] + "\n" + text[-_SAMPLE:]).lower().split())
    return [language for language in languages() if language.is_of(words)]


def _first_lines(text: str) -> Iterator[Line]:
    return islice(lines_between(text, 0, _line_end(text, _HEAD), 1), _HEAD_LINES)


def _last_lines(text: str) -> Iterator[Line]:
    """Yield the last lines of a text, the last one first."""
    end, number = len(text), text.count("\n") + 1
    first = max(len(text) - _TAIL, 0)
    while end > first:
        start = text.rfind("\n", 0, end) + 1
        yield from lines_between(text, start, end, number)
        end, number = start - 1, number - 1


def _line_end(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop


def _tail_claims(text: str, head: Head, spoken: Sequence[Language]) -> Iterator[Claim]:
    """Yield what the lines after the body say, reading from the end until two paragraphs of the body came by."""
    last_of_head = max((line.start for line in head.furniture), default=-1)
    paragraphs = 0
    for number, line in enumerate(islice(_last_lines(text), _TAIL_LINES)):
        if number < _CLOSING_LINES:
            yield from closing_credit(line)
        if line.start <= last_of_head or paragraphs >= _BODY_LINES_IN_TAIL:
            return
        claims = copyright_claims(line, spoken) or furniture_claims(line, spoken) or _lone_links(line)
        paragraphs += not claims and is_body(line)
        yield from claims


def _lone_links(line: Line) -> list[Claim]:
    return [claim_at(line, "notice", line.words)] if line.is_link else []


def _credits(text: str, spoken: Sequence[Language]) -> Iterator[Claim]:
    """Yield what sentences say of the source: any sentence of the head and the tail, elsewhere of "this article"."""
    lowered = lower_in_place(text)
    tail = max(len(text) - _TAIL, 0)
    hints: dict[int, list[Hint]] = {}
    for stem, meant in _stems(tuple(spoken)).items():
        for at in _places(lowered, stem):
            found = hints.setdefault(lowered.rfind("\n", 0, at) + 1, [])
            found += [Hint(language, role, at) for language, role in meant]
    for start in sorted(hints):
        number = text.count("\n", 0, start) + 1
        for line in lines_between(text, start, _line_end(text, start), number):
            yield from credits_in(line, sorted(hints[start], key=_by_role), edge=start < _HEAD or start >= tail)


def _page_credits(document: Document, spoken: Sequence[Language]) -> Iterator[Claim]:
    """Yield what a page says of its source outside its main text, each claim with the block's place in the page."""
    for fact in document.markup:
        if fact.kind == PAGE_TEXT and fact.value not in document.text:
            for claim in _credits(fact.value, spoken):
                if claim.kind in _SAID_OUTSIDE:
                    yield Claim(claim.kind, claim.value, fact.start, fact.end, fact.line, fact.text, in_markup=True)


def _places(lowered: str, stem: str) -> Iterator[int]:
    at = lowered.find(stem)
    while at >= 0:
        yield at
        at = lowered.find(stem, at + 1)


@cache
def _stems(spoken: tuple[Language, ...]) -> dict[str, list[tuple[Language, str]]]:
    """Return the stems of all phrases that name a source, each with the languages and roles that it may mean."""
    stems: dict[str, list[tuple[Language, str]]] = {}
    for language in spoken:
        for role in KINDS_OF_ROLES:
            for stem in language.phrases[role].stems:
                stems.setdefault(stem, []).append((language, role))
    return stems


_ORDER = {role: number for number, role in enumerate(KINDS_OF_ROLES)}


def _by_role(hint: Hint) -> tuple[int, int]:
    return _ORDER[hint.role], hint.at


def set_aside(claims: Sequence[Claim], text: str) -> list[Span]:
    """Return the spans that are evidence or furniture and no text: they do not count as shared words.

    A claim longer than any disclaimer stands in a text without line ends, and most of its line is text: it sets
    nothing aside.
    """
    return merged(
        Span(claim.start, min(claim.end, len(text)))
        for claim in claims
        if not claim.in_markup and claim.kind not in _SETS_NOTHING_ASIDE and claim.end - claim.start <= _LONGEST_ASIDE
    )


def describe(document: Document, claims: Sequence[Claim]) -> Description:
    """Return what the document is: its metadata where it has them, else what its claims and its first line say."""
    return Description(
        title=document.title or _title(document.text),
        publisher=document.publisher or _publisher(document, claims),
        author=document.author or _value(claims, "author"),
        published=_iso(document.published) or _value(claims, "published"),
        language=document.language,
    )


def _value(claims: Sequence[Claim], kind: str) -> str | None:
    return next((claim.value for claim in claims if claim.kind == kind), None)


def _publisher(document: Document, claims: Sequence[Claim]) -> str | None:
    """Return the publisher that a text names; who "published" it is that only on a page of no known address."""
    placed = document.url is not None or any(claim.in_markup for claim in claims)
    return _value(claims, "publisher") or (None if placed else _value(claims, "published-by"))


def _iso(published: str | None) -> str | None:
    if published is None:
        return None
    months = {name: number for language in languages() for name, number in language.calendar.months.items()}
    return iso_date(published, months) or published


def _title(text: str) -> str | None:
    marked = next((line for line in _first_lines(text) if line.raw.startswith("#")), None)
    title = marked or read_head(_first_lines(text), _languages_of(text)).title
    return title.words if title else None
