"""A place in a line where a credit names its source → the name: a link, an address, a quotation or capitalised words.

What leads to the name, *the magazine* or *the May issue of*, is passed over. Names in scripts without capitals are read
in `dedup.origin.caseless_names`, those of links in `dedup.origin.linked_names`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.caseless_names import DATE_IN_DIGITS, QUOTED, caseless_after, caseless_before
from dedup.origin.credit_evidence import Evidence, named
from dedup.origin.editions import day_before, edition_at, further_edition
from dedup.origin.linked_names import ADDRESS, LONGEST_NAME, address_of, link_at, linked_name, own_page, page_of
from dedup.origin.name_forms import QUOTES, UPPER, clean_name, is_caseless, name_patterns
from dedup.origin.names import article_patterns, is_known
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_words import CreditWords
    from dedup.origin.language import Language
    from dedup.origin.lines import Line, Link
    from dedup.origin.vocabulary import Vocabulary

_MOST_WORDS = 5
_BEFORE_NAME = re.compile(r"(?:\s*+[:：\"“”„»«\u2018'《『「【(（\[*_`>|–—-]){0,8}+\s*+")
_END_OF_NAME = r"[,.;:!?()|\n]"
_NO_NAMES = ("edition", "my", "stops", "work", "our", "in_", "by", "from_")
"""The lists of words that are no name where one word in small letters stands in its place."""
_NUMBER = re.compile(r"(?<=\s)\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_CAPITAL_LAST = re.compile(rf"(?<!\w)[{UPPER}]\w+\s+$")
"""What an edition ends with where it begins the name: *in May in Website Harbour*."""
_CAPITAL = re.compile(rf"(?<!\w)[{UPPER}]")


def name_after(line: Line, at: int, words: CreditWords, language: Language, role_end: int = 0) -> Name | None:
    """Return the name that stands at a place of a line, perhaps behind *the magazine* or *the May issue of*.

    A link that holds the place `role_end` is not about the name. Of *Jo Roe's blog* with an address it is that.
    """
    name = _name_after(line, at, words, language, role_end)
    return name and (page_of(line, name, words) or name)


def _name_after(line: Line, at: int, words: CreditWords, language: Language, role_end: int) -> Name | None:
    shown, begin = line.shown, _behind_signs(line.shown, at)
    if quoted := _article_and_quote(vocabulary()).match(shown, begin):
        begin = _behind_signs(shown, quoted.end())
    edition = edition_at(words, shown, begin)
    if edition and not any(map(str.isdigit, edition[0])) and not words.capital_nouns:
        capital = _CAPITAL.search(shown, begin, edition.end())
        name = _name_at(line, capital.start(), words, language, role_end) if capital else None
        if name and name.end > edition.end():
            return name  # the word is a part of the name: *Magazine of the Harbour*
    if own := own_page(line, begin, words):
        return own
    if edition:
        name = _name_at(line, edition.end(), words, language, role_end)
        if name is None or (name.value.islower() and not name.sure):
            return _edition_as_name(line, begin, words) or name
        return name.called()
    if dated := day_before(language).match(shown, begin):
        begin = dated.end()
    if name := _name_at(line, begin, words, language, role_end):
        return name
    further = further_edition(words, shown, begin)
    last = _CAPITAL_LAST.search(shown, begin, further.end()) if further and not words.capital_nouns else None
    return _name_at(line, last.start() if last else further.end(), words, language, role_end) if further else None


def _behind_signs(shown: str, at: int) -> int:
    return at + len(_BEFORE_NAME.match(shown, at)[0])  # type: ignore[index]


@cache
def _article(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?:{article_patterns(words.names.articles)[0]})\s+\[?", re.IGNORECASE)


@cache
def _article_and_quote(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of an article before a quotation mark: *on the `port.example` website*."""
    return re.compile(rf"(?:{article_patterns(words.names.articles)[0]})\s+(?=[{QUOTES}`])", re.IGNORECASE)


def _edition_as_name(line: Line, at: int, words: CreditWords) -> Name | None:
    """Return a name that begins with the word for what it is, and goes on in small letters: *Blog del lago*."""
    if not line.shown[at].isupper():
        return None
    stop = re.compile(rf"{_END_OF_NAME}|\s{words.pattern('by').pattern}|$").search(line.shown, at)
    run = line.shown[at : stop.start()].rstrip() if stop else ""
    is_name = 1 < len(run.split()) <= _MOST_WORDS and not any(map(str.isdigit, run))  # *Heft 4/2018* is an issue
    return named(run, at, at + len(run), Evidence.CALLED) if is_name else None


def _name_at(line: Line, at: int, words: CreditWords, language: Language, role_end: int) -> Name | None:
    shown, at = line.shown, _behind_signs(line.shown, at)
    if words.joined and (date := DATE_IN_DIGITS.match(shown, at)):
        at = _behind_signs(shown, date.end())
    if (link := link_at(line, at)) and not _holds(line, link, role_end):
        return linked_name(line, link, words)
    if address := ADDRESS.match(shown, at):
        return address_of(address)
    if (quoted := QUOTED.match(shown, at - 1)) and at:
        return named(quoted[1], *quoted.span(1), Evidence.CALLED)
    if is_caseless(shown[at : at + 1]):
        return caseless_after(line, at, words, language)
    name = _capitalised(line, at, language)
    return _whole_link(line, at, name, words, role_end) or name


def _whole_link(line: Line, at: int, name: Name | None, words: CreditWords, role_end: int) -> Name | None:
    """Return the name that a link behind an article gives, of which capitals show a part: *the [openFDA blog](…)*."""
    article = _article(vocabulary()).match(line.shown, at)
    link = link_at(line, article.end() if article else at)
    said = _LETTERS.findall(link.words) if link else []
    if link is None or link.start < line.start + at or not said or _holds(line, link, role_end):
        return None
    ends, end = words.pattern("edition").fullmatch(said[-1]) is not None, link.end - line.start
    if name is None or name.start >= end:
        return linked_name(line, link, words) if ends and len(said) <= _MOST_WORDS else None
    rest = words.pattern("edition").sub("", line.shown[name.end : end].removeprefix("'s"))
    is_cut = any(map(str.isalnum, rest)) and (ends or said[-1][0].isupper()) and len(said) <= 2 * _MOST_WORDS
    return linked_name(line, link, words) if is_cut else None


def _holds(line: Line, link: Link, at: int) -> bool:
    return link.start <= line.start + at <= link.end and at > 0


def _capitalised(line: Line, at: int, language: Language) -> Name | None:
    """Return the name in capitalised words that begins at a place, or the one small word there."""
    if found := name_patterns().name.match(line.shown, at):
        end = _before_date(line.shown, at, found.end(), language)
        return None if _is_no_name(found[0], line.shown, at, language) else named(line.shown[at:end], at, end)
    if found := name_patterns().lone_word.match(line.shown, at):
        word = found[0]
        if word in (*language.not_names, *language.calendar.months) or word in _bare(vocabulary()):
            return None
        if " " in word and not is_known(clean_name(word)):
            return None
        if not language.credit.pattern(*_NO_NAMES).match(word):
            return named(word, at, found.end())
    return None


def name_before(line: Line, end: int, begin: int, words: CreditWords, language: Language) -> Name | None:
    """Return the name that ends at a place of a line, not before `begin`."""
    at = end
    while at > begin and line.shown[at - 1] in " \"”“»«》』」'*_)）":
        at -= 1
    link = next((one for one in line.links if one.start < line.start + at <= one.end + 1), None)
    if link:
        return linked_name(line, link, words)
    near = max(begin, at - LONGEST_NAME)
    for address in ADDRESS.finditer(line.shown, near, at):
        if address.end() == at:
            return address_of(address)
    if at < end and (quoted := [one for one in QUOTED.finditer(line.shown, near, end) if one.end(1) == at]):
        return named(quoted[-1][1], quoted[-1].start(1), at, Evidence.CALLED)
    if at > begin and (is_caseless(line.shown[at - 1]) or words.joined):
        return caseless_before(line, at, near, language)
    for found in name_patterns().name.finditer(line.shown, near, at):
        if found.end() == at and not _is_no_name(found[0], line.shown, found.start(), language):
            return named(found[0], found.start(), at)
    return None


def _is_no_name(name: str, shown: str, at: int, language: Language) -> bool:
    """Return whether capitalised words are a date, an issue or an article alone, or begin with no name's word."""
    first = name.split(maxsplit=1)[0].casefold().strip(".,'")
    if re.match(language.calendar.pattern, shown[at:]) or not any(map(str.isalpha, name)):
        return True
    edition = language.credit.pattern("edition")
    said = _LETTERS.findall(clean_name(name).casefold())
    if all(word in language.calendar.months or edition.fullmatch(word) for word in said):
        return True  # *the Summer/Fall 2011 issue of*
    is_article = first in vocabulary().names.articles and " " in name
    unnamed = first in language.not_names and not is_article and not is_known(clean_name(name))
    return unnamed or name.casefold() in _bare(vocabulary())


def _before_date(shown: str, at: int, end: int, language: Language) -> int:
    """Return where a name ends before a date whose day it would hold: *Terre & Nature le 1 février*."""
    if not any(map(str.isdigit, shown[at:end])):
        return end
    if dated := _month_and_year(language).search(shown, at, end):
        return at + len(shown[at : dated.start()].rstrip(" ,"))
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
def _month_and_year(language: Language) -> re.Pattern[str]:
    """Return the pattern of a month and a year at the end of a name: *Harbour Gazette July 1998*."""
    return re.compile(rf"(?<=\w)[ ,]+(?:{one_of(language.calendar.months)})\.?\s+(?:19|20)\d\d$", re.IGNORECASE)


@cache
def _bare(words: Vocabulary) -> frozenset[str]:
    """Return the words that begin names and are no name by themselves."""
    names, persons = words.names, words.persons
    return frozenset(
        map(str.casefold, (*names.articles, *names.optional_articles, *names.abbreviated, *persons.titles))
    )
