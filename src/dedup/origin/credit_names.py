"""A place in a line where a credit names its source → the name: a link, an address, a quotation or capitalised words.

The words of a link that says only *here* or *my blog* name nobody; then the host that it leads to is the name. Scripts
without capitals have no sign of a name but its place, so that it is what stands between the parts of the credit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.hosts import host_of
from dedup.origin.name_forms import (
    UPPER,
    begins_with_capital_article,
    clean_name,
    name_patterns,
    shows_a_publication,
)
from dedup.origin.names import is_known, without_article
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.credit_words import CreditWords
    from dedup.origin.language import Language
    from dedup.origin.lines import Line, Link
    from dedup.origin.vocabulary import Vocabulary

LONGEST_NAME = 90
_LONGEST_RUN, _MOST_WORDS = 24, 5
"""Characters of a name in a script without capitals and spaces, and words of one in a script without capitals."""
_BEFORE_NAME = re.compile(r"(?:\s*+[:：\"“”„»«\u2018'《『「【(（\[*_>|–—-]){0,8}+\s*+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s,;)\]，。；）】<>]+|(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s,;)\]，。）]*)?(?![\w@])", re.IGNORECASE
)
_QUOTED = re.compile(r"[“„»«\"《『「‹〈＜<]\s*+([^“”„»«\"《》『』「」〈〉＜＞<>\n]{2,60}?)\s*+[”“«»\"》』」›〉＞>]")
_CASELESS = (
    ("\u0590", "\u0eff"),
    ("\u1100", "\u11ff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uac00", "\ud7af"),
)
"""The first and the last letters of scripts without capitals."""
_BLANK_BETWEEN = re.compile(r"(?<=[\u3040-\u9fff])\s+")
"""A blank behind a letter of East Asia, where nothing but signs and line ends parts words."""
_END_OF_RUN = re.compile(r"[\s]*[,.;:!?،؛。、，；：！？।()（）\[\]【】|\"“”«»《》「」『』〈〉<>＜＞\n–—]|\s{3}")
_DATE_IN_DIGITS = re.compile(
    r"(?:\d{2,4}\s*[年년./-]\s*)?\d{1,2}\s*[月월./-]\s*\d{1,2}\s*[日일号號]?\s*(?:に|에|付|刊)?|\d{4}\s*[年년]"
)
_NUMBER = re.compile(r"(?<=\s)\d")
_ISSUE = re.compile(
    r"(?<=[^\d\s])\s*(?:\d{4}\s*[年년]?\s*)?(?:[春夏秋冬]|봄|여름|가을|겨울|\d{1,2}\s*[月월](?:\s*\d{1,2}\s*[日일])?|(?i:vol\.?|no\.?|第|제)?\s?\d{1,4})\s*"
    r"[号號호期][)）]?\s*$"
)
"""The issue behind the name of a magazine, before what says that a text stood in it: 『航海』2019年5月号."""
_NUMBER_OF_ISSUE = r"\d[\d/.–-]*(?:,?\s*\([^()\n]{1,30}\))?,?"
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\w+/(?=https?://)")
_LETTERS = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(rf"(?<!\w)[{UPPER}]")
_NAMELESS = ("my", "original", "source", "published", "work", "first")
"""The lists of words that are no name where they are all of a link."""
_ACRONYM = re.compile(rf"[{UPPER}][{UPPER}0-9&.-]{{2,}}")


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands in the shown line; `sure` says that it shows that it is a publisher's."""

    value: str
    start: int
    end: int
    sure: bool
    linked: bool = False


def name_after(line: Line, at: int, words: CreditWords, language: Language, role_end: int = 0) -> Name | None:
    """Return the name that stands at a place of a line, perhaps behind *the magazine* or *the May issue of*.

    A link that holds the place `role_end` is not about the name.
    """
    begin = at + len(_BEFORE_NAME.match(line.shown, at)[0])  # type: ignore[index]
    ahead = line.shown[begin:].lower()
    may_be_edition = words.may_stand_in(ahead, "edition")
    edition = _edition(words).match(line.shown, begin) if may_be_edition else None
    numbered = edition is not None and edition[0].rstrip()[-1:].isdigit()
    capital = _CAPITAL.search(line.shown, begin, edition.end()) if edition and not numbered else None
    if edition and capital and not words.capital_nouns:
        named = _name_at(line, capital.start(), words, language, role_end)
        if named and named.end > edition.end():
            return named
    if own := _own_page(line, begin, words):
        return own
    if edition:
        name = _name_at(line, edition.end(), words, language, role_end)
        if name is None or (name.value.islower() and not name.sure):
            return _edition_as_name(line, begin, words) or name
        return replace(name, sure=True)
    if dated := _dated(language).match(line.shown, begin):
        begin = dated.end()
    if name := _name_at(line, begin, words, language, role_end):
        return name
    may_be_further = (may_be_edition or "(" in ahead) and not words.pattern("my").match(line.shown, begin)
    further = _further_edition(words).match(line.shown, begin) if may_be_further else None
    return _name_at(line, further.end(), words, language, role_end) if further else None


def _own_page(line: Line, at: int, words: CreditWords) -> Name | None:
    """Return the link or the address right behind *my blog*: *on my blog: https://…*."""
    found = _my_page(words).match(line.shown, at)
    if found is None:
        return None
    if (link := link_at(line, found.end())) and link.start >= line.start + found.end() - 1:
        return linked_name(line, link, words)
    address = _ADDRESS.match(line.shown, found.end())
    return _address(address) if address else None


@cache
def _my_page(words: CreditWords) -> re.Pattern[str]:
    """Return the pattern of *my blog* and what stands before its address."""
    mine = words.pattern("my").pattern
    return re.compile(rf"{name_patterns().any_article}{mine}[\s:(,<\u2013-]{{1,4}}", re.IGNORECASE)


@cache
def _dated(language: Language) -> re.Pattern[str]:
    """Return the pattern of a day or month of a year before a name: *the June 5 Lakeside Gazette*."""
    months = one_of(language.calendar.months)
    return re.compile(rf"{name_patterns().any_article}(?i:{months})\.?\s+\d{{1,4}}(?:,?\s+\d{{4}})?,?\s+(?=[{UPPER}])")


@cache
def _edition(words: CreditWords) -> re.Pattern[str]:
    """Return the pattern of what stands between a preposition and a name: *the magazine*, *issue 45 of the review*."""
    article, before = name_patterns().any_article, _before_number(words)
    number = rf"(?:{before})?{_NUMBER_OF_ISSUE}"
    issues = (entry.rsplit(maxsplit=1) for entry in words.edition if " " in entry and not words.joined)
    numbered = [rf"{re.escape(issue)}\s+{number}\s+{re.escape(of)}(?!\w)" for issue, of in issues]
    edition = f"(?:{'|'.join([words.pattern('edition').pattern, *numbered, rf'(?:{before}){_NUMBER_OF_ISSUE}'])})"
    ahead = rf"{article}{edition}(?!\.\w)\s*[:：]?\s*(?:{number}\s+)?(?:{words.pattern('from_').pattern}\s*)?"
    return re.compile(rf"(?:{ahead})+[\"“„«»《『「']*", re.IGNORECASE)


def _before_number(words: CreditWords) -> str:
    """Return the pattern of what stands before the number of an issue: *no. 45*, *№ 45*."""
    return rf"{words.pattern('issue').pattern}[.°º]*\s*|[#№]\s*"


def has_issue_behind(words: CreditWords, behind: str) -> bool:
    """Return whether the number of an issue follows a name: *, no. 45, May 2019*."""
    return re.match(rf"[\s,;:(–—-]{{0,3}}(?:{_before_number(words)})\d", behind, re.IGNORECASE) is not None


def is_called_a_publication(words: CreditWords, before: str) -> bool:
    """Return whether the words between what a credit says and a name call it one: *in issue 45 of the review*."""
    return words.may_stand_in(before.lower(), "edition") and _edition(words).search(before) is not None


def _edition_as_name(line: Line, at: int, words: CreditWords) -> Name | None:
    """Return a name that begins with the word for what it is, and goes on in small letters: *Blog del lago*."""
    if not line.shown[at].isupper():
        return None
    stop = re.compile(rf"[,.;:!?()|\n]|\s{words.pattern('by').pattern}|$").search(line.shown, at)
    run = line.shown[at : stop.start()].rstrip() if stop else ""
    is_name = 1 < len(run.split()) <= _MOST_WORDS and not any(map(str.isdigit, run))  # *Heft 4/2018* is an issue
    return _named(run, at, at + len(run), quoted=True) if is_name else None


@cache
def _further_edition(words: CreditWords) -> re.Pattern[str]:
    """Return the pattern of what leads to a name from further away: *the May issue of*, *the (Salem, Ore.)*."""
    issues = words.pattern("edition").pattern
    return re.compile(
        rf"{name_patterns().any_article}(?:\([^()\n]{{1,40}}\)\s*|(?:[^.;:\n]|(?<=\d)\.){{0,60}}?{issues}\s*(?:\([^()\n]{{1,40}}\)\s*)?)[\"“„«»']*",
        re.IGNORECASE,
    )


def _name_at(line: Line, at: int, words: CreditWords, language: Language, role_end: int) -> Name | None:
    at += len(_BEFORE_NAME.match(line.shown, at)[0])  # type: ignore[index]
    if words.joined and (date := _DATE_IN_DIGITS.match(line.shown, at)):
        at = date.end() + len(_BEFORE_NAME.match(line.shown, date.end())[0])  # type: ignore[index]
    if (link := link_at(line, at)) and not _holds(line, link, role_end):
        return linked_name(line, link, words)
    if address := _ADDRESS.match(line.shown, at):
        return _address(address)
    if (quoted := _QUOTED.match(line.shown, at - 1)) and at:
        return _named(quoted[1], quoted.start(1), quoted.end(1), quoted=True)
    if is_caseless(line.shown[at : at + 1]):
        return _caseless(line, at, words, language)
    return _capitalised(line, at, language)


def _holds(line: Line, link: Link, at: int) -> bool:
    return link.start <= line.start + at <= link.end and at > 0


def _address(found: re.Match[str]) -> Name | None:
    value = found[0].rstrip(".,;:'\"")
    return Name(value, found.start(), found.start() + len(value), sure=True) if host_of(value) else None


def addresses_in(line: Line, begin: int, end: int) -> Iterator[Name]:
    """Yield the whole addresses, with their scheme, in a part of a line."""
    for found in _ADDRESS.finditer(line.shown, begin, end):
        if "//" in found[0] and (name := _address(found)):
            yield name


def _named(words: str, start: int, end: int, *, quoted: bool = False) -> Name | None:
    value = clean_name(words)
    if len(value) < 2 or not any(map(str.isalpha, value)):  # noqa: PLR2004 - one letter is no name
        return None
    return Name(value, start, end, sure=quoted or is_sure(value))


def is_sure(value: str) -> bool:
    """Return whether a name shows that it is a publisher's: it is known, an address, of its words or an acronym."""
    shows = is_known(value) or shows_a_publication(value) or begins_with_capital_article(value)
    return bool(shows or _ACRONYM.fullmatch(value) or is_caseless(value[:1]))


def is_caseless(letter: str) -> bool:
    """Return whether a letter is of a script without capitals."""
    return any(first <= letter <= last for first, last in _CASELESS)


def _caseless(line: Line, at: int, words: CreditWords, language: Language) -> Name | None:
    """Return the name in a script without capitals that begins at a place: up to a sign or a word that ends names.

    The words before a link may say that it leads to the writer's own page: 我的 [部落格](https://…).
    """
    if words.joined and line.shown.startswith(tuple(language.not_names), at):
        return None
    stop = _END_OF_RUN.search(line.shown, at)
    end = stop.start() if stop else len(line.shown)
    link = next((one for one in line.links if at < one.start - line.start < end), None)
    if link:
        before = line.shown[at : link.start - line.start].strip(" [")
        if words.pattern("our", "my").fullmatch(before) or words.pattern("my").fullmatch(before + link.words):
            return host_of_link(line, link)
    if words.joined and (blank := _BLANK_BETWEEN.search(line.shown, at, end)):
        end = blank.start()
    whole = line.shown[at:end].rstrip()
    is_outlet = is_known(whole) or (words.joined and whole.endswith(vocabulary().outlets.endings))
    if not is_outlet and (found := words.pattern("stops").search(line.shown, at + 1, end)):
        end = found.start()
    end = min(end, at + (_LONGEST_RUN if words.joined else 3 * _LONGEST_RUN))
    run = line.shown[at:end].rstrip()
    if not words.joined and len(run.split()) > _MOST_WORDS:
        run = " ".join(run.split()[:3])
    return _named(run, at, at + len(run)) if run else None


def _capitalised(line: Line, at: int, language: Language) -> Name | None:
    if issue := _issue(vocabulary()).match(line.shown, at):
        at = issue.end()
        if link := link_at(line, at):
            return linked_name(line, link, language.credit)
    patterns = name_patterns()
    if found := patterns.name.match(line.shown, at):
        if _is_no_name(found[0], line.shown, at, language):
            return None
        end = _before_date(line.shown, at, found.end(), language)
        return _named(line.shown[at:end], at, end)
    found = patterns.lone_word.match(line.shown, at)
    if (
        found is None
        or found[0] in (*language.not_names, *language.calendar.months)
        or found[0] in _bare(vocabulary())
        or (" " in found[0] and not is_known(clean_name(found[0])))
    ):
        return None
    if language.credit.pattern("edition", "my", "stops", "work", "our").match(found[0]):
        return None
    return _named(found[0], at, found.end())


def link_at(line: Line, at: int) -> Link | None:
    """Return the link in which a place of the shown line lies, or that begins right behind it."""
    return next((link for link in line.links if link.start - 2 <= line.start + at < link.end), None)


def linked_name(line: Line, link: Link, words: CreditWords) -> Name | None:
    """Return the name that a link gives: its words, or its host where they name nobody."""
    start, end = link.start - line.start, link.end - line.start
    said = " ".join(link.words.split())
    plain = said.strip(" *_\"“”„«»'.,:;()[]").casefold()
    nameless = plain in vocabulary().names.links or (
        words.may_stand_in(plain, *_NAMELESS) and words.pattern(*_NAMELESS).fullmatch(without_article(plain))
    )
    nameless = nameless or (words.joined and words.pattern("published", "again").search(said) is not None)
    name = clean_name(said)
    if not nameless and len(said) <= LONGEST_NAME and any(map(str.isalpha, name)):
        return Name(name, start, end, sure=True, linked=True)
    return host_of_link(line, link)


def host_of_link(line: Line, link: Link) -> Name | None:
    """Return the host that a link leads to, as a name."""
    target = _ARCHIVED.sub("", link.target)
    if host_of(target) is None:
        return None
    hosts = (part.lstrip("/").split("/")[0] for part in reversed(target.split("://")))
    address = next(filter(None, hosts))
    return Name(address, link.start - line.start, link.end - line.start, sure=True, linked=True)


def name_before(line: Line, end: int, begin: int, words: CreditWords, language: Language) -> Name | None:
    """Return the name that ends at a place of a line, not before `begin`."""
    at = end
    while at > begin and line.shown[at - 1] in " \"”“»«》』」'*_)）":
        at -= 1
    link = next((one for one in line.links if one.start < line.start + at <= one.end + 1), None)
    if link:
        return linked_name(line, link, words)
    near = max(begin, at - LONGEST_NAME)
    for address in _ADDRESS.finditer(line.shown, near, at):
        if address.end() == at:
            return _address(address)
    if at < end and (quoted := [one for one in _QUOTED.finditer(line.shown, near, end) if one.end(1) == at]):
        return _named(quoted[-1][1], quoted[-1].start(1), at, quoted=True)
    if at > begin and (is_caseless(line.shown[at - 1]) or words.joined):
        return _caseless_before(line, at, near, language)
    for found in name_patterns().name.finditer(line.shown, near, at):
        if found.end() == at and not _is_no_name(found[0], line.shown, found.start(), language):
            return _named(found[0], found.start(), at)
    return None


def _caseless_before(line: Line, at: int, near: int, language: Language) -> Name | None:
    words = language.credit
    if (issue := _ISSUE.search(line.shown, near, at)) and issue.start() > near:
        at = issue.start()
        if quoted := [one for one in _QUOTED.finditer(line.shown, near, at) if one.end() == at]:
            return _named(quoted[-1][1], quoted[-1].start(1), quoted[-1].end(1), quoted=True)
    signs = [found.end() for found in _END_OF_RUN.finditer(line.shown, near, at)]
    stops = [found.end() for found in words.pattern("stops").finditer(line.shown, near, at) if found.end() < at]
    dates = [found.end() for found in _DATE_IN_DIGITS.finditer(line.shown, near, at)]
    start = max((near, *signs, *stops, *dates))
    while start < at and line.shown[start].isspace():
        start += 1
    if words.joined and (by := words.pattern("by").match(line.shown, start, at)):
        start = by.end()
    run = line.shown[start:at]
    if run in language.not_names or run.endswith(_titles_behind(vocabulary())):
        return None
    if not run or len(run) > 3 * _LONGEST_RUN or len(run.split()) > _MOST_WORDS:
        return None
    return _named(run, start, at)


@cache
def _titles_behind(words: Vocabulary) -> tuple[str, ...]:
    """Return the titles of persons that stand behind a name, in scripts without capitals: ノイマン博士."""
    return tuple(title for title in words.persons.titles if is_caseless(title[0]))


def _is_no_name(name: str, shown: str, at: int, language: Language) -> bool:
    first = name.split(maxsplit=1)[0].casefold().strip(".,'")
    dated = re.match(language.calendar.pattern, shown[at:]) or not any(map(str.isalpha, name))
    dated = dated or all(word in language.calendar.months for word in _LETTERS.findall(clean_name(name).casefold()))
    is_article = first in vocabulary().names.articles and " " in name
    unnamed = first in language.not_names and not is_article and not is_known(clean_name(name))
    return bool(dated) or unnamed or name.casefold() in _bare(vocabulary())


def _before_date(shown: str, at: int, end: int, language: Language) -> int:
    """Return where a name ends before a date whose day it would hold: *Terre & Nature le 1 février*."""
    if not any(map(str.isdigit, shown[at:end])):
        return end
    dates = (
        re.compile(language.calendar.pattern).match(shown, digit.start()) for digit in _NUMBER.finditer(shown, at, end)
    )
    begin = next((date.start() for date in dates if date and date.end() > end), end)
    name = shown[at:begin].rstrip()
    before, *last = name.rsplit(maxsplit=1) or [""]
    names = vocabulary().names
    leads_to_date = bool(last) and last[0].casefold() in (*names.articles, *names.within)  # *La Stampa del 3 maggio*
    return at + len((before if leads_to_date else name).rstrip(" ,"))


@cache
def _issue(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of what stands before the name of a publication: *the May issue of*."""
    issues = one_of(words.names.issues).replace(r"\ ", r"\s+")
    return re.compile(rf"{name_patterns().article}[^.;\n]{{0,40}}?\b(?:{issues})\s+", re.IGNORECASE)


@cache
def _bare(words: Vocabulary) -> frozenset[str]:
    """Return the words that begin names and are no name by themselves."""
    names, persons = words.names, words.persons
    return frozenset(
        map(str.casefold, (*names.articles, *names.optional_articles, *names.abbreviated, *persons.titles))
    )
