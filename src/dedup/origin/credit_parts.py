"""A sentence → the parts of a credit that it has: what it speaks of, and whether it opens its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from dedup.origin.credit_words import CreditWords
    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.vocabulary import Vocabulary

LONGEST_OPENING, LONGEST_LINE = 140, 420
"""Characters before what opens a credit without a subject, and of the longest line of which every sentence counts."""
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_JOINED_OPENING = 14
"""Characters among which a sentence speaks of the text, in scripts without spaces."""
_COPULA = re.compile(r"\S\s*[-–—]\s*$")
"""What stands before *this is* where it speaks of something else: *X — this is a translation of Y*."""
AROUND = " \t.,()[]*_|>\"'\u201c\u201d\u2013\u2014-\u00a9«»:：。（）"
"""Signs that stand around a credit and are no part of it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a line, and the language that it is read in; `edge` says that it stands in the head or tail.

    `lowered` is the sentence in lower case, with its Markdown.
    """

    line: Line
    start: int
    end: int
    language: Language
    edge: bool
    lowered: str

    @property
    def words(self) -> CreditWords:
        """The words of the language's credits."""
        return self.language.credit

    def find(self, *lists: str, start: int | None = None) -> re.Match[str] | None:
        """Return the first word of some lists in the sentence."""
        if not self.words.may_stand_in(self.lowered, *lists):
            return None
        return self.words.pattern(*lists).search(self.line.shown, self.start if start is None else start, self.end)

    def all(self, *lists: str, start: int | None = None) -> list[re.Match[str]]:
        """Return all words of some lists in the sentence."""
        if not self.words.may_stand_in(self.lowered, *lists):
            return []
        first = self.start if start is None else start
        return list(self.words.pattern(*lists).finditer(self.line.shown, first, self.end))


@dataclass(frozen=True, slots=True)
class Parts:
    """What a sentence speaks of, and whether it opens with the parts of a credit.

    `subject` is the end of the words for the text itself, None where there are none. `begins_line` says that nothing
    but small words stands before the sentence in its line.
    """

    subject: int | None
    subject_start: int
    begins_line: bool


def parts_of(sentence: Sentence) -> Parts:
    """Return the parts of a sentence."""
    words, shown = sentence.words, sentence.line.shown
    last = min(sentence.end, sentence.start + _LONGEST_JOINED_OPENING) if words.joined else sentence.end
    subject = words.subject.search(shown, sentence.start, last)
    opening = words.opening_subject.match(shown, sentence.start, sentence.end)
    begins = not shown[: sentence.start].strip(AROUND) or len(shown) <= LONGEST_LINE
    if subject and (_COPULA.search(shown, sentence.start, subject.start()) or _is_within(sentence, subject.start())):
        subject = None
    if subject is None and opening and begins and sentence.edge:
        subject = opening
    return Parts(subject.end() if subject else None, subject.start() if subject else sentence.start, begins)


def _is_within(sentence: Sentence, at: int) -> bool:
    """Return whether a sentence speaks of something in the text named at a place: *the code in this article*."""
    words, before = sentence.words, sentence.line.shown[sentence.start : at].rstrip()
    if _ends_with_writer(vocabulary(), genitive=words.capital_nouns).search(before):
        return True
    if words.joined or words.attached or words.verb_last:
        return False
    return _ends_with_preposition(words).search(before) is not None


@cache
def _ends_with_writer(words: Vocabulary, *, genitive: bool) -> re.Pattern[str]:
    """Return the pattern of who wrote the text, before the words for it: *the author of*, *der Verfasser*."""
    between = r"(?:\s+[^\W\d_]{1,4})?" if genitive else r"\s+[^\W\d_]{1,4}"
    return re.compile(rf"\b(?:{one_of(words.persons.nobody)}){between}$", re.IGNORECASE)


@cache
def _ends_with_preposition(words: CreditWords) -> re.Pattern[str]:
    """Return the pattern of a word and a preposition at the end of what stands before something: *the code in*."""
    return re.compile(rf"(?<=[\w)*_]) +{words.pattern('in_').pattern}$", re.IGNORECASE)


def speaks_of_text(sentence: Sentence, parts: Parts, role: re.Match[str] | int) -> bool:
    """Return whether a sentence speaks of the text, before or behind what it says, or opens its line with it."""
    at = role if isinstance(role, int) else role.start()
    if parts.subject is not None:
        return True
    if not sentence.edge or not parts.begins_line or at - sentence.start > LONGEST_OPENING:
        return False
    before = without_label(sentence.line.shown[sentence.start : at])
    return sentence.words.small_words.fullmatch(before) is not None


def without_label(words: str) -> str:
    """Return the words before a credit without the label that opens them: *Editor's note:*, *Source:*."""
    return _source_label(vocabulary()).sub("", without_note(words))


def without_note(words: str) -> str:
    """Return words without the label of a note that opens them: *Editor's note:*."""
    return _note(vocabulary()).sub("", words)


@cache
def _note(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"^[\w' ]{{0,20}}(?:{one_of(words.lines.notes)})[\w' ]{{0,20}}[:：]\s*", re.IGNORECASE)


@cache
def _source_label(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of(words.lines.source)})\s?[:：]\s*", re.IGNORECASE)


def says_only_when(words: str, language: Language) -> bool:
    """Return whether words behind a name are nothing, or a date or the number of an issue: *no. 3, May 2019*."""
    if not words.strip(AROUND):
        return True
    known = words_of_dates(language)
    said = [word.casefold() for word in _LETTERS.findall(words)]
    return any(map(str.isdigit, words)) and all(word in known for word in said)


@cache
def words_of_dates(language: Language) -> frozenset[str]:
    """Return the words of dates and of the numbers of issues."""
    calendar, dates = language.calendar, vocabulary().dates
    listed = (*calendar.months, *calendar.weekdays, *language.beside_dates, *language.before_dates)
    listed = (*listed, *language.credit.issue)
    words = (*listed, *dates.links, *dates.day_endings, *dates.times, *vocabulary().names.articles)
    return frozenset(part for word in words for part in _LETTERS.findall(word.casefold()))


def names_or_opens(sentence: Sentence, parts: Parts, role: re.Match[str]) -> bool:
    """Return whether a sentence speaks of the text by a word for it, or opens its line with what it says."""
    before = sentence.line.shown[sentence.start : role.start()]
    return speaks_of_text(sentence, parts, role) and (
        parts.subject is not None
        or not before.strip(AROUND)
        or sentence.words.stand_in(before, "work", "own_work", "text")
    )


def is_of_a_picture(sentence: Sentence, parts: Parts, at: int) -> bool:
    """Return whether a word for a picture or for data stands before what a sentence says, outside its subject."""
    for found in sentence.all("photo"):
        if found.start() <= at and not (parts.subject and parts.subject_start <= found.start() < parts.subject):
            return True
    return False
