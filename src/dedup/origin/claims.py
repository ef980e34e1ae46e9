"""A claim: a statement of a document about its origin, with the exact words that make it, its kind and its weight.

Claims are evidence, not verdicts: `dedup.origin.chain` compares them with the matches. The words of claims in a text
are marked when shared words are counted, because a line that names a source does not make a copy.

The weights are judgements from reading real pages, not measurements. A sentence and an off-site canonical link are
strong evidence; a lone copyright line or byline is right about half the time, a tip of the hat seldom.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.hosts import path_of
from dedup.origin.names import is_agency

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document about where it comes from.

    `kind` is one of `KINDS`. `value` is what is claimed: a name as it was written, an address, an ISO date. `start`,
    `end` (half-open, characters) and `line` (from 1) are the words that say it, `text` those words; for
    a claim read from markup they are places in the page's source, and `in_markup` is true.
    """

    kind: str
    value: str
    start: int
    end: int
    line: int
    text: str
    in_markup: bool = False


SCHEMA_FORMS = ("json-ld", "microdata", "rdfa")
"""The three ways in which a page writes what schema.org has words for."""

_SCHEMA_KEYS = {
    "url": "the page's own address, where it was not known otherwise",
    "isBasedOn": "a work that this one is based on, or cites",
    "sameAs": "another address of the same thing",
    "publisher": "the organisation that the markup calls the publisher",
    "copyrightHolder": "the organisation that the markup calls the owner",
    "sourceOrganization": "the organisation that the markup calls the source",
    "provider": "the organisation that the markup calls the provider",
}

KINDS: dict[str, str] = {
    "attribution": "a sentence that names the first source of this text",
    "reprint": "a sentence or line that names the place from which this copy was taken",
    "via": "a line that says through whom the text came",
    "source-line": "a line *Source: X*: where the text or only its facts come from",
    "published-by": "who put it out, where that may be this page or the one before",
    "tip": "thanks for a hint (h/t): who pointed to the matter, not who wrote the text",
    "outgoing": "a sentence that says where this text was taken over",
    "byline": "the outlet that stands where the writer would: it came through them",
    "author": "the person who wrote it",
    "author-note": "a sentence about the writer",
    "copyright": "one holder of a copyright line",
    "wire": "a news agency's credit, at the dateline or the closing line",
    "publisher": "whose page this is",
    "published": "when it was published, as an ISO date",
    "source-link": "a linked name of a source, standing by itself in the head",
    "guessed-date": "a date that the page seems to bear, as an ISO date, where its markup states none",
    "licence": "under which terms it may be taken over",
    "notice": "a line of the site, not of the article: disclaimer, contact, membership",
    "canonical": "the page that a link in the markup calls the real one",
    "front-matter:canonical": "the page that the file's head calls the real one",
    "front-matter:source": "the source that the file's head names",
    "front-matter:original-source": "the first source that the file's head names",
    "front-matter:syndication-source": "the page that the file's head says it is syndicated from",
    "front-matter:republished-from": "the page that the file's head says it is republished from",
    "front-matter:via": "through whom the text came, by the file's head",
    "front-matter:copyright": "the holder of the copyright, by the file's head",
    "syndication-source": "Google's retired tag for the page that this one copies",
    "original-source": "Google's retired tag for who had it first",
    "og:site_name": "the page's own site",
    "og:url": "the page's own address, where it was not known otherwise",
    "saved-from": "the address that a browser wrote into the saved page",
    "source": "the source that a meta tag names",
    "dc.source": "the source that Dublin Core metadata name",
    "dcterms.source": "the source that Dublin Core metadata name",
    "dc.publisher": "the publisher that Dublin Core metadata name",
    "tracking-pixel": "a reading counter of another publisher, carried along with the text",
    **{f"{form}:{key}": meaning for form in SCHEMA_FORMS for key, meaning in _SCHEMA_KEYS.items()},
}
"""Every kind of claim, with what it means; kinds from markup are named as the markup names them."""


def schema_kinds(*keys: str) -> tuple[str, ...]:
    """Return the kinds under which claims of these words of schema.org are read, whichever way they are written."""
    return tuple(f"{form}:{key}" for key in keys for form in SCHEMA_FORMS)


@cache
def as_weighed(kind: str) -> str:
    """Return the kind by which a claim is weighed: microdata and RDFa say what JSON-LD says, so that it counts once."""
    form, mark, key = kind.partition(":")
    return f"json-ld:{key}" if mark and form in SCHEMA_FORMS else kind


WIRE, FIRST, BETWEEN, LAST = range(4)
"""Places in a chain, from source to copy: an agency, the first publisher, a hop, the place it was taken from."""

_PLACES: dict[str, int] = {
    "wire": WIRE,
    "attribution": FIRST,
    "source-link": FIRST,
    "copyright": BETWEEN,
    "byline": LAST,
    "reprint": LAST,
    "via": LAST,
    "source-line": FIRST,
    "published-by": LAST,
    "tip": LAST,
    "canonical": LAST,
    "front-matter:canonical": LAST,
    "front-matter:source": FIRST,
    "front-matter:original-source": FIRST,
    "front-matter:syndication-source": LAST,
    "front-matter:republished-from": LAST,
    "front-matter:via": LAST,
    "front-matter:copyright": BETWEEN,
    "syndication-source": LAST,
    "original-source": FIRST,
    "json-ld:isBasedOn": FIRST,
    "json-ld:sameAs": FIRST,
    "json-ld:publisher": LAST,
    "json-ld:copyrightHolder": BETWEEN,
    "json-ld:sourceOrganization": FIRST,
    "json-ld:provider": LAST,
    "source": FIRST,
    "dc.source": FIRST,
    "dcterms.source": FIRST,
    "dc.publisher": LAST,
    "tracking-pixel": FIRST,
}
_WEIGHTS = {
    "wire": 0.85,
    "attribution": 0.95,
    "source-link": 0.75,
    "copyright": 0.4,
    "byline": 0.45,
    "reprint": 0.95,
    "via": 0.65,
    "source-line": 0.45,
    "published-by": 0.8,
    "tip": 0.2,
    "canonical": 0.9,
    "front-matter:canonical": 0.9,
    "front-matter:source": 0.8,
    "front-matter:original-source": 0.9,
    "front-matter:syndication-source": 0.8,
    "front-matter:republished-from": 0.95,
    "front-matter:via": 0.65,
    "front-matter:copyright": 0.3,
    "syndication-source": 0.8,
    "original-source": 0.8,
    "json-ld:isBasedOn": 0.45,
    "json-ld:sameAs": 0.2,
    "json-ld:publisher": 0.3,
    "json-ld:copyrightHolder": 0.3,
    "json-ld:sourceOrganization": 0.45,
    "json-ld:provider": 0.3,
    "source": 0.4,
    "dc.source": 0.4,
    "dcterms.source": 0.4,
    "dc.publisher": 0.2,
    "tracking-pixel": 0.8,
}
_WEIGHT_OF_A_FRONT_PAGE = 0.4
_OWNER_KINDS = frozenset(
    {
        "copyright",
        "json-ld:copyrightHolder",
        "json-ld:publisher",
        "json-ld:provider",
        "dc.publisher",
        "front-matter:copyright",
    }
)
_AGENCY_HOLDER = 0.8
_AGENCY_AS_PUBLISHER = 0.6
_HIGHEST = 0.99

CLEARLY_LATER = 2
"""Days from which one date is later than another: pages are dated by the day, in their own time zones."""

ASSERTED = 0.5
"""The confidence from which a source stands in a chain; below it, the edge is listed and the chain does not use it."""


def names_a_source(claim: Claim) -> bool:
    """Return whether a claim of this kind can name a source."""
    return as_weighed(claim.kind) in _PLACES


def is_weak(claim: Claim) -> bool:
    """Return whether claims of this kind are too weak to be asserted alone."""
    return _WEIGHTS.get(as_weighed(claim.kind), ASSERTED) < ASSERTED


def place_in_chain(claims: Iterable[Claim]) -> int:
    """Return the place of a name in the chain: the first place that its claims give it.

    Copyright lines and publishers' tags state who owns a text, not when it came there: they count only by themselves.
    """
    listed = list(claims)
    others = [claim for claim in listed if as_weighed(claim.kind) not in _OWNER_KINDS] or listed
    return min(_place(claim) for claim in others)


def _place(claim: Claim) -> int:
    kind = as_weighed(claim.kind)
    return WIRE if kind in _NAMES_OF_AGENCIES and is_agency(claim.value) else _PLACES[kind]


_NAMES_OF_AGENCIES = frozenset(
    {"byline", "source-line", "copyright", "json-ld:copyrightHolder", "json-ld:sourceOrganization", "source"}
)


def weight(claims: Iterable[Claim]) -> float:
    """Return the confidence that claims of one name give together: each kind counts once, as if independent.

    Copyright lines and the organisations that markup names say one thing, who owns the page, and count once together.
    """
    best: dict[str, float] = {}
    for claim in claims:
        kind = as_weighed(claim.kind)
        group = "owner" if kind in _OWNER_KINDS else kind
        best[group] = max(best.get(group, 0.0), _weight(claim))
    doubt = 1.0
    for confidence in best.values():
        doubt *= 1 - confidence
    return round(min(1 - doubt, _HIGHEST), 2)


def _weight(claim: Claim) -> float:
    kind = as_weighed(claim.kind)
    if kind in _NAMES_OF_AGENCIES and is_agency(claim.value):
        return _AGENCY_HOLDER
    if kind == "json-ld:publisher" and is_agency(claim.value):
        return _AGENCY_AS_PUBLISHER
    if claim.in_markup and kind.endswith("canonical") and not path_of(claim.value):
        return _WEIGHT_OF_A_FRONT_PAGE  # a link to a front page is a template's mistake more often than a statement
    return _WEIGHTS[kind]
