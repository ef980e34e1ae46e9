"""The lines before a text's body → title, byline, publisher and date, source link.

A reprint's head says more than a name: ``By [Stop NATO](#)``, ``Global Research, October 22, 2012``, ``[Daily
Times](#)``. The head ends where the body begins, which is the first line that reads like a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.bylines import agency_line, outlets_beside, without_outlets
from dedup.origin.dates import iso_date
from dedup.origin.lines import EVERY_LINE, HEAD, SIDE, LineFlags, claim_at, leads_within_the_site
from dedup.origin.name_forms import clean_name, has_the_form_of_a_place, is_person, shows_a_publication
from dedup.origin.names import is_known, same_publisher
from dedup.origin.site_lines import site_claims
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dedup.origin.claims import Claim
    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.vocabulary import Vocabulary

PARAGRAPH = 180
SENTENCE = 90
"""Characters from which a line is a paragraph, and from which it is one if it ends like a sentence."""
_LONGEST_PREPOSITION = 3
"""Letters of a small word that ends no name: *in*, *on*, *am*, *le*."""
_LONGEST_NAME = 60
_LONGEST_BESIDE_DATE = 100
_LONGEST_PLACE = 70
_MOST_WORDS = 6
_LONGEST_TITLE = 250
_LIST_MARK = re.compile("[·•»/]")
_DIGITS = re.compile(r"\d")
_NUMERIC_DATE = re.compile(r"\d[./-]\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"\w+")
_BETWEEN = r"\s*(?:,|\||\u2013|—|-|·|•|:)?\s*"


@dataclass(slots=True)
class Head:
    """What stands before the body: claims, the title's line, the body's first line, and the lines that hold claims.

    `unsure` are claims of a publisher that may as well be a place, or anything else that stands beside a date.
    """

    claims: list[Claim] = field(default_factory=list)
    unsure: list[Claim] = field(default_factory=list)
    title: Line | None = None
    body: Line | None = None
    site_lines: list[Line] = field(default_factory=list)


def is_body(line: Line) -> bool:
    """Return whether a line reads like a paragraph of an article: it is long, or a sentence of some length."""
    if len(line.raw) < SENTENCE:
        return False
    length = len(line.words)
    return length >= PARAGRAPH or (length >= SENTENCE and line.words.endswith((".", "!", "?", ".”", '."')))


def read_head(lines: Iterable[Line], languages: Sequence[Language], flags: LineFlags = EVERY_LINE) -> Head:
    """Return the head that the lines before the body make; `flags` say which of them may hold a claim."""
    head = Head()
    for line in lines:
        if is_body(line):
            head.body = line
            break
        if flags.may_hold(line.begin, HEAD | SIDE) and (claims := _claims_of(line, languages, head)):
            unsure = [claim for claim in claims if claim.kind == "publisher" and not _shows_its_publisher(line, claim)]
            head.unsure += unsure
            claims = [claim for claim in claims if claim not in unsure]
            head.claims += _as_source(claims) if _names_another_publisher(claims, head) else claims
            head.site_lines.append(line)
        elif head.title is None and _may_be_a_title(line) and not _is_place_and_date(line, languages):
            head.title = line
    return head


def _may_be_a_title(line: Line) -> bool:
    return len(line.words) <= _LONGEST_TITLE and any(map(str.isalpha, line.words)) and not line.is_link


def _shows_its_publisher(line: Line, claim: Claim) -> bool:
    """Return whether a name beside a date is surely a publisher's: by its words, or because it is linked."""
    return bool(line.links) or shows_a_publication(claim.value)


def _is_place_and_date(line: Line, languages: Sequence[Language]) -> bool:
    """Return whether a line is a place and a date, perhaps without its year, as above a letter: no title."""
    words = line.shown.strip(" *_|")
    if len(words) > _LONGEST_BESIDE_DATE or not _DIGITS.search(words):
        return False
    return any((found := _beside_date(words, language)) and has_the_form_of_a_place(found[0]) for language in languages)


def _claims_of(line: Line, languages: Sequence[Language], head: Head) -> list[Claim]:
    if agencies := agency_line(line.shown, [language.code for language in languages]):
        return [claim_at(line, "byline", agency) for agency in agencies]
    for read in (_byline, _publisher_and_date, _date_alone):
        for language in languages:
            if claims := read(line, language):
                return claims
    if claims := site_claims(line, languages):
        return claims
    return _source_link(line, languages, head) if head.claims else []


def may_stand_in_a_head(line: Line, languages: Sequence[Language]) -> bool:
    """Return whether a line may make a claim in a head; whether a link does depends on the lines above it."""
    return bool(line.links or _claims_of(line, languages, Head()))


def _names_another_publisher(claims: Sequence[Claim], head: Head) -> bool:
    """Return whether a line *name, date* stands right under another one: the second names the source of the text."""
    last = head.site_lines[-1].start if head.site_lines else -1
    above = next((claim.value for claim in head.claims if claim.kind == "publisher" and claim.start == last), None)
    return above is not None and any(
        claim.kind == "publisher" and not same_publisher(claim.value, above) for claim in claims
    )


def _as_source(claims: Sequence[Claim]) -> list[Claim]:
    return [replace(claim, kind="source-link") for claim in claims if claim.kind == "publisher"]


def _byline(line: Line, language: Language) -> list[Claim]:
    phrases = language.phrases["byline"]
    if len(line.shown) > PARAGRAPH or not phrases.may_stand_in(line.shown.lower()):
        return []
    dated, shown = _without_leading_date(line, language)
    lowered = shown.lower()
    for phrase in phrases.phrases:
        found = phrase.expression.match(shown) if phrase.may_stand_in(lowered) else None
        if found and (found["names"][:1].isupper() or found["names"].startswith("dpa")):
            outlets = list(outlets_beside(_before_date(found["names"], language)))
            names = [name for name in _names_of_byline(line, found, language) if not _is_one_of(name, outlets)]
            named = [claim_at(line, "byline", outlet) for outlet in outlets]
            return [*dated, *claims_of_names(line, names), *named]
    return []


def _is_one_of(name: str, outlets: Sequence[str]) -> bool:
    return any(name == outlet or same_publisher(name, outlet) for outlet in outlets)


def byline_claims(line: Line, languages: Sequence[Language]) -> list[Claim]:
    """Return the claims of a line that is a byline, in any of some languages; none for another line."""
    if agencies := agency_line(line.shown, [language.code for language in languages]):
        return [claim_at(line, "byline", agency) for agency in agencies]
    return next((claims for language in languages if (claims := _byline(line, language))), [])


def _without_leading_date(line: Line, language: Language) -> tuple[list[Claim], str]:
    """Return the claim of a date, with the time, that stands before a byline, and the line with blanks in its place."""
    if not _DIGITS.search(line.shown):
        return [], line.shown
    found = re.match(rf"{language.calendar.pattern}[\s,|]*{_time_of_day(vocabulary())}[\s,|]*", line.shown)
    when = iso_date(found[0], language.calendar.months) if found else None
    if found is None or when is None:
        return [], line.shown
    return [claim_at(line, "published", when)], " " * found.end() + line.shown[found.end() :]


@cache
def _time_of_day(words: Vocabulary) -> str:
    return rf"(?:\d{{1,2}}:\d\d\s*(?:{one_of(words.dates.times)})?)?"


def _names_of_byline(line: Line, found: re.Match[str], language: Language) -> list[str]:
    """Return the names of a byline, linked or not, without a date or a rubric that follows them."""
    linked = [link.words for link in line.links if link.start >= line.start + found.start("names")]
    if linked:
        return linked
    words = vocabulary()
    names = _via(words).split(_before_date(found["names"], language))[0]
    if any(True for _ in outlets_beside(names)):
        names = without_outlets(names)
    return [name for name in _separate_names(names) if name.casefold() not in words.lines.rubrics]


def _before_date(names: str, language: Language) -> str:
    """Return what stands before the first date in a byline's names."""
    return re.split(language.calendar.pattern, names)[0] if _DIGITS.search(names) else names


@cache
def _via(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{one_of(words.persons.via)})\s+")


@cache
def _between_names(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:,|;|\||/|\b(?:{one_of(words.persons.between)})\b|&)\s*")


def _separate_names(names: str) -> list[str]:
    whole = names.strip(" .,;:|-\u2013—*_")
    parts = [part for part in _between_names(vocabulary()).split(whole) if part]
    return parts if len(parts) > 1 and all(is_person(part) or len(part) <= _LONGEST_NAME for part in parts) else [whole]


def claims_of_names(line: Line, names: Iterable[str]) -> list[Claim]:
    """Return the claims of a byline's names: an author each for people, a byline each for outlets."""
    named = [clean_name(name) for name in names]
    return [claim_at(line, "author" if is_person(name) else "byline", name) for name in named if name]


def _publisher_and_date(line: Line, language: Language) -> list[Claim]:
    """Return the claims of a line such as ``Global Research, October 22, 2012``, in either order."""
    words = line.shown.strip(" *_|")
    if len(words) > _LONGEST_BESIDE_DATE or not _may_hold_date(words, language):
        return []
    if any(map(leads_within_the_site, line.links)):  # *[Bengali](/bn/) — May 16, 2025*
        return _date_alone(line, language)
    found = _beside_date(words, language)
    when = iso_date(found[1], language.calendar.months) if found else None
    if found is None or when is None:
        return []
    name, published = clean_name(found[0]), claim_at(line, "published", when)
    if language.beside_dates.issuperset(_LETTERS.findall(found[0].casefold())):
        return [published]
    if _may_be_a_publisher(name):
        return [claim_at(line, "publisher", name), published]
    return [published] if has_the_form_of_a_place(name) else []


def _beside_date(words: str, language: Language) -> tuple[str, str] | None:
    """Return the name and the date that a line consists of, in either order."""
    date, found, ends = language.calendar.pattern, None, _WORDS.findall(words)
    if _may_be_of_a_date(ends[-1], language):
        article = rf"(?:(?i:{'|'.join(language.before_dates)})\s+)?" if language.before_dates else ""
        name = rf"(?P<name>[^\n]{{2,{_LONGEST_PLACE}}}?)"
        found = re.fullmatch(rf"{name}{_BETWEEN}(?:(?<=[\s,]){article})(?P<date>{date})\W*", words)
    if found is None and _may_be_of_a_date(ends[0], language):
        found = re.fullmatch(rf"(?P<date>{date}){_BETWEEN}(?P<name>[^\d\n][^\n]{{1,60}}?)\W*", words)
    return (found["name"], found["date"]) if found else None


def _may_hold_date(words: str, language: Language) -> bool:
    """Return whether a line holds what every date has: digits, and a month's name or marks between numbers."""
    if not _DIGITS.search(words):
        return False
    months = language.calendar.months
    return bool(_NUMERIC_DATE.search(words)) or any(word in months for word in _LETTERS.findall(words.casefold()))


def _may_be_of_a_date(word: str, language: Language) -> bool:
    """Return whether a word may be the first or the last of a date: a number, a month or a day of the week."""
    lowered = word.casefold()
    return word[0].isdigit() or lowered in language.calendar.months or lowered in language.calendar.weekdays


def _may_be_a_publisher(name: str) -> bool:
    words = name.split()
    short = len(name) <= _LONGEST_NAME and len(words) <= _MOST_WORDS
    if (
        words and words[-1].islower() and len(words[-1]) <= _LONGEST_PREPOSITION
    ):  # a sentence that goes on with the date
        return False
    return short and name[:1].isupper() and not name.endswith((":", ".")) and not _LIST_MARK.search(name)


def _date_alone(line: Line, language: Language) -> list[Claim]:
    words = line.words
    if len(words) > PARAGRAPH // 2 or not _may_hold_date(words, language):
        return []
    found = re.match(rf"(?:[^\W\d]+(?:\s[^\W\d]+)?\s?:?\s)?(?P<date>{language.calendar.pattern})", words)
    if found is None or len(words) - found.end() > _LONGEST_NAME // 2:
        return []
    when = iso_date(found["date"], language.calendar.months)
    return [claim_at(line, "published", when)] if when else []


def _source_link(line: Line, languages: Sequence[Language], head: Head) -> list[Claim]:
    """Return the claim of a line under the publisher's that is one linked name, perhaps with a date: the source."""
    after_publisher = any(claim.kind == "publisher" for claim in head.claims)
    if not after_publisher or len(line.links) != 1 or ":" in line.shown[: line.links[0].start - line.start]:
        return []
    if leads_within_the_site(line.links[0]):
        return []
    rest = line.words.replace(" ".join(line.links[0].words.split()), "", 1).strip(" ,|-\u2013—")
    name = clean_name(line.links[0].words)
    is_headline = name.rpartition(" ")[2].islower() and not is_known(name)  # *Reply to this comment*
    if is_headline or (rest and not _is_date(rest, languages)):
        return []
    return [claim_at(line, "source-link", name)]


def _is_date(words: str, languages: Sequence[Language]) -> bool:
    return bool(_DIGITS.search(words)) and any(re.fullmatch(language.calendar.pattern, words) for language in languages)
