"""The facts of a page's markup → claims: some name the page's own site, some may name a source.

A claim keeps the kind of its fact, so that the evidence can be found in the page's source. A canonical link to the page
itself makes no claim. Whether a value is the page's own name is left to `dedup.origin.declarations`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.documents import CAPTURED, GUESSED_DATE
from dedup.origin.claims import Claim, schema_kinds
from dedup.origin.dates import iso_date
from dedup.origin.hosts import Host, host_of, path_of
from dedup.origin.name_forms import is_nobody, is_person
from dedup.origin.names import publishers
from dedup.origin.site_lines import terms_of
from dedup.origin.vocabulary import one_of, vocabulary
from dedup.reading.html_scanner import unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dedup.documents import MarkupFact
    from dedup.origin.vocabulary import Vocabulary


SITE_NAMES = ("og:site_name",)
"""Kinds that name the page's own site."""

OWN_ADDRESSES = ("saved-from", "og:url", *schema_kinds("url"), "canonical")
"""Kinds that tell the page's own address where it is not known otherwise, the most reliable first."""

ADDRESSES = frozenset(
    {
        "canonical",
        "front-matter:canonical",
        "syndication-source",
        "original-source",
        *schema_kinds("isBasedOn", "sameAs"),
    }
)
"""Kinds whose value may be the address of another publisher's page."""

_ORGANISATIONS = frozenset(
    {
        *schema_kinds("publisher", "copyrightHolder", "sourceOrganization", "provider"),
        "source",
        "dc.source",
        "dcterms.source",
        "dc.publisher",
        "feed:source",
        "feed:via",
        "publisher",
        "front-matter:copyright",
    }
)
_STATED_SOURCES = frozenset(
    f"front-matter:{kind}" for kind in ("source", "original-source", "syndication-source", "republished-from", "via")
)
"""Kinds that an author writes into a file by hand: a name or an address of the source."""

_AUTHORS = frozenset(
    {*schema_kinds("author"), "author", "byl", "parsely-author", "dc.creator", "sailthru.author", "front-matter:author"}
)
_DATES = frozenset(
    {
        "article:published_time",
        *schema_kinds("datePublished"),
        "dc.date.issued",
        "date",
        "front-matter:date",
        "front-matter:published",
    }
)
_LICENCES = frozenset({"license", "licence", "dcterms.license", *schema_kinds("license"), "front-matter:license"})
_ABSOLUTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def markup_claims(markup: Sequence[MarkupFact], url: str | None) -> Iterator[Claim]:
    """Yield the claims that a page's markup makes, in the order in which they stand; `url` is where it was fetched."""
    for fact in markup:
        if claim := _claim(fact, url):
            yield claim


def _claim(fact: MarkupFact, url: str | None) -> Claim | None:
    if fact.kind in SITE_NAMES:
        return _claim_of(fact, fact.kind, unescape(fact.value))
    if fact.kind in ADDRESSES or (url is None and fact.kind in OWN_ADDRESSES):
        return _of_address(fact, url)
    for kinds, read in _READERS:
        if fact.kind in kinds:
            return read(fact)
    return None


def _claim_of(fact: MarkupFact, kind: str, value: str) -> Claim:
    return Claim(kind, value, fact.start, fact.end, fact.line, fact.text, in_markup=True)


def _of_address(fact: MarkupFact, url: str | None) -> Claim | None:
    if not _ABSOLUTE.match(fact.value) or host_of(fact.value) is None:
        return None
    if url is not None and is_moved(url, fact.value):
        return None
    return _claim_of(fact, fact.kind, fact.value)


def _of_organisation(fact: MarkupFact) -> Claim | None:
    name = unescape(fact.value).strip()
    return _claim_of(fact, fact.kind, name) if name[:1].isalnum() else None


@cache
def _by(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of the word before a writer: *by Jane Roe*."""
    return re.compile(rf"^(?:{one_of(words.persons.by)})\s+", re.IGNORECASE)


def _of_author(fact: MarkupFact) -> Claim | None:
    name = _by(vocabulary()).sub("", unescape(fact.value)).strip()
    if not name or name.startswith(("http", "@")) or is_nobody(name):
        return None
    return _claim_of(fact, "author" if is_person(name) else "byline", name)


def _of_pixel(fact: MarkupFact) -> Claim | None:
    host = host_of(fact.value)
    if host is None or f"{host.subdomain}.{host.domain}" not in publishers().counters:
        return None
    return _claim_of(fact, "tracking-pixel", host.domain)


def _of_date(fact: MarkupFact) -> Claim | None:
    when = iso_date(fact.value, {})
    return _claim_of(fact, "published", when) if when else None


def _of_guess(fact: MarkupFact) -> Claim:
    return _claim_of(fact, GUESSED_DATE, fact.value)


def _of_capture(fact: MarkupFact) -> Claim:
    return _claim_of(fact, CAPTURED, fact.value)


def _of_licence(fact: MarkupFact) -> Claim:
    return _claim_of(fact, "licence", _terms(fact.value))


def _terms(value: str) -> str:
    found = re.search(r"creativecommons\.org/(?:licenses/)?(by[a-z-]*|publicdomain/zero)", value)
    if found is None:
        return terms_of(value)
    return "cc-0" if "zero" in found[1] else f"cc-{found[1]}"


_READERS: tuple[tuple[frozenset[str], Callable[[MarkupFact], Claim | None]], ...] = (
    (_ORGANISATIONS | _STATED_SOURCES, _of_organisation),
    (_AUTHORS, _of_author),
    (_DATES, _of_date),
    (frozenset({GUESSED_DATE}), _of_guess),
    (frozenset({CAPTURED}), _of_capture),
    (_LICENCES, _of_licence),
    (frozenset({"tracking-pixel"}), _of_pixel),
)


def is_moved(url: str, other: str) -> bool:
    """Return whether two addresses are one page of one publisher: the same path, under hosts of related names.

    A publisher that renames itself keeps the paths (iass-potsdam.de, rifs-potsdam.de); a back-end host carries the
    name of the house among its labels.
    """
    one, two = host_of(url), host_of(other)
    if one is None or two is None:
        return False
    if one.domain == two.domain or {one.domain, two.domain} & publishers().mirrors:
        return True
    same_path = len(path_of(url)) > 1 and path_of(url) == path_of(other)
    first, second = _labels(one), _labels(two)
    related = any(len(label) >= _SHORTEST_LABEL for label in first & second)
    back_end = one.label in second or two.label in first
    return (same_path and related) or (back_end and min(len(one.label), len(two.label)) >= _SHORTEST_LABEL)


def _labels(host: Host) -> set[str]:
    return set(re.split(r"[.-]", f"{host.subdomain}.{host.label}"))


_SHORTEST_LABEL = 5
