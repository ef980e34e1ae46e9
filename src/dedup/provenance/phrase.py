"""The phrases of one role → whether one may stand in a line, which its words tell, and whether it does, by its pattern.

Hardly any line holds the words of a phrase in their order, and a pattern takes milliseconds to make: it is made when
nothing else can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dedup.provenance.phrases import Expander

_BEGINNING = 60
_NOTE, _STOPS = ":", ".!?\u2026:;|\u2013\u2014("
"""What may stand before a phrase that begins a line, and before one that begins a sentence."""
_NOT_LOWERED = ("\u0131", "\u017f", "\u0307")
"""Letters that a pattern takes for an i or an s, or leaves of one, although lower case does not."""
_WORDS = re.compile(r"\w+")


class Wording:
    """A line as phrases are looked for in it: `shown`, in lower case, and its words as a set, when somebody asks.

    `is_lower` says whether lower case has made all letters one that a pattern takes for one.
    """

    __slots__ = ("_words", "is_lower", "lowered", "shown")

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lowered = lowered = shown.lower()
        self.is_lower = lowered.isascii() or not any(letter in lowered for letter in _NOT_LOWERED)
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """The runs of letters and digits."""
        if self._words is None:
            self._words = frozenset(_WORDS.findall(self.lowered))
        return self._words


@dataclass(slots=True)
class Phrase:
    """One phrase; its pattern is compiled when a line first holds what it needs, because that takes milliseconds.

    `anchored` phrases only count where a line or sentence begins. `needs` are strings of which a lower-case line holds
    one of each tuple if the phrase stands in it, each behind the one before, with at most as many letters and digits
    between them as `gaps` says (before the first, from where the phrase begins; None is any number). `begins` are
    words, in lower case, one of which it begins with, and `after_names` those that follow where it begins with names;
    None where that may be anything. `longest` is how many letters and digits it has at most, None where there is no
    bound. Of each of the `neighbours`, one of the first words stands right before one of the second.
    """

    template: str
    anchored: bool
    needs: tuple[tuple[str, ...], ...]
    gaps: tuple[int | None, ...]
    begins: frozenset[str] | None
    after_names: frozenset[str] | None
    longest: int | None
    neighbours: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    expander: Expander
    _pattern: re.Pattern[str] | None = field(default=None, init=False)
    _loose: re.Pattern[str] | None = field(default=None, init=False)
    _needed: tuple[Needed, ...] | None = field(default=None, init=False)

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern; `UsageError` for a template that makes none."""
        if self._pattern is None:
            self._pattern = self._made(self.expander.compiled)
        return self._pattern

    def matches(self, shown: str, start: int, end: int) -> list[re.Match[str]]:
        """Return where the pattern matches between two places of a line.

        What is no source is rarely taken for one, and telling so beforehand is most of a pattern. The loose one's match
        is the strict one's unless what it takes for a source is none.
        """
        if self._loose is None:
            self._loose = self._made(self.expander.loose)
        found = list(self._loose.finditer(shown, start, end))
        kept = all(map(self.expander.holds_a_source, found))
        return found if kept else list(self.pattern.finditer(shown, start, end))

    def _made(self, make: Callable[[str], re.Pattern[str]]) -> re.Pattern[str]:
        try:
            return make(self.template)
        except (KeyError, re.error) as error:
            raise _unusable(self.template, error) from error

    @property
    def needed(self) -> tuple[Needed, ...]:
        """What the phrase needs, by the words that tell it."""
        if self._needed is None:
            self._needed = tuple(map(_needed, self.needs))
        return self._needed

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a lower-case line holds all that the phrase needs."""
        return all(_holds_one(lowered, strings) for strings in self.needs)

    def may_match(self, line: Wording, *, opens: bool) -> bool:
        """Return whether a line holds all that the phrase needs, in order, and some of it side by side.

        With `opens`, the phrase has to stand where the line begins; an anchored one has to begin a sentence anyhow.
        """
        lowered = line.lowered
        if not line.is_lower:
            return self.may_stand_in(lowered)
        words = line.words
        for one in self.needed:
            if one.words.isdisjoint(words) and one.words:
                return False
        if not _hold_in_order(line, self.needed):
            return False
        if self.begins and (opens or self.anchored) and not _begin(lowered, self.begins, _NOTE if opens else _STOPS):
            return False
        return all(_stand_side_by_side(lowered, *pair) for pair in self.neighbours)


class Needed(NamedTuple):
    """Strings of which a line holds one, and a whole word of each, by which it is known; none where one has none."""

    strings: tuple[str, ...]
    words: frozenset[str]
    by_word: dict[str, tuple[str, ...]]

    def where(self, line: Wording) -> Iterable[str]:
        """Return the strings that a line may hold, by its words."""
        if not self.words:
            return self.strings
        return [string for word in self.words & line.words for string in self.by_word[word]]


@cache
def _needed(strings: tuple[str, ...]) -> Needed:
    told = [(max(_WORDS.findall(string), key=len, default=""), string) for string in strings]
    if any(not word or "_" in string for word, string in told):  # what has none need not stand by itself
        return Needed(strings, frozenset(), {})
    words = frozenset(word for word, _ in told)
    return Needed(strings, words, {word: tuple(string for one, string in told if one == word) for word in words})


def _unusable(template: str, error: Exception) -> UsageError:
    return UsageError(f"a language file has a phrase that cannot be used, {template!r}: {error}")


def _holds_one(lowered: str, stems: tuple[str, ...]) -> bool:
    # A plain loop: this is asked for every line of every text, and a generator costs as much as what it asks.
    for stem in stems:  # noqa: SIM110 - see above
        if stem in lowered:
            return True
    return False


def _hold_in_order(line: Wording, needed: tuple[Needed, ...]) -> bool:
    """Return whether a line holds one string of each that is needed, each behind the one before it."""
    end, find = 0, line.lowered.find
    for one in needed:
        ends = [at + len(string) for string in one.where(line) if (at := find(string, end)) >= 0]
        if not ends:
            return False
        end = min(ends)
    return True


def _begin(lowered: str, words: Iterable[str], stops: str) -> bool:
    """Return whether one of some words begins a line, but for marks, or stands behind marks of which one is a stop."""
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            start = at
            while start and not lowered[start - 1].isalnum():
                start -= 1
            if start == 0 or any(stop in lowered[start:at] for stop in stops):
                return True
            at = lowered.find(word, at + 1)
    return False


def _stand_side_by_side(lowered: str, lasts: tuple[str, ...], firsts: tuple[str, ...]) -> bool:
    """Return whether one of some words stands in a line with one of some others behind it."""
    for word in lasts:
        at = lowered.find(word)
        while at >= 0:
            if lowered[at + len(word) :].lstrip().startswith(firsts):
                return True
            at = lowered.find(word, at + 1)
    return False


@dataclass(slots=True)
class Phrases:
    """The phrases of one role, looked up when a line first needs them.

    `stems` are lower-case strings of which a line holds one if a phrase stands in it; `inner` are those of the phrases
    that may stand anywhere in a line, where a role of furniture tells them apart.
    """

    stems: tuple[str, ...]
    inner: tuple[str, ...]
    templates: tuple[str, ...]
    expander: Expander
    _patterns: tuple[Phrase, ...] | None = field(default=None, init=False)
    _lookup: Lookup | None = field(default=None, init=False)

    @property
    def patterns(self) -> tuple[Phrase, ...]:
        """The phrases, in the order of the file."""
        if self._patterns is None:
            self._patterns = tuple(self._phrase(template) for template in self.templates)
        return self._patterns

    def _phrase(self, template: str) -> Phrase:
        try:
            return _phrase(template, self.expander)
        except KeyError as error:
            raise _unusable(template, error) from error

    def near(self, line: Wording) -> Sequence[int]:
        """Return the numbers of the phrases that may stand in a line, in their order."""
        if self._lookup is None:
            self._lookup = Lookup(self.patterns)
        return self._lookup.near(line)

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a lower-case text holds a stem."""
        return _holds_one(lowered, self.stems)

    def stands_in(self, line: Wording, counts: Callable[[Phrase], bool] | None = None) -> bool:
        """Return whether a phrase stands in a line: an anchored one where the line begins, another anywhere.

        `counts` tells which phrases do, if not all.
        """
        begins = _holds_one(line.lowered[:_BEGINNING], self.stems)
        holds = _holds_one(line.lowered, self.inner)
        return (begins or holds) and any(
            phrase.pattern.match(line.shown) if phrase.anchored else phrase.pattern.search(line.shown)
            for phrase in self.patterns
            if (begins if phrase.anchored else holds)
            and (counts is None or counts(phrase))
            and phrase.may_match(line, opens=phrase.anchored)
        )


_ANY_WORD = ""


class Lookup:
    """Some phrases, found by words that they need: of each the words of that need which is told by the longest."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._every = [*phrases]
        for number, phrase in enumerate(self._every):
            told = [one.words for one in phrase.needed if one.words]
            for word in max(told, key=_rarity, default=frozenset({_ANY_WORD})):
                self._numbers[word].append(number)

    def near(self, line: Wording) -> Sequence[int]:
        """Return the numbers of the phrases that may stand in a line, in their order."""
        if not line.is_lower:
            return range(len(self._every))
        words = self._numbers.keys() & line.words
        words.add(_ANY_WORD)
        return sorted({number for word in words for number in self._numbers.get(word, ())})


def _rarity(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)


def _phrase(template: str, expander: Expander) -> Phrase:
    asked = expander.requirements
    before, mark, rest = template.removeprefix("^").lstrip().partition("{names}")
    return Phrase(
        template,
        anchored=template.startswith("^"),
        needs=asked.needs(template),
        gaps=asked.gaps(template),
        begins=asked.begins(template),
        after_names=asked.begins(rest) if mark and not before else None,
        longest=asked.longest(template),
        neighbours=asked.neighbours(template),
        expander=expander,
    )
