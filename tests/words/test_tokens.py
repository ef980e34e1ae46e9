"""Words: what is one, where it stands, and what cannot hide a copy."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import Document, Settings
from dedup.documents import Collection, batch_of, collection_of
from dedup.engines.local import LOCAL, Local
from dedup.kernels.folding import ROW
from dedup.sketch.survey import survey_collection
from dedup.words import folding
from dedup.words.locations import locate_words
from dedup.words.tokens import OnDemandWords, WordTable, WordTableBuilder, read_words, retokenise
from tests.kernels.naive import word_hash


def spans(text: str) -> list[str]:
    """Return the words of a text as they are written in it."""
    found = locate_words(text)
    return [text[start:end] for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]


def is_one_word(text: str, folded: str) -> bool:
    """Return whether a text is one word that folds to `folded`."""
    return bool(locate_words(text).hashes.tolist() == [word_hash(folded)])


def test_letters_and_digits_make_words_and_everything_else_separates() -> None:
    """Apostrophes, hyphens, underscores and symbols are no part of a word."""
    text = "It's 2012: the well-known Dr_Khan wrote 3.5 pages™ (net)!"
    assert spans(text) == ["It", "s", "2012", "the", "well", "known", "Dr", "Khan", "wrote", "3", "5", "pages", "net"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ÉCOLE", "ecole"),
        ("e\u0301cole", "ecole"),
        ("Straße", "strasse"),
        ("ışık", "isik"),
        ("IŞIK", "isik"),
        ("ﬁnance", "finance"),
        ("ΣΟΦΌΣ", "σοφοσ"),
        ("Ёлка", "елка"),
        ("m²", "m2"),
        ("ＷＩＤＥ", "wide"),
        ("العَرَبِيّة", "العربية"),
        ("العـــربية", "العربية"),
        ("کتابی", "كتابي"),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("ｶﾞ", "カ\u3099"),
    ],
)
def test_words_fold_for_compatibility_case_and_accents(written: str, folded: str) -> None:
    """Spellings that readers take for the same word are the same word."""
    assert is_one_word(written, folded)


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\ufe0f", "\u202e"])
def test_invisible_characters_cannot_hide_a_copy(hidden: str) -> None:
    """Inside a word they are ignored; around it they are no part of its place."""
    assert is_one_word(f"Pak{hidden}istan", "pakistan")
    assert spans(f"{hidden}Pak{hidden}istan{hidden} x") == [f"Pak{hidden}istan", "x"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("كتاب هاي ايراني", "کتاب های ایرانی"),
        ("على", "علی"),
        ("خانۀ ما", "خانه ما"),
        ("ہے پاکستان", "هے پاكستان"),
        ("سال ۱۴۰۳", "سال ١٤٠٣"),
        ("१२ ๑๒", "12 12"),
    ],
)
def test_a_text_is_the_same_from_an_arabic_a_persian_and_an_urdu_keyboard(first: str, second: str) -> None:
    """Letters that one keyboard has and another has not are one; so are the digits of all scripts."""
    assert locate_words(first).hashes.tolist() == locate_words(second).hashes.tolist()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("がく", "かく"),
        ("パン", "ハン"),
        ("ดุ", "ดู"),
        ("ข้าว", "ขาว"),
        ("ປູ", "ປຸ"),
        ("བོད", "བུད"),
        ("က့", "က"),
        ("ក្រ", "ករ"),
        ("कर", "क्र"),
        ("ड़", "ड"),
        ("পড়া", "পডা"),
        ("கல்", "கல"),
        ("мой", "мои"),
        ("їсти", "істи"),
        ("ќе", "ке"),
        ("بہار", "بھار"),
    ],
)
def test_marks_and_letters_that_tell_words_apart_stay(first: str, second: str) -> None:
    """Voicing, tones, viramas, nuktas and Cyrillic letters with a mark are no accents."""
    assert locate_words(first).hashes.tolist() != locate_words(second).hashes.tolist()


@pytest.mark.parametrize("text", ["がぎパ", "мой їжак ўраз Ќе", "क़लम ड़", "ปู้", "བོད", "က့်", "étude ёж ά"])
def test_composed_and_decomposed_texts_are_the_same_words(text: str) -> None:
    """Each normalisation form of Unicode says the same, also where marks that stay come in another order."""
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    forms.append(text.replace("\u1037\u103a", "\u103a\u1037"))
    assert len({tuple(locate_words(form).hashes.tolist()) for form in forms}) == 1


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad"])
def test_a_hyphen_at_a_line_end_joins_a_word_that_goes_on_in_lower_case(hyphen: str) -> None:
    """Also with white space about the line's end; not before a capital, a blank line, or without a line's end."""
    assert is_one_word(f"inter{hyphen}\nnational", "international")
    assert is_one_word(f"inter{hyphen} \r\n  national", "international")
    assert len(spans(f"Anglo{hyphen}\nSaxon")) == 2
    assert len(spans(f"inter{hyphen}\n\nnational")) == 2


def test_scripts_without_spaces_have_a_word_a_character() -> None:
    """Han, Kana and Thai; marks belong to their character, and Latin words between stay whole."""
    assert spans("東京でPython入門") == ["東", "京", "で", "Python", "入", "門"]
    assert spans("ที่นี่") == ["ที่", "นี่"]


def test_vowel_signs_tell_words_apart() -> None:
    """Hindi कि and के differ by a vowel sign only, and are different words."""
    first, second = locate_words("कि के").hashes.tolist()
    assert first != second


def test_places_count_characters_not_bytes() -> None:
    """Before the second word stand four characters that take twelve bytes."""
    found = locate_words("日本\U0001f600 word")
    assert (found.starts.tolist()[-1], found.ends.tolist()[-1]) == (4, 8)


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="the shipped table is of Unicode 14.0")
def test_the_shipped_table_is_what_the_rules_give() -> None:
    """The file holds, for every hundredth code point and all of Latin, what `kind` and `fold` say."""
    table = folding.load()
    for code in [*range(0x600), *range(0x600, 0x30000, 97)]:
        if 0xD800 <= code < 0xE000:
            continue
        assert table.kind[code] == folding.kind(code), hex(code)
        assert (table.flags[code], table.script[code]) == (folding.flags(code), folding.script(code)), hex(code)
        assert tuple(table.alike.reshape(-1, ROW)[table.row[code]]) == folding.row(code), hex(code)
        start, length = int(table.start[code]), int(table.length[code])
        if table.kind[code] in (1, 2, 3):
            folded = bytes(table.pool[start : start + length]).decode() if length else chr(code)
            assert folded == folding.fold(chr(code)), hex(code)


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=9), st.data())
@settings(deadline=None)
def test_chosen_documents_have_their_words_in_the_order_of_the_rows(
    texts: list[list[int]], data: st.DataObject
) -> None:
    """Rows may be left out, come in any order, and come twice."""
    rows = data.draw(st.lists(st.integers(0, len(texts) - 1)))
    hashes = np.array([word for text in texts for word in text], np.uint64)
    table = WordTable(hashes, np.cumsum([0, *map(len, texts)]).astype(np.int64)).take(np.array(rows, np.int64))
    assert [table.of(place).tolist() for place in range(len(rows))] == [texts[row] for row in rows]
    assert table.counts.tolist() == [len(texts[row]) for row in rows]


SENTENCE = "the harbour was closed on Tuesday after a storm of rare force, and ships waited in the bay"


def test_pieces_stand_one_after_the_other() -> None:
    """Documents are found by their counts, those without words too."""
    builder = WordTableBuilder(100)
    builder.add(np.array([5, 6, 7], np.uint64))
    builder.add(np.array([], np.uint64))
    builder.add(np.array([8], np.uint64))
    words = builder.table(np.array([2, 0, 1, 1], np.int64))
    assert words is not None
    assert [words.of(document).tolist() for document in range(4)] == [[5, 6], [], [7], [8]]


@pytest.mark.parametrize("size", [0, 3, 12, 15])
def test_words_are_dropped_where_they_take_more_than_twice_the_text(size: int) -> None:
    """Nothing of them is: a part would be no use."""
    builder = WordTableBuilder(size)
    builder.add(np.arange(3, dtype=np.uint64))
    builder.add(np.arange(1, dtype=np.uint64))
    builder.add(np.zeros(0, np.uint64))
    assert builder.table(np.array([4], np.int64)) is None


@pytest.mark.parametrize("workers", [1, 2])
def test_a_survey_keeps_the_words_that_a_second_look_would_find(workers: int) -> None:
    """Also of several pieces: a megabyte each."""
    collection = collection_of([Document(str(number), f"{SENTENCE} {number} " * 5_000) for number in range(5)])
    made = survey_collection(collection, Settings(), Local(workers))
    again = read_words(collection.batches, Local(1))
    assert made.words is not None
    assert (made.words.hashes == again.hashes).all()
    assert (made.words.offsets == again.offsets).all()


def test_a_survey_keeps_no_words_where_nobody_looks_at_them() -> None:
    """Nor where there is no room for them: then they are split again, from a file."""
    collection = collection_of([Document("a", f"{SENTENCE} " * 1_000)])
    assert survey_collection(collection, Settings(passages=False, only="copies"), LOCAL).words is None
    assert survey_collection(collection, Settings(), Local(1, memory=1).for_texts(collection.bytes)).words is None


TEXTS = ["one two three", "", "four five", "two two", "six seven eight nine", "ten", "one two three", "eleven twelve"]


@pytest.fixture
def collection() -> Collection:
    """Eight texts in three batches."""
    documents = [Document(str(number), text) for number, text in enumerate(TEXTS)]
    return Collection(tuple(batch_of(documents[low:high]) for low, high in ((0, 3), (3, 4), (4, 8))))


@pytest.fixture
def whole(collection: Collection) -> WordTable:
    """The words of all."""
    return read_words(collection.batches, Local(1))


@pytest.mark.parametrize("chosen", [[], [0], [1], [2, 3, 7], range(8)])
@pytest.mark.parametrize("workers", [1, 2])
def test_chosen_documents_have_their_words_and_others_none(
    collection: Collection, whole: WordTable, chosen: list[int], workers: int
) -> None:
    """Rows of the table are documents, whichever of them were split."""
    wanted = np.isin(np.arange(8), list(chosen))
    words = retokenise(collection, wanted, whole.counts, Local(workers))
    for document in range(8):
        assert words.of(document).tolist() == (whole.of(document).tolist() if wanted[document] else [])


@pytest.mark.parametrize("rows", [[0], [1], [0, 1, 2], [7, 0, 4], [5, 5, 2], []])
def test_words_come_in_the_order_in_which_documents_are_asked_for(
    collection: Collection, whole: WordTable, rows: list[int]
) -> None:
    """Also from several batches, backwards, and twice."""
    words = OnDemandWords(collection, whole.counts)
    table = words.take(np.array(rows, np.int64))
    assert [table.of(place).tolist() for place in range(len(rows))] == [whole.of(row).tolist() for row in rows]
    assert table.counts.tolist() == [len(TEXTS[row].split()) for row in rows]


def test_words_of_one_document(collection: Collection, whole: WordTable) -> None:
    """They are those of the table."""
    words = OnDemandWords(collection, whole.counts)
    assert words.of(4).tolist() == whole.of(4).tolist()
