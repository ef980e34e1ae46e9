"""A name where a credit's source would stand → whether it is none: what speaks against a source stands here.

A person behind *by*, a place (*in Islington, London*), a book with its publisher and year, a conference (*CVPR 2019*),
the page's own newsletter, the headline of another article, words of a link that are another text, and prose in scripts
without spaces. Two sentences say nothing of the text either: one that speaks of another text, and the one behind a
reference to a book.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.origin.credit_evidence import Evidence
from dedup.origin.credit_parts import says_only_when, words_of_dates
from dedup.origin.hosts import PROFILES, host_of
from dedup.origin.joined_clauses import PARTS, is_part_of_prose
from dedup.origin.linked_names import link_at
from dedup.origin.name_forms import is_nobody, is_person, names_a_licence
from dedup.origin.names import is_known

if TYPE_CHECKING:
    from dedup.origin.credit_evidence import Name
    from dedup.origin.credit_parts import Parts, Sentence

NEAR = 90
"""Characters between the two words that say together where a text stood first."""
_PLACE_BEHIND = re.compile(r"\s*,\s+(?!(?:Inc|LLC|Ltd|and|which|where|a|an|the|on)\b)[A-Z][a-z]+")
_PUBLISHER_AND_YEAR = re.compile(r"[\"”']?\s*\((?=[^()\n]*[A-Za-z])[^()\n]*\b(?:19|20)\d\d\)")
_CONFERENCE = re.compile(r"(?:[A-Z]{3,}|[A-Z][a-z]+[A-Z]+)\s?['\u2019]?(?:19|20)?\d\d")
_YEAR_ALONE = re.compile(r"\s+in\s+(?:19|20)\d\d\b")
_HEADLINE_BEHIND = re.compile(r"\s*:\s+(?!https?:|www\.)\S+\s+\S+\s+\S+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_RUBRIC_OR_BOOK = re.compile(
    r"/(?:category|categor[ií]a|categorie|kategorie|rubrik|rubrique|tags?)/|//(?:www\.)?(?:amzn\.to|amazon\.[a-z.]+)/"
)
"""What the address of a list of a site's own articles holds, or that of a book in a shop."""
_MOST_BEFORE_SURE, _MOST_BEFORE_UNSURE = 4, 1
"""Words that are no part of a credit and may stand before its name, by whether that is surely a publisher's."""
_LONGEST_BEHIND = 1_200
"""Characters behind a name that are looked at, as many as a sentence may have."""


def is_acceptable(sentence: Sentence, name: Name, *, by: bool = False) -> bool:
    """Return whether a name may be a source's; `by` says that it stands behind *by*."""
    refusals = (is_own, _names_nobody, _is_a_profile, _is_a_licence, _is_of_an_author, is_part_of_prose)
    if any(refuses(sentence, name) for refuses in refusals):
        return False
    if name.linked:
        is_phrase = by and " " in name.value and name.value.islower()
        return not is_phrase  # *in conjunction with the [milestones page](…)*
    behind = _behind(sentence, name)
    if _CONFERENCE.fullmatch(name.value) and not is_known(name.value):
        return False
    if (leads_to_a_headline(behind) and not _is_led_to(sentence, name)) or _is_book(sentence, behind):
        return False
    if by and ((name.of_writer and not _is_published(sentence, name)) or (not name.sure and _YEAR_ALONE.match(behind))):
        return False
    is_place = not name.sure and _PLACE_BEHIND.match(behind)
    return not is_place or says_only_when(behind[: sentence.end - name.end], sentence.language)  # *Name, Heft 12, 1929*


def speaks_of_another_text(sentence: Sentence, parts: Parts, at: int) -> bool:
    """Return whether what was published is another text: *This article is based on a study published in X*."""
    if parts.subject is None or parts.subject > at or not (found := sentence.find("another", start=parts.subject)):
        return False
    between = sentence.line.shown[parts.subject : found.start()]
    return found.end() <= at and sentence.words.small_words.fullmatch(between) is None


def is_behind_a_reference(sentence: Sentence) -> bool:
    """Return whether the line of a sentence opens with a reference: *Page 12: extract from Y. Reprinted from X*."""
    before = sentence.line.shown[: sentence.start]
    return re.match(rf"\W*{sentence.words.pattern('excerpt').pattern}", before, re.IGNORECASE) is not None


def is_far(sentence: Sentence, at: int, name: Name, most: int | None = None) -> bool:
    """Return whether more words than `most` that are no parts of a credit lead to a name: *Reprint or use of X*.

    Without `most` it depends on whether the name is surely a publisher's.
    """
    between = sentence.words.pattern(*PARTS).sub(" ", sentence.line.shown[at : max(at, name.start)])
    allowed = most if most is not None else _MOST_BEFORE_SURE if name.sure else _MOST_BEFORE_UNSURE
    dates = words_of_dates(sentence.language)
    return sum(word.casefold() not in dates for word in _FIRST_WORD.findall(between)) > allowed


def is_of_another_work(sentence: Sentence, said: str, name: Name) -> bool:
    """Return whether what is called an excerpt may be one of anything: *Excerpt from the cover of Harbour Tales*."""
    return name.evidence < Evidence.CALLED and sentence.words.stand_in(said, "excerpt")


def is_elsewhere(sentence: Sentence, name: Name) -> bool:
    """Return whether a refused name is a place or a book: what follows tells of it and names no source either."""
    behind = _behind(sentence, name)
    return _PLACE_BEHIND.match(behind) is not None or _is_book(sentence, behind)


def _behind(sentence: Sentence, name: Name) -> str:
    return sentence.line.shown[name.end : name.end + _LONGEST_BEHIND]


def is_own(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is the page's own by the words behind it, or no name but *my blog*."""
    words, lowered = sentence.words, name.value.lower()
    behind = sentence.line.shown[name.end :].lstrip(" \"'\u201d*_")
    begin, end = sentence.line.start + name.start, sentence.line.start + name.end
    held = (link for link in sentence.line.links if (link.start < end and begin < link.start) or name.linked)
    if any(link.start < end and begin < link.end and _RUBRIC_OR_BOOK.search(link.target) for link in held):
        return True
    if not name.linked and words.newsletter and words.pattern("newsletter").match(behind):
        return True
    if words.our and re.match(
        rf"\W{{0,3}}[,(–—-]\s*{words.pattern('our').pattern}", sentence.line.shown[name.end :], re.IGNORECASE
    ):
        return True
    return not name.linked and words.may_stand_in(lowered, "my") and bool(words.pattern("my").fullmatch(lowered))


def _names_nobody(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is another text (*this article*), a language, or a nickname (*@port*)."""
    words, roles = name.value, sentence.words
    is_text = roles.capital_nouns and not name.linked and roles.pattern("work").match(words)
    is_phrase = " " in words and words.islower() and not name.linked and not roles.joined and words.isascii()
    if (is_text or is_phrase or roles.pattern("photo").fullmatch(words)) and not is_known(words):
        return True  # *Aus dem Bericht der Kommission*, *Original [image](…)*, *"petit pont"*
    is_nickname = roles.joined and words.startswith("@")
    return is_nickname or roles.subject.fullmatch(words) is not None or words.casefold() in sentence.language.not_names


def _is_a_profile(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is a person's, linked to a page of that person where no texts stand."""
    link = link_at(sentence.line, name.start) if name.linked else None
    host = host_of(link.target) if link else None
    return host is not None and host.domain in PROFILES and is_person(name.value)


def _is_a_licence(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is a licence, or a link to one."""
    link = link_at(sentence.line, name.start)
    target = link.target if link else name.value
    return names_a_licence(target) or names_a_licence(name.value)


def leads_to_a_headline(behind: str) -> bool:
    """Return whether the words behind a name are a colon and a headline."""
    return _HEADLINE_BEHIND.match(behind) is not None


def _is_led_to(sentence: Sentence, name: Name) -> bool:
    """Return whether the headline behind a name may be the text's: *This article first appeared on X: The boat*."""
    subject = sentence.words.subject.match(sentence.line.shown, sentence.start, name.start)
    return subject is not None and sentence.find("first", "first_published") is not None


def _is_of_an_author(sentence: Sentence, name: Name) -> bool:
    """Return whether a name is said to have written a text, or employs its writer: *written by X from Y*.

    A name that is surely a publication's counts: *written by Reuters*; so does who produced a text.
    """
    words = sentence.words
    said = _said_before(sentence, name) if name.evidence < Evidence.CALLED else None
    if said is None or not words.stand_in(said[0], "authored") or words.stand_in(said[0], "provided"):
        return False
    return words.stand_in(sentence.line.shown[said.end() : name.start], "by")


def _said_before(sentence: Sentence, name: Name) -> re.Match[str] | None:
    """Return the last word before a name for what happened to the text."""
    said = [found for found in sentence.all("published", "first_published") if found.end() <= name.start]
    return said[-1] if said else None


def _is_published(sentence: Sentence, name: Name) -> bool:
    """Return whether *published*, and no word for writing, stands before a name: persons write, outlets publish."""
    if not sentence.find("first", "first_published") or is_nobody(name.value):
        return False
    said = _said_before(sentence, name)
    if said is None or sentence.words.stand_in(said[0], "authored"):
        return False
    between = sentence.line.shown[said.end() : name.start]
    return len(between) <= NEAR and not any(sign in between for sign in ",;")


def _is_book(sentence: Sentence, behind: str) -> bool:
    """Return whether the publisher and year of a book follow a name; *(May 2019)* is a date alone."""
    if re.match(rf"\s*+,?\s*+(?<=\s){sentence.words.pattern('book').pattern}", behind, re.IGNORECASE):
        return True
    found = _PUBLISHER_AND_YEAR.match(behind)
    words = _FIRST_WORD.search(found[0]) if found else None
    return words is not None and words[0].casefold() not in sentence.language.calendar.months
