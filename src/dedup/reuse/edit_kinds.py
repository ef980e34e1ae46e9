"""A token among those of its text → the kind of what it states: a number, a date, a version, a name or a negation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.matches import MaterialKind
    from dedup.reuse.edit_tokens import Tokens

_SENTENCE_END = re.compile(r"[.!?:\u2026]['\"\u201d\u2019)\]]*\s")
_DATE = re.compile(r"\d{4}([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2(?:\d{4}|\d\d)")
_YEAR = re.compile(r"(?:1[7-9]|20)\d\d")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_AFTER_DATE_PART = "年月日년월일"
_ROMAN = re.compile(r"(?=..)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LONGEST_ABBREVIATION = 3


@dataclass(frozen=True, slots=True, eq=False)  # one object for each choice of languages: hashed by identity, it is fast
class EditWords:
    """Words of the languages of two texts, in lower case.

    `negations` deny something; `negation_parts` do so within words, or in scripts without spaces. A word that begins
    with one of `negation_prefixes` denies the rest of it. `versions` stand before the number of a version, `numbers`
    are numbers in words. `dates` are names of months and weekdays, `short_dates` their abbreviations, which only count
    beside a number; `capital_dates` are those of both that begin with a capital. `nouns_have_capitals`: a capital is no
    sign of a name.
    """

    negations: frozenset[str] = frozenset()
    negation_parts: tuple[str, ...] = ()
    negation_prefixes: tuple[str, ...] = ()
    versions: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    short_dates: frozenset[str] = frozenset()
    capital_dates: frozenset[str] = frozenset()
    nouns_have_capitals: bool = False


def may_be_stated(tokens: Tokens, at: int, words: EditWords) -> bool:
    """Return whether a token may be of some kind; most words are of none, whatever stands beside them."""
    text, form = tokens.texts[at], tokens.forms[at]
    return (
        text[0].isupper()
        or not text.isalpha()
        or form in words.negations
        or form in words.dates
        or form in words.short_dates
        or form in words.numbers
    )


def kind_of(tokens: Tokens, at: int, words: EditWords) -> MaterialKind | None:
    """Return the kind of what a token states; None for a word that states nothing of a kind."""
    token = tokens[at]
    if token.kind == "address":
        return "name"
    if token.kind == "number":
        return _kind_of_number(tokens, at, words)
    if token.form in words.negations or token.form.endswith("n't"):
        return "negation"
    if _is_of_a_date(tokens, at, words):
        return "date"
    if token.form in words.numbers or (_ROMAN.fullmatch(token.text) and not tokens.is_in_capitals):
        return "number"
    is_name = token.kind == "word" and not tokens.is_in_capitals and _is_name(tokens, at, words)
    return "name" if is_name else None


def _kind_of_number(tokens: Tokens, at: int, words: EditWords) -> MaterialKind:
    text, form, first = tokens.texts[at], tokens.forms[at], max(at - 2, 0)
    is_date_part = tokens.texts[at + 1 : at + 2] and tokens.texts[at + 1] in _AFTER_DATE_PART
    if _DATE.fullmatch(text) or (is_date_part and not tokens[at + 1].before):
        return "date"
    if not words.versions.isdisjoint(tokens.forms[first:at]) or form.count(".") > 1:
        return "version"
    if at and _is_version_of(tokens, at):
        return "version"
    if _YEAR.fullmatch(text):
        return "date"
    near = (*range(first, at), *range(at + 1, min(at + 3, len(tokens))))
    is_day = _DAY.fullmatch(text) and any(_is_of_a_date(tokens, place, words) for place in near)
    return "date" if is_day else "number"


def _is_version_of(tokens: Tokens, at: int) -> bool:
    """Return whether a number is the version of the word before it: *GPLv3*, *Python 3.9*."""
    before, has_point = tokens.forms[at - 1], tokens.texts[at].count(".") == 1
    if not (before.endswith("v") or has_point) or tokens[at - 1].kind != "word":
        return False
    if before.endswith("v") and not tokens[at].before:
        return True
    return has_point and tokens.texts[at - 1][0].isupper() and not _begins_sentence(tokens, at - 1)


def _is_of_a_date(tokens: Tokens, at: int, words: EditWords) -> bool:
    form = tokens.forms[at]
    is_full = form in words.dates
    if not is_full and form not in words.short_dates:
        return False
    if form in words.capital_dates and not tokens.texts[at][0].isupper():
        return False
    return is_full or any(other.kind == "number" for other in tokens.between(at - 1, at + 2))


def _is_name(tokens: Tokens, at: int, words: EditWords) -> bool:
    text = tokens.texts[at]
    if len(text) < 2 or not text[0].isupper():  # noqa: PLR2004 - a letter
        return False
    if text.isupper():
        return True
    if _begins_sentence(tokens, at):
        return False
    if not words.nouns_have_capitals:
        return True
    beside = [place for place in (at - 1, at + 1) if 0 <= place < len(tokens)]
    return any(tokens[place].text[0].isupper() and not _begins_sentence(tokens, place) for place in beside)


def _begins_sentence(tokens: Tokens, at: int) -> bool:
    if at == 0:
        return True
    if "\n\n" in tokens[at].before:
        return True
    last = tokens[at - 1]
    is_abbreviation = len(last.text) <= _LONGEST_ABBREVIATION and last.text[0].isupper()
    return bool(_SENTENCE_END.search(tokens[at].before)) and not is_abbreviation
