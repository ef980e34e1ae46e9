"""The phrases of some languages → what is searched for in a whole column to learn which texts may claim anything.

A search may find too much, never too little: whatever a reader of every line would find, it has seen a sign of. What
stands in a line counts as it lies in memory, Markdown and all, so a line with a link may hold anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from dedup.kernels import searches as s
from dedup.kernels.lists import ODD_CAPITALS
from dedup.provenance.credits import BEGIN_LINES, KINDS_OF_ROLES
from dedup.provenance.marks import CLOSING, COPYRIGHT, CREDITS, HEAD, OPENING, SIDE, TAIL
from dedup.provenance.names import publishers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dedup.provenance.language import Language
    from dedup.provenance.phrase import Phrase

_FURNITURE = ("licence", "notice", "author-note")
_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_ALSO_AN_I_OR_S = ("\u0130", "\u0131", "\u017f")
"""Characters that patterns take for an ASCII letter in any case, although they are none in lower case."""
_MOST_SPELLINGS = 64
_TELLING = 3
"""Letters of the shortest word that is worth looking for."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Strings of which a line holds one; `whole` says what must not stand beside them, `exact` that case matters."""

    strings: frozenset[str]
    place: int = s.ANYWHERE
    whole: int = 0
    exact: bool = False


class _Step(NamedTuple):
    """One of several groups in order, and how many letters and digits may stand before its string at most."""

    group: _Group
    gap: int


_WORD = s.WHOLE_BEFORE | s.WHOLE_AFTER
_LINK = _Group(frozenset({"](", "<"}))
_DISGUISED = _Group(frozenset(_ALSO_AN_I_OR_S), exact=True)
_ODD = _Group(frozenset(ODD_CAPITALS), exact=True)
_BRACKETS = _Group(frozenset({"(", "/"}), s.EARLY)
_COPYRIGHT_SIGNS = _Group(frozenset({"\u00a9", "copyright", "(c)"}))


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is searched for, and where.

    That is: in heads without their paragraph, in heads with it, in tails, in tails with the line above them, and in
    whole texts.
    """

    heads: s.Search
    openings: s.Search
    tails: s.Search
    closings: s.Search
    credits: s.Search


@dataclass(slots=True)
class _Rules:
    """Rules in the making: groups that a line has to hold all of, its shape, and what it says then.

    One group of each rule, where all have some, is chosen to be of the gate.
    """

    groups: dict[_Group, int] = field(default_factory=dict)
    rules: list[tuple[frozenset[int], int]] = field(default_factory=list)
    chains: list[tuple[tuple[int, int], ...]] = field(default_factory=list)
    gate: set[int] = field(default_factory=set)

    def add(self, says: int, *groups: _Group, shape: Collection[int] = (), gate: _Group | None = None) -> None:
        numbers = {self.groups.setdefault(group, len(self.groups) + s.SHAPES) for group in groups}
        self.rules.append((frozenset(numbers | set(shape)), says))
        self.chains.append(())
        if groups:
            self.gate.add(self.groups[gate or max(groups, key=_rarity)])

    def add_chain(self, says: int, chain: Sequence[_Step], *groups: _Group, gate: _Group | None = None) -> None:
        """Add a rule for lines that hold strings of some groups in order, and of others anywhere."""
        self.add(says, *groups, *(step.group for step in chain), gate=gate)
        self.chains[-1] = tuple((self.groups[step.group], step.gap) for step in chain)

    def search(self, *, gated: bool = False, shaped: bool = False) -> s.Search:
        """Return the search for all that was added."""
        sought = [one for group, number in self.groups.items() for one in _sought(group, number)]
        return s.search_for(sought, self.rules, self.gate if gated else None, self.chains, shaped=shaped)


def _rarity(group: _Group) -> tuple[bool, int, int]:
    """Return by what a group is compared: strings that open lines are soonest looked for, then long ones."""
    lengths = [len(string) for string in group.strings]
    return group.place == s.OPENS and min(lengths) > _TELLING, min(lengths), sum(lengths) // len(lengths)


def _sought(group: _Group, number: int) -> Iterator[s.Sought]:
    for string in sorted(group.strings):
        written, whole = _told(string, group)
        for spelling in sorted(_spellings(written)) if not group.exact else [string]:
            yield s.Sought(spelling.encode(), number, group.place, whole)


def _told(string: str, group: _Group) -> tuple[str, int]:
    """Return as much of a string as has few spellings, and at which of its ends it is whole."""
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
def sieve(languages: tuple[Language, ...]) -> Sieve:
    """Return what is searched for in texts that are read in some languages."""
    return Sieve(_heads(languages), _openings(), _tails(languages), _closings(), _credits(languages))


def _heads(languages: Sequence[Language]) -> s.Search:
    rules = _Rules()
    _add_edge(rules, SIDE, languages)
    rules.add(HEAD, _LINK)
    rules.add(HEAD, _DISGUISED)
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


def _add_edge(rules: _Rules, says: int, languages: Sequence[Language]) -> None:
    """Add what a line at an edge of a text may be: furniture, or anything where it has a link."""
    for group in (_LINK, _DISGUISED, _ODD):
        rules.add(says, group)
    for language in languages:
        for role in _FURNITURE:
            for phrase in language.phrases[role].patterns:
                rules.add_chain(says, _chain(phrase, s.OPENS if phrase.anchored else None, _place_at_edge(phrase)))


def _openings() -> s.Search:
    """Look for agencies' marks beside a bracket or a slash; of one of several words for the first that is long."""
    rules = _Rules()
    for mark in publishers().marks:
        words = mark.lower().split()
        first = next((number for number, word in enumerate(words) if len(word) > _TELLING), 0) if words[1:] else 0
        place = s.EARLY if first else s.CREDITS
        rules.add(OPENING, _BRACKETS, _Group(frozenset({words[first]}), place, _WORD), gate=_BRACKETS)
    return rules.search(gated=True)


def _closings() -> s.Search:
    """Look for agencies' marks; of one of several words for the last."""
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
            rules.add(CREDITS, stems, _DISGUISED, gate=stems)
            for phrase in language.phrases[role].patterns:
                begins = s.OPENS if role in BEGIN_LINES else s.BEGINS if phrase.anchored else None
                rules.add_chain(CREDITS, _chain(phrase, begins, after_names=False), stems, gate=stems)
    return rules.search(gated=True)


def _beginning(words: frozenset[str] | None, place: int = s.OPENS) -> tuple[_Group, ...]:
    return () if words is None else (_Group(words, place, _WORD),)


def _needs(phrase: Phrase) -> tuple[_Group, ...]:
    """Return what a phrase needs, as far as that is more than a few letters, and not what it begins with."""
    return tuple(_Group(frozenset(phrase.needs[number]), whole=_WORD) for number in _told_by(phrase))


def _told_by(phrase: Phrase) -> list[int]:
    """Return the numbers of the needs by which a phrase is told: more than a few letters, and not what begins it."""
    first = phrase.begins or phrase.after_names or frozenset("*")
    others = [number for number, one in enumerate(phrase.needs) if not (phrase.anchored and first.issubset(one))]
    telling = [number for number in others if min(map(len, phrase.needs[number])) >= _TELLING]
    return others if not telling and len(others) == len(phrase.needs) else telling


def _chain(phrase: Phrase, begins: int | None, place: int = s.ANYWHERE, *, after_names: bool = True) -> list[_Step]:
    """Return what a phrase needs, in order, behind what it begins with.

    `begins` is the place of that, None where the phrase need not begin anything; what follows names stands early.
    """
    chain: list[_Step] = []
    named = begins is not None and after_names and phrase.after_names is not None
    if begins is not None:
        chain += [_Step(group, 0) for group in _beginning(phrase.begins, begins)]
    if named:
        chain += [_Step(group, 0) for group in _beginning(phrase.after_names, s.EARLY)]
    told, gap = _told_by(phrase), 0
    for number, (strings, before) in enumerate(zip(phrase.needs, phrase.gaps, strict=True)):
        # What follows names is the first need, or stands before it: the names are not between them.
        gap += 0 if named and number == 0 and 0 not in told else s.ANY_GAP if before is None else before
        if number in told:
            group = _Group(frozenset(strings), place, _WORD)
            chain.append(_Step(group, min(gap, s.ANY_GAP)))
            gap = max(len(string) - len(_told(string, group)[0]) for string in strings)
        else:
            gap += max(map(len, strings))
    return chain


def _place_at_edge(phrase: Phrase) -> int:
    """Return where what a phrase needs has to stand in its line: near its beginning, if it is anchored and short."""
    bound = s.MOST_BEFORE[s.NEAR] - s.MOST_BEFORE[s.OPENS]
    return s.NEAR if phrase.anchored and phrase.longest is not None and phrase.longest <= bound else s.ANYWHERE
