"""The phrases of some languages → what a line must hold to be a candidate, as pattern sets for a whole column of texts.

The prefilter may accept too many lines, never too few: every line from which a reader would take a claim holds one of
the strings that are searched for. Lines are searched as they lie in memory, with their Markdown, so a line with a link
is a candidate for anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from dedup.kernels import searches as s
from dedup.kernels.lists import ODD_CAPITALS
from dedup.origin.credits import BEGIN_LINES, KINDS_OF_ROLES
from dedup.origin.lines import CLOSING, COPYRIGHT, CREDITS, HEAD, OPENING, SIDE, TAIL
from dedup.origin.names import publishers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dedup.origin.language import Language
    from dedup.origin.phrases import Phrase

_SITE_ROLES = ("licence", "notice", "author-note")
_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_ALSO_AN_I_OR_S = ("\u0130", "\u0131", "\u017f")
"""Characters that patterns take for an ASCII letter in any case, although they are none in lower case."""
_MOST_SPELLINGS = 64
_SHORTEST_WORD = 3
"""Letters of the shortest word that is worth searching."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Strings of which a line holds one; `whole` says what must not stand beside them, `exact` that case matters."""

    strings: frozenset[str]
    place: int = s.ANYWHERE
    whole: int = 0
    exact: bool = False


_WORD = s.WHOLE_BEFORE | s.WHOLE_AFTER
_LINK = _Group(frozenset({"](", "<"}))
_LIKE_ASCII = _Group(frozenset(_ALSO_AN_I_OR_S), exact=True)
_ODD = _Group(frozenset(ODD_CAPITALS), exact=True)
_BRACKETS = _Group(frozenset({"(", "/"}), s.EARLY)
_COPYRIGHT_SIGNS = _Group(frozenset({"\u00a9", "copyright", "(c)"}))


@dataclass(frozen=True, slots=True)
class LinePrefilter:
    """The pattern sets for the parts of a text.

    `heads` is for heads without the first paragraph, `openings` for heads with it, `tails` for tails, `closings` for
    tails with the line above them, and `credits` for whole texts.
    """

    heads: s.Search
    openings: s.Search
    tails: s.Search
    closings: s.Search
    credits: s.Search


@dataclass(slots=True)
class _Rules:
    """Rules in the making: groups of which a line must hold all, its shape, and the flags that it then has.

    One group of each rule, where all have some, is searched first: lines without any of these meet no rule.
    """

    groups: dict[_Group, int] = field(default_factory=dict)
    rules: list[tuple[frozenset[int], int]] = field(default_factory=list)
    gate: set[int] = field(default_factory=set)

    def add(self, flags: int, *groups: _Group, shape: Collection[int] = (), gate: _Group | None = None) -> None:
        numbers = {self.groups.setdefault(group, len(self.groups) + s.SHAPES) for group in groups}
        self.rules.append((frozenset(numbers | set(shape)), flags))
        if groups:
            self.gate.add(self.groups[gate or max(groups, key=_rarity)])

    def search(self, *, gated: bool = False, shaped: bool = False) -> s.Search:
        """Return the pattern set for all rules that were added."""
        patterns = [pattern for group, number in self.groups.items() for pattern in _patterns_of(group, number)]
        return s.search_for(patterns, self.rules, self.gate if gated else None, shaped=shaped)


def _rarity(group: _Group) -> tuple[bool, int, int]:
    """Return how rare the strings of a group are likely to be: those that open lines first, then long ones."""
    lengths = [len(string) for string in group.strings]
    return group.place == s.OPENS and min(lengths) > _SHORTEST_WORD, min(lengths), sum(lengths) // len(lengths)


def _patterns_of(group: _Group, number: int) -> Iterator[s.Sought]:
    for string in sorted(group.strings):
        written, whole = _few_spellings(string, group)
        for spelling in sorted(_spellings(written)) if not group.exact else [string]:
            yield s.Sought(spelling.encode(), number, group.place, whole)


def _few_spellings(string: str, group: _Group) -> tuple[str, int]:
    """Return a part of a string that has few spellings, and at which of its ends words may end."""
    ends = group.place in (s.ENDS, s.CLOSES)
    low, high = 0, len(string)
    while _count(string[low:high]) > _MOST_SPELLINGS:
        low, high = (low + 1, high) if ends else (low, high - 1)
    whole = group.whole
    if low > 0 or not _is_plain(string[0]):
        whole &= s.WHOLE_AFTER
    if high < len(string) or not _is_plain(string[-1]):
        whole &= ~s.WHOLE_AFTER
    return string[low:high], whole


def _is_plain(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _spellings(string: str) -> Iterator[str]:
    """Yield how a string may be written, where the case of ASCII letters does not matter."""
    return map("".join, product(*map(_cases, string)))


def _count(string: str) -> int:
    return prod(len(_cases(letter)) for letter in string)


@cache
def _cases(letter: str) -> str:
    if letter == "'":
        return _APOSTROPHES
    if letter.isascii():
        return letter.lower()
    return "".join(
        sorted({case for case in (letter, letter.lower(), letter.upper(), letter.title()) if len(case) == 1})
    )


@cache
def line_prefilter(languages: tuple[Language, ...]) -> LinePrefilter:
    """Return the prefilter of texts that are read in some languages."""
    return LinePrefilter(_heads(languages), _openings(), _tails(languages), _closings(), _credits(languages))


def _heads(languages: Sequence[Language]) -> s.Search:
    rules = _Rules()
    _add_edge(rules, SIDE, languages)
    rules.add(HEAD, _LINK)
    rules.add(HEAD, _LIKE_ASCII)
    rules.add(HEAD, _ODD)
    rules.add(HEAD, shape=(s.NUMERIC, s.YEAR, s.SHORT))
    for language in languages:
        months, days = frozenset(language.calendar.months), language.calendar.weekdays
        for place in (s.DATE_ENDS, s.DATE_OPENS):
            rules.add(HEAD, _Group(months, place, s.LETTERS_BEFORE | s.WHOLE_AFTER), shape=(s.YEAR, s.SHORT))
        for phrase in language.phrases["byline"].patterns:
            needs = _needs(phrase)
            rules.add(HEAD, *_beginning(phrase.begins), *needs)
            rules.add(HEAD, *needs, _Group(months | days, s.OPENS, _WORD), shape=(s.YEAR,))
            rules.add(HEAD, *needs, shape=(s.YEAR, s.DIGIT_FIRST))
    return rules.search(shaped=True)


def _tails(languages: Sequence[Language]) -> s.Search:
    rules = _Rules()
    _add_edge(rules, TAIL, languages)
    rules.add(TAIL | COPYRIGHT, _COPYRIGHT_SIGNS)
    return rules.search(gated=all(groups for groups, _ in rules.rules))


def _add_edge(rules: _Rules, flags: int, languages: Sequence[Language]) -> None:
    """Add rules for site lines at an edge of a text; a line with a link may be anything."""
    for group in (_LINK, _LIKE_ASCII, _ODD):
        rules.add(flags, group)
    for language in languages:
        for role in _SITE_ROLES:
            for phrase in language.phrases[role].patterns:
                opening = _opening(phrase) if phrase.anchored else ()
                rules.add(flags, *opening, *_needs(phrase))


def _openings() -> s.Search:
    """Return the pattern set of agencies' marks beside a bracket or a slash; of several words the first long one."""
    rules = _Rules()
    for mark in publishers().marks:
        words = mark.lower().split()
        first = next((number for number, word in enumerate(words) if len(word) > _SHORTEST_WORD), 0) if words[1:] else 0
        place = s.EARLY if first else s.CREDITS
        rules.add(OPENING, _BRACKETS, _Group(frozenset({words[first]}), place, _WORD), gate=_BRACKETS)
    return rules.search(gated=True)


def _closings() -> s.Search:
    """Return the pattern set of agencies' marks at the end of a line; of several words the last one."""
    rules = _Rules()
    for mark in publishers().marks:
        words = mark.lower().split()
        rules.add(CLOSING, _Group(frozenset({words[-1]}), s.ENDS if words[1:] else s.CLOSES, _WORD))
    return rules.search()


def _credits(languages: Sequence[Language]) -> s.Search:
    rules = _Rules()
    stems_of_all = {stem for language in languages for role in KINDS_OF_ROLES for stem in language.phrases[role].stems}
    if odd := {letter for letter in ODD_CAPITALS if any(letter.lower() in stem for stem in stems_of_all)}:
        rules.add(CREDITS, _Group(frozenset(odd), exact=True))
    for language in languages:
        for role in KINDS_OF_ROLES:
            if not language.phrases[role].stems:
                continue
            stems = _Group(frozenset(language.phrases[role].stems))
            rules.add(CREDITS, stems, _LINK, gate=stems)
            rules.add(CREDITS, stems, _LIKE_ASCII, gate=stems)
            for phrase in language.phrases[role].patterns:
                place = s.OPENS if role in BEGIN_LINES else s.BEGINS if phrase.anchored else None
                opening = () if place is None else _beginning(phrase.begins, place)
                rules.add(CREDITS, stems, *opening, *_needs(phrase), gate=stems)
    return rules.search(gated=True)


def _beginning(words: frozenset[str] | None, place: int = s.OPENS) -> tuple[_Group, ...]:
    return () if words is None else (_Group(words, place, _WORD),)


def _opening(phrase: Phrase) -> tuple[_Group, ...]:
    """Return what a phrase that has to begin its line begins with: words, or names and words that follow early."""
    return (*_beginning(phrase.begins), *_beginning(phrase.after_names, s.EARLY))


def _needs(phrase: Phrase) -> tuple[_Group, ...]:
    """Return the strings that a phrase needs, without short ones and without those that it begins with."""
    first = phrase.begins or phrase.after_names or frozenset("*")
    others = [one for one in phrase.needs if not (phrase.anchored and first.issubset(one))]
    long = [one for one in others if min(map(len, one)) >= _SHORTEST_WORD]
    chosen = others if not long and len(others) == len(phrase.needs) else long
    return tuple(_Group(frozenset(one), whole=_WORD) for one in chosen)
