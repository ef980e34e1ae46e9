"""What each kind of claim is worth, and where in a chain the name stands that it gives.

The worths are judgements from reading real pages, not measurements: a sentence and an off-site canonical link are the
statements that pay, a lone copyright line or byline is right about half the time, a tip of the hat seldom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.provenance.names import is_agency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.provenance.claims import Claim

WIRE, FIRST, BETWEEN, LAST = range(4)
"""Places in a chain, from source to copy: an agency, the first publisher, a hop, the place it was taken from."""

_PLACES = {
    "wire": WIRE,
    "attribution": FIRST,
    "source-link": FIRST,
    "copyright": BETWEEN,
    "byline": LAST,
    "reprint": LAST,
    "tip": LAST,
}
_WORTH = {
    "wire": 0.85,
    "attribution": 0.95,
    "source-link": 0.75,
    "copyright": 0.4,
    "byline": 0.45,
    "reprint": 0.95,
    "tip": 0.2,
}
_AGENCY_HOLDER = 0.8
_HIGHEST = 0.99

ASSERTED = 0.5
"""The confidence from which a source stands in a chain; below it, the edge is listed and the chain does not use it."""


def names_a_source(claim: Claim) -> bool:
    """Return whether a claim of this kind can name a source."""
    return claim.kind in _PLACES


def place(claim: Claim) -> int:
    """Return where in the chain the claim's name stands."""
    return WIRE if claim.kind in ("byline", "copyright") and is_agency(claim.value) else _PLACES[claim.kind]


def worth(claims: Iterable[Claim]) -> float:
    """Return the confidence that claims of one name give together: each kind counts once, as if independent."""
    doubt = 1.0
    for kind, value in {(claim.kind, claim.value) for claim in claims}:
        doubt *= 1 - (_AGENCY_HOLDER if kind in ("byline", "copyright") and is_agency(value) else _WORTH[kind])
    return round(min(1 - doubt, _HIGHEST), 2)
