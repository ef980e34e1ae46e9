"""Texts for these tests: invented articles in the wrappings of real sites, and short ways to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.documents import Document, MarkupFact
from dedup.origin.chain import trace
from dedup.origin.extraction import describe, read_claims
from dedup.origin.traced_documents import TracedDocument

if TYPE_CHECKING:
    from dedup.origin.provenance import Provenance

BODY = """The government said on Monday that it would review the plan for a new dam in the northern valley after \
farmers had complained of the loss of their fields and of their water rights.

Officials in the capital have told reporters that the review will take six months at the least, and that no work \
will begin before the courts have heard the case of the villages.

Engineers who worked on the first design say that the dam could have been built further up the river, where nobody \
lives, but that it would have cost three times as much."""
FOOTER = """[Become a Member of Global Research](#)

**Disclaimer:** The contents of this article are of sole responsibility of the author(s).

www.globalresearch.ca contains copyrighted material the use of which has not been authorized by its owner.

For media inquiries: publications@globalresearch.ca"""


def traced(
    name: str,
    text: str,
    *,
    publisher: str | None = None,
    published: str | None = None,
    url: str | None = None,
    markup: tuple[MarkupFact, ...] = (),
) -> TracedDocument:
    """Return a text as `trace` takes it."""
    document = Document(name, text, publisher=publisher, published=published, url=url, markup=markup)
    claims = tuple(read_claims(document))
    return TracedDocument(name, describe(document, claims), claims, url, lambda: text)


def provenance_of(text: str, publisher: str | None = None, url: str | None = None) -> Provenance | None:
    """Return the provenance of one text by itself."""
    return next(iter(trace([traced("page", text, publisher=publisher, url=url)], [])), None)


def chain_of(text: str, publisher: str | None = None, url: str | None = None) -> tuple[str, ...]:
    """Return the chain of one text by itself; empty where there is none."""
    found = provenance_of(text, publisher, url)
    return found.chain if found else ()


def fact(kind: str, value: str) -> MarkupFact:
    """Return a fact of markup whose place does not matter."""
    return MarkupFact(kind, value, 0, len(value), 1, value)
