"""Dates as they are written, against what a person reads in them."""

from __future__ import annotations

import pytest

from dedup import Document
from dedup.origin.dates import iso_date
from dedup.origin.extraction import read_claims
from dedup.origin.language import languages
from tests.origin.generated_texts import BODY

MONTHS = {name: number for language in languages() for name, number in language.calendar.months.items()}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("October 22, 2012", "2012-10-22"),
        ("Monday, 22 October 2012", "2012-10-22"),
        ("22. Oktober 2012", "2012-10-22"),
        ("le 1er octobre 2012", "2012-10-01"),
        ("22 de octubre de 2012", "2012-10-22"),
        ("22 ottobre 2012", "2012-10-22"),
        ("22 de outubro de 2012", "2012-10-22"),
        ("2012-10-22T09:01:42+05:30", "2012-10-22"),
        ("22.10.2012", "2012-10-22"),
        ("10/22/2012", "2012-10-22"),
        ("October 2012", "2012-10"),
        ("in 2012", "2012"),
    ],
)
def test_a_written_date_is_read(written: str, read: str) -> None:
    """Days, months and years are read in six languages; what is not said is not made up."""
    assert iso_date(written, MONTHS) == read


@pytest.mark.parametrize("written", ["03/04/2012", "31.02.2012", "yesterday", "", "page 2012345"])
def test_what_cannot_be_decided_is_no_date(written: str) -> None:
    """A day and a month that could change places, a day that is not, and no date at all give nothing."""
    assert iso_date(written, MONTHS) is None


@pytest.mark.parametrize(
    "line", ["Global Research, {}", "{} | Global Research", "Global Research - {}.", "{}: Global Research"]
)
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("October 22, 2012", "2012-10-22"),
        ("Mon., 22 October 2012", "2012-10-22"),
        ("OCTOBER 22nd, 2012", "2012-10-22"),
        ("22. Oktober 2012", "2012-10-22"),
        ("22 de octubre de 2012", "2012-10-22"),
        ("2012-10-22", "2012-10-22"),
        ("22/10/2012", "2012-10-22"),
        ("Oct. 2012", "2012-10"),
    ],
)
def test_a_publisher_beside_a_date_is_read_in_either_order(line: str, written: str, read: str) -> None:
    """Whatever a date begins and ends with, also before a point, where the text speaks German and Spanish too."""
    claims = read_claims(Document("x", "\n\n".join([line.format(written), *BODY])))
    assert [(claim.kind, claim.value) for claim in claims[:2]] == [
        ("published", read),
        ("publisher", "Global Research"),
    ]
