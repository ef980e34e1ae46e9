"""The marks of news agencies → which agencies a credit such as *APA/sda/dpa* or *D. N. B.* names.

Long marks are read in any case and without their full stops, short ones as they are listed, because *pa* is a word of
many languages. In old newspapers, which are set in columns, all marks are read in any case, and the marks of agencies
that have ended are read only there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from dedup.origin.lines import goes_beyond_latin
from dedup.origin.publisher_lists import agencies

_SHORT_MARK = 4
"""Letters of the longest mark that is read only as it is listed."""
_LAST_OF_OLD = 1960
"""The year from which the marks of agencies that ended are read in any text."""
_LONGEST_PART = 16
_BETWEEN = re.compile(r"\s*(?:[/,;&+=＝|]|\s[-–—]\s|\s(?:and|und|et|y|e|og|och|en|i|и|і)\s)\s*")
_ALL_BETWEEN = re.compile(r"[\s/,;&+=＝|–—-]+")
_LAST_WORD = re.compile(r"([^\s/()\[\],;:\u2013\u2014-]+?)[\W_]*$")
_WORD = re.compile(r"[^\s/()\[\],;:|\u2013\u2014-]+")
_FIRST_WORD = re.compile(r"[\W_]*([^\s/()\[\],;:|\u2013\u2014-]+)")
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, eq=False)
class AgencyMarks:
    """The marks that are read in texts of some languages: `exact` as they are listed, `plain` in any case."""

    exact: dict[str, str]
    plain: dict[str, str]

    @cached_property
    def last_words(self) -> frozenset[str]:
        """The last word of each mark, in lower case, without signs behind it."""
        return frozenset(_last_word(mark) for mark in self.exact)

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first word of each mark, in lower case."""
        return frozenset(_first_word(mark) for mark in self.exact)

    def begin(self, words: str) -> bool:
        """Return whether some words begin with the first word of a mark."""
        return _first_word(words) in self.first_words

    @cached_property
    def _joined(self) -> tuple[str, ...]:
        """The marks in scripts without spaces, which other words may stand right beside."""
        return tuple(mark for mark in self.exact if max(mark) >= "\u3000")

    def may_stand_in(self, words: str) -> bool:
        """Return whether a mark may stand in some words: they hold the first word of one."""
        if any(word.lower().rstrip(".") in self.first_words for word in _WORD.findall(words)):
            return True
        return not words.isascii() and any(mark in words for mark in self._joined)

    def end(self, words: str) -> bool:
        """Return whether some words end with the last word of a mark."""
        return _last_word(words) in self.last_words

    def agency_of(self, words: str) -> str | None:
        """Return the agency whose mark some words are; None for other words."""
        return self.exact.get(words) or self.plain.get(_plain(words))

    def agencies_in(self, words: str, *, only: bool = False) -> list[str]:
        """Return the agencies that a credit names, each once; empty where it says more than marks.

        A newspaper's own mark may stand beside them (*AFP, Impar.*), unless there have to be `only` agencies.
        """
        words = words.strip(" .,:;*_\u00a9")
        if whole := self.agency_of(words):
            return [whole]
        patterns = (_BETWEEN, _ALL_BETWEEN) if self._may_be_joined(words) else (_BETWEEN,)
        for between in patterns:
            parts = [part.strip(" .,*_") for part in between.split(words) if part.strip(" .,*_")]
            found = [agency for agency in map(self.agency_of, parts) if agency]
            others = len(parts) - len(found)
            if found and others <= (0 if only else len(found)) and all(len(part) <= _LONGEST_PART for part in parts):
                return list(dict.fromkeys(found))
        return []

    @staticmethod
    def _may_be_joined(words: str) -> bool:
        """Return whether hyphens or spaces may stand between marks: *ats-afp*, *東京 8日 ロイター*."""
        return "-" in words or goes_beyond_latin(words)


@cache
def agency_marks(codes: frozenset[str], *, old: bool = False) -> AgencyMarks:
    """Return the marks that are read in texts of some languages; `old` for those of newspapers set in columns."""
    exact: dict[str, str] = {}
    plain: dict[str, str] = {}
    for agency in reversed(agencies()):  # of two agencies with one mark the first in the file has it
        if not agency.is_read_in(codes) or (0 < agency.ended <= _LAST_OF_OLD and not old):
            continue
        for mark in agency.marks:
            exact[mark] = agency.name
            if old or len(_plain(mark)) > _SHORT_MARK:
                plain[_plain(mark)] = agency.name
    return AgencyMarks(exact, plain)


@cache
def _plain(words: str) -> str:
    return _NO_LETTERS.sub("", words.casefold())


def _first_word(words: str) -> str:
    found = _FIRST_WORD.match(words)
    return found[1].lower().rstrip(".") if found else ""


def _last_word(words: str) -> str:
    found = _LAST_WORD.search(words)
    return found[1].lower() if found else ""
