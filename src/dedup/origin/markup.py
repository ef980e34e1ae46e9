"""The facts of a page's markup → claims: whose page it is, who wrote it and when, and what may name a source.

A claim keeps the kind of its fact, so that the evidence can be found in the page's source. Which name, writers and date
are the page's own is decided by `dedup.origin.page_publisher`, `page_authors` and `page_dates`; a canonical link to the
page itself makes no claim. Whether a value is the page's own name is left to `dedup.origin.declarations`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.documents import CAPTURED, GUESSED_DATE
from dedup.origin.bylines import outlets_beside
from dedup.origin.claims import OWN_ADDRESS, SITE_NAME, Claim, schema_kinds
from dedup.origin.hosts import Host, host_of, path_of
from dedup.origin.name_forms import is_nobody
from dedup.origin.names import is_agency, is_known, publishers
from dedup.origin.page_authors import page_authors
from dedup.origin.page_dates import page_date
from dedup.origin.page_publisher import is_one, own_site
from dedup.origin.site_lines import terms_of
from dedup.reading.html_tags import unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dedup.documents import MarkupFact
    from dedup.origin.page_publisher import OwnSite


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
        "infosource",
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

_PLACE_WITHIN = re.compile(r",[^,]*\d.*$", re.DOTALL)
"""What stands behind a comma and has a digit: the date, the issue or the page of a publication."""
_LICENCES = frozenset({"license", "licence", "dcterms.license", *schema_kinds("license"), "front-matter:license"})
_ABSOLUTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


_CREDITS = frozenset({"attribution", "reprint"})
"""Kinds of claims of a text whose names a page may carry as its canonical link."""


def markup_claims(markup: Sequence[MarkupFact], url: str | None, said: Sequence[Claim] = ()) -> Iterator[Claim]:
    """Yield the claims that a page's markup makes; `url` is where it was fetched, `said` are the claims of its text."""
    sources = [claim.value for claim in said if claim.kind in _CREDITS]
    site = own_site(markup, url, sources)
    yield from _of_site(site)
    here = url or (site.address.value if site.address else None)
    yield from _of_writers(markup, site, [here] if here else [], said)
    if (date := page_date(markup, here)) is not None:
        yield _claim_of(date[0], "published", date[1])
    for fact in markup:
        if claim := _claim(fact, here, sources, site):
            yield claim


def _of_site(site: OwnSite) -> Iterator[Claim]:
    if site.name and site.shown:
        yield _claim_of(site.name, "publisher", site.shown)
    if site.address:
        yield _claim_of(site.address, OWN_ADDRESS, site.address.value)
    here = site.address.value if site.address else None
    for fact in site.elsewhere:
        if fact.kind != "canonical" and not (here and is_moved(here, fact.value)):
            yield _claim_of(fact, "og:url", fact.value)


def _of_writers(
    markup: Sequence[MarkupFact], site: OwnSite, addresses: Sequence[str], said: Sequence[Claim]
) -> Iterator[Claim]:
    own = [*addresses, *([site.shown] if site.shown else [])]
    own += [fact.value for fact in markup if fact.kind == SITE_NAME]
    named = [claim.value for claim in said if claim.kind == "author"]
    for writer in page_authors(markup, own, named):
        if not writer.outlet:
            yield _claim_of(writer.fact, "author", writer.name)
        elif not writer.beside:
            outlet = next(outlets_beside(writer.name), writer.name)  # *Associated Press in Marlow*
            yield _claim_of(writer.fact, "byline", outlet)
        elif is_agency(writer.name) or is_known(writer.name) or writer.name.lower().startswith("the "):
            yield _claim_of(writer.fact, "via", writer.name)


def _claim(fact: MarkupFact, here: str | None, sources: Sequence[str], site: OwnSite) -> Claim | None:
    if fact.kind == SITE_NAME:
        name = unescape(fact.value)
        is_source = fact is not site.name and any(is_one(name, source) for source in sources)
        return None if is_source else _claim_of(fact, fact.kind, name)
    if fact.kind in ADDRESSES:
        return None if fact is site.address else _of_address(fact, here)
    for kinds, read in _READERS:
        if fact.kind in kinds:
            return read(fact)
    return None


def _claim_of(fact: MarkupFact, kind: str, value: str) -> Claim:
    return Claim(kind, value, fact.start, fact.end, fact.line, fact.text, in_markup=True)


def _of_address(fact: MarkupFact, here: str | None) -> Claim | None:
    if not _ABSOLUTE.match(fact.value) or host_of(fact.value) is None:
        return None
    if here is not None and is_moved(here, fact.value):
        return None
    return _claim_of(fact, fact.kind, fact.value)


def _of_organisation(fact: MarkupFact) -> Claim | None:
    name = unescape(fact.value).strip()
    return _claim_of(fact, fact.kind, name) if name[:1].isalnum() else None


def _of_stated_source(fact: MarkupFact) -> Claim | None:
    """Return the claim of a source as people note it: *The Harbour Review, 3 May 1937, page 15*."""
    name = fact.value.strip() if _ABSOLUTE.match(fact.value) else _PLACE_WITHIN.sub("", unescape(fact.value)).strip()
    if not name[:1].isalnum() or (is_nobody(name) and not is_known(name)):
        return None
    return _claim_of(fact, fact.kind, name)


def _of_copy(fact: MarkupFact) -> Claim | None:
    host = host_of(fact.value)
    if host is None or host.domain in publishers().social:
        return None
    return _claim_of(fact, "outgoing", fact.value)


def _of_robots(fact: MarkupFact) -> Claim | None:
    asked = {word.strip() for word in fact.value.lower().split(",")}
    means = {"true", "yes"} if fact.kind == "front-matter:noindex" else {"noindex", "none"}
    return _claim_of(fact, "noindex", fact.value) if asked & means else None


def _of_pixel(fact: MarkupFact) -> Claim | None:
    host = host_of(fact.value)
    if host is None or f"{host.subdomain}.{host.domain}" not in publishers().counters:
        return None
    return _claim_of(fact, "tracking-pixel", host.domain)


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
    (_ORGANISATIONS, _of_organisation),
    (_STATED_SOURCES, _of_stated_source),
    (frozenset({"syndication"}), _of_copy),
    (frozenset({"robots", "googlebot", "front-matter:robots", "front-matter:noindex"}), _of_robots),
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
    lists = publishers()
    if one.domain == two.domain or {one.domain, two.domain} & lists.mirrors:
        return True
    same_path = len(path_of(url)) > 1 and path_of(url) == path_of(other)
    if same_path and {one.domain, two.domain} & lists.platforms:
        return True  # a content system shows its own host for a page of a site that it runs
    first, second = _labels(one), _labels(two)
    related = any(len(label) >= _SHORTEST_LABEL for label in first & second)
    back_end = one.label in second or two.label in first
    return (same_path and related) or (back_end and min(len(one.label), len(two.label)) >= _SHORTEST_LABEL)


def _labels(host: Host) -> set[str]:
    return set(re.split(r"[.-]", f"{host.subdomain}.{host.label}"))


_SHORTEST_LABEL = 5
