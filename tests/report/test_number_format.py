"""Numbers are written as a reader wants them, and never made to look better than they are."""

from __future__ import annotations

import pytest

from dedup.report.number_format import byte_size, counted, percent, similarity


@pytest.mark.parametrize(("value", "shown"), [(1.0, "1.00"), (0.999999, "0.99"), (0.29, "0.29"), (0.005, "0.00")])
def test_similarity_is_cut(value: float, shown: str) -> None:
    """Only equality is shown as 1.00, and 0.29 survives binary fractions."""
    assert similarity(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(1.0, "100 %"), (0.9999, "99 %"), (0.58, "58 %"), (0.0, "0 %")])
def test_shares_are_cut(value: float, shown: str) -> None:
    """Only the whole is shown as 100 %."""
    assert percent(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "no copies"), (1, "1 copy"), (1234, "1,234 copies")])
def test_counts_agree_with_their_noun(value: int, shown: str) -> None:
    """None, one and many are written in words, singular and plural."""
    assert counted(value, "copy", "copies") == shown


@pytest.mark.parametrize(
    ("octets", "shown"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (25_000, "25 kB"),
        (3_400_000, "3.4 MB"),
        (10**13, "10.0 TB"),
    ],
)
def test_sizes_have_the_unit_that_suits_them(octets: int, shown: str) -> None:
    """Bytes are told in thousands, with one digit where it says something."""
    assert byte_size(octets) == shown
