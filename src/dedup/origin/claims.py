"""A claim: a statement of a document about its origin, with its kind and the exact words that make it.

Claims are evidence, not verdicts: `dedup.origin.weights` weighs them. The words of claims in a text are marked when
shared words are counted, because a line that names a source does not make a copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


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


SITE_NAME = "og:site_name"
OWN_ADDRESS = "own-address"
"""The kind of claim that gives the page's own address, where it is not known otherwise."""

SCHEMA_FORMS = ("json-ld", "microdata", "rdfa")
"""The three ways in which a page writes what schema.org has words for."""

_SCHEMA_KEYS = {
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
    "captured": "the day on which the page was saved: it was published by then",
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
    "og:url": "an address that the page gives as its own and that is another publisher's",
    "own-address": "the page's own address, where it was not known otherwise",
    "noindex": "the page asks search engines to leave it out",
    "source": "the source that a meta tag names",
    "infosource": "a party that supplied the news item (ninjs)",
    "c2pa": "who signed the text (C2PA); the signature is not verified",
    "dc.source": "the source that Dublin Core metadata name",
    "dcterms.source": "the source that Dublin Core metadata name",
    "dc.publisher": "the publisher that Dublin Core metadata name",
    "feed:source": "the feed that an entry of a feed was taken from",
    "feed:via": "the page that an entry of a feed names as the one it came through",
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
