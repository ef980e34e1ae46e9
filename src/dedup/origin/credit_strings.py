"""The words of a language's credits → the strings without which no line and no sentence holds a credit.

`dedup.origin.prefilter` searches whole collections for them, `dedup.origin.credit_gate` single lines. Words that follow
each other must be parted by one space. A language whose phrases are looked for in every text is asked for more: words
that often stand in one line must stand side by side in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from dedup.origin.publisher_lists import agencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.origin.credit_words import CreditWords

LINKS = ("](", "<", "://", "www.")
"""What stands in a line with a link or an address."""
_OPENS = re.compile(r"[\W_]*(?:[^:]{1,45}:)?[\W_]*$")


@dataclass(frozen=True, eq=False)
class Strings:
    """Strings in lower case: each of `first`, followed by one of `second` if there are any, with `between` in between.

    `begins` and `ends` say that no ASCII letter or digit stands before and behind them.
    """

    first: tuple[str, ...]
    second: tuple[str, ...] = ()
    between: str = " "
    begins: bool = False
    ends: bool = False

    @property
    def all(self) -> frozenset[str]:
        """All strings."""
        if not self.second:
            return frozenset(self.first)
        return frozenset(one + self.between + other for one in self.first for other in self.second)

    @cached_property
    def _behind(self) -> tuple[str, ...]:
        return tuple(self.between + other for other in self.second)

    def stand_in(self, lowered: str, start: int, end: int) -> bool:
        """Return whether one of the strings stands in a part of a line in lower case."""
        return any(True for string in self.first for _ in self.places_of(string, lowered, start, end))

    def places_of(self, string: str, lowered: str, start: int, end: int) -> Iterator[int]:
        """Yield where one of the first strings stands in a part of a line, with what has to follow it."""
        at = lowered.find(string, start, end)
        while at >= 0:
            if self._counts(lowered, at, at + len(string), end):
                yield at
            at = lowered.find(string, at + 1, end)

    def _counts(self, lowered: str, at: int, behind: int, end: int) -> bool:
        if self.begins and at > 0 and _is_plain(lowered[at - 1]):
            return False
        if self.second:
            return lowered.startswith(self._behind, behind, end)
        return not self.ends or behind >= end or not _is_plain(lowered[behind])


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


@dataclass(frozen=True, eq=False)
class Rule:
    """What a sentence must hold: one of `trigger`, and one of each of `others`.

    A `short` rule is for short lines, and one that `opens` for triggers with nothing but a label before them.
    """

    trigger: tuple[Strings, ...]
    others: tuple[tuple[Strings, ...], ...] = ()
    short: bool = False
    opens: bool = False

    @property
    def groups(self) -> list[frozenset[str]]:
        """Sets of strings of which a line must hold one each: as few as are selective enough for a search."""
        trigger = frozenset[str]().union(*(one.all for one in self.trigger))
        return [trigger, *(frozenset(string for one in group for string in one.first) for group in self.others)]

    @property
    def begins(self) -> bool:
        """Whether all triggers begin words."""
        return all(one.begins for one in self.trigger)

    @property
    def ends(self) -> bool:
        """Whether all triggers end words."""
        return all(one.ends for one in self.trigger)

    def holds_in(self, lowered: str, start: int, end: int, at: int) -> bool:
        """Return whether a part of a line in lower case, which has a trigger at a place, holds all else."""
        if self.opens and not _OPENS.match(lowered[:at]):
            return False
        return all(any(strings.stand_in(lowered, start, end) for strings in group) for group in self.others)


@dataclass(frozen=True, eq=False)
class CreditStrings:
    """The rules of a language: a sentence is read where one of them holds."""

    rules: tuple[Rule, ...]
    letters_beyond_latin: bool
    """Whether all words for what happened to a text have such letters, so that a Latin line holds no credit."""
    text: tuple[Strings, ...] = ()
    """The strings for the text itself."""
    first: tuple[str, ...] = ()
    """The words for *first*, which may stand at the end of a line that the credit goes on behind."""

    @cached_property
    def _triggers(self) -> tuple[dict[str, list[tuple[Strings, Rule]]], dict[str, list[tuple[Strings, Rule]]]]:
        """The triggers of long lines and of short ones by their first strings: each string is searched once."""
        long: dict[str, list[tuple[Strings, Rule]]] = {}
        short: dict[str, list[tuple[Strings, Rule]]] = {}
        for rule in self.rules:
            for strings in rule.trigger:
                for string in strings.first:
                    short.setdefault(string, []).append((strings, rule))
                    if not rule.short:
                        long.setdefault(string, []).append((strings, rule))
        return long, short

    def triggers(self, lowered: str, *, short: bool) -> list[tuple[int, Rule]]:
        """Return where triggers stand in a line in lower case, in order, with their rules."""
        known, end = self._triggers[short], len(lowered)
        held = [string for string in known if string in lowered]
        found = [
            (at, rule)
            for string in held
            for strings, rule in known[string]
            for at in strings.places_of(string, lowered, 0, end)
        ]
        return sorted(found, key=itemgetter(0))

    def may_go_on(self, lowered: str) -> bool:
        """Return whether a line in lower case speaks of the text and ends with a word for *first*."""
        end = len(lowered)
        return lowered.rstrip().endswith(self.first) and any(one.stand_in(lowered, 0, end) for one in self.text)


def strings_of(words: CreditWords, *, strict: bool) -> CreditStrings:
    """Return the strings of a language's credits; rules without strings are left out."""
    rules = _strict_rules(words) if strict else _wide_rules(words)
    kept = tuple(rule for rule in (*rules, *_rules_of_any_language(words, strict=strict)) if all(rule.groups))
    first = tuple(word.lower() for word in words.first if not word.endswith("*"))
    return CreditStrings(kept, words.is_of_another_script, _text(words), first)


def _rules_of_any_language(words: CreditWords, *, strict: bool) -> Iterator[Rule]:
    """Yield the rules of words that say by themselves that a source follows, and of labels."""
    yield Rule((_one_of(words, words.first_published), _one_of(words, words.tip)))
    networks = tuple(one.name.lower() for one in agencies() if one.kind == "network")
    yield Rule((_one_of(words, words.part_of),), ((Strings(networks),),))
    labels = tuple(_one_of(words, listed) for listed in (words.taken, words.original, words.source, words.via))
    yield Rule((*labels[:2], labels[3], _one_of(words, words.again), _one_of(words, words.closing)), short=True)
    yield Rule((labels[2], _one_of(words, words.published), _one_of(words, words.provided)), short=True, opens=strict)
    yield Rule((_one_of(words, words.also),), ((_one_of(words, words.published),),), short=True, opens=strict)
    happened = (_one_of(words, words.published), _one_of(words, words.provided))
    ahead = (*words.by, *words.from_)
    yield Rule((_pairs(words, words.provided, ahead),), short=True)
    text = (_pairs(words, words.the, words.own_work), _one_of(words, words.own_work))
    yield Rule(text, (happened,), short=True, opens=strict)
    yield Rule(labels, ((Strings(LINKS),),), opens=strict)
    translations = (_one_of(words, words.translation), _one_of(words, words.translated))
    yield Rule(translations, ((Strings(LINKS),),))


def _strict_rules(words: CreditWords) -> Iterator[Rule]:
    ahead = (*words.in_, *words.by, *words.from_)
    usual = tuple(word for word in words.this if " " not in word)
    text = (_pairs(words, usual, words.own_work), _one_of(words, words.text))
    yield Rule((_pairs(words, words.first, words.published), _pairs(words, words.published, words.first)))
    yield Rule((_one_of(words, words.again), _pairs(words, words.own_work, words.provided)))
    yield Rule(text, ((_one_of(words, words.first),), (_one_of(words, words.published),)))
    said = (
        _one_of(words, words.again),
        _pairs(words, words.provided, ahead),
        _pairs(words, words.published, ahead),
    )
    yield Rule(text, (said,))


def _wide_rules(words: CreditWords) -> Iterator[Rule]:
    yield Rule((_one_of(words, words.first),), ((_one_of(words, words.published),),))
    yield Rule((_one_of(words, words.again),))
    yield Rule((_pairs(words, words.own_work, words.provided),))
    yield Rule(_text(words), ((_one_of(words, words.provided), _one_of(words, words.published)),))


def _text(words: CreditWords) -> tuple[Strings, ...]:
    """Return the strings for the text itself: *this article*."""
    return (_pairs(words, words.this, words.work), _one_of(words, words.text))


def _one_of(words: CreditWords, entries: Iterable[str]) -> Strings:
    listed = [entry.lower() for entry in entries]
    whole = not words.joined and not any(entry.endswith("*") for entry in listed)
    strings = tuple(dict.fromkeys(listed)) if whole else _beginnings(entry.removesuffix("*") for entry in listed)
    return Strings(strings, begins=not words.joined, ends=whole)


def _pairs(words: CreditWords, first: Iterable[str], second: Iterable[str]) -> Strings:
    """Return the strings of two words side by side; one of several endings is followed by nothing that is known."""
    between = "" if words.joined else " "
    whole = tuple(dict.fromkeys(word.lower() for word in first if not word.endswith("*")))
    behind = _beginnings(word.lower().removesuffix("*") for word in second)
    return Strings(whole if behind else (), behind, between, begins=not words.joined)


def _beginnings(strings: Iterable[str]) -> tuple[str, ...]:
    """Return strings without those that begin with another one of them."""
    kept: list[str] = []
    for string in sorted(dict.fromkeys(strings), key=len):
        if not any(string.startswith(one) for one in kept):
            kept.append(string)
    return tuple(kept)
