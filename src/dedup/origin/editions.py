"""What stands around a name and calls it a publication: *the magazine X*, *the May issue of X*, *X, no. 45*."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.name_forms import UPPER, name_patterns
from dedup.origin.vocabulary import one_of

if TYPE_CHECKING:
    from dedup.origin.credit_words import CreditWords
    from dedup.origin.language import Language

_NUMBER_OF_ISSUE = r"\d[\d/.–-]*(?:,?\s*\([^()\n]{1,30}\))?,?"
_IN_BRACKETS = r"\([^()\n]{1,40}\)\s*"


def edition_at(words: CreditWords, shown: str, at: int) -> re.Match[str] | None:
    """Return what calls the name that follows it a publication, where it begins at a place."""
    return _edition(words).match(shown, at) if words.may_stand_in(shown[at:].lower(), "edition") else None


def is_called_a_publication(words: CreditWords, before: str) -> bool:
    """Return whether the words between what a credit says and a name call it one: *in issue 45 of the review*."""
    return words.may_stand_in(before.lower(), "edition") and _edition(words).search(before) is not None


@cache
def _edition(words: CreditWords) -> re.Pattern[str]:
    """Return the pattern of what stands between a preposition and a name: *the magazine*, *issue 45 of the review*."""
    article, before = name_patterns().any_article, _before_number(words)
    number = rf"(?:{before})?{_NUMBER_OF_ISSUE}"
    issues = (entry.rsplit(maxsplit=1) for entry in words.edition if " " in entry and not words.joined)
    numbered = [rf"{re.escape(issue)}\s+{number}\s+{re.escape(of)}(?!\w)" for issue, of in issues]
    edition = f"(?:{'|'.join([words.pattern('edition').pattern, *numbered, rf'(?:{before}){_NUMBER_OF_ISSUE}'])})"
    ahead = rf"{article}{edition}(?!\.\w|/)\s*[:：]?\s*(?:{number}\s+)?(?:{words.pattern('from_').pattern}\s*)?"
    return re.compile(rf"(?:{ahead})+[\"“„«»《『「']*", re.IGNORECASE)


def _before_number(words: CreditWords) -> str:
    """Return the pattern of what stands before the number of an issue: *no. 45*, *№ 45*."""
    return rf"{words.pattern('issue').pattern}[.°º]*\s*|[#№]\s*"


def has_issue_behind(words: CreditWords, behind: str) -> bool:
    """Return whether the number of an issue follows a name: *, no. 45, May 2019*."""
    return re.match(rf"[\s,;:(–—-]{{0,3}}(?:{_before_number(words)})\d", behind, re.IGNORECASE) is not None


def edition_behind(words: CreditWords, shown: str, end: int) -> re.Match[str] | None:
    """Return the word behind a name for what it is, *Sierra magazine*; as a rule *X newsletter* is the page's own."""
    found = re.compile(rf"\s+{words.pattern('edition').pattern}(?!\w)", re.IGNORECASE).match(shown, end)
    return found if found and not words.stand_in(found[0], "newsletter") else None


def ends_with_edition(words: CreditWords, before: str) -> bool:
    """Return whether a preposition names what follows it: *w magazynie X*."""
    return any(found.end() == len(before) for found in words.pattern("edition").finditer(before))


def further_edition(words: CreditWords, shown: str, at: int) -> re.Match[str] | None:
    """Return what leads to a name from further away: *the May issue of*, *the (Salem, Ore.)*."""
    ahead = shown[at:].lower()
    may_be = (words.may_stand_in(ahead, "edition") or "(" in ahead) and not words.pattern("my").match(shown, at)
    return _further(words).match(shown, at) if may_be else None


@cache
def _further(words: CreditWords) -> re.Pattern[str]:
    within = rf"(?:[^.;:\n]|(?<=\d)\.){{0,60}}?{_edition(words).pattern}\s*(?:{_IN_BRACKETS})?"
    return re.compile(rf"{name_patterns().any_article}(?:{_IN_BRACKETS}|{within})[\"“„«»']*", re.IGNORECASE)


@cache
def day_before(language: Language) -> re.Pattern[str]:
    """Return the pattern of a day or month of a year before a name: *the June 5 Lakeside Gazette*."""
    months = one_of(language.calendar.months)
    date = rf"(?i:{months})\.?\s+(?:\d{{1,2}},?\s+\d{{4}},?|\d{{1,4}})"
    return re.compile(rf"{name_patterns().any_article}{date}\s+(?=[{UPPER}])")
