"""The weights of claims, worked out by hand."""

from __future__ import annotations

import pytest

from dedup.origin.claims import KINDS, Claim
from dedup.origin.weights import _PLACES, _WEIGHTS, weight


def claim(kind: str, value: str = "Valley Post", *, in_markup: bool = False) -> Claim:
    """Return a claim whose place does not matter."""
    return Claim(kind, value, 0, 1, 1, value, in_markup)


def test_every_kind_that_can_name_a_source_is_documented() -> None:
    """A kind has a place, a weight and a sentence that says what it is."""
    assert set(_PLACES) == set(_WEIGHTS)
    assert set(_PLACES) <= set(KINDS)


@pytest.mark.parametrize(
    ("claims", "confidence"),
    [
        ([claim("byline"), claim("copyright")], 0.67),  # 1 - 0.55 * 0.6
        ([claim("copyright"), claim("copyright")], 0.4),
        ([claim("copyright", "Associated Press")], 0.8),
        ([claim("json-ld:publisher", in_markup=True), claim("json-ld:copyrightHolder", in_markup=True)], 0.3),
        ([claim("attribution"), claim("canonical", "https://a.com/x", in_markup=True)], 0.99),  # 0.995, capped
    ],
)
def test_kinds_count_once_each_as_if_independent(claims: list[Claim], confidence: float) -> None:
    """Doubts multiply over kinds; what markup says of organisations counts once together."""
    assert weight(claims) == confidence
