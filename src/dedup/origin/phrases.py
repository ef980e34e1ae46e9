"""The phrases of one role → whether one may stand in a line, by its words, and whether one does, by its expression.

Hardly any line holds all words of a phrase, and a regular expression takes milliseconds to compile. So that of a
phrase is compiled when a line first holds all words of the phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.origin.phrase_patterns import Expander

_BEGINNING = 60
_LONGEST_LABEL = 120
"""Characters within which a label ends that may stand before a phrase: *Editor's note:*."""
_NO_LETTERS = re.compile(r"\W*")


class LineText:
    """The text of a line in which phrases are searched: as it is shown, and in lower case.

    `opening` is its beginning from the first letter, in lower case; None where a label with a colon may stand before a
    phrase, or where not all letters are ASCII.
    """

    __slots__ = ("lowered", "opening", "shown")

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.lowered = shown.lower()
        begin = _NO_LETTERS.match(self.lowered).end()  # type: ignore[union-attr]  # it matches anything
        opening = self.lowered[begin : begin + _LONGEST_LABEL]
        self.opening = opening if opening.isascii() and ":" not in opening else None


@dataclass(eq=False)
class Phrase:
    """One phrase; its expression is compiled when a line first holds what it needs, because that takes milliseconds.

    `pattern` is the phrase as the language file has it, and `expression` the regular expression that is made of it.
    `anchored` phrases only count where a line begins. `needs` are strings of which a lower-case line holds
    one of each tuple if the phrase stands in it. `begins` are words, in lower case, one of which it begins with, and
    `after_names` those that follow where it begins with names; None where that may be anything.
    """

    pattern: str
    anchored: bool
    needs: tuple[tuple[str, ...], ...]
    begins: frozenset[str] | None
    after_names: frozenset[str] | None
    expander: Expander
    _expression: re.Pattern[str] | None = field(default=None, init=False)

    @property
    def expression(self) -> re.Pattern[str]:
        """The regular expression; `UsageError` for a pattern that makes none."""
        if self._expression is None:
            try:
                self._expression = self.expander.compiled(self.pattern)
            except (KeyError, re.error) as error:
                raise _unusable(self.pattern, error) from error
        return self._expression

    @cached_property
    def _openings(self) -> tuple[str, ...]:
        """The words with one of which a line begins if the phrase opens it; an empty one where they are not known."""
        words = tuple(self.begins or ())
        return words if words and all(word[0].isalnum() for word in words) else ("",)

    def may_open(self, line: LineText) -> bool:
        """Return whether a line begins as the phrase does, perhaps behind a label."""
        return line.opening is None or line.opening.startswith(self._openings)

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a lower-case line holds all that the phrase needs."""
        return all(_holds_one(lowered, strings) for strings in self.needs)


def _unusable(pattern: str, error: Exception) -> UsageError:
    return UsageError(f"a language file has a phrase that cannot be used, {pattern!r}: {error}")


def _holds_one(lowered: str, stems: tuple[str, ...]) -> bool:
    # A plain loop: this runs for every line of every text, and a generator takes as long as the comparisons.
    for stem in stems:  # noqa: SIM110 - see above
        if stem in lowered:
            return True
    return False


@dataclass(slots=True)
class Phrases:
    """The phrases of one role, looked up when a line first needs them.

    `stems` are lower-case strings of which a line holds one if a phrase stands in it; `inner` are those of the phrases
    that may stand anywhere in a line, where a role of site lines tells them apart.
    """

    stems: tuple[str, ...]
    inner: tuple[str, ...]
    patterns: tuple[str, ...]
    expander: Expander
    _phrases: tuple[Phrase, ...] | None = field(default=None, init=False)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases, in the order of the file."""
        if self._phrases is None:
            self._phrases = tuple(self._phrase(pattern) for pattern in self.patterns)
        return self._phrases

    def _phrase(self, pattern: str) -> Phrase:
        try:
            return _phrase(pattern, self.expander)
        except KeyError as error:
            raise _unusable(pattern, error) from error

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a lower-case text holds a stem."""
        return _holds_one(lowered, self.stems)

    def stands_in(self, line: LineText, counts: Callable[[Phrase], bool] | None = None) -> bool:
        """Return whether a phrase stands in a line: an anchored one where the line begins, another anywhere.

        `counts` tells which phrases do, if not all.
        """
        begins = _holds_one(line.lowered[:_BEGINNING], self.stems)
        holds = _holds_one(line.lowered, self.inner)
        return (begins or holds) and any(
            phrase.expression.match(line.shown) if phrase.anchored else phrase.expression.search(line.shown)
            for phrase in self.phrases
            if ((begins and phrase.may_open(line)) if phrase.anchored else holds)
            and (counts is None or counts(phrase))
            and phrase.may_stand_in(line.lowered)
        )


def _phrase(pattern: str, expander: Expander) -> Phrase:
    asked = expander.requirements
    before, mark, rest = pattern.removeprefix("^").lstrip().partition("{names}")
    return Phrase(
        pattern,
        anchored=pattern.startswith("^"),
        needs=asked.needs(pattern),
        begins=asked.begins(pattern),
        after_names=asked.begins(rest) if mark and not before else None,
        expander=expander,
    )
