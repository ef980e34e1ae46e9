"""Language files → the patterns by which claims are read.

One TOML file a language lies in ``languages/``; the variable `DEDUP_LANGUAGES` names a folder with further ones, which
add a language or replace one of the same code. How such a file is written stands in ``docs/provenance.md``.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.errors import UsageError
from dedup.provenance.dates import Calendar, calendar_of
from dedup.provenance.phrases import Expander

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROLES = (
    "original",
    "reprint",
    "via",
    "source",
    "own",
    "published-by",
    "tip",
    "outgoing",
    "dated",
    "byline",
    "author-note",
    "licence",
    "notice",
)
"""What a phrase may say; every table of phrases in a file is named for one of these."""

FOLDER_VARIABLE = "DEDUP_LANGUAGES"
FEW_COMMON_WORDS = 4
"""The common words of a language from which a text is taken to be in it."""
SAMPLE = 800
"""Characters at either end of a text among which these words are looked for."""
_BEGINNING = 60
_NOTE, _STOPS = ":", ".!?\u2026:;|\u2013\u2014("
"""What may stand before a phrase that begins a line, and before one that begins a sentence."""
_NOT_LOWERED = ("\u0131", "\u017f", "\u0307")
"""Letters that a pattern takes for an i or an s, or leaves of one, although lower case does not."""


@dataclass(slots=True)
class Phrase:
    """One phrase; its pattern is compiled when a line first holds what it needs, because that takes milliseconds.

    `anchored` phrases only count where a line or sentence begins. `needs` are strings of which a lower-case line holds
    one of each tuple if the phrase stands in it; `begins` are words, in lower case, one of which it begins with, and
    `after_names` those that follow where it begins with names; None where that may be anything. `longest` is how many
    letters and digits it has at most, None where there is no bound. Of each of the `neighbours`, one of the first words
    stands right before one of the second.
    """

    template: str
    anchored: bool
    needs: tuple[tuple[str, ...], ...]
    begins: frozenset[str] | None
    after_names: frozenset[str] | None
    longest: int | None
    neighbours: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    expander: Expander
    _pattern: re.Pattern[str] | None = field(default=None, init=False)

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern; `UsageError` for a template that makes none."""
        if self._pattern is None:
            try:
                self._pattern = self.expander.compiled(self.template)
            except (KeyError, re.error) as error:
                raise _unusable(self.template, error) from error
        return self._pattern

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a lower-case line holds all that the phrase needs."""
        return all(_holds_one(lowered, strings) for strings in self.needs)

    def may_match(self, lowered: str, *, opens: bool) -> bool:
        """Return whether a lower-case line holds all that the phrase needs, in order, and some of it side by side.

        With `opens`, the phrase has to stand where the line begins; an anchored one has to begin a sentence anyhow.
        """
        if not lowered.isascii() and any(letter in lowered for letter in _NOT_LOWERED):
            return self.may_stand_in(lowered)
        if not _hold_in_order(lowered, self.needs):
            return False
        if self.begins and (opens or self.anchored) and not _begin(lowered, self.begins, _NOTE if opens else _STOPS):
            return False
        return all(_stand_side_by_side(lowered, *pair) for pair in self.neighbours)


def _unusable(template: str, error: Exception) -> UsageError:
    return UsageError(f"a language file has a phrase that cannot be used, {template!r}: {error}")


def _holds_one(lowered: str, stems: tuple[str, ...]) -> bool:
    # A plain loop: this is asked for every line of every text, and a generator costs as much as what it asks.
    for stem in stems:  # noqa: SIM110 - see above
        if stem in lowered:
            return True
    return False


def _hold_in_order(lowered: str, needs: tuple[tuple[str, ...], ...]) -> bool:
    """Return whether a line holds one string of each tuple, each behind the one before it."""
    end = 0
    for strings in needs:
        ends = [at + len(string) for string in strings if (at := lowered.find(string, end)) >= 0]
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

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a lower-case text holds a stem."""
        return _holds_one(lowered, self.stems)

    def stands_in(self, shown: str, lowered: str) -> bool:
        """Return whether a phrase stands in a line: an anchored one where the line begins, another anywhere."""
        beginning = lowered[:_BEGINNING]
        begins = _holds_one(beginning, self.stems)
        holds = _holds_one(lowered, self.inner)
        return (begins or holds) and any(
            phrase.pattern.match(shown) if phrase.anchored else phrase.pattern.search(shown)
            for phrase in self.patterns
            if (begins if phrase.anchored else holds) and phrase.may_match(lowered, opens=phrase.anchored)
        )


def _phrase(template: str, expander: Expander) -> Phrase:
    asked = expander.requirements
    before, mark, rest = template.removeprefix("^").lstrip().partition("{names}")
    return Phrase(
        template,
        anchored=template.startswith("^"),
        needs=asked.needs(template),
        begins=asked.begins(template),
        after_names=asked.begins(rest) if mark and not before else None,
        longest=asked.longest(template),
        neighbours=asked.neighbours(template),
        expander=expander,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """What one language's file says: its calendar, the words that are no names, and its phrases by role."""

    code: str
    assumed: bool
    common: frozenset[str]
    calendar: Calendar
    not_names: frozenset[str]
    copyright: tuple[str, ...]
    phrases: dict[str, Phrases]

    def is_of(self, words: frozenset[str]) -> bool:
        """Return whether a text of these lower-case words looks like this language, by its small words."""
        return self.assumed or len(self.common & words) >= FEW_COMMON_WORDS


@cache
def languages() -> tuple[Language, ...]:
    """Return all languages, by code: those of the package and those of the folder that `DEDUP_LANGUAGES` names."""
    shipped = resources.files("dedup.provenance").joinpath("languages")
    files = [(entry.name, entry.read_text("utf-8")) for entry in shipped.iterdir() if entry.name.endswith(".toml")]
    read = (read_language(content, name) for name, content in sorted(files) + _further_files())
    by_code = {language.code: language for language in read}
    return tuple(by_code[code] for code in sorted(by_code))


def languages_of(text: str) -> tuple[Language, ...]:
    """Return the languages that a text is read in: those that it looks like at its ends, and the assumed ones."""
    words = frozenset(f"{text[:SAMPLE]}\n{text[-SAMPLE:]}".lower().split())
    return tuple(language for language in languages() if language.is_of(words))


def _further_files() -> list[tuple[str, str]]:
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder:
        return []
    try:
        return [
            (str(path), path.read_text("utf-8")) for path in sorted(Path(folder).iterdir()) if path.suffix == ".toml"
        ]
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{FOLDER_VARIABLE} names {folder}, which cannot be read: {error}"
        raise UsageError(msg) from error


def read_language(content: str, name: str) -> Language:
    """Return the language that a file's text describes; a fault in it is a `UsageError` that names the file."""
    try:
        return _language(tomllib.loads(content))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        msg = f"the language file {name} cannot be used: {error}"
        raise UsageError(msg) from error


def _language(values: dict[str, Any]) -> Language:
    if unknown := {name for name, value in values.items() if isinstance(value, dict)} - {*ROLES, "words"}:
        msg = f"there is no role {min(unknown)!r}; the roles are {', '.join(ROLES)}"
        raise ValueError(msg)
    calendar = calendar_of(values["months"], values["weekdays"])
    not_names = (*values.get("not_names", ()), *(name for month in values["months"] for name in month))
    expander = Expander(values.get("words", {}), calendar, not_names)
    return Language(
        code=values["code"],
        assumed=bool(values.get("assumed", False)),
        common=frozenset(values["common"]),
        calendar=calendar,
        not_names=frozenset(values.get("not_names", ())),
        copyright=tuple(values.get("copyright", ())),
        phrases={role: _phrases(values.get(role, {}), expander) for role in ROLES},
    )


def _phrases(table: dict[str, Sequence[str]], expander: Expander) -> Phrases:
    stems = tuple(table.get("stems", ()))
    return Phrases(stems, tuple(table.get("inner", stems)), tuple(table.get("phrases", ())), expander)
