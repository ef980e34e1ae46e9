"""The weight of each kind of claim, and the place in a chain of the name that it gives.

The weights are judgements from reading real pages, not measurements. A sentence and an off-site canonical link are
strong evidence; a lone copyright line or byline is right about half the time, a tip of the hat seldom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.origin.claims import as_weighed
from dedup.origin.hosts import path_of
from dedup.origin.names import is_agency, is_known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.origin.claims import Claim

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
    "og:url": LAST,
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
    "infosource": FIRST,
    "dc.source": FIRST,
    "dcterms.source": FIRST,
    "dc.publisher": LAST,
    "feed:source": LAST,
    "feed:via": LAST,
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
    "og:url": 0.7,
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
    "infosource": 0.7,
    "dc.source": 0.4,
    "dcterms.source": 0.4,
    "dc.publisher": 0.2,
    "feed:source": 0.8,
    "feed:via": 0.65,
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
_KNOWN_OUTLET = 0.6
_NAMES_OF_OUTLETS = frozenset({"byline", "copyright"})
"""Kinds that name a person or the page's own house as often as a source; a name that the lists know is neither."""
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
    {
        "byline",
        "source-line",
        "copyright",
        "json-ld:copyrightHolder",
        "json-ld:sourceOrganization",
        "source",
        "infosource",
    }
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
    if kind in _NAMES_OF_OUTLETS and is_known(claim.value):
        return _KNOWN_OUTLET
    if kind == "json-ld:publisher" and is_agency(claim.value):
        return _AGENCY_AS_PUBLISHER
    if claim.in_markup and kind.endswith("canonical") and not path_of(claim.value):
        return _WEIGHT_OF_A_FRONT_PAGE  # a link to a front page is a site's mistake more often than a statement
    return _WEIGHTS[kind]
