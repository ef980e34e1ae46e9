"""A name where a credit's source would stand → whether it is none: what speaks against a source stands here.

A person behind *by*, a place (*in Islington, London*), a book with its publisher and year, the page's own newsletter,
the headline of another article, words of a link that are another text, and prose in scripts without spaces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.origin.credit_parts import says_only_when
from dedup.origin.joined_clauses import is_whole_credit
from dedup.origin.name_forms import is_nobody

if TYPE_CHECKING:
    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_parts import Sentence

NEAR = 90
"""Characters between the two words that say together where a text stood first."""
_PLACE_BEHIND = re.compile(r"\s*,\s+(?!(?:Inc|LLC|Ltd|and|which|where|a|an|the|on)\b)[A-Z][a-z]+")
_BOOK_BEHIND = re.compile(
    r"[\"”']?\s*\((?=[^()\n]*[A-Za-z])[^()\n]*\b(?:19|20)\d\d\)|\s*+,?\s*+(?<=\s)(?:Press|Books|Verlag|Publishers)\b"
)
_YEAR_ALONE = re.compile(r"\s+in\s+(?:19|20)\d\d\b")
_HEADLINE_BEHIND = re.compile(r"\s*:\s+(?!https?:|www\.)\S+\s+\S+\s+\S+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_BEHIND = 1_200
"""Characters behind a name that are looked at, as many as a sentence may have."""


def is_acceptable(sentence: Sentence, name: Name, *, by: bool = False) -> bool:
    """Return whether a name may be a source's; `by` says that it stands behind *by*."""
    if is_own(sentence, name) or _names_nobody(sentence, name.value) or not is_whole_credit(sentence, name):
        return False
    if name.linked:
        return True
    behind = _behind(sentence, name)
    if (leads_to_a_headline(behind) and not _is_led_to(sentence, name)) or _is_book(sentence, behind):
        return False
    if by and ((name.of_writer and not _is_published(sentence, name)) or (not name.sure and _YEAR_ALONE.match(behind))):
        return False
    is_place = not name.sure and _PLACE_BEHIND.match(behind)
    return not is_place or says_only_when(behind[: sentence.end - name.end], sentence.language)  # *Name, Heft 12, 1929*


def is_elsewhere(sentence: Sentence, name: Name) -> bool:
    """Return whether a refused name is a place or a book: what follows tells of it and names no source either."""
    behind = _behind(sentence, name)
    return _PLACE_BEHIND.match(behind) is not None or _is_book(sentence, behind)


def _behind(sentence: Sentence, name: Name) -> str:
    return sentence.line.shown[name.end : name.end + _LONGEST_BEHIND]


def is_own(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is the page's own by the words behind it, or no name but *my blog*."""
    words, lowered = sentence.words, name.value.lower()
    if words.our and re.match(
        rf"\W{{0,3}}[,(–—-]\s*{words.pattern('our').pattern}", sentence.line.shown[name.end :], re.IGNORECASE
    ):
        return True
    return not name.linked and words.may_stand_in(lowered, "my") and bool(words.pattern("my").fullmatch(lowered))


def _names_nobody(sentence: Sentence, words: str) -> bool:
    """Return whether a name is another text (*this article*), a language, or a nickname (*@port*)."""
    is_nickname = sentence.words.joined and words.startswith("@")
    is_text = sentence.words.subject.fullmatch(words) is not None
    return is_nickname or is_text or words.casefold() in sentence.language.not_names


def leads_to_a_headline(behind: str) -> bool:
    """Return whether the words behind a name are a colon and a headline."""
    return _HEADLINE_BEHIND.match(behind) is not None


def _is_led_to(sentence: Sentence, name: Name) -> bool:
    """Return whether the headline behind a name may be the text's: *This article first appeared on X: The boat*."""
    subject = sentence.words.subject.match(sentence.line.shown, sentence.start, name.start)
    return subject is not None and sentence.find("first", "first_published") is not None


def _is_published(sentence: Sentence, name: Name) -> bool:
    """Return whether *published*, and no word for writing, stands before a name: persons write, outlets publish."""
    if not sentence.find("first", "first_published") or is_nobody(name.value):
        return False
    said = [found for found in sentence.all("published", "first_published") if found.end() <= name.start]
    if not said or sentence.words.stand_in(said[-1][0], "authored"):
        return False
    between = sentence.line.shown[said[-1].end() : name.start]
    return len(between) <= NEAR and not any(sign in between for sign in ",;")


def _is_book(sentence: Sentence, behind: str) -> bool:
    """Return whether the publisher and year of a book follow a name; *(May 2019)* is a date alone."""
    found = _BOOK_BEHIND.match(behind)
    words = _FIRST_WORD.search(found[0]) if found else None
    return words is not None and words[0].casefold() not in sentence.language.calendar.months
