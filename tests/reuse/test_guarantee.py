"""The guarantee: every run of `min_run` or more words that stands twice lies in at least one reported passage."""

from __future__ import annotations

import random
from itertools import combinations_with_replacement
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup.documents import Document, collection_of
from dedup.settings import Settings
from dedup.walks.scan import scan
from dedup.words.locations import locate_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.results import ScanResult

SEED = Path(__file__).parents[2] / "seeds" / "000_35971b594a17ab1f.txt"
WORDS = [f"w{chr(97 + i)}" for i in range(26)]


def text_of(numbers: list[int]) -> str:
    return " ".join(WORDS[n] for n in numbers)


@st.composite
def collections(draw: st.DrawFn) -> list[list[int]]:
    """A few texts made of a few blocks, so that runs stand in many places, with edits, cuts and repeats of repeats."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    return collection_by(chance, draw(st.sampled_from([2, 4, 26])), draw(st.integers(1, 4)))


def collection_by(chance: random.Random, alphabet: int, count: int) -> list[list[int]]:
    """Return so many texts of so many words that are drawn by chance."""
    blocks = [[chance.randrange(alphabet) for _ in range(chance.randrange(1, 40))] for _ in range(4)]
    texts = []
    for _ in range(count):
        text: list[int] = []
        for _ in range(chance.randrange(1, 7)):
            block = list(chance.choice(blocks))
            if block and chance.random() < 0.4:
                block[chance.randrange(len(block))] = chance.randrange(alphabet)
            text += block[chance.randrange(len(block)) :] if chance.random() < 0.3 else block
        texts.append(text)
    return texts


def twins(a: list[int], b: list[int], least: int, *, within_one: bool) -> set[tuple[int, int]]:
    """The pairs of words (index in a, index in b) that are equal in a run of at least `least` words."""
    found = set[tuple[int, int]]()
    places: dict[tuple[int, ...], list[int]] = {}
    for j in range(len(b) - least + 1):
        places.setdefault(tuple(b[j : j + least]), []).append(j)
    for i in range(len(a) - least + 1):
        for j in places.get(tuple(a[i : i + least]), ()):
            if not within_one or j > i:
                found |= {(i + n, j + n) for n in range(least)}
    return found


def inside_a_pattern(text: list[int], word: int, size: int) -> bool:
    """Whether the `size` words before and after one, and it, repeat with a period of at most `size` words."""
    around = range(word - size, word + size + 1)
    return around[0] >= 0 and any(
        around[-1] + period < len(text) and all(text[n] == text[n + period] for n in around)
        for period in range(1, size + 1)
    )


class Reported:
    """The words that a result reports, by document and by pair of documents."""

    def __init__(self, result: ScanResult, documents: list[Document]) -> None:
        self._located = {document.id: locate_words(document.text) for document in documents}
        self.words: dict[tuple[str, str], set[tuple[str, int]]] = {}
        for match in result.copies:
            for passage in (*match.passages, *match.again):
                self._mark((match.a, match.b), match.a, passage.a.start, passage.a.end)
                self._mark((match.a, match.b), match.b, passage.b.start, passage.b.end)
        for told in result.repetitions:
            for place in (told.first, told.second):
                self._mark((told.document, told.document), told.document, place.start, place.end)

    def _mark(self, pair: tuple[str, str], name: str, start: int, end: int) -> None:
        low = int(self._located[name].starts.searchsorted(start))
        high = int(self._located[name].ends.searchsorted(end, "right"))
        self.words.setdefault(pair, set()).update((name, word) for word in range(low, high))

    def anywhere(self) -> set[tuple[str, int]]:
        return {word for words in self.words.values() for word in words}


@pytest.mark.parametrize(("least", "size"), [(12, 6), (8, 3), (6, 6), (20, 6)])
@given(collections())
@settings(max_examples=60, deadline=None)
def test_every_run_that_stands_twice_is_in_a_passage(least: int, size: int, texts: list[list[int]]) -> None:
    """Any two equal words in such a run of two texts are both told: in a passage, or as words that one has once more.

    No word is used in two passages if that can be helped. Within one text at least one of the two is in a repetition.
    Words in the middle of a pattern that repeats at once, such as one word all over, are compared at its ends only.
    """
    assert_told(texts, least, size, dedup.scan)


@pytest.mark.parametrize("alphabet", [4, 26])
def test_the_guarantee_holds_wherever_work_runs(scan_on: Callable[..., ScanResult], alphabet: int) -> None:
    """The same, of a dozen texts on this machine and on each cluster."""
    assert_told(collection_by(random.Random(alphabet), alphabet, 12), 12, 6, scan_on)


def assert_told(texts: list[list[int]], least: int, size: int, scan_on: Callable[..., ScanResult]) -> None:
    """Assert that each two equal words of a run are told."""
    documents = [Document(str(i), text_of(text)) for i, text in enumerate(texts)]
    wanted = Settings(min_run=least, fingerprint_words=size, min_shared=1, min_repeated=1, all_pairs=True)
    reported = Reported(scan_on(documents, wanted), documents)
    for i, j in combinations_with_replacement(range(len(texts)), 2):
        words = reported.words.get((str(i), str(j)), set())
        lost = [
            (x, y)
            for x, y in twins(texts[i], texts[j], least, within_one=i == j)
            if ((str(i), x) in words) + ((str(j), y) in words) < (1 if i == j else 2)
            and not inside_a_pattern(texts[i], x, size)
            and not inside_a_pattern(texts[j], y, size)
        ]
        assert not lost, f"texts {i} and {j}: {sorted(lost)}"


def test_a_run_into_words_that_repeat_is_found_where_one_text_ends_among_them() -> None:
    """The first text has five words "wb" after "wc wb wa" and ends, the second seven: eight words are the same."""
    texts = [[3, 2, 1, 0, 1, 1, 1, 1, 1], [3, 0, 2, 1, 0, 1, 1, 1, 1, 1, 1, 1]]
    documents = [Document(str(i), text_of(text)) for i, text in enumerate(texts)]
    wanted = Settings(min_run=8, fingerprint_words=3, min_shared=1, all_pairs=True)
    (match,) = scan(collection_of(documents), wanted).copies
    assert [passage.words for passage in match.passages] == [8]


@given(collections())
@settings(max_examples=40, deadline=None)
def test_the_guarantee_holds_in_scripts_without_spaces(texts: list[list[int]]) -> None:
    """Each Han character is a word; runs of twelve characters are found like runs of twelve words."""
    han = "的一是不了人我在有他这中大来上国个到说们为子和你地出"
    documents = [Document(str(i), "".join(han[n] for n in text)) for i, text in enumerate(texts)]
    wanted = Settings(min_shared=1, min_repeated=1, all_pairs=True)
    reported = Reported(scan(collection_of(documents), wanted), documents)
    for i, j in combinations_with_replacement(range(len(texts)), 2):
        words = reported.words.get((str(i), str(j)), set())
        for x, y in twins(texts[i], texts[j], 12, within_one=i == j):
            assert (str(i), x) in words or (str(j), y) in words


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_the_guarantee_holds_on_real_text_that_was_edited(seed: int) -> None:
    """Versions of the seed's paragraphs: shuffled, cut, some words replaced by others of the text."""
    chance = random.Random(seed)
    paragraphs = [line for line in SEED.read_text(encoding="utf-8").split("\n") if len(line) > 100]
    vocabulary = " ".join(paragraphs).split()
    documents = []
    for n in range(3):
        chosen = chance.sample(paragraphs, chance.randrange(3, 8))
        text = " ".join(chosen[: chance.randrange(1, len(chosen) + 1)]).split()
        for _ in range(chance.randrange(20)):
            text[chance.randrange(len(text))] = chance.choice(vocabulary)
        documents.append(Document(str(n), " ".join(text)))
    reported = Reported(scan(collection_of(documents), Settings(min_shared=1, all_pairs=True)), documents)
    hashes = [locate_words(document.text).hashes.tolist() for document in documents]
    for i, j in combinations_with_replacement(range(3), 2):
        words = reported.words.get((str(i), str(j)), set())
        for x, y in twins(hashes[i], hashes[j], 12, within_one=i == j):
            assert (str(i), x) in words or (str(j), y) in words


@given(collections(), st.sampled_from([2, 3, 10]))
@settings(max_examples=80, deadline=None)
def test_the_guarantee_holds_where_runs_are_linked_to_their_first_holder(texts: list[list[int]], limit: int) -> None:
    """Of any two equal words in a run of twelve, one at least is in some passage or repetition."""
    documents = [Document(str(i), text_of(text)) for i, text in enumerate(texts)]
    wanted = Settings(min_shared=1, min_repeated=1, pair_limit=limit)
    words = Reported(scan(collection_of(documents), wanted), documents).anywhere()
    for i, j in combinations_with_replacement(range(len(texts)), 2):
        for x, y in twins(texts[i], texts[j], 12, within_one=i == j):
            assert (str(i), x) in words or (str(j), y) in words


@given(collections())
@settings(max_examples=100, deadline=None)
def test_a_passage_begins_and_ends_with_the_same_word_and_counts_no_word_too_many(texts: list[list[int]]) -> None:
    """Its ends are shared words, and same_words is no more than a longest common subsequence of the sides."""
    documents = [Document(str(i), text_of(text)) for i, text in enumerate(texts)]
    result = scan(collection_of(documents), Settings(min_shared=1, all_pairs=True))
    by_id = {document.id: document.text for document in documents}
    for match in result.copies:
        for passage in match.passages:
            first = by_id[match.a][passage.a.start : passage.a.end].split()
            second = by_id[match.b][passage.b.start : passage.b.end].split()
            assert passage.words == max(len(first), len(second))
            assert passage.same_words <= longest_common(first, second)
            assert passage.same_words >= 12 or match.relation == "identical"
            assert first[0] == second[0]
            assert first[-1] == second[-1]


def longest_common(a: list[str], b: list[str]) -> int:
    row = [0] * (len(b) + 1)
    for x in a:
        previous = 0
        for j, y in enumerate(b, start=1):
            previous, row[j] = row[j], previous + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]
