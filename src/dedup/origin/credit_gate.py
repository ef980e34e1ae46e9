"""The words of a language's credits → the strings without which no line and no sentence holds a credit.

Most lines name no source, so they are asked for strings before any pattern is tried. `dedup.origin.prefilter` searches
whole collections for the same strings, so that it loses no line that is read here. Words that follow each other must be
parted by one space. A language whose phrases are looked for in every text is asked for more: words that often stand in
one line must stand side by side in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dedup.origin.publisher_lists import agencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.origin.credit_words import CreditWords

MOST_SHORT = 100
"""Characters other than spaces of a short line; `dedup.kernels.patterns` counts no more than these."""
LINKS = ("](", "<", "://", "www.")
"""What stands in a line with a link or an address."""
_PERMITTED = ("with permission", "by permission", "courtesy")


@dataclass(frozen=True, slots=True, eq=False)
class Strings:
    """Strings in lower case: each of `first`, followed by one of `second` if there are any, with `between` in between."""

    first: tuple[str, ...]
    second: tuple[str, ...] = ()
    between: str = " "
    _behind: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        behind = "|".join(map(re.escape, sorted(self.second))) if self.second else None
        object.__setattr__(self, "_behind", re.compile(re.escape(self.between) + f"(?:{behind})") if behind else None)

    @property
    def all(self) -> frozenset[str]:
        """All strings."""
        if not self.second:
            return frozenset(self.first)
        return frozenset(one + self.between + other for one in self.first for other in self.second)

    def places(self, lowered: str, start: int, end: int) -> Iterator[int]:
        """Yield where the strings stand in a part of a line in lower case."""
        for string in self.first:
            at = lowered.find(string, start, end)
            while at >= 0:
                if self._behind is None or self._behind.match(lowered, at + len(string), end):
                    yield at
                at = lowered.find(string, at + len(string), end)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What a sentence must hold: `trigger`, and one of each of `others`; `short` for the sentences of short lines."""

    trigger: tuple[Strings, ...]
    others: tuple[tuple[Strings, ...], ...] = ()
    short: bool = False

    def places(self, lowered: str) -> Iterator[int]:
        """Yield where the strings of the trigger stand in a line."""
        for strings in self.trigger:
            yield from strings.places(lowered, 0, len(lowered))

    def holds_in(self, lowered: str, start: int, end: int) -> bool:
        """Return whether a part of a line holds what must stand beside the trigger."""
        return all(
            any(True for strings in group for _ in strings.places(lowered, start, end)) for group in self.others
        )

    @property
    def groups(self) -> list[frozenset[str]]:
        """The sets of strings of which a line must hold one each."""
        return [frozenset[str]().union(*(one.all for one in group)) for group in (self.trigger, *self.others)]


def rules_of(words: CreditWords, *, strict: bool) -> tuple[Rule, ...]:
    """Return the rules of a language's credits; a rule without strings is left out."""
    rules = _strict_rules(words) if strict else _wide_rules(words)
    return tuple(rule for rule in (*rules, *_rules_of_any_language(words)) if all(rule.groups))


def _rules_of_any_language(words: CreditWords) -> Iterator[Rule]:
    """Yield the rules of words that say by themselves that a source follows, and of labels."""
    yield Rule((_one_of(words.first_published), _one_of(words.tip)))
    networks = tuple(one.name.lower() for one in agencies() if one.kind == "network")
    yield Rule((_one_of(words.part_of),), ((Strings(networks),),))
    labels = tuple(_one_of(listed) for listed in (words.taken, words.original, words.source, words.via))
    happened = tuple(_one_of(listed) for listed in (words.published, words.provided, words.again))
    yield Rule((*labels, *happened), short=True)
    yield Rule(labels, ((Strings(LINKS),),))


def _strict_rules(words: CreditWords) -> Iterator[Rule]:
    ahead = (*words.in_, *words.by, *words.from_)
    text = _text(words)
    yield Rule((_pairs(words, words.first, words.published), _pairs(words, words.published, words.first)))
    yield Rule((_pairs(words, words.again, (*ahead, *_PERMITTED)), _pairs(words, words.own_work, words.provided)))
    yield Rule(text, ((_one_of(words.first),), (_one_of(words.published),)))
    said = (
        _one_of(words.again),
        _pairs(words, words.provided, ahead),
        _pairs(words, words.published, ahead),
    )
    yield Rule(text, (said,))


def _wide_rules(words: CreditWords) -> Iterator[Rule]:
    yield Rule((_one_of(words.first),), ((_one_of(words.published),),))
    yield Rule((_one_of(words.again),))
    yield Rule((_pairs(words, words.own_work, words.provided),))
    yield Rule(_text(words), ((_one_of(words.provided), _one_of(words.published)),))


def _text(words: CreditWords) -> tuple[Strings, ...]:
    """Return the strings for the text itself: *this article*."""
    return (_pairs(words, words.this, words.work), _one_of(words.text))


def _one_of(entries: Iterable[str]) -> Strings:
    return Strings(_without_longer(entry.lower().removesuffix("*") for entry in entries))


def _without_longer(strings: Iterable[str]) -> tuple[str, ...]:
    """Return strings without those that another one of them stands in: where they stand it stands too."""
    kept: list[str] = []
    for string in sorted(dict.fromkeys(strings), key=len):
        if not any(one in string for one in kept):
            kept.append(string)
    return tuple(kept)


def _pairs(words: CreditWords, first: Iterable[str], second: Iterable[str]) -> Strings:
    """Return the strings of two words side by side; one of several endings is followed by nothing that is known."""
    between = "" if words.joined else " "
    whole = tuple(dict.fromkeys(word.lower() for word in first if not word.endswith("*")))
    behind = _shortest_beginnings(word.lower().removesuffix("*") for word in second)
    return Strings(whole if behind else (), behind, between)


def _shortest_beginnings(strings: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for string in sorted(dict.fromkeys(strings), key=len):
        if not any(string.startswith(one) for one in kept):
            kept.append(string)
    return tuple(kept)
