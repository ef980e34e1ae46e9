"""A date as metadata state it (ISO, figures, words, seconds since 1970, other calendars and digits) → an ISO date.

What is no date gives None: a time of day, a number without a meaning, ``03/04/2012`` where nothing says whether the day
or the month comes first. The language of the document may say that; else a hint, such as the date in its address, that
is one of the two.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dedup.origin.dates import iso_date
from dedup.origin.language import languages

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = 1 << 14
"""Dates that are kept as they were read: many documents bear the same one."""
_EPOCH = re.compile(r"([1-9]\d{8,9})(\d{3}(?:\d{3})?)?(?:\.\d+)?")
"""Seconds since 1970, or milliseconds, or microseconds: nine or ten figures and more."""
_EARLIEST_EPOCH = 500_000_000
"""Seconds since 1970 before which a number is rather something else: November 1985, before there were web pages."""
_LATEST_YEAR = 2100
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?\d{4,6}.*)?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/.\u5e74\ub144]\s*(\d{1,2})\s*[-/.\u6708\uc6d4]\s*(\d{1,2})(?!\d)")
"""Year, month and day with marks between them, or with the words of Chinese, Japanese and Korean."""
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d\d)(?![\d./])")
_TIME = re.compile(r"(?<=\b(?:19|20)\d\d)[ T]\d{1,2}:\d\d.*", re.DOTALL)
_FIGURES_OF_A_YEAR = 4
_LATEST_SHORT_YEAR = 49
"""Years of two figures up to this one are of this century."""
_JALALI_YEARS = range(1250, 1500)
_BUDDHIST_YEARS = range(2440, 2645)
_BUDDHIST_OFFSET = 543
_MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us", "fil", "fil-ph", "en-pr"})
"""Languages whose countries write the month first."""
_DAY_FIRST = frozenset(
    {
        "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "hi", "da", "nb", "nn", "no", "fi", "cs",
        "sk", "sl", "hr", "sr", "bg", "ro", "el", "he", "id", "vi", "th", "ca", "eu", "gl", "et", "lv", "is", "fa",
        "en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-pk", "en-ng", "en-ke", "en-gh", "en-sg", "en-my", "en-hk",
        "en-mt", "en-ug", "en-zw", "en-zm", "en-bd", "en-lk", "en-jm", "en-tt",
    }
)  # fmt: skip
"""Languages, and countries of English, that write the day first."""
_ROMAN_OR_NONE = re.compile(r"[^\x00-\x7f]")
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_PERSIAN = ("fa", "ps")


@lru_cache(_KEPT)
def stated_date(value: str, language: str | None = None, hint: str | None = None) -> str | None:
    """Return the day that a value states, or a month or a year where it states no more; None where it states none.

    `language` is that of the document (a tag such as ``en-GB``), `hint` an ISO date that the value may be.
    """
    plain = _plain(value)
    if not any(map(str.isdigit, plain)):
        return None
    if _YEAR_FIRST.search(plain) or _NUMERIC.search(plain):
        return _from_figures(plain, language, hint)
    if found := _SHORT_YEAR.match(plain):
        year = int(found[4]) + (2000 if int(found[4]) <= _LATEST_SHORT_YEAR else 1900)
        return _day_and_month(int(found[1]), int(found[3]), year, _order(found[2], language), hint)
    return _from_number(plain) or _from_words(plain)


def date_in_address(address: str) -> str | None:
    """Return the day that stands in the path of an address: ``/2012/10/22/title``."""
    found = _ADDRESS_DATE.search(address)
    return _valid(*map(int, found.groups())) if found else None


def _plain(value: str) -> str:
    """Return a value with ASCII figures, whatever digits it is written in."""
    if not _ROMAN_OR_NONE.search(value):
        return value.strip()
    figures = (str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in value)
    return "".join(figures).replace("\u200f", "").replace("\u200e", "").strip()


def _from_number(plain: str) -> str | None:
    if found := _COMPACT.fullmatch(plain):
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    found = _EPOCH.fullmatch(plain)
    if found is None or int(found[1]) < _EARLIEST_EPOCH:
        return None
    day = datetime.fromtimestamp(int(found[1]), UTC).date()
    return day.isoformat() if day.year < _LATEST_YEAR else None


def _from_figures(plain: str, language: str | None, hint: str | None) -> str | None:
    if found := _YEAR_FIRST.search(plain):
        return _in_calendar(int(found[1]), int(found[2]), int(found[3]), language)
    if found := _NUMERIC.search(plain):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if year in _JALALI_YEARS or year in _BUDDHIST_YEARS:
            return _in_calendar(year, second, first, language)
        return _day_and_month(first, second, year, _order(found[2], language), hint)
    return None


def _order(mark: str, language: str | None) -> str | None:
    """Return which of day and month comes first in a document of a language; None where it is not known."""
    tag = (language or "").lower().replace("_", "-")
    if tag in _MONTH_FIRST:
        return "month"
    if mark == "." or tag in _DAY_FIRST or tag.partition("-")[0] in _DAY_FIRST:
        return "day"
    return None


def _day_and_month(first: int, second: int, year: int, order: str | None, hint: str | None) -> str | None:
    day_first, month_first = _valid(year, second, first), _valid(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if hint in (day_first, month_first):
        return hint
    return {"day": day_first, "month": month_first, None: None}[order]


def _in_calendar(year: int, month: int, day: int, language: str | None) -> str | None:
    """Return a day of the Gregorian, the Persian or the Thai calendar, which the year tells apart."""
    if year in _JALALI_YEARS:
        return _from_jalali(year, month, day)
    if year in _BUDDHIST_YEARS and (language or "th").lower().startswith("th"):
        year -= _BUDDHIST_OFFSET
    return _valid(year, month, day) if year < _LATEST_YEAR else None


def _from_jalali(year: int, month: int, day: int) -> str | None:
    """Return a day of the Persian calendar as an ISO date.

    Leap years follow the cycle of 33 years, which is right from 1244 to 1472 (1865 to 2094).
    """
    months = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30)
    if not (1 <= month <= len(months) and 1 <= day <= months[month - 1]):
        return None
    days = _jalali_days_before(year) - _jalali_days_before(_KNOWN_JALALI_YEAR) + sum(months[: month - 1]) + day - 1
    return date.fromordinal(_KNOWN_JALALI_YEAR_BEGINS + days).isoformat()


def _jalali_days_before(year: int) -> int:
    """Return the days of the Persian years before `year`, counted from the year 1."""
    cycles, rest = divmod(year - 1, 33)
    return cycles * (33 * 365 + len(_JALALI_LEAPS)) + rest * 365 + sum(leap <= rest for leap in _JALALI_LEAPS)


_JALALI_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)
"""The leap years of a cycle."""
_KNOWN_JALALI_YEAR, _KNOWN_JALALI_YEAR_BEGINS = 1400, date(2021, 3, 21).toordinal()


@cache
def _months() -> Mapping[str, int]:
    return {name: number for language in languages() for name, number in language.calendar.months.items()}


def _from_words(plain: str) -> str | None:
    """Return the day that words state; many values state the same one, each with another time behind its year."""
    found = _day_of_words(_TIME.sub("", plain))
    return _day_of_words(plain) if found and len(found) == _FIGURES_OF_A_YEAR else found


@lru_cache(_KEPT)
def _day_of_words(plain: str) -> str | None:
    found = iso_date(plain, _months())
    return found if found is None or int(found[:4]) < _LATEST_YEAR else None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1000 <= year else None  # noqa: PLR2004, SIM300 - four figures
    except ValueError:
        return None
