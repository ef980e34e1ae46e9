"""Letters of different scripts that look alike: the sets, and the words that are made of them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from dedup.words import confusables
from dedup.words.locations import locate_words

# ruff: noqa: RUF003 - look-alikes are what this file is about


def words(text: str) -> list[int]:
    """Return the words of a text as numbers."""
    return [int(word) for word in locate_words(text).hashes]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oceнью", "осенью"),  # Latin o, c, e
        ("Xopoшo", "Хорошо"),  # every letter but one is Latin
        ("ВOТ", "вот"),  # Latin O among capitals
        ("Нo", "но"),  # the capital is Cyrillic: its small form has no Latin look-alike
        ("Её", "ee"),  # nothing but look-alikes: Latin, and the dots of ё are left out
        ("py", "ру"),  # the same, wholly Latin and wholly Cyrillic
        ("pу", "рy"),  # the same, mixed one way and the other
        ("зáмок", "замок"),  # a Latin á for the stressed vowel
        ("ïхати", "їхати"),  # a Latin ï
        ("Iван", "Іван"),
        ("шкoлa", "школа"),
        ("ελληvικός", "ελληνικός"),  # Latin v
        ("Eλλάδα", "ΕΛΛΆΔΑ"),  # Latin E
        ("oδός", "οδός"),
        ("hայ", "հայ"),  # Armenian with a Latin h
        ("DᏰᏟ", "ᎠᏰᏟ"),  # Cherokee with a Latin D
        ("pаper", "paper"),  # Cyrillic а
        ("Нello", "hello"),  # Cyrillic Н
        ("Тhis", "this"),  # Cyrillic Т; Macedonian and Ukrainian have s and i
        ("cοοl", "cool"),  # Greek ο
        ("pαper", "paper"),  # Greek α, which looks like a in some typefaces only
        ("ꓮpple", "apple"),  # Lisu
        ("ＰＡＰＥＲ", "paper"),
        ("𝐏а𝐩𝐞𝐫", "paper"),  # mathematical letters around a Cyrillic а
    ],
)
def test_a_word_is_of_the_script_of_most_of_its_telling_letters(typed: str, meant: str) -> None:
    """Letters of another script that look like letters of that one are these."""
    assert words(typed) == words(meant)
    assert len(words(typed)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("нос", "hoc"),  # the small н is no h
        ("вот", "bot"),  # nor is в a b
        ("γ", "y"),
        ("α", "a"),
        ("ρ", "p"),
        ("αx", "ax"),  # two scripts, and neither has more letters
        ("г", "r"),
        ("к", "k"),
        ("ᎠᎡ", "DR"),  # a Cherokee word stays Cherokee
    ],
)
def test_letters_that_a_reader_tells_apart_stay_apart(first: str, second: str) -> None:
    """Only what upright print draws alike makes words of different scripts one."""
    assert words(first) != words(second)


@pytest.mark.skipif("CONFUSABLES" not in os.environ, reason="CONFUSABLES does not name the standard's confusables.txt")
def test_every_set_is_one_of_the_standard() -> None:
    """All letters of a line have the same prototype in UTS #39, but for those that are told as added."""
    text = Path(os.environ["CONFUSABLES"]).read_text(encoding="utf-8-sig")
    assert f"# Version: {confusables.VERSION}" in text
    pairs = re.findall(r"^([0-9A-F]+)\s*;\s*([0-9A-F]+)\s*;", text, re.MULTILINE)
    prototypes = {chr(int(code, 16)): chr(int(prototype, 16)) for code, prototype in pairs}
    for line in confusables.SETS.strip().splitlines():
        letters = set(line.replace("|", "").split()) - set(confusables.ADDED)
        assert len({prototypes.get(letter, letter) for letter in letters}) == 1, line


def test_no_letter_is_in_two_sets_and_all_are_of_the_seven_scripts() -> None:
    """A letter has one set of look-alikes, each of a script that has a bit."""
    letters = [letter for letter in confusables.SETS if letter not in "| \n"]
    assert len(letters) - len(set(letters)) == 0
    assert {confusables.script(letter) for letter in letters} == set(confusables.SCRIPTS)
