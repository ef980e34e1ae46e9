"""The phrases of some languages → the strings that a candidate line must contain, as pattern sets.

The prefilter may accept too many lines, never too few: every line from which a reader would take a claim contains one
of the strings. Lines are searched as they lie in memory, with their Markdown, so a line with a link is a candidate for
any claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from dedup.kernels.patterns import (
    SHAPES,
    LinePosition,
    LineShape,
    Pattern,
    PatternSet,
    WordBoundary,
    pattern_set,
)
from dedup.kernels.stopwords import ODD_CAPITALS
from dedup.origin.agency_marks import agency_marks
from dedup.origin.lines import CLOSING, COPYRIGHT, CREDITS, HEAD, OPENING, SIDE, TAIL
from dedup.origin.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dedup.origin.agency_marks import AgencyMarks
    from dedup.origin.language import Language
    from dedup.origin.phrases import Phrase

_SITE_ROLES = ("licence", "notice", "author-note")
_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_ALSO_AN_I_OR_S = ("\u0130", "\u0131", "\u017f")
"""Characters that a regular expression takes for an ASCII letter where case is ignored, although they are not ASCII."""
_MOST_SPELLINGS = 64
_SHORTEST_WORD = 3
"""The number of letters of the shortest word that is worth a search."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Strings of which a line must contain one; `exact` says that their case matters."""

    strings: frozenset[str]
    position: LinePosition = LinePosition.ANYWHERE
    boundaries: WordBoundary = WordBoundary.NONE
    exact: bool = False


_WORD = WordBoundary.WORD_START | WordBoundary.WORD_END
_LINK = _Group(frozenset({"](", "<"}))
_LIKE_ASCII = _Group(frozenset(_ALSO_AN_I_OR_S), exact=True)
_ODD = _Group(frozenset(ODD_CAPITALS), exact=True)
_BRACKETS = _Group(frozenset({"(", "/", "[", "\u3010", "\uff08", "\u7535"}), LinePosition.EARLY)
_BRACKETS_BEFORE_DASHES = _Group(frozenset({")", "/", "]", "\u3011", "\uff09"}), LinePosition.EARLY_BEFORE_DASH)
_TAGS = _Group(frozenset({"<"}), LinePosition.EARLY)
_SENT = _Group(frozenset({"\u7535"}), LinePosition.EARLY)
_FIRST_BRACKET = _Group(frozenset({"("}), LinePosition.LINE_START)
_BAR = _Group(frozenset({"|"}), LinePosition.EARLY)
_DASHES = _Group(frozenset({"\u2013", "\u2014", "- ", "|"}), LinePosition.EARLY)
_ITEM_NUMBERS = _Group(frozenset({":0", ":1", ":2", ":3"}))
_COPYRIGHT_SIGNS = _Group(frozenset({"\u00a9", "copyright", "(c)"}), boundaries=_WORD)


@dataclass(frozen=True, slots=True)
class LinePrefilter:
    """The pattern sets for the parts of a text.

    `heads` is for heads without the first paragraph, `openings` and `first_words` for heads with it, `items` for whole
    texts, `tails` for tails, `closings` for tails with the line above them, and `credits` for whole texts;
    `short_credits` is for their short lines.
    """

    heads: PatternSet
    openings: PatternSet
    first_words: PatternSet
    items: PatternSet
    tails: PatternSet
    closings: PatternSet
    credits: PatternSet
    short_credits: PatternSet


@dataclass(slots=True)
class _RuleBuilder:
    """Rules: the groups that a line must contain a string of, its shape, and the flags that it then has.

    The filter searches for one group of each rule: a line without any of these meets no rule.
    """

    groups: dict[_Group, int] = field(default_factory=dict)
    rules: list[tuple[frozenset[int], int]] = field(default_factory=list)
    filtered: set[int] = field(default_factory=set)

    def add(self, flags: int, *groups: _Group, shape: Collection[int] = (), filtered: _Group | None = None) -> None:
        """Add a rule; `filtered` is the group of the filter, by default the rarest group. A group may be empty."""
        if not all(group.strings for group in groups):
            return
        numbers = {self.groups.setdefault(group, len(self.groups) + SHAPES) for group in groups}
        self.rules.append((frozenset(numbers | set(shape)), flags))
        if groups:
            self.filtered.add(self.groups[filtered or max(groups, key=_rarity)])

    def patterns(self, *, filtered: bool = False, shaped: bool = False) -> PatternSet:
        """Return the pattern set of all rules that were added."""
        patterns = [pattern for group, number in self.groups.items() for pattern in _patterns_of(group, number)]
        return pattern_set(patterns, self.rules, self.filtered if filtered else None, shaped=shaped)


def _rarity(group: _Group) -> tuple[bool, int, int]:
    """Return how rare the strings of a group probably are: strings that open lines are the rarest, then long ones."""
    lengths = [len(string) for string in group.strings]
    shortest = min(lengths)
    return group.position == LinePosition.LINE_START, shortest, sum(lengths) // len(lengths)


def _patterns_of(group: _Group, number: int) -> Iterator[Pattern]:
    for string in sorted(group.strings):
        if string.isascii() and "'" not in string:  # as most are
            bounds = group.boundaries if string.isalnum() else _boundaries(string, 0, len(string), group)
            yield Pattern(string.lower().encode(), number, group.position, bounds)
            continue
        written, boundaries = _few_spellings(string, group)
        for spelling in sorted(_spellings(written)) if not group.exact else [string]:
            yield Pattern(spelling.encode(), number, group.position, boundaries)


def _few_spellings(string: str, group: _Group) -> tuple[str, WordBoundary]:
    """Return a part of a string that has few spellings, and its word boundaries."""
    ends = group.position in (LinePosition.LINE_END, LinePosition.CLOSING_CREDIT)
    low, high = 0, len(string)
    while _count(string[low:high]) > _MOST_SPELLINGS:
        low, high = (low + 1, high) if ends else (low, high - 1)
    return string[low:high], _boundaries(string, low, high, group)


def _boundaries(string: str, low: int, high: int, group: _Group) -> WordBoundary:
    """Return the word boundaries of a part of a string."""
    boundaries = group.boundaries
    if low > 0 or not _is_plain(string[0]):
        boundaries &= WordBoundary.WORD_END
    if high < len(string) or not _is_plain(string[-1]):
        boundaries &= ~WordBoundary.WORD_END
    return boundaries


def _is_plain(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _spellings(string: str) -> Iterator[str]:
    """Yield the spellings of a string, with ASCII letters in lower case."""
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


class _Marks(NamedTuple):
    """Words of the marks of agencies, in lower case: the first ones, the last ones, and what lines begin with."""

    first: frozenset[str]
    last: frozenset[str]
    beginnings: frozenset[str]


@cache
def line_prefilter(languages: tuple[Language, ...], others: tuple[Language, ...] = ()) -> LinePrefilter:
    """Return the prefilter of texts that are read in some languages, and in others by which they are searched as well.

    Marks of agencies that are read in the others too are left to these.
    """
    known = _marks_of(others) if others else _Marks(frozenset(), frozenset(), frozenset())
    marks = _Marks(*(words - searched for words, searched in zip(_marks_of(languages), known, strict=True)))
    return LinePrefilter(
        _heads(languages, marks),
        _openings(marks),
        _first_words(marks),
        _items(marks),
        _tails(languages, marks),
        _closings(marks),
        _credits(languages, short=False),
        _credits(languages, short=True),
    )


def _marks_of(languages: Sequence[Language]) -> _Marks:
    marks = agency_marks(frozenset(language.code for language in languages))
    return _Marks(marks.first_words, marks.last_words, _beginnings(marks))


def _beginnings(marks: AgencyMarks) -> frozenset[str]:
    """Return the first word of each agency's mark, or the first two where the first one is an article."""
    found = set(marks.first_words)
    for article in found.intersection(vocabulary().names.articles):
        found.remove(article)
        found.update(" ".join(mark.lower().split()[:2]) for mark in marks.exact if mark.lower().split()[0] == article)
    return frozenset(found)


def _heads(languages: Sequence[Language], marks: _Marks) -> PatternSet:
    rules = _RuleBuilder()
    _add_site_lines(rules, SIDE, languages)
    rules.add(HEAD, _LINK)
    rules.add(HEAD, _LIKE_ASCII)
    rules.add(HEAD, _ODD)
    rules.add(HEAD, shape=(LineShape.NUMERIC, LineShape.YEAR, LineShape.SHORT))
    by = frozenset(map(str.lower, vocabulary().persons.by))
    rules.add(HEAD, _Group(marks.beginnings, LinePosition.LINE_START, _WORD), shape=(LineShape.SHORT,))
    behind = _Group(marks.beginnings, LinePosition.EARLY, _WORD)
    rules.add(HEAD, _Group(by, LinePosition.LINE_START, _WORD), behind, shape=(LineShape.SHORT,))
    for language in languages:
        months, days = frozenset(language.calendar.months), language.calendar.weekdays
        for position in (LinePosition.DATE_END, LinePosition.DATE_START):
            month = _Group(months, position, WordBoundary.NOT_AFTER_LETTER | WordBoundary.WORD_END)
            rules.add(HEAD, month, shape=(LineShape.YEAR, LineShape.SHORT))
        for phrase in language.phrases["byline"].phrases:
            needs = _needs(phrase)
            rules.add(HEAD, *_beginning(phrase.begins), *needs)
            dated = (*_beginning(phrase.begins, LinePosition.ANYWHERE), *needs)
            rules.add(HEAD, *dated, _Group(months | days, LinePosition.LINE_START, _WORD), shape=(LineShape.YEAR,))
            rules.add(HEAD, *dated, shape=(LineShape.YEAR, LineShape.DIGIT_FIRST))
    return rules.patterns(shaped=True)


def _tails(languages: Sequence[Language], marks: _Marks) -> PatternSet:
    rules = _RuleBuilder()
    _add_site_lines(rules, TAIL, languages)
    rules.add(TAIL | COPYRIGHT, _COPYRIGHT_SIGNS)
    numbered = frozenset(f"{word}:" for word in marks.last)
    rules.add(CLOSING, _Group(numbered, boundaries=WordBoundary.WORD_START), _ITEM_NUMBERS, filtered=_ITEM_NUMBERS)
    return rules.patterns(filtered=all(groups for groups, _ in rules.rules))


def _add_site_lines(rules: _RuleBuilder, flags: int, languages: Sequence[Language]) -> None:
    """Add rules for the site lines of a head or tail; a line with a link may make any claim."""
    for group in (_LINK, _LIKE_ASCII, _ODD):
        rules.add(flags, group)
    for language in languages:
        for role in _SITE_ROLES:
            for phrase in language.phrases[role].phrases:
                opening = _opening(phrase) if phrase.anchored else ()
                rules.add(flags, *opening, *_needs(phrase))


def _openings(marks: _Marks) -> PatternSet:
    """Return the pattern set of agencies' marks in brackets, behind a place and a dash, or before a bar."""
    rules = _RuleBuilder()
    beside, among = _marks_in_brackets(marks)
    rules.add(OPENING, _BRACKETS, beside, filtered=_BRACKETS)
    rules.add(OPENING, _BRACKETS, among, filtered=_BRACKETS)
    rules.add(OPENING, _BAR, _Group(marks.first, LinePosition.EARLY, _WORD), filtered=_BAR)
    rules.add(OPENING, _DASHES, _Group(marks.first, LinePosition.OPENING_CREDIT, _WORD), filtered=_DASHES)
    return rules.patterns(filtered=True)


def _first_words(marks: _Marks) -> PatternSet:
    """Return the pattern set of what opens a text's first paragraph: another outlet in brackets, an agency's mark."""
    rules = _RuleBuilder()
    rules.add(OPENING, _FIRST_BRACKET)
    first = _Group(marks.first, LinePosition.LINE_START, _WORD)
    rules.add(OPENING, first, _DASHES, filtered=first)
    return rules.patterns(filtered=True)


def _items(marks: _Marks) -> PatternSet:
    """Return the pattern set of datelines in brackets with a dash behind them, which may open any paragraph."""
    rules = _RuleBuilder()
    for group in _marks_in_brackets(marks):
        for sign in (_BRACKETS_BEFORE_DASHES, _TAGS, _SENT):
            rules.add(OPENING, sign, group, filtered=sign)
    return rules.patterns(filtered=True)


def _marks_in_brackets(marks: _Marks) -> tuple[_Group, _Group]:
    """Return the first words of marks: they stand beside a bracket, or among words in scripts without spaces."""
    beside = frozenset(word for word in marks.first if word.isascii())
    return (
        _Group(beside, LinePosition.OPENING_CREDIT, _WORD),
        _Group(marks.first - beside, LinePosition.EARLY, _WORD),
    )


def _closings(marks: _Marks) -> PatternSet:
    """Return the pattern set of lines that end with the last word of an agency's mark."""
    rules = _RuleBuilder()
    rules.add(CLOSING, _Group(marks.last, LinePosition.LINE_END, _WORD))
    return rules.patterns()


def _credits(languages: Sequence[Language], *, short: bool) -> PatternSet:
    """Return the pattern set of credits: the strings of the rules by which `dedup.origin.credits` chooses sentences.

    The rules for short lines are searched by themselves, because many of their strings are short and frequent.
    """
    rules = _RuleBuilder()
    if not short:
        rules.add(CREDITS, _ODD)
    for rule in (rule for language in languages for rule in language.credit_strings.rules if rule.short == short):
        first, *others = rule.groups
        inner = [WordBoundary.WORD_START * all(one.begins for one in group) for group in rule.others]
        bounds = (WordBoundary.WORD_START * rule.begins) | (WordBoundary.WORD_END * rule.ends)
        trigger = _Group(first, LinePosition.LINE_START if rule.opens else LinePosition.ANYWHERE, WordBoundary(bounds))
        shape = (LineShape.SHORT,) if rule.short else ()
        held = (_Group(strings, boundaries=WordBoundary(bound)) for strings, bound in zip(others, inner, strict=True))
        rules.add(CREDITS, trigger, *held, shape=shape, filtered=trigger)
    for known in (language.credit_strings for language in languages if not short):
        text = _Group(frozenset(string for one in known.text for string in one.all), boundaries=WordBoundary.WORD_START)
        if text.strings and known.first:
            last = _Group(frozenset(known.first), LinePosition.LINE_END)
            rules.add(CREDITS, text, last, filtered=text)
    return rules.patterns(filtered=True, shaped=short)


def _beginning(words: frozenset[str] | None, position: LinePosition = LinePosition.LINE_START) -> tuple[_Group, ...]:
    return () if words is None else (_Group(words, position, _WORD),)


def _opening(phrase: Phrase) -> tuple[_Group, ...]:
    """Return what a phrase that must open its line begins with: words, or names and then words early in the line."""
    return (*_beginning(phrase.begins), *_beginning(phrase.after_names, LinePosition.EARLY))


def _needs(phrase: Phrase) -> tuple[_Group, ...]:
    """Return the strings that a phrase needs, without short ones and without those that it begins with."""
    first = phrase.begins or phrase.after_names or frozenset("*")
    others = [one for one in phrase.needs if not (phrase.anchored and first.issubset(one))]
    long = [one for one in others if min(map(len, one)) >= _SHORTEST_WORD]
    chosen = others if not long and len(others) == len(phrase.needs) else long
    return tuple(_Group(frozenset(one), boundaries=_WORD) for one in chosen)
