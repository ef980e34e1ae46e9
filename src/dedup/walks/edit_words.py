"""Language files → the words by which material edits are told, for the languages that a text seems to be in."""

from __future__ import annotations

from functools import cache

from dedup.origin.vocabulary import language_files
from dedup.reuse.edit_kinds import EditWords

_FEWEST_COMMON = 2
"""The common words of a language, in the few words around edits, from which these are taken to be in it."""


def edit_words(text: str) -> EditWords:
    """Return the words of the languages of a text: those of which it holds common words, and the assumed ones."""
    words = _all_common_words().intersection(text.lower().split())
    found = {code: len(words & common) for code, common in _common_words().items()}
    chosen = [code for code, count in found.items() if count >= _FEWEST_COMMON]
    most = max(found, key=lambda code: (found[code], code)) if chosen else ""
    return _words_of(tuple(chosen), most)


@cache
def _common_words() -> dict[str, frozenset[str]]:
    return {str(file.shared["code"]): frozenset(file.shared["common"]) for file in language_files()}


@cache
def _all_common_words() -> frozenset[str]:
    return frozenset().union(*_common_words().values())


@cache
def _words_of(codes: tuple[str, ...], main: str) -> EditWords:
    """Return the words of the assumed languages and of those with these codes, of which one is the `main` one."""
    files = [file for file in language_files() if file.shared["code"] in codes or file.shared.get("assumed")]
    chosen = [file.tables for file in files]
    lists = [tables.get("edits", {}) for tables in chosen]
    months = [names for tables in chosen for names in tables["months"]]
    weekdays = [name for tables in chosen for name in tables["weekdays"]]
    full = {name for names in months for name in names[:1]} | {name for name in weekdays if len(name) > 3}  # noqa: PLR2004
    short = {name for names in months for name in names} | set(weekdays)
    return EditWords(
        negations=_joined(lists, "negations"),
        negation_parts=tuple(sorted(_joined(lists, "negation_parts"))),
        negation_prefixes=tuple(sorted(_joined(lists, "negation_prefixes"))),
        versions=_joined(lists, "versions"),
        numbers=_joined(lists, "numbers"),
        dates=frozenset(map(str.casefold, full)),
        short_dates=frozenset(map(str.casefold, short - full)),
        capital_dates=frozenset(name.casefold() for name in full | short if name[0].isupper()),
        nouns_have_capitals=any(
            tables.get("credit", {}).get("capital_nouns") for tables in chosen if tables["code"] == main
        ),
    )


def _joined(lists: list[dict[str, list[str]]], name: str) -> frozenset[str]:
    return frozenset(word.casefold() for table in lists for word in table.get(name, ()))
