"""Material edits: numbers, dates, versions, names and negations by which versions of one text differ."""

from __future__ import annotations

import pytest

import dedup
from dedup.documents import Document, collection_of
from dedup.matches import MaterialEdit
from dedup.reuse.edit_kinds import EditWords
from dedup.reuse.material_edits import DifferingTexts, material_edits, may_be_misreadings
from dedup.settings import Settings
from dedup.walks.edit_words import edit_words
from dedup.walks.scan import scan
from tests.reuse.test_noisy_passages import misread, prose

ENGLISH = (
    "The tenant shall pay the owner within 30 days of the notice, and the rooms may be used by the Harbour Society for "
    "any purpose that is lawful. This is version 2.1 of the agreement, which was signed on 3 May 2019 in the presence "
    "of both parties and of their counsel, who had read it to them before."
)
GERMAN = (
    "Der Mieter zahlt dem Eigentümer innerhalb von 30 Tagen nach der Kündigung, und die Wohnung darf gewerblich von "
    "Anna Winter genutzt werden. Das ist die zweite Fassung der Vereinbarung, die am 3. Mai 2019 im Beisein beider "
    "Parteien und ihrer Anwälte unterschrieben wurde, als der Notar einen Tisch mit Blumen bestellt hatte."
)
FRENCH = (
    "Le locataire verse au propriétaire dans les trente jours qui suivent la lettre, et les pièces peuvent servir pour "
    "toute fin. Il est convenu que cet accord, signé le 3 mai 2019 en présence des deux parties et de leurs conseils, "
    "est le seul qui vaut pour la suite de leurs relations dans la ville."
)
CHINESE = (
    "本协议由双方于2019年5月3日在北京签署，乙方应当在三十天内付款，"
    "甲方可以使用该软件，本条款适用于所有情况，双方均应遵守。"
)


def edits(first: str, second: str) -> list[tuple[str, str, str]]:
    (match,) = dedup.compare(first, second).copies
    return [(edit.kind, edit.in_a, edit.in_b) for edit in match.material_edits]


@pytest.mark.parametrize(
    ("text", "old", "new", "edit"),
    [
        (ENGLISH, "30 days", "60 days", ("number", "30", "60")),
        (ENGLISH, "30 days", "thirty days", ("number", "30", "thirty")),
        (ENGLISH, "may be", "may not be", ("negation", "", "not")),
        (ENGLISH, "is lawful", "is unlawful", ("negation", "lawful", "unlawful")),
        (ENGLISH, "Harbour", "River", ("name", "Harbour", "River")),
        (ENGLISH, "Harbour Society", "Harbour LLC", ("name", "Society", "LLC")),
        (ENGLISH, "the rooms", "part IV of the rooms", ("number", "", "IV")),
        (ENGLISH, "version 2.1", "version 2.2", ("version", "2.1", "2.2")),
        (ENGLISH, "3 May", "4 May", ("date", "3", "4")),
        (ENGLISH, "May 2019", "June 2019", ("date", "May", "June")),
        (ENGLISH, "2019", "2020", ("date", "2019", "2020")),
        (GERMAN, "darf gewerblich", "darf nicht gewerblich", ("negation", "", "nicht")),
        (GERMAN, "Anna Winter", "Karl Sommer", ("name", "Anna Winter", "Karl Sommer")),
        (GERMAN, "3. Mai", "3. Juni", ("date", "Mai", "Juni")),
        (FRENCH, "trente", "quarante", ("number", "trente", "quarante")),
        (FRENCH, "peuvent servir", "ne peuvent pas servir", ("negation", "", "ne pas")),
        (FRENCH, "mai 2019", "juin 2019", ("date", "mai", "juin")),
        (CHINESE, "5月", "6月", ("date", "5", "6")),
        (CHINESE, "可以", "不可以", ("negation", "", "不")),
    ],
)
def test_a_word_that_decides_is_named(text: str, old: str, new: str, edit: tuple[str, str, str]) -> None:
    """One word of the text is another; the other way round, the sides are exchanged."""
    changed = text.replace(old, new)
    assert edits(text, changed) == [edit]
    assert edits(changed, text) == [(edit[0], edit[2], edit[1])]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (ENGLISH, "shall pay", "should pay"),
        (ENGLISH, "The tenant", "A tenant"),
        (ENGLISH, "for any purpose", "for ANY purpose"),
        (ENGLISH, "of both parties and of their counsel", "of their counsel and of both parties"),
        (GERMAN, "einen Tisch", "einen Stuhl"),
    ],
)
def test_other_words_are_not_named(text: str, old: str, new: str) -> None:
    """Another verb, article or order, and a German noun, whose capital is no sign of a name."""
    assert edits(text, text.replace(old, new)) == []


def test_a_changed_beginning_and_end_are_looked_at() -> None:
    """The first and the last word stand in no passage of the two."""
    first = f"ACME\n{ENGLISH}\nissue 7"
    second = f"ZENITH\n{ENGLISH}\nissue 8"
    assert edits(first, second) == [("number", "7", "8"), ("name", "ACME", "ZENITH")]


def test_places_are_counted_by_kind() -> None:
    """Two numbers far apart are two places, and the first one is shown."""
    changed = ENGLISH.replace("30", "60").replace("who had read it", "who had read 2 of it")
    (match,) = dedup.compare(ENGLISH, changed).copies
    assert match.material_edits == (MaterialEdit("number", 2, "30", "60"),)


def test_a_scan_names_them_too() -> None:
    """A pair of a scan has what a comparison of the two has."""
    (match,) = scan(collection_of([Document("a", ENGLISH), Document("b", ENGLISH.replace("30", "60"))])).copies
    assert [edit.kind for edit in match.material_edits] == ["number"]


def test_identical_and_partial_texts_have_none() -> None:
    """The same words state the same; texts that share a part only are no versions of one another."""
    other = " ".join(f"word{number}" for number in range(200))
    assert edits(ENGLISH, ENGLISH.lower()) == []
    assert edits(f"{ENGLISH} {other}", f"{ENGLISH.replace('30', '60')} {other[::-1]}") == []


def misread_edits(a: str, b: str) -> list[tuple[str, str, str]]:
    """Return the edits of two misread texts that have these words at a place, and the same ones around them."""
    places = [DifferingTexts(f"in the town of {words} on the river", "", is_misread=True) for words in (a, b)]
    found = material_edits([places[0]._replace(b=places[1].a)], edit_words("in the town of the river"))
    return [(edit.kind, edit.in_a, edit.in_b) for edit in found]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Winchester", "Winchcster", []),
        ("Winchester", "Salisbury", [("name", "Winchester", "Salisbury")]),
        ("Winchester", "", []),
        ("300", "800", []),
        ("300", "1,754", [("number", "300", "1,754")]),
        ("3", "8", []),
        ("not", "", [("negation", "not", "")]),
        ("not", "now", []),
    ],
)
def test_of_misread_texts_is_told_what_no_misreading_explains(a: str, b: str, expected: list[object]) -> None:
    """A name or number has to be another one altogether, and a negation to be left out."""
    assert misread_edits(a, b) == expected


def test_places_of_misread_texts_are_told_where_both_were_read_well() -> None:
    """A name among misread words may be anything; between words that are the same it was exchanged."""
    other = ENGLISH.replace("Harbour Society", "Winding Bequest").replace("2.1 of the agreement", "7 ofthe agrccmcnt")
    documents = [Document("a", ENGLISH), Document("b", other)]
    (told, all_told) = (scan(collection_of(documents), Settings(noise=noise)).copies[0] for noise in ("high", "low"))
    assert [edit.kind for edit in told.material_edits] == ["name"]
    assert [edit.kind for edit in all_told.material_edits] == ["version", "name"]


def test_a_misread_paragraph_hides_no_edit_elsewhere() -> None:
    """Only the passage that was found by its letters is taken for misread, where nobody says that all texts are."""
    words = prose(7, 60)
    first = f"{' '.join(words)}\n\n{ENGLISH}"
    second = f"{ENGLISH.replace('30', '60')}\n\n{' '.join(misread(words, 0.4, 1))}"
    (match,) = dedup.compare(first, second).copies
    assert [passage.similarity is None for passage in match.passages] == [False, True]
    assert [(edit.kind, edit.in_a, edit.in_b) for edit in match.material_edits] == [("number", "30", "60")]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("of Thc", "os The", True),
        ("word", "Name", True),
        ("York", "Bath", False),
        ("1870", "1876", True),
        ("", "a", False),
    ],
)
def test_a_place_may_be_a_misreading(a: str, b: str, expected: bool) -> None:
    """Letters that look alike may be the same, and small letters are no name."""
    assert may_be_misreadings(a, b) is expected


def test_nothing_is_told_of_words_that_are_not_listed() -> None:
    """Without a language, digits and capitals are left."""
    place = DifferingTexts("they may not pay 5 marks", "they may pay 6 marks")
    assert [edit.kind for edit in material_edits([place], EditWords())] == ["number"]


@pytest.mark.parametrize("length", [2_000, 20_000])
def test_a_long_place_ends(length: int) -> None:
    """Digits, dots and quotes without end take no time that grows with their square."""
    places = [DifferingTexts("1." * length, "'" * length), DifferingTexts("a@" * length, "1" * length)]
    material_edits(places, EditWords())


def test_of_a_heading_that_one_text_has_twice_the_second_one_is_more() -> None:
    """What follows the same words in other characters is compared too, so that only the second heading is an edit."""
    place = DifferingTexts("Red House, Version 2.0\n\nRed House\n\nVersion 2.0, may", "Red House\nVersion 2.0, may")
    words = EditWords(versions=frozenset({"version"}))
    assert [(edit.kind, edit.in_a, edit.in_b) for edit in material_edits([place], words)] == [
        ("version", "2.0", ""),
        ("name", "House", ""),
    ]
