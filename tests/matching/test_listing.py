"""Which pairs are listed: by the words they share, and how short texts are."""

from __future__ import annotations

import pytest

from dedup.documents import Document, collection_of
from dedup.matching.aside import Asides, reason
from dedup.matching.passages import Run, WordPassage
from dedup.scanning import scan
from dedup.settings import Settings


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


@pytest.mark.parametrize("side", ["a", "b"])
def test_a_passage_that_either_text_calls_a_credit_is_an_attribution(side: str) -> None:
    """The words are set aside by one of the two; the reason does not depend on which."""
    credited, plain = Asides.none(20), Asides.none(20)
    credited.attribution[:] = True
    passage = WordPassage((Run(0, 0, 20),))
    both = (credited, plain) if side == "a" else (plain, credited)
    assert reason(passage, *both) == "attribution"


def test_a_passage_of_boilerplate_is_called_that() -> None:
    """And one with a counting word has no reason to be set aside."""
    site = Asides.none(20)
    site.boilerplate[:] = True
    assert reason(WordPassage((Run(0, 0, 20),)), site, Asides.none(20)) == "boilerplate"
    site.boilerplate[3] = False
    assert reason(WordPassage((Run(0, 0, 20),)), site, Asides.none(20)) is None
