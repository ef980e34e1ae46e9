"""Language files → the calendar and the phrases of each language, and the languages that a text is read in.

How files are found, and the words that are read in texts of every language, are in `dedup.origin.vocabulary`.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from dedup.errors import UsageError
from dedup.origin.credit_strings import CreditStrings, strings_of
from dedup.origin.credit_words import CreditWords, credit_words
from dedup.origin.dates import Calendar, calendar_of
from dedup.origin.phrase_patterns import Expander
from dedup.origin.phrases import Phrases
from dedup.origin.vocabulary import (
    FOLDER_VARIABLE,
    TABLES,
    EditTable,
    LanguageFile,
    check_lists,
    language_files,
    parse_language,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROLES = ("byline", "author-note", "licence", "notice")
"""What a phrase may say; every table of phrases in a file is named for one of these."""

CREDIT = "credit"
"""The table of the words of which credits are made."""
EDITS = "edits"
"""The table of the words that tell material edits."""

_KEYS = (
    "code",
    "assumed",
    "common",
    "copyright",
    "months",
    "weekdays",
    "not_names",
    "before_dates",
    "beside_dates",
)
"""What stands in a file above its tables."""

FEW_COMMON_WORDS = 4
"""The common words of a language from which a text is taken to be in it."""
SAMPLE = 800
"""Characters at either end of a text among which these words are looked for."""
_EAST_ASIAN = re.compile("[\u3000-\ud7ff]")


@dataclass(frozen=True, eq=False)
class Language:
    """What one language's file says: its calendar, words that are no names, phrases by role, and words of credits.

    `beside_dates` are words, in lower case, that stand beside a date and name nobody: *updated*, *Monday*, *version*.
    `before_dates` are the articles that stand between a name and a date: *Berlin, den 3. Mai*.
    """

    code: str
    assumed: bool
    common: frozenset[str]
    calendar: Calendar
    not_names: frozenset[str]
    beside_dates: frozenset[str]
    before_dates: tuple[str, ...]
    copyright: tuple[str, ...]
    file: LanguageFile

    @cached_property
    def phrases(self) -> dict[str, Phrases]:
        """The phrases by role."""
        with _faults_of(self.file.name):
            tables = _known_tables(self.file)
            not_names = (
                *self.file.shared.get("not_names", ()),
                *(name for month in tables["months"] for name in month),
            )
            expander = Expander(tables.get("words", {}), self.calendar, not_names)
            return {role: _phrases(tables.get(role, {}), expander) for role in ROLES}

    @cached_property
    def credit(self) -> CreditWords:
        """The words of credits."""
        with _faults_of(self.file.name):
            return credit_words(_known_tables(self.file).get(CREDIT, {}))

    @cached_property
    def credit_strings(self) -> CreditStrings:
        """The strings that a sentence must hold to be read as a credit."""
        return strings_of(self.credit, strict=self.assumed and not self.credit.is_of_another_script)

    @cached_property
    def shows_by_script(self) -> bool:
        """Whether only texts with characters of East Asia are read in it, although it is assumed of any text."""
        return self.assumed and self.credit.is_of_east_asia

    def is_of(self, words: frozenset[str]) -> bool:
        """Return whether a text of these lower-case words looks like this language, by its small words."""
        return self.assumed or len(self.common & words) >= FEW_COMMON_WORDS


@cache
def languages() -> tuple[Language, ...]:
    """Return all languages by code; `UsageError` for a file that cannot be used.

    Where a folder has further files, all of every file is read, so that a fault is told at once.
    """
    known = tuple(map(_language, language_files()))
    return tuple(map(_read_to_the_end, known)) if os.environ.get(FOLDER_VARIABLE) else known


def languages_of(text: str) -> tuple[Language, ...]:
    """Return the languages that a text is read in: those that it looks like at its ends, and the assumed ones."""
    words = frozenset(f"{text[:SAMPLE]}\n{text[-SAMPLE:]}".lower().split())
    east_asian = _EAST_ASIAN.search(text) is not None
    return tuple(
        language for language in languages() if language.is_of(words) and (east_asian or not language.shows_by_script)
    )


def read_language(content: str, name: str) -> Language:
    """Return the language that a file's text describes; a fault in it is a `UsageError` that names the file."""
    return _read_to_the_end(_language(parse_language(content, name)))


def _read_to_the_end(language: Language) -> Language:
    _ = language.phrases, language.credit
    return language


def _language(file: LanguageFile) -> Language:
    with _faults_of(file.name):
        values = file.shared
        if unknown := {name for name, value in values.items() if not isinstance(value, dict)} - {*_KEYS}:
            msg = f"there is no key {min(unknown)!r}; the keys are {', '.join(_KEYS)}, the others stand in tables"
            raise ValueError(msg)
        calendar = calendar_of(values["months"], values["weekdays"])
        return Language(
            code=values["code"],
            assumed=bool(values.get("assumed", False)),
            common=frozenset(values["common"]),
            calendar=calendar,
            not_names=frozenset(values.get("not_names", ())),
            beside_dates=frozenset(map(str.casefold, values.get("beside_dates", ()))) | calendar.weekdays,
            before_dates=tuple(values.get("before_dates", ())),
            copyright=tuple(values.get("copyright", ())),
            file=file,
        )


@contextmanager
def _faults_of(name: str) -> Iterator[None]:
    """Turn a fault of a language file into a `UsageError` that names the file."""
    try:
        yield
    except (KeyError, ValueError, TypeError) as error:
        msg = f"the language file {name} cannot be used: {error}"
        raise UsageError(msg) from error


def _known_tables(file: LanguageFile) -> dict[str, Any]:
    """Return all tables of a file; one that no part of the program reads is a `ValueError`."""
    tables = {name for name, value in file.tables.items() if isinstance(value, dict)}
    if unknown := tables - {*ROLES, *TABLES, "words", CREDIT, EDITS}:
        msg = f"there is no table {min(unknown)!r}; the roles are {', '.join(ROLES)}, and credits stand in [credit]"
        raise ValueError(msg)
    check_lists(EDITS, file.tables.get(EDITS, {}), EditTable)
    return file.tables


def _phrases(table: dict[str, Sequence[str]], expander: Expander) -> Phrases:
    stems = tuple(table.get("stems", ()))
    return Phrases(stems, tuple(table.get("inner", stems)), tuple(table.get("phrases", ())), expander)
