"""Dates of metadata: an ISO date, or none."""

from __future__ import annotations

import pytest

from dedup.origin.stated_dates import date_in_address, stated_date


@pytest.mark.parametrize(
    ("value", "language", "date"),
    [
        ("2024-03-08T09:00:00Z", None, "2024-03-08"),
        ("March 8, 2024", None, "2024-03-08"),
        ("Fri Mar 08 2024 17:52:31 GMT+0000 (Coordinated Universal Time)", None, "2024-03-08"),
        ("Fri, 08 Mar 2024 09:00:00 GMT", None, "2024-03-08"),
        ("8-MAR-2024 17:52:31.79", None, "2024-03-08"),
        ("8-MAR-2024 17:52:32.04", None, "2024-03-08"),
        ("2024 17:52 on Friday, March 8", None, "2024-03-08"),
        ("March 2024 17:52", None, "2024-03"),
        ("20240308", None, "2024-03-08"),
        ("20240308T091500Z", None, "2024-03-08"),
        ("2024/3/8", None, "2024-03-08"),
        ("2024\u5e743\u67088\u65e5", "ja", "2024-03-08"),
        ("2024\ub144 3\uc6d4 8\uc77c", "ko", "2024-03-08"),
        ("1709888400", None, "2024-03-08"),
        ("1709888400000", None, "2024-03-08"),
        ("\u06f1\u06f4\u06f0\u06f2/\u06f1\u06f2/\u06f1\u06f8", "fa", "2024-03-08"),
        ("1402/12/18", None, "2024-03-08"),
        ("1403/01/01", "fa", "2024-03-20"),
        ("1399/12/30", "fa", "2021-03-20"),
        ("\u0668/\u0663/\u0662\u0660\u0662\u0664", "ar", "2024-03-08"),
        ("2567-03-08", "th", "2024-03-08"),
        ("22/10/2012", None, "2012-10-22"),
        ("03/04/2012", "de", "2012-04-03"),
        ("03/04/2012", "en-GB", "2012-04-03"),
        ("03/04/2012", "en-US", "2012-03-04"),
        ("03.04.2012", "en", "2012-04-03"),
        ("7/23/17", None, "2017-07-23"),
        ("8.3.24", None, "2024-03-08"),
        ("2012", None, "2012"),
        ("October 2012", None, "2012-10"),
    ],
)
def test_a_date_in_any_form_is_an_iso_date(value: str, language: str | None, date: str) -> None:
    """Figures, words, seconds since 1970, other digits and calendars (checked against a calendar on paper)."""
    assert stated_date(value, language) == date


@pytest.mark.parametrize(
    "value",
    ["03/04/2012", "12/1/16",
     "03/04/2012 10:15 AM", "9:05 PM", "yesterday", "", "105092", "12345", "13/13/2024", "2024-13-45",
     "99999999999999", "2 hours ago", "\u0661\u0662", "0000-00-00", "1402/13/01"],
)  # fmt: skip
def test_what_is_no_date_gives_none(value: str) -> None:
    """Times of day, numbers, days that do not exist, and a day that may as well be a month."""
    assert stated_date(value, "en") is None


def test_a_hint_decides_between_day_and_month() -> None:
    """The date in the page's address is one of the two."""
    assert stated_date("03/04/2012", "en", "2012-03-04") == "2012-03-04"
    assert stated_date("03/04/2012", "en", "2012-05-05") is None


def test_an_address_may_hold_a_date() -> None:
    """As folders or in one part of the path."""
    assert date_in_address("https://a.example/2012/10/22/dam") == "2012-10-22"
    assert date_in_address("https://a.example/news/20121022/dam") == "2012-10-22"
    assert date_in_address("https://a.example/2012/13/22/dam") is None
