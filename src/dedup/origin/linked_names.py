"""A link or an address in a line → the name that it gives: its words, or its host where they name nobody.

The words of a link that says only *here* or *my blog* name nobody, and neither does the headline of an article.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from dedup.origin.credit_evidence import Evidence, evidence_of, linked
from dedup.origin.hosts import host_of, path_of
from dedup.origin.lines import leads_within_the_site
from dedup.origin.name_forms import clean_name, holds_a_word_of_outlets, name_patterns
from dedup.origin.names import is_known, without_article
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_words import CreditWords
    from dedup.origin.lines import Line, Link

LONGEST_NAME = 90
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s,;)\]，。；）】<>]+|(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s,;)\]，。]*)?(?![\w@])", re.IGNORECASE
)
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\w+/(?=https?://)")
_NAMELESS = ("my", "original", "source", "published", "work", "first")
"""The lists of words that are no name where they are all of a link."""
_MOST_WORDS = 3
"""Words of a link that may be a publisher's name although nothing shows that it is one."""
_SHORT_WORD = 3
_EAST_ASIAN = re.compile("[\u3040-\u9fff]")
_LETTERS_OF_A_WORD, _LONGEST_EAST_ASIAN = 3, 10
"""Letters of East Asia that say as much as a word, or more; characters of a name with such letters."""
_PAGE_OF = re.compile(r"\s*'s?\s+(?:own |personal )?")
"""What stands between a name and a word for the page of who bears it."""
_HEADLINE_SIGN = re.compile(r":\s|[?!]$")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST_TOLD, _SHARE_TOLD = 3, 0.7
"""Words of a headline that its address repeats, and their least share."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}")
"""A headline as addresses have it."""


def link_at(line: Line, at: int) -> Link | None:
    """Return the link in which a place of the shown line lies, or that begins right behind it."""
    return next((link for link in line.links if link.start - 2 <= line.start + at < link.end), None)


def linked_name(line: Line, link: Link, words: CreditWords) -> Name | None:
    """Return the name that a link gives: its words, or its host where they name nobody."""
    said = _without_role(" ".join(unescape(link.words).split()), words)
    name = clean_name(said)
    if not _names_nobody(said, words) and len(said) <= LONGEST_NAME and any(map(str.isalpha, name)):
        return linked(name, link.start - line.start, link.end - line.start)
    return host_of_link(line, link)


def _without_role(said: str, words: CreditWords) -> str:
    """Return the words of a link without what they begin with and is no name: *su Wired*, *published on Wired*."""
    for pattern in _leading(words):
        found = pattern.match(said) if said[:1].islower() and not words.joined else None
        said = said[found.end() :].lstrip() if found and said[found.end() : found.end() + 1] == " " else said
    issue = _issue_behind(words).search(said)
    return said[: issue.start()] if issue else said


@cache
def _leading(words: CreditWords) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of what words of a link may begin with: what happened, a preposition, an edition.

    Where names have cases, what stands behind an edition is no name by itself: *блоге Пристани*.
    """
    edition = rf"{name_patterns().any_article}{words.pattern('edition').pattern}"
    editions = () if words.verb_last else (re.compile(edition, re.IGNORECASE),)
    return words.pattern("published", "again"), words.pattern("in_", "from_"), *editions


@cache
def _issue_behind(words: CreditWords) -> re.Pattern[str]:
    """Return the pattern of the number of an issue behind a name: *Harbour Gazette no. 3 2019*."""
    return re.compile(rf"(?<=\w)[,\s]+{words.pattern('issue').pattern}\.?\s*\d[\d\s./-]*$", re.IGNORECASE)


def _names_nobody(said: str, words: CreditWords) -> bool:
    plain = said.strip(" *_\"“”„«»'.,:;()[]").casefold()
    if words.joined and words.pattern("published", "again").search(said):
        return True
    return plain in vocabulary().names.links or (
        words.may_stand_in(plain, *_NAMELESS)
        and words.pattern(*_NAMELESS).fullmatch(without_article(plain)) is not None
    )


def host_of_link(line: Line, link: Link) -> Name | None:
    """Return the host that a link leads to, as a name."""
    target = _ARCHIVED.sub("", link.target)
    if host_of(target) is None:
        return None
    hosts = (part.lstrip("/").split("/")[0] for part in reversed(target.split("://")))
    return linked(next(filter(None, hosts)), link.start - line.start, link.end - line.start)


def address_of(found: re.Match[str] | None) -> Name | None:
    """Return the name that an address in a line is."""
    value = found[0].rstrip(".,;:'\"") if found else ""
    return linked(value, found.start(), found.start() + len(value)) if found and host_of(value) else None


def addresses_in(line: Line, begin: int, end: int) -> Iterator[Name]:
    """Yield the whole addresses, with their scheme, in a part of a line."""
    for found in ADDRESS.finditer(line.shown, begin, end):
        if "//" in found[0] and (name := address_of(found)):
            yield name


def own_page(line: Line, at: int, words: CreditWords) -> Name | None:
    """Return the link or the address right behind *my blog*: *on my blog: https://…*."""
    found = _my_page(words).match(line.shown, at)
    if found is None:
        return None
    if (link := link_at(line, found.end())) and link.start >= line.start + found.end() - 1:
        name = linked_name(line, link, words)
        return without_headline(line, name) if name else None
    return address_of(ADDRESS.match(line.shown, found.end()))


def page_of(line: Line, name: Name, words: CreditWords) -> Name | None:
    """Return the page of somebody whose name it follows: *Jo Roe's [blog](address)*, *Jo's blog port.example*."""
    possessive = line.shown.find("'", max(name.start, name.end - 2), name.end)
    found = _PAGE_OF.match(line.shown, possessive if possessive >= 0 else name.end)
    edition = words.pattern("edition").match(line.shown, found.end()) if found else None
    if edition is None:
        return None
    if (link := link_at(line, edition.start())) and edition.end() >= link.end - line.start:
        return host_of_link(line, link)
    at = edition.end() + len(line.shown[edition.end() :]) - len(line.shown[edition.end() :].lstrip(" [(,:"))
    if (link := link_at(line, at)) and host_of(link.words):
        return host_of_link(line, link)
    return address_of(ADDRESS.match(line.shown, at))


@cache
def _my_page(words: CreditWords) -> re.Pattern[str]:
    """Return the pattern of *my blog* and what stands before its address."""
    mine = words.pattern("my").pattern
    return re.compile(rf"{name_patterns().any_article}{mine}[\s:(,<\u2013-]{{1,4}}", re.IGNORECASE)


def without_headline(line: Line, name: Name) -> Name | None:
    """Return the name of a link: its host where its words are a headline; none of a headline on the same site."""
    link = link_at(line, name.start)
    if link is None or is_known(name.value):
        return name
    if leads_within_the_site(link):
        return None
    words = len(name.value.split()) + len(_EAST_ASIAN.findall(name.value)) // _LETTERS_OF_A_WORD
    may_be_name = (words <= _MOST_WORDS and not reads_as_a_headline(line, name)) or (
        words <= 2 * _MOST_WORDS and holds_a_word_of_outlets(name.value) and not _SLUG.fullmatch(name.value)
    )
    return name if may_be_name and not _HEADLINE_SIGN.search(name.value) else host_of_link(line, link)


def _is_told_by_its_address(words: str, address: str) -> bool:
    """Return whether the path of an address repeats the words of a link, as those of articles do."""
    said = {word for word in _LETTERS.findall(words.casefold()) if len(word) > _SHORT_WORD}
    path = set(_LETTERS.findall(path_of(address).casefold()))
    return len(said) >= _LEAST_TOLD and len(said & path) >= _SHARE_TOLD * len(said)


def reads_as_a_headline(line: Line, name: Name) -> bool:
    """Return whether the words of a link are too long for a name, or end in small letters and the host has none."""
    value, link = name.value, link_at(line, name.start)
    words = value.split()
    if is_known(value):
        return False
    if _may_only_be_a_headline(value):
        return True
    if link is None or len(words) == 1:
        return False
    if _is_told_by_its_address(value, link.target):
        return True
    if words[0].islower() or not words[-1].islower() or evidence_of(value) >= Evidence.WORDS:
        return False
    return not any(word.casefold() in link.target.casefold() for word in words if len(word) > _SHORT_WORD)


def _may_only_be_a_headline(value: str) -> bool:
    """Return whether words have a form that no names have: a sentence with a colon, a slug, many letters of Asia."""
    if _HEADLINE_SIGN.search(value) and len(value.split()) > _MOST_WORDS:
        return True
    is_long = _EAST_ASIAN.search(value) is not None and len(value) > _LONGEST_EAST_ASIAN
    return is_long or _SLUG.fullmatch(value) is not None
