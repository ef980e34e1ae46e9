"""Language files → their tables, and the words of all languages by which names, dates and lines are read.

One TOML file a language lies in ``languages/``; the variable `DEDUP_LANGUAGES` names a folder with further files, which
add a language or replace one with the same code. ``docs/provenance.md`` says how such a file is written.

The words of all files are joined, because a name in an English text may be French. What is read only in texts of its
own language (phrases, months) is left to `dedup.origin.language`.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER_VARIABLE = "DEDUP_LANGUAGES"
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words within and beside names of publishers.

    `articles` stand before a name in a sentence. `optional_articles` only begin names: in a sentence they may be other
    words (*as Reuters reported*). `publication_articles` begin names of publications and hardly any other names;
    `capital_articles` do where a sentence writes them with a capital (*su La Nuova Sardegna*).
    `pronouns` begin a clause of their own behind a comma (*, it was*). `within` stand between capitalised words.
    Publishers are named with and without `optional`. The full stop of `abbreviated` words ends no name. `links` are
    words of a link that name nobody.
    """

    articles: Words = ()
    optional_articles: Words = ()
    publication_articles: Words = ()
    capital_articles: Words = ()
    conjunctions: Words = ()
    pronouns: Words = ()
    within: Words = ()
    optional: Words = ()
    abbreviated: Words = ()
    links: Words = ()


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Words within and beside names of persons.

    `by` and `via` stand before a writer and before an outlet, `between` joins two writers, and `wrote_for` stands
    between a writer and an outlet. `particles` are small words
    of names (*van*). `nobody` are words of bylines that name nobody in particular (*staff*).
    """

    by: Words = ()
    via: Words = ()
    between: Words = ()
    wrote_for: Words = ()
    titles: Words = ()
    abbreviated_titles: Words = ()
    particles: Words = ()
    nobody: Words = ()


@dataclass(frozen=True, slots=True)
class OutletWords:
    """Words of names of outlets: `words` are in no person's name, `ambiguous_words` in some; `endings` end words."""

    words: Words = ()
    ambiguous_words: Words = ()
    endings: Words = ()


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words of names of places.

    `with_article` follow an article. `within` are the words in lower case. `outlet_words` show no outlet where a comma
    follows (*Down House, Kent*); `last_words` show one only as the last word (*Harbour Star*, not *Sun Valley*).
    """

    with_article: Words = ()
    within: Words = ()
    outlet_words: Words = ()
    last_words: Words = ()


@dataclass(frozen=True, slots=True)
class DateWords:
    """What belongs to dates: endings of a day's number, words between day, month and year, and after a time of day."""

    day_endings: Words = ()
    links: Words = ()
    times: Words = ()


@dataclass(frozen=True, slots=True)
class LineWords:
    """Words of lines: before a colon (`notes`, `source`), in place of a writer (`rubrics`).

    `agency` are words for a news agency. In old newspapers an agency's name is a credit behind `before_agency` (*from
    the correspondent of*) and before `after_agency` (*reports*).

    `authorities` are in names of those of whom a line *Source: X* has figures and no text. The full stop of
    `abbreviations` ends no sentence. Before a word that begins with one of `after_copyright`, the word
    *copyright* is no sign of a copyright line.
    """

    abbreviations: Words = ()
    notes: Words = ()
    source: Words = ()
    authorities: Words = ()
    rubrics: Words = ()
    agency: Words = ()
    before_agency: Words = ()
    after_agency: Words = ()
    after_copyright: Words = ()


@dataclass(frozen=True, slots=True)
class LicenceWords:
    """Strings of licence lines, in lower case: terms of Creative Commons, and what else a line allows or forbids."""

    noncommercial: Words = ()
    no_derivatives: Words = ()
    share_alike: Words = ()
    forbidden: Words = ()
    reserved: Words = ()
    permitted: Words = ()
    on_request: Words = ()


@dataclass(frozen=True, slots=True)
class EditTable:
    """Words of material edits, in lower case: `dedup.reuse.material_edits.EditWords` says what they are."""

    negations: Words = ()
    negation_parts: Words = ()
    negation_prefixes: Words = ()
    versions: Words = ()
    numbers: Words = ()


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of all languages, each list without doubles; what is made of a vocabulary is cached by its identity."""

    names: NameWords
    persons: PersonWords
    outlets: OutletWords
    places: PlaceWords
    dates: DateWords
    lines: LineWords
    licences: LicenceWords


TABLES: dict[str, type[Any]] = {
    "names": NameWords,
    "persons": PersonWords,
    "outlets": OutletWords,
    "places": PlaceWords,
    "dates": DateWords,
    "lines": LineWords,
    "licences": LicenceWords,
}
"""The tables of a language file whose words are read in texts of every language."""


_TABLE = re.compile(r"^\[([\w-]+)\]", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class LanguageFile:
    """The file of one language, in two parts, because hardly any text is in most of the languages.

    `shared` is what stands above its tables, and those of `TABLES`. The other tables are parsed when they are needed.
    """

    name: str
    shared: dict[str, Any]
    others: str

    @cached_property
    def tables(self) -> dict[str, Any]:
        """All that stands in the file."""
        return self.shared | tomllib.loads(self.others)


@cache
def vocabulary() -> Vocabulary:
    """Return the words of all languages; `UsageError` for a file that cannot be used."""
    files = [file.shared for file in language_files()]
    return Vocabulary(**{name: _joined(kind, [file.get(name, {}) for file in files]) for name, kind in TABLES.items()})


def _joined(kind: type[Any], tables: Iterable[Mapping[str, list[str]]]) -> Any:
    listed = list(tables)
    names = [field.name for field in fields(kind)]
    return kind(
        **{name: tuple(dict.fromkeys(word for table in listed for word in table.get(name, ()))) for name in names}
    )


@cache
def language_files() -> tuple[LanguageFile, ...]:
    """Return the file of each language, in the order of the languages' codes."""
    shipped = resources.files("dedup.origin").joinpath("languages")
    files = [(entry.name, entry.read_text("utf-8")) for entry in shipped.iterdir() if entry.name.endswith(".toml")]
    by_code = {
        str(file.shared["code"]): file
        for file in (parse_language(content, name) for name, content in sorted(files) + _further_files())
    }
    return tuple(by_code[code] for code in sorted(by_code))


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


def parse_language(content: str, name: str) -> LanguageFile:
    """Return a language file; a fault in what all languages share is a `UsageError` that names the file."""
    try:
        shared = tomllib.loads(_tables_in(content, shared=True))
        for table, kind in TABLES.items():
            check_lists(table, shared.get(table, {}), kind)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        msg = f"the language file {name} cannot be used: {error}"
        raise UsageError(msg) from error
    if "code" not in shared:
        msg = f"the language file {name} cannot be used: it has no 'code'"
        raise UsageError(msg)
    return LanguageFile(name, shared, _tables_in(content, shared=False))


def _tables_in(content: str, *, shared: bool) -> str:
    """Return a file's text with blank lines for the tables of the other part, so that faults are at their lines."""
    begins = [(0, ""), *((found.start(), found[1]) for found in _TABLE.finditer(content)), (len(content), "")]
    return "".join(
        content[begin:end] if (not table or table in TABLES) == shared else "\n" * content.count("\n", begin, end)
        for (begin, table), (end, _) in pairwise(begins)
    )


def check_lists(name: str, table: object, kind: type[Any]) -> None:
    """Raise a `ValueError` unless a table has nothing but the lists of its kind, and in them nothing but strings."""
    lists = [field.name for field in fields(kind)]
    if not isinstance(table, dict):
        msg = f"{name!r} is no table"
        raise ValueError(msg)  # noqa: TRY004 - a fault of the file, not of the program
    if unknown := set(table) - set(lists):
        msg = f"[{name}] has no list {min(unknown)!r}; its lists are {', '.join(lists)}"
        raise ValueError(msg)
    for key, words in table.items():
        if not (isinstance(words, list) and all(isinstance(word, str) and word for word in words)):
            msg = f"{key!r} in [{name}] is no list of words"
            raise ValueError(msg)


def one_of(words: Iterable[str]) -> str:
    """Return the pattern of one of some words, a longer one before its beginning; of none, what matches nothing."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
