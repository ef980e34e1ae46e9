"""Copies through noise: misread, split and replaced words do not hide a copy, and unrelated texts stay unrelated."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

import dedup
from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.engines.storage import SpillFolder
from dedup.report import saved_results
from dedup.reuse import noisy_passages
from dedup.reuse.chains import find_letter_chains
from dedup.reuse.identical import find_identical
from dedup.settings import Settings
from dedup.sketch.survey import survey_collection
from dedup.walks.scan import scan
from tests.pickling_engine import PicklingEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.engines.engine import Engine
    from dedup.results import ScanResult

HIGH = Settings(noise="high")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def vocabulary(chance: random.Random, size: int) -> list[str]:
    """Return words of two to four syllables."""
    syllables = [consonant + vowel for consonant in "bcdfghklmnprstvw" for vowel in ("a", "e", "i", "o", "u", "ei")]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(size)]


def prose(seed: int, words: int) -> list[str]:
    """Return words of a text; texts of two seeds share a vocabulary and nothing else."""
    common = vocabulary(random.Random(1), 3000)
    return random.Random(seed).choices(common, k=words)


def misread(words: list[str], share: float, seed: int) -> list[str]:
    """Return the words; in so many of them a letter is another one, is missing, or a space stands there."""
    chance = random.Random(seed)
    out = []
    for word in words:
        at = chance.randrange(len(word))
        wrong = word[:at] + chance.choice(["", " ", *LETTERS]) + word[at + 1 :]
        out.append(wrong if chance.random() < share else word)
    return " ".join(out).split()


def scanned(
    texts: list[list[str]], settings: Settings = HIGH, scan_on: Callable[..., ScanResult] = dedup.scan
) -> list[tuple[str, str, str]]:
    documents = [Document(f"d{number}", " ".join(words)) for number, words in enumerate(texts)]
    return sorted((match.a, match.b, match.relation) for match in scan_on(documents, settings).copies)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_copy_with_misread_words_is_found(scan_on: Callable[..., ScanResult], share: float) -> None:
    """Each of five texts and its misread copy are a pair, and no others are."""
    texts = [prose(seed, 200) for seed in range(2, 7)]
    found = scanned([*texts, *(misread(text, share, 9) for text in texts)], HIGH, scan_on)
    assert [(a, b) for a, b, _ in found] == [(f"d{number}", f"d{number + 5}") for number in range(5)]


def test_words_alone_do_not_find_it() -> None:
    """With 0.7 of the words misread no run of 6 words is left."""
    text = prose(2, 200)
    assert scanned([text, misread(text, 0.7, 9)], Settings(noise="low")) == []


def test_two_forms_that_are_filled_in_are_no_copies() -> None:
    """Four words of a form, then five of one's own, twelve times: from two receipts of one shop."""
    form = [prose(50 + part, 4) for part in range(12)]
    filled = [[word for part in form for word in (*part, *prose(seed, 5))] for seed in (100, 200)]
    assert scanned(filled) == []


def test_a_noisy_copy_says_how_much_of_it_is_the_same() -> None:
    """Nine words of ten are misread, one letter each: the words differ and the letters hardly do."""
    text = prose(3, 200)
    copy = [word if at % 10 == 0 else word[:-1] + ("q" if word[-1] != "q" else "x") for at, word in enumerate(text)]
    documents = [Document("a", " ".join(text)), Document("b", " ".join(copy))]
    (match,) = scan(collection_of(documents), HIGH).copies
    assert match.relation == "noisy copy"
    assert match.shared_words == 20
    (passage,) = match.passages
    assert passage.same_words == 20
    letters = sum(map(len, text))
    assert passage.similarity == pytest.approx(1 - 180 / letters, abs=0.01)


def test_every_sixth_word_replaced_is_found() -> None:
    """No run of six words is left, and no word stands elsewhere in the text."""
    text = prose(4, 180)
    other = vocabulary(random.Random(5), 180)
    reworded = [other[at] if at % 6 == 0 else word for at, word in enumerate(text)]
    assert [pair[:2] for pair in scanned([text, reworded], Settings())] == [("d0", "d1")]


def test_a_passage_too_short_to_be_listed_is_extended_by_letters() -> None:
    """Twenty words are the same; in the other forty every fourth letter is wrong, so that no seven letters are left.

    Forty more texts have the letters of the twenty words, in longer words: these are no seeds.
    """
    text = prose(8, 60)
    wrong = ["".join("x" if at % 4 == 1 else letter for at, letter in enumerate(word)) for word in text[20:59]]
    joined = ["".join(text[at : at + 2]) for at in range(0, 20, 2)]
    others = [Document(f"d{seed}", " ".join([*joined, *prose(seed, 40)])) for seed in range(10, 50)]
    pair = [Document("a", " ".join(text)), Document("b", " ".join([*text[:20], *wrong, text[59]]))]
    assert scan(collection_of([*others, *pair]), Settings(noise="low")).copies == ()
    (match,) = scan(collection_of([*others, *pair]), HIGH).copies
    assert match.relation == "noisy copy"
    assert [(passage.words, passage.same_words) for passage in match.passages] == [(60, 21)]


def test_stretches_in_another_order_are_passages_of_their_own() -> None:
    """The halves of a text change places, and half of the words are misread."""
    text = prose(6, 200)
    documents = [Document("a", " ".join(text)), Document("b", " ".join(misread(text[100:] + text[:100], 0.5, 3)))]
    (match,) = scan(collection_of(documents), HIGH).copies
    first, second = match.passages
    assert first.a.start < second.a.start
    assert first.b.start > second.b.start


def test_unrelated_texts_of_one_vocabulary_are_no_pairs() -> None:
    """Forty texts of the same three thousand words."""
    assert scanned([prose(seed, 150) for seed in range(10, 50)]) == []


def test_tables_of_numbers_are_no_noisy_copies() -> None:
    """The same labels with other numbers between them: digits are no letters."""
    chance = random.Random(8)
    tables = [[f"r{row} {chance.randrange(10**6)}" for row in range(60)] for _ in range(4)]
    assert scanned(tables) == []


def test_a_pair_has_the_same_passages_whichever_comes_first() -> None:
    """The figures of two texts do not depend on their order."""
    text = prose(7, 150)
    pair = [" ".join(text), " ".join(misread(text, 0.5, 4))]
    matches = [
        scan(collection_of([Document(name, words) for name, words in zip("ab", texts, strict=True)]), HIGH).copies[0]
        for texts in (pair, pair[::-1])
    ]
    assert matches[0].shared_words == matches[1].shared_words
    assert [(p.a, p.b, p.similarity) for p in matches[0].passages] == [
        (p.b, p.a, p.similarity) for p in matches[1].passages
    ]


def test_the_result_says_what_was_chosen_and_why() -> None:
    """A small collection compares letters, unless it was told not to."""
    documents = [Document("a", "one two three"), Document("b", "four five six")]
    recall = scan(collection_of(documents)).recall
    assert (recall.letters, recall.letters_reason) == (True, "the collection is small")
    assert not scan(collection_of(documents), Settings(noise="low")).recall.letters


@pytest.mark.parametrize(
    "engine",
    [
        lambda: Local(1),
        lambda: Local(2, memory=1),
        lambda: PicklingEngine(spills=False),
        lambda: PicklingEngine(spills=True),
    ],
)
def test_copies_through_noise_are_the_same_on_each_engine(engine: Callable[[], Engine]) -> None:
    """In memory, through files, and in other processes; one text stands twice, and one is empty."""
    texts = [prose(seed, 120) for seed in range(2, 22)]
    texts += [misread(text, 0.6, 9) for text in texts]
    documents = [Document(f"d{number}", " ".join(words)) for number, words in enumerate([*texts, texts[3], []])]
    expected = scan(collection_of(documents), HIGH)
    assert len(expected.copies) == 21
    assert saved_results.dumps(scan(collection_of(documents), HIGH, engine=engine())) == saved_results.dumps(expected)


def test_no_documents_have_no_chains_where_keys_go_through_files() -> None:
    """An engine may have a spill folder however little there is to read, as one for a cluster has."""
    collection, engine = collection_of([]), Local(1, spill_folder=SpillFolder())
    identical = find_identical(collection, survey_collection(collection, HIGH, engine), engine)
    assert find_letter_chains(collection, identical, engine).a.size == 0


def test_minimizers_in_too_many_places_are_counted() -> None:
    """Forty texts begin with the same forty words, and go on each in its own way: the runs of the beginning count."""
    beginning = prose(2, 40)
    documents = [Document(f"d{seed}", " ".join([*beginning, *prose(seed, 40)])) for seed in range(10, 50)]
    counts = scan(collection_of(documents), HIGH).counts
    assert counts.common_minimizers > 30
    assert counts.unaligned_chains == 0


def test_chains_that_are_too_long_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two texts of 200 words are a product of 40,000."""
    monkeypatch.setattr(noisy_passages, "LARGEST_ALIGNMENT", 30_000)
    text = prose(2, 200)
    documents = [Document("a", " ".join(text)), Document("b", " ".join(misread(text, 0.7, 9)))]
    result = scan(collection_of(documents), HIGH)
    assert result.copies == ()
    assert result.counts.unaligned_chains == 1
