"""Dates as people write them → ISO dates; a month or a year alone stays a month or a year.

The names of months, and the words between a day and its month, stand in the language files. Countries read
``03/04/2012`` differently, so it is no date; ``22/10/2012`` can only be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dedup.origin.vocabulary import Vocabulary

_ISO = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\d])")
_NUMERIC = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of one language for dates: `pattern` meets a written date, `months` numbers its month names.

    `beginning` meets something wherever `pattern` does, and nothing elsewhere; it is shorter, and may meet less of it.
    The names of months and weekdays are in lower case.
    """

    pattern: str
    beginning: str
    months: Mapping[str, int]
    weekdays: frozenset[str]


def calendar_of(months: Sequence[Sequence[str]], weekdays: Sequence[str]) -> Calendar:
    """Return the calendar of a language from its names of the twelve months and of the weekdays."""
    numbers = {name.casefold(): index for index, names in enumerate(months, start=1) for name in names}
    words = vocabulary().dates
    month = rf"(?:{one_of(numbers)})\.?"
    weekday = rf"(?:(?:{one_of(weekdays)})\.?,?\s+)?"
    day = rf"\d{{1,2}}(?:{one_of(words.day_endings)}|\.)?"
    year = r"(?:19|20)\d\d"
    link = rf"(?:\s+(?:{one_of(words.links)}))?"
    forms = (
        rf"{month}\s+{day},?\s+{year}",
        rf"{day}{link}\s+{month}{link},?\s+{year}",
        rf"{year}-\d\d-\d\d",
        rf"\d{{1,2}}[./]\d{{1,2}}[./]{year}",
        rf"{month}{link},?\s+{year}",
        rf"{month}\s+{day}(?!\w)",
        rf"{day}{link}\s+{month}(?!\w)",
    )
    after_month = rf"(?:\s+{day}(?!\w)|{link},?\s+{year})"
    after_day = rf"{link}\s+{month}(?:{link},?\s+{year}|(?!\w))"
    short = (rf"{month}{after_month}", rf"{day}{after_day}", *forms[2:4])
    pattern, beginning = (rf"(?i:{weekday}(?:{'|'.join(one)}))" for one in (forms, short))
    return Calendar(pattern, beginning, numbers, frozenset(map(str.casefold, weekdays)))


def iso_date(words: str, months: Mapping[str, int]) -> str | None:
    """Return the first date in `words` as ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; None where there is none."""
    if found := _ISO.search(words):
        return _valid(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _NUMERIC.search(words):
        return _from_numbers(int(found[1]), int(found[3]), int(found[4]))
    return _from_names(words, months)


def _from_numbers(first: int, second: int, year: int) -> str | None:
    if first > 12 >= second or first == second:  # noqa: PLR2004 - there are twelve months
        return _valid(year, second, first)
    if second > 12 >= first:  # noqa: PLR2004 - there are twelve months
        return _valid(year, first, second)
    return None


def _from_names(words: str, months: Mapping[str, int]) -> str | None:
    year = _YEAR.search(words)
    if year is None:
        return None
    between = _words_between(vocabulary())
    tokens = [token for token in re.findall(r"[^\W\d_]+|\d+", words) if token.casefold() not in between]
    at = next((index for index, token in enumerate(tokens) if token.casefold() in months), None)
    if at is None:
        return year[1]
    return _valid(int(year[1]), months[tokens[at].casefold()], _day_beside(tokens, at))


@cache
def _words_between(words: Vocabulary) -> frozenset[str]:
    """Return the words between a day and its month: *the 3rd of May*."""
    return frozenset((*words.dates.day_endings, *words.dates.links))


def _day_beside(tokens: Sequence[str], at: int) -> int | None:
    beside = [token for token in tokens[max(at - 2, 0) : at + 2] if token.isdigit() and len(token) <= 2]  # noqa: PLR2004
    return int(beside[0]) if beside else None


def _valid(year: int, month: int, day: int | None) -> str | None:
    if day is None:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None  # noqa: PLR2004 - there are twelve months
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
