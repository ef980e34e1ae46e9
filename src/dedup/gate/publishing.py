"""Whether a text may stand as it does: its embargo date, its publishing status, its links, and how robots see it.

What is asked is `dedup.gate.rules.REQUIRED`. The statements come from front matter, from the metadata of a page, from a
news item (ninjs), and of an embargo also from the first lines of a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.gate.attribution import publisher_of
from dedup.origin.hosts import host_of, path_of
from dedup.origin.names import same_publisher
from dedup.origin.stated_dates import stated_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.gate.documents import GateDocument

EMBARGO = frozenset({"embargo", "front-matter:embargo"})
STATUS = frozenset({"pub-status", "front-matter:pub-status"})
KILLED = frozenset({"canceled", "cancelled", "killed", "withdrawn"})
"""Publishing statuses of a killed story: ninjs and NewsML-G2 write the first."""
_CANONICAL = frozenset({"canonical", "front-matter:canonical"})
_LINKING = frozenset({*_CANONICAL, "page-links", "syndication-source", "original-source"})
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+", re.IGNORECASE)
_HEAD = 1_000
"""Characters at the beginning of a text in which an embargo stands."""
_EMBARGO = re.compile(
    r"\b(?:embargo(?:ed)?|sperrfrist|sotto embargo|bajo embargo|sous embargo)\b[^\n\d]{0,60}?(?P<date>\b[^\n]{4,40})",
    re.IGNORECASE,
)


def embargo_of(document: GateDocument) -> str | None:
    """Return the ISO date before which a text must not be published; None where it bears none."""
    language = document.original.language
    stated = [fact.value for fact in document.original.markup if fact.kind in EMBARGO]
    stated += [found["date"] for found in _EMBARGO.finditer(document.original.text[:_HEAD])]
    days = (day for value in stated if (day := stated_date(value, language)))
    return max(days, default=None)


def is_killed(document: GateDocument) -> bool:
    """Return whether a text has the publishing status of a killed story."""
    return any(fact.value.strip().lower() in KILLED for fact in document.original.markup if fact.kind in STATUS)


def bears_status(document: GateDocument) -> bool:
    """Return whether a text is to be judged although nothing was found of it: it has an embargo or a status."""
    return is_killed(document) or embargo_of(document) is not None


def links_to(document: GateDocument, source: GateDocument) -> bool:
    """Return whether a text holds an address of its source, or of its publisher."""
    return any(_leads_to(address, source) for address in _addresses(document))


def is_kept_from_search(document: GateDocument, source: GateDocument) -> bool:
    """Return whether a copy tells search engines that it is none of theirs: by a canonical link, or by noindex."""
    if any(claim.kind == "noindex" for claim in document.claims):
        return True
    named = (fact.value for fact in document.original.markup if fact.kind in _CANONICAL)
    return any(_leads_to(address, source) for address in named)


def is_known_place(source: GateDocument) -> bool:
    """Return whether it is known where a source stands, so that a link to it can be asked for."""
    return bool(source.original.url or publisher_of(source))


def _addresses(document: GateDocument) -> Iterator[str]:
    yield from (found[0].rstrip(".,;:") for found in _ADDRESS.finditer(document.original.text))
    for fact in document.original.markup:
        if fact.kind in _LINKING or fact.kind.startswith("front-matter:"):
            yield from fact.value.split()


def _leads_to(address: str, source: GateDocument) -> bool:
    if host_of(address) is None:
        return False
    url = source.original.url
    if url and host_of(url) == host_of(address) and path_of(url) == path_of(address):
        return True
    publisher = publisher_of(source)
    return publisher is not None and same_publisher(address, publisher)
