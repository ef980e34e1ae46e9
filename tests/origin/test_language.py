"""Language files: those of the package are sound, those of users are told what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document
from dedup.errors import UsageError
from dedup.origin.extraction import read_claims
from dedup.origin.language import ROLES, Language, languages, read_language

if TYPE_CHECKING:
    from pathlib import Path

SWEDISH = """
code = "sv"
common = ["och", "att", "det", "som", "inte", "med", "den"]
months = [["januari"], ["februari"], ["mars"], ["april"], ["maj"], ["juni"], ["juli"], ["augusti"], ["september"],
  ["oktober"], ["november"], ["december"]]
weekdays = ["måndag"]
[words]
self = ["den här (artikeln|texten)"]
[original]
stems = ["ursprungligen"]
phrases = ["{self} publicerades ursprungligen i {source}"]
"""


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_every_phrase_of_a_shipped_language_can_be_used(language: Language) -> None:
    """All templates of all roles become patterns."""
    for role in ROLES:
        assert len(language.phrases[role].patterns) == len(language.phrases[role].templates)


def test_six_languages_are_shipped() -> None:
    """English, German, French, Spanish, Italian and Portuguese."""
    assert [language.code for language in languages()] == ["de", "en", "es", "fr", "it", "pt"]


def test_a_folder_of_the_user_adds_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the folder that DEDUP_LANGUAGES names is read like those of the package."""
    (tmp_path / "sv.toml").write_text(SWEDISH, "utf-8")
    monkeypatch.setenv("DEDUP_LANGUAGES", str(tmp_path))
    languages.cache_clear()
    try:
        sentence = "Den här artikeln publicerades ursprungligen i Dagens Nyheter."
        opening = (
            "Ministern sade att det inte var en bra plan och att den som bor i dalen med sina barn får flytta. " * 2
        )
        claims = read_claims(Document("text", f"Rubrik\n\n{opening}\n\n{opening}\n\n{sentence}"))
        assert ("attribution", "Dagens Nyheter") in {(claim.kind, claim.value) for claim in claims}
    finally:
        languages.cache_clear()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("code = ", "Invalid value"),
        ('code = "xx"', "months"),
        (SWEDISH.replace("[original]", "[orginal]"), "orginal"),
    ],
)
def test_a_faulty_file_is_a_usage_error_that_names_it(content: str, fault: str) -> None:
    """Broken TOML, a missing table and a misspelt role are told."""
    with pytest.raises(UsageError, match=rf"xx\.toml.*{fault}"):
        read_language(content, "xx.toml")


def test_a_phrase_with_an_unknown_list_is_a_usage_error() -> None:
    """The phrase is named when it is first needed."""
    language = read_language(SWEDISH.replace("{self} publicerades", "{sjalv} publicerades"), "xx.toml")
    with pytest.raises(UsageError, match="sjalv"):
        _ = language.phrases["original"].patterns


def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable."""
    monkeypatch.setenv("DEDUP_LANGUAGES", str(tmp_path / "none"))
    languages.cache_clear()
    try:
        with pytest.raises(UsageError, match="DEDUP_LANGUAGES"):
            languages()
    finally:
        languages.cache_clear()
