"""What two documents have in common: the same whichever comes first, and as many same words as can be."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.settings import Settings
from dedup.walks.scan import scan

if TYPE_CHECKING:
    from dedup.matches import Match, Passage

Figures = tuple[object, ...]


@st.composite
def noisy_copies(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Two texts made of pieces of one, in order or not, with words changed, dropped and added."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    words = [f"w{n}" for n in range(draw(st.sampled_from([3, 30, 2000])))]
    text = [words[min(int(chance.paretovariate(0.7)), len(words)) - 1] for _ in range(chance.randrange(20, 250))]
    part = draw(st.sampled_from([0.02, 0.1, 0.2]))
    return copied(text, words, part, chance), copied(text, words, part, chance)


def copied(text: list[str], words: list[str], part: float, chance: random.Random) -> list[str]:
    size = chance.randrange(10, 60)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    if chance.random() < 0.5:
        pieces = chance.choices(pieces, k=len(pieces) + 1)
    found: list[str] = []
    for word in (word for piece in pieces for word in piece):
        edit = chance.random() / part
        found += [] if edit < 1 / 3 else [chance.choice(words)] if edit < 2 / 3 else [word]
        found += [chance.choice(words)] if 2 / 3 <= edit < 1 else []
    return found


def figures(match: Match, first: str) -> Figures:
    """Return all figures of a match, those of one document first."""
    turned = match.a != first
    shares = match.containment_a, match.containment_b

    def told(passage: Passage) -> Figures:
        sides = (passage.a.start, passage.a.end), (passage.b.start, passage.b.end)
        return sides[::-1] if turned else sides, passage.words, passage.same_words, passage.marked

    return (
        match.relation,
        match.jaccard,
        shares[::-1] if turned else shares,
        match.shared_words,
        match.longest_run,
        sorted(map(told, match.passages)),
        sorted(map(told, match.again)),
    )


@pytest.mark.parametrize("all_pairs", [False, True])
@given(noisy_copies())
@settings(max_examples=60, deadline=None)
def test_two_documents_share_the_same_whichever_comes_first(
    all_pairs: bool, texts: tuple[list[str], list[str]]
) -> None:
    """All figures and places are mirrored: passages, extra occurrences, and the relation."""
    documents = [Document(name, " ".join(text)) for name, text in zip("ab", texts, strict=True)]
    found = [scan(collection_of(each), Settings(all_pairs=all_pairs)).copies for each in (documents, documents[::-1])]
    one, other = ([figures(match, "a") for match in copies] for copies in found)
    assert one == other


@given(noisy_copies())
@settings(max_examples=60, deadline=None)
def test_same_words_are_a_longest_common_subsequence(texts: tuple[list[str], list[str]]) -> None:
    """Of the words of both sides of a passage, by a table of all their beginnings."""
    documents = [Document(name, " ".join(text)) for name, text in zip("ab", texts, strict=True)]
    for match in scan(collection_of(documents), Settings(all_pairs=True)).copies:
        for passage in match.passages:
            a = documents[0].text[passage.a.start : passage.a.end].split()
            b = documents[1].text[passage.b.start : passage.b.end].split()
            assert passage.same_words == longest_common(a, b)


def test_more_words_than_the_nearest_runs_have_are_counted() -> None:
    """Twelve words before and after, and between them "p", "q" and "r" among others that are not the same."""
    head, tail = [f"h{n}" for n in range(12)], [f"t{n}" for n in range(12)]
    a = [*head, "one", "p", "two", "q", "r", "three", *tail]
    b = [*head, "p", "four", "five", "q", "r", "six", *tail]
    (match,) = scan(
        collection_of([Document("a", " ".join(a)), Document("b", " ".join(b))]), Settings(min_shared=12)
    ).copies
    (passage,) = match.passages
    assert (passage.words, passage.same_words, match.shared_words) == (30, 27, 27)


def longest_common(a: list[str], b: list[str]) -> int:
    best = {(i, len(b)): 0 for i in range(len(a) + 1)} | {(len(a), j): 0 for j in range(len(b) + 1)}
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            best[i, j] = best[i + 1, j + 1] + 1 if a[i] == b[j] else max(best[i + 1, j], best[i, j + 1])
    return best[0, 0]


def test_words_between_the_first_and_the_last_run_are_not_lost() -> None:
    """Fifteen words, five that only one text has, 668, two that only the other has, and eight: 691 are the same.

    RapidFuzz finds no similarity in the middle when it is asked for 668 and more, so that the pair was not listed.
    """
    head, middle, tail = (
        " ".join(f"{name}{n}" for n in range(size)) for name, size in (("h", 15), ("m", 668), ("t", 8))
    )
    one = f"{head} a b c d e {middle} {tail}"
    other = f"{head} {middle} f g {tail}"
    (match,) = scan(collection_of([Document("one", one), Document("other", other)])).copies
    assert (match.relation, match.shared_words) == ("near-identical", 691)
