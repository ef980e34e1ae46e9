"""A text set in narrow columns, as scanned newspapers are → the agencies' credits of its items, wherever they stand.

Such a text has many items and no mark where one ends. Its credits are older forms as well: ``PARIS, 14. (Havas.) —``,
``LONDRES, 12. — Reuter. —``, ``/ ats-afp``, *Dépêches de l'Agence Havas*. A mark in brackets counts where an item may
open or close: behind a date, a place or the end of a sentence, and before a dash, a capital or the end of a line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.agency_marks import agency_marks
from dedup.origin.claims import Claim
from dedup.origin.name_forms import UPPER
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.origin.agency_marks import AgencyMarks
    from dedup.origin.language import Language
    from dedup.origin.vocabulary import Vocabulary

_WIDEST, _FEWEST_LINES = 72, 4
"""Characters of the average line of a column, and lines of the shortest text that shows that it is set in columns."""
_FEW_BLANKS = 0.2
_LONGEST_TEXT = 200_000
_BRACKETED = re.compile(r"(?<!\])[(\[{](?![.#])\s*+([^()\[\]{}]{2,50}?)\s*+[)\]}]")
_BEFORE_BRACKET = re.compile(
    rf"(?:^|[.,»”\"!?:;'~\u2013\u2014-]|\d\W{{0,3}}(?:er)?(?:\s?[^\W\d]{{3,9}}\.?)?|(?:^|\n)[^a-zà-ÿ\n]{{2,40}}|(?:^|\n)[{UPPER}][^\s]{{1,20}}|\n)\s*[(\[]?$"
)
_AFTER_BRACKET = re.compile(
    rf"\s{{0,20}}(?:[.,;:]{{0,2}}\s{{0,20}}(?:[-\u2013\u2014~\"«„|]|$)|[.,;:]?\s*[{UPPER}]|[.,;]?\s*\n)"
)
_BETWEEN_DASHES = re.compile(
    r"[-\u2013\u2014.\d]\s{0,20}[-\u2013\u2014\n]\s{0,20}([A-Z][^\s.()\u2013\u2014-]{1,10}(?: Press)?)\.?"
    r"\s*[-\u2013\u2014]"
)
_BEHIND_STROKE = re.compile(r"[.!?»\"]\s*/\s*([a-z][a-z -]{1,16}[a-z])\s*(?=\n|$)")
_ALONE = re.compile(r"(?<=\n)(?:[a-z]{1,2} )?(?:[dl]['\u2019])?([A-Z][^\W\d]+ [^\W\d]+ [^\W\d]+)\.?(?=\n)")
_LAST_WORD = re.compile(r"(?:[.!?»\"]\s+|\n)(?:/\s*)?([A-Z][A-Za-z/ -]{1,16}|[a-z]{2,4}(?:[/-][a-z]{2,4}){0,2})\W*$")
_LONGEST_LAST_WORD = 17
"""Characters of the longest words that `_LAST_WORD` finds."""


def is_set_in_columns(text: str) -> bool:
    """Return whether the lines of a text are as short as a column is wide, with few blank ones between them."""
    lines = text.count("\n") + 1
    return _are_short(lines, len(text)) and text.count("\n\n") <= lines * _FEW_BLANKS


def may_be_set_in_columns(raw: bytes) -> bool:
    """Return whether a text, given in UTF-8, may be set in columns: a character has up to four bytes."""
    lines = raw.count(b"\n") + 1
    return _are_short(lines, len(raw) // 4) and raw.count(b"\n\n") <= lines * _FEW_BLANKS


def _are_short(lines: int, characters: int) -> bool:
    return lines >= _FEWEST_LINES and characters <= min(lines * _WIDEST, _LONGEST_TEXT)


def column_credits(text: str, languages: Sequence[Language]) -> Iterator[Claim]:
    """Yield a claim for each agency that a text set in columns credits, at the place of the credit."""
    marks = agency_marks(frozenset(language.code for language in languages), old=True)
    for found in _BRACKETED.finditer(text):
        if _may_be_a_credit(text, found):
            yield from _claims(text, found, marks)
    for pattern in (_BETWEEN_DASHES, _BEHIND_STROKE):
        for found in pattern.finditer(text):
            yield from _claims(text, found, marks)
    for found in (*_last_word(text), *_lines_alone(text), *_agencies_by_name(text, vocabulary())):
        yield from _claims(text, found, marks)


def _may_be_a_credit(text: str, found: re.Match[str]) -> bool:
    return bool(
        _AFTER_BRACKET.match(text, found.end())
        and _BEFORE_BRACKET.search(text[max(found.start() - 50, 0) : found.start()])
    )


def _last_word(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_LAST_WORD` finds, tried from the first place where it can begin and reach the last letter."""
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] == "_"):
        end -= 1
    before = text[: max(end - _LONGEST_LAST_WORD, 0)].rstrip().removesuffix("/").rstrip()
    yield from _LAST_WORD.finditer(text, max(len(before) - 1, 0))


def _lines_alone(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_ALONE` finds, tried at the lines behind the first only."""
    begin = text.find("\n") + 1
    while begin:
        if found := _ALONE.match(text, begin):
            yield found
        begin = text.find("\n", begin) + 1


@cache
def _agency_by_name(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of an agency that a line names as the sender of dispatches: *Dépêches de l'Agence Havas*."""
    agency, before, after = (_as_printed(one_of(listed)) for listed in _words_of_dispatches(words))
    name = rf"(?P<name>[{UPPER}][\w-]+(?:\x20[{UPPER}][\w-]+)?)"
    return re.compile(
        rf"(?i:(?<!\w)(?:{before})\s*(?:(?:{agency})\s+)?)[«„\"]?{name}(?!\s*[,.]\s*\d)"
        rf"|(?i:(?<!\w)(?:{agency}))\s+(?P<name2>[{UPPER}][\w-]+)(?:\s*:\s*\n|\s+(?i:{after})(?!\w))"
    )


def _agencies_by_name(text: str, words: Vocabulary) -> Iterator[re.Match[str]]:
    """Yield what `_agency_by_name` finds, tried only where one of its phrases may begin."""
    pattern, end = _agency_by_name(words), 0
    lowered = text.lower().replace("\u017f", "s").replace("\u0131", "i")  # as they are where case does not count
    if len(lowered) != len(text):  # a letter whose lower case is two
        yield from pattern.finditer(text)
        return
    for begin in _first_words(words).finditer(lowered):
        if begin.start() >= end and (found := pattern.match(text, begin.start())):
            end = found.end()
            yield found


@cache
def _first_words(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of the first words of the phrases of `_agency_by_name`, in lower case."""
    agency, before, _ = _words_of_dispatches(words)
    by_letter: dict[str, list[str]] = {}  # a letter is tried once for all words that it begins
    for word in dict.fromkeys(phrase.split()[0] for phrase in (*agency, *before)):
        by_letter.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]))
    grouped = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"\b(?:{_as_printed(grouped)})")


def _words_of_dispatches(words: Vocabulary) -> tuple[tuple[str, ...], ...]:
    return words.lines.agency, words.lines.before_agency, words.lines.after_agency


def _as_printed(pattern: str) -> str:
    """Return a pattern that meets words broken over lines, and the accents that scanning confuses."""
    return pattern.replace(r"\ ", r"\s+").replace("'", "\\s?['\u2019]").replace("é", "[éèe]").replace("ê", "[êèe]")


def _claims(text: str, found: re.Match[str], marks: AgencyMarks) -> Iterator[Claim]:
    words = next((group for group in found.groups() if group), "").replace("\n", " ")
    for agency in marks.agencies_in(words):
        line = text.count("\n", 0, found.start()) + 1
        yield Claim("wire", agency, found.start(), found.end(), line, text[found.start() : found.end()])
