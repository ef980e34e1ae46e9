"""A document → its claims of origin, the spans that are marked, and its description: title, publisher, author, date.

The head and the tail of a text are read line by line; its middle only where a rare phrase ("originally published")
stands. What the claims are worth together is left to `dedup.origin.chain`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from dedup.documents import LINKED_TEXT, PAGE_TEXT
from dedup.origin.bylines import outlets_beside
from dedup.origin.candidate_lines import NOT_SEARCHED, TextFlags
from dedup.origin.claims import OWN_ADDRESS, Claim
from dedup.origin.code_blocks import outside_code
from dedup.origin.columns import column_credits, is_set_in_columns
from dedup.origin.credit_parts import AROUND
from dedup.origin.credit_refusals import leads_to_a_headline
from dedup.origin.credits import credits_in, credits_of
from dedup.origin.datelines import item_credits, opening_credit
from dedup.origin.headers import Head, byline_claims, is_body, read_head
from dedup.origin.language import languages, languages_of
from dedup.origin.lines import (
    CLOSING,
    CREDITS,
    HEAD,
    HEAD_CHARACTERS,
    ITEM,
    OPENING,
    SIDE,
    TAIL,
    TAIL_CHARACTERS,
    Line,
    first_lines,
    line_at,
    with_plain_apostrophes,
)
from dedup.origin.names import domain_of, is_agency, is_known, same_publisher
from dedup.origin.signed_texts import SIGNED, signed_claims
from dedup.origin.stated_dates import stated_date
from dedup.origin.tails import tail_claims
from dedup.spans import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.documents import Document, MarkupFact
    from dedup.matches import MarkKind

_KEPT_OUTSIDE_THE_TEXT = frozenset({"attribution", "reprint", "outgoing"})
_NAMED_BY_LINKS = frozenset({*_KEPT_OUTSIDE_THE_TEXT, "source-line", "via", "tip"})
"""Claims of a line that its links make more exact: *originally posted on my blog*."""
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_AUTHORS = frozenset(
    {"author", "json-ld:author", "parsely-author", "article:author", "byl", "dc.creator", "sailthru.author"}
)
_TITLES = frozenset({"og:title", "json-ld:headline", "title"})
_LINES_UNDER_HEADLINE = 3
_LONGEST_MARK = 1_500
"""Characters of the longest line that is marked."""
_LONGEST_NOTICE, _MOST_WORDS_OF_NOTICE = 300, 40
"""Characters and words of the longest notice, licence line or note about the writer that is marked anywhere."""
_NAMES_A_PUBLISHER = frozenset({"publisher", "published-by", "byline", "copyright"})
"""Claims of a text that bear out that a name beside a date is a publisher's."""
_MARKS_NOTHING = frozenset({"wire", SIGNED})
_KINDS_OF_MARKS: dict[str, MarkKind] = {
    "licence": "licence",
    "copyright": "licence",
    "notice": "notice",
    "author-note": "author-note",
}
"""The kinds of marks that claims make; all other claims are attribution."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a document is, as far as it is known: its metadata first, then what its text says."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None


def read_claims(document: Document, flags: TextFlags = NOT_SEARCHED) -> list[Claim]:
    """Return every claim of a document, in the order in which they stand, those of its markup last.

    `flags` say which lines of its text may hold a claim, where that is known.
    """
    return read_parts(document.text, document.markup, document.url, flags)


def read_parts(text: str, markup: Sequence[MarkupFact], url: str | None, flags: TextFlags) -> list[Claim]:
    """Return every claim of a text and of its page's markup, whose address is `url` if it is known."""
    claims, unsure = _text_claims(text, flags) if flags.kinds else ([], [])
    claims = outside_code(claims, text)
    if markup:
        from dedup.origin.markup import markup_claims  # noqa: PLC0415 - only pages have markup

        claims = [*_with_linked_credits(claims, text, markup, flags, url), *_page_credits(text, markup, flags)]
        claims += _page_bylines(text, markup, flags)
        claims += list(markup_claims(markup, url, claims))
    claims += signed_claims(text)
    claims += [claim for claim in unsure if _is_borne_out(claim.value, claims, url)]
    claims = _with_imprints(claims)
    return sorted(dict.fromkeys(claims), key=_by_place) if len(claims) > 1 else claims


def _by_place(claim: Claim) -> tuple[bool, int, int, str]:
    return claim.in_markup, claim.start, claim.end, claim.kind


def _is_borne_out(name: str, claims: Sequence[Claim], url: str | None) -> bool:
    """Return whether something else in a document names the publisher that a name beside a date may be."""
    named = [claim.value for claim in claims if claim.kind in _NAMES_A_PUBLISHER or claim.in_markup]
    return any(same_publisher(name, other) for other in (*named, *filter(None, [url])))


def _text_claims(text: str, flags: TextFlags) -> tuple[list[Claim], list[Claim]]:
    """Return the claims of a text, and those of which it is not sure that they name a publisher."""
    read_in, of_lines = flags.languages or languages_of(text), flags.lines
    head = Head()
    if flags.may_hold(HEAD | SIDE | OPENING):
        last = of_lines.last(HEAD | SIDE | OPENING)
        lines = takewhile(lambda line: last is None or line.begin <= last, first_lines(text))
        if flags.may_hold(HEAD | SIDE):
            head = read_head(lines, read_in, of_lines)
        else:
            head.body = next(filter(is_body, lines), None)
    claims = head.claims
    if flags.may_hold(TAIL | CLOSING):
        claims += tail_claims(text, head, read_in, of_lines)
    if flags.may_hold(CREDITS):
        claims += credits_of(text, read_in, of_lines)
    if flags.may_hold(OPENING):
        if head.body and of_lines.may_hold(head.body.begin, OPENING):
            claims += opening_credit(head.body, read_in)
        claims += item_credits(text, read_in, of_lines, head.body.begin if head.body else -1)
    if flags.may_hold(ITEM) and is_set_in_columns(text):
        claims += column_credits(text, read_in)
    return claims, head.unsure


def _with_linked_credits(
    claims: list[Claim], text: str, markup: Sequence[MarkupFact], flags: TextFlags, url: str | None
) -> list[Claim]:
    """Return the claims of a page's text; its lines with links are read with these, which the text has lost.

    Lines with a link within the site are left as they are.
    """
    from dedup.origin.page_publisher import OWN_ADDRESSES  # noqa: PLC0415 - only pages have markup

    addresses = (url, *(fact.value for fact in markup if fact.kind in OWN_ADDRESSES))
    own = {domain_of(address) for address in addresses if address}
    read_in, plain = flags.languages or languages_of(text), with_plain_apostrophes(text)
    for fact in markup:
        line = Line(1, 0, 0, fact.value)
        if fact.kind != LINKED_TEXT or own & {domain_of(link.target) for link in line.links}:
            continue
        words = with_plain_apostrophes(_LINK.sub(r"\1", fact.value))
        at = plain.find(words)
        end, edge = at + len(words), at < HEAD_CHARACTERS or at >= len(text) - TAIL_CHARACTERS
        read = credits_in(line, read_in, edge=edge) if at >= 0 else []
        if linked := [one for one in read if one.kind in _NAMED_BY_LINKS]:
            claims = [one for one in claims if one.kind not in _NAMED_BY_LINKS or not at <= one.start < end]
            number = text.count("\n", 0, at) + 1
            claims += [Claim(one.kind, one.value, at, end, number, text[at:end]) for one in linked]
    return claims


def _page_credits(text: str, markup: Sequence[MarkupFact], flags: TextFlags) -> Iterator[Claim]:
    """Yield the claims of the lines of a page outside its main text, each with the line's place in the page."""
    read_in = flags.languages or languages_of(text)
    linked = {fact.start: fact.value for fact in markup if fact.kind == LINKED_TEXT}
    for fact in markup:
        if fact.kind == PAGE_TEXT and fact.value not in text and not fact.value.startswith("\u00a9"):
            for claim in credits_of(linked.get(fact.start, fact.value), read_in):
                behind = fact.value.partition(claim.value)[2]
                if claim.kind in _KEPT_OUTSIDE_THE_TEXT and not leads_to_a_headline(behind):  # of another article
                    yield Claim(claim.kind, claim.value, fact.start, fact.end, fact.line, fact.text, in_markup=True)


def _with_imprints(claims: list[Claim]) -> list[Claim]:
    """Return the claims, those of a magazine's imprint as claims of the publisher: *Published in issue 30 of X*.

    An imprint stands outside the main text, or under a copyright line.
    """
    under = {claim.line + below for claim in claims if claim.kind == "copyright" for below in (1, 2)}
    return [
        replace(claim, kind="published-by")
        if claim.kind == "attribution" and (claim.in_markup or claim.line in under) and _is_imprint(claim)
        else claim
        for claim in claims
    ]


def _is_imprint(claim: Claim) -> bool:
    """Return whether a claim says in which issue of a magazine a text stands, and not that it stood there first."""
    before = claim.text.partition(claim.value)[0].lstrip(AROUND)
    if not any(map(str.isdigit, before)):
        return False
    words = [language.credit for language in languages() if language.credit.pattern("published").match(before)]
    return any(one.stand_in(before, "edition", "issue") and not one.stand_in(before, "first") for one in words)


def _page_bylines(text: str, markup: Sequence[MarkupFact], flags: TextFlags) -> Iterator[Claim]:
    """Yield the outlets beside the writers that a page's markup names, or its lines right under the headline."""
    read_in = flags.languages or languages_of(text)
    for fact in markup:
        if fact.kind in _AUTHORS:
            for outlet in outlets_beside(fact.value):
                yield Claim("byline", outlet, fact.start, fact.end, fact.line, fact.text, in_markup=True)
    for fact in _under_headline(markup):
        line = line_at(fact.value, 0, len(fact.value), 1)
        for claim in byline_claims(line, read_in) if line else ():
            if claim.kind == "byline" and is_known(claim.value):
                yield Claim("byline", claim.value, fact.start, fact.end, fact.line, fact.text, in_markup=True)


def _under_headline(markup: Sequence[MarkupFact]) -> Iterator[MarkupFact]:
    """Yield the lines of a page right under the line that repeats its title."""
    titles = {fact.value.casefold() for fact in markup if fact.kind in _TITLES}
    lines = [fact for fact in markup if fact.kind == PAGE_TEXT]
    for number, fact in enumerate(lines):
        if fact.value.casefold() in titles:
            yield from lines[number + 1 : number + 1 + _LINES_UNDER_HEADLINE]
            return


def marked_spans(claims: Sequence[Claim]) -> list[tuple[MarkKind, Span]]:
    """Return the spans that are evidence of an origin or belong to a site, with the kind by which each is marked.

    A claim longer than any disclaimer is a line of a text without line ends, and most of the line is text: it marks
    nothing. A long paragraph that begins like a notice or a note about the writer marks its words only where it stands
    beside other marked lines.
    """
    kinds: dict[MarkKind, list[Span]] = {}
    marking = [claim for claim in claims if _may_mark(claim)]
    lines = {claim.line for claim in marking if _is_short(claim)}
    for claim in (*marking, *reversed(marking)):
        if lines & {claim.line + step for step in (-2, -1, 1, 2)}:
            lines.add(claim.line)
    for claim in marking:
        if claim.line in lines:
            kinds.setdefault(_KINDS_OF_MARKS.get(claim.kind, "attribution"), []).append(Span(claim.start, claim.end))
    return [(kind, span) for kind, spans in kinds.items() for span in merged(spans)]


def _may_mark(claim: Claim) -> bool:
    size = claim.end - claim.start
    return not claim.in_markup and claim.kind not in _MARKS_NOTHING and size <= _LONGEST_MARK


def _is_short(claim: Claim) -> bool:
    """Return whether a claim has the length of a notice or a note about the writer, or is none."""
    if claim.kind not in _KINDS_OF_MARKS:
        return True
    return claim.end - claim.start <= _LONGEST_NOTICE and len(claim.text.split()) <= _MOST_WORDS_OF_NOTICE


def describe(document: Document, claims: Sequence[Claim], flags: TextFlags = NOT_SEARCHED) -> Description:
    """Return what the document is: its metadata where it has them, else what its claims and its first line say."""
    return Description(
        title=document.title or title_of(document.text, flags),
        publisher=document.publisher or publisher_named(claims, document.url),
        author=document.author or authors_named(claims),
        published=as_iso(document.published, document.language) or first_in_markup(claims, "published"),
        language=document.language,
    )


def authors_named(claims: Sequence[Claim]) -> str | None:
    """Return all writers that a page's markup names, else the first one of the text, else an agency in their place."""
    writers = [claim.value for claim in claims if claim.kind == "author" and claim.in_markup]
    if writers:
        return ", ".join(dict.fromkeys(writers))
    agencies = (
        claim.value for claim in claims if claim.kind == "byline" and claim.in_markup and is_agency(claim.value)
    )
    return first_of(claims, "author") or next(agencies, None)


def first_in_markup(claims: Sequence[Claim], kind: str) -> str | None:
    """Return the value of the first claim of a kind in the markup of a page, else in its text."""
    marked_up = (claim.value for claim in claims if claim.kind == kind and claim.in_markup)
    return next(marked_up, None) or first_of(claims, kind)


def first_of(claims: Sequence[Claim], kind: str) -> str | None:
    """Return the value of the first claim of a kind."""
    return next((claim.value for claim in claims if claim.kind == kind), None)


def publisher_named(claims: Sequence[Claim], url: str | None) -> str | None:
    """Return the publisher that a page or a text names.

    A page that has no name is called by its host; who "published" a text is that only where no address is known.
    """
    placed = url is not None or any(claim.in_markup for claim in claims)
    if named := first_in_markup(claims, "publisher"):
        return named
    if not placed:
        return first_of(claims, "published-by")
    address = url if any(claim.in_markup for claim in claims) else None
    return domain_of(address or first_of(claims, OWN_ADDRESS) or "")


def as_iso(published: str | None, language: str | None = None) -> str | None:
    """Return a date of the metadata as an ISO date; None where it is none."""
    return None if published is None else stated_date(published, language)


def title_of(text: str, flags: TextFlags = NOT_SEARCHED) -> str | None:
    """Return the title that a text begins with."""
    if "#" in text:
        marked = next((line for line in first_lines(text) if line.raw.startswith("#")), None)
        if marked:
            return marked.words
    if flags.begins_with_body:
        return None
    title = read_head(first_lines(text), flags.languages or languages_of(text), flags.lines).title
    return title.words if title else None
