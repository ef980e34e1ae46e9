"""Words that are written from the right have their letters in the order of reading, however a PDF places them."""

from __future__ import annotations

from pathlib import Path

from dedup.reading.inputs import read_paths
from dedup.reading.readers.right_to_left import has_right_to_left, with_words_turned

FOLDER = Path(__file__).parent / "made_files"
ARABIC = "توقفت المضخة في الميناء مرة أخرى، ويريد مجلس المدينة أن يعرف لماذا يحدث هذا كل ربيع في عام"
HEBREW = "המשאבה בנמל נעצרה שוב, ומועצת העיר רוצה לדעת מדוע זה קורה בכל אביב בשנת"


def _placed(text: str, *, from_left: bool) -> list[tuple[str, float]]:
    return [(character, float(place if from_left else -place)) for place, character in enumerate(text)]


def test_a_page_that_chromium_printed_has_its_words() -> None:
    """Of the Arabic paragraph PDFium turns half of the words round, of the Hebrew one none."""
    (document,) = read_paths([FOLDER / "chromium-arabic.pdf"])
    arabic, hebrew = document.text.split("\n")
    assert arabic.startswith(ARABIC)
    assert hebrew.startswith(HEBREW)


def test_a_word_is_turned_where_its_letters_stand_from_the_left() -> None:
    """Marks go with their letters; digits, Latin words and words in their order stay."""
    word, digits = "حَبيبي", "٢٠٢٦"
    wrong = word[::-1]
    assert with_words_turned(f"{wrong} abc", _placed(f"{wrong} abc", from_left=True)) == f"{word} abc"
    assert with_words_turned(f"{word} {digits}", _placed(f"{word} {digits}", from_left=False)) == f"{word} {digits}"
    assert with_words_turned(digits, _placed(digits, from_left=True)) == digits


def test_most_places_of_a_word_decide() -> None:
    """A word is there once in its order and twice turned round."""
    word = "מי"
    places = [*_placed(word, from_left=False), *_placed(f" {word} {word}", from_left=True)]
    assert with_words_turned(word, places) == word[::-1]
    assert with_words_turned(word, places[:3]) == word


def test_only_pages_with_such_words_are_looked_at() -> None:
    """A single letter is no word, and Latin text has none."""
    assert has_right_to_left("a שלום")
    assert not has_right_to_left("a ש b ٢٠٢٦ café")
