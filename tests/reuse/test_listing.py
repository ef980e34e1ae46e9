"""Which pairs are listed: by the words they share, and how short texts are."""

from __future__ import annotations

import random

import pytest

from dedup.documents import Document, collection_of
from dedup.settings import Settings
from dedup.walks.scan import scan


def block(name: str, words: int) -> str:
    return " ".join(f"{name}{n}" for n in range(words))


def pairs(first: str, second: str, **changes: object) -> list[str]:
    copies = scan(collection_of([Document("a", first), Document("b", second)]), Settings.of(changes)).copies
    return [match.relation for match in copies]


@pytest.mark.parametrize(("words", "listed"), [(29, []), (30, ["partial"])])
def test_thirty_words_make_a_listed_pair(words: int, listed: list[str]) -> None:
    """One fewer does not."""
    shared = block("s", words)
    assert pairs(f"{shared} {block('a', 60)}", f"{block('b', 60)} {shared}") == listed


def test_short_texts_that_are_alike_are_listed_where_all_pairs_are_wanted() -> None:
    """Twenty-two words of twenty-five: too few by default, and every pair is every pair."""
    first, second = f"{block('s', 22)} {block('a', 3)}", f"{block('b', 3)} {block('s', 22)}"
    assert pairs(first, second) == []
    assert pairs(first, second, all_pairs=True) == ["contained"]


def test_identical_texts_are_listed_however_short() -> None:
    """Three words, the same."""
    assert pairs("one two three", "One, two: three!") == ["identical"]


def test_a_short_common_phrase_of_long_texts_is_no_pair() -> None:
    """Twenty common words of hundreds are not alike, wanted or not."""
    first, second = f"{block('s', 20)} {block('a', 200)}", f"{block('b', 200)} {block('s', 20)}"
    assert pairs(first, second, all_pairs=True) == []


def test_a_licence_in_a_text_without_line_ends_does_not_set_the_whole_text_aside() -> None:
    """Everything stands on one line, so the claim spans it; the article still makes a copy."""
    article = f"{block('s', 400)}. It may be republished under a Creative Commons licence. {block('t', 400)}."
    assert pairs(article, f"{article} {block('b', 40)}") == ["near-identical"]


@pytest.mark.parametrize("entries", [12, 40, 150])
def test_every_word_is_reused_of_lists_of_the_same_sentences(entries: int) -> None:
    """Each entry of either list is one of four sentences of fifteen words, which stand in both lists many times."""
    chance = random.Random(entries)
    sentences = [block(name, 15) for name in "abcd"]
    documents = [Document(name, "\n\n".join(chance.choices(sentences, k=entries))) for name in ("one", "two")]
    for order in (documents, documents[::-1]):
        result = scan(collection_of(order))
        assert [document.reused_words for document in result.documents] == [15 * entries] * 2
        assert [found.new_words for found in result.sources] == [0, 0]
