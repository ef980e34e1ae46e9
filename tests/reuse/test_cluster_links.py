"""Links: which words of one document another one holds, and how alike two are."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.engines.local import Local
from dedup.relations import RELATIONS
from dedup.reuse.boilerplate import SiteBoilerplate
from dedup.reuse.cluster_links import Links, Relatedness, find_links, words_held
from dedup.reuse.identical import DistinctTexts, IdenticalDocuments
from dedup.reuse.located_texts import TextLocator
from dedup.reuse.marked_words import WordMarks
from dedup.reuse.verification import VerifiedPairs
from dedup.settings import Settings
from tests.reuse.tables import Listed, ranges_of, table_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable


phrases = [list(range(low, low + size)) for low, size in ((0, 7), (10, 12), (30, 16), (50, 20), (80, 3))]
texts = st.lists(
    st.lists(st.sampled_from(phrases), max_size=5).map(lambda parts: [word for part in parts for word in part]),
    min_size=1,
    max_size=5,
)


def bits(words: Iterable[int]) -> int:
    return sum(1 << word for word in set(words))


def around(texts: list[list[int]], marked: dict[int, set[int]]) -> tuple[DistinctTexts, WordMarks]:
    masks = {row: np.isin(np.arange(len(text)), list(marked.get(row, ()))) for row, text in enumerate(texts)}
    distinct = DistinctTexts(words_of(texts), IdenticalDocuments(np.arange(len(texts))))
    locator = TextLocator(collection_of([Document("d", "")]))
    marks = WordMarks(locator, distinct, lambda _document: [], SiteBoilerplate(ranges_of(masks), ()))
    marks.read(np.arange(len(texts)))
    return distinct, marks


def links_of(
    texts: list[list[int]], passages: Listed, marked: dict[int, set[int]] | None = None, relation: str = "partial"
) -> Links:
    distinct, marks = around(texts, marked or {})
    pairs = table_of(passages)
    one = np.ones(len(pairs))
    number = np.full(len(pairs), RELATIONS.index(relation), np.int8)
    listing = np.zeros(len(pairs), np.int8)
    verified = VerifiedPairs(pairs, number, one, one, one, pairs.same_words, pairs.longest_run, listing, listing > 0)
    return find_links(verified, distinct, marks, Settings(), Local(1))


def test_words_between_passages_at_the_same_distance_are_held() -> None:
    """Twelve words, a changed one, three the same, a changed one, two the same, a changed one: the two are not held."""
    a = [*range(12), 100, 20, 21, 22, 101, 30, 31, 102]
    b = [900, *range(12), 200, 20, 21, 22, 201, 30, 31, 202]
    links = links_of([a, b], {(0, 1): [[(0, 1, 12)]]})
    assert links.held == ([bits([*range(12), 13, 14, 15])], [bits([*range(1, 13), 14, 15, 16])])
    assert links.similarity.tolist() == [15 / 20]


def test_words_before_a_passage_are_held_too() -> None:
    """Three words, a changed one, and twelve more; before these the other text has a word more."""
    a, b = [1, 2, 3, 100, *range(10, 22)], [300, 1, 2, 3, 200, *range(10, 22)]
    links = links_of([a, b], {(0, 1): [[(4, 5, 12)]]})
    assert links.held == ([bits([0, 1, 2, *range(4, 16)])], [bits([1, 2, 3, *range(5, 17)])])


def test_words_that_do_not_count_are_not_held() -> None:
    """Words 0 and 1 of the first text and 11 of the second are left out; nine words are shared of ten that count."""
    links = links_of([list(range(12)), list(range(12))], {(0, 1): [[(0, 0, 12)]]}, {0: {0, 1}, 1: {11}})
    assert links.held == ([bits(range(2, 11))], [bits(range(2, 11))])
    assert links.counted_words.tolist() == [10, 11]


def test_pairs_without_a_long_run_are_no_links() -> None:
    """Eleven words in a row do not make two texts versions of one."""
    texts = [list(range(12)), list(range(12))]
    assert links_of(texts, {(0, 1): [[(0, 0, 11)]]}).a.size == 0
    assert links_of(texts, {(0, 1): [[(0, 0, 12)]]}).a.size == 1


@given(st.integers(0, 2**32), st.integers(3, 40))
@settings(deadline=None)
def test_what_is_held_are_equal_words_three_in_a_row_or_in_a_run(seed: int, size: int) -> None:
    """Each held word has its counterpart beside the runs; all runs of passages are held."""
    chance = random.Random(seed)
    texts = [[chance.randrange(6) for _ in range(size)] for _ in range(3)]
    passages: Listed = {}
    for a, b in ((0, 1), (0, 2), (1, 2)):
        start = chance.randrange(size)
        texts[b][start : start + 12] = texts[a][start : start + 12]
        texts[b] = [*([chance.randrange(6)] * chance.randrange(3)), *texts[b]]
    for a, b in ((0, 1), (0, 2), (1, 2)):
        runs = [
            (i, j, 12)
            for i in range(len(texts[a]) - 11)
            for j in range(len(texts[b]) - 11)
            if texts[a][i : i + 12] == texts[b][j : j + 12]
        ]
        if runs:
            passages[a, b] = [[runs[0]]]
    links = links_of(texts, passages)
    for number, (pair, ((run,),)) in enumerate(sorted(passages.items())):
        for side in (0, 1):
            own, other = texts[pair[side]], texts[pair[1 - side]]
            shift = run[1 - side] - run[side]
            same = [0 <= i + shift < len(other) and own[i] == other[i + shift] for i in range(len(own))]
            expected = {i + step for i in range(len(own) - 2) if all(same[i : i + 3]) for step in range(3)}
            assert links.held[side][number] == bits(expected)


def test_what_no_link_tells_is_looked_up_in_the_texts() -> None:
    """Three words and four in the same order are held, two are not, nor a word that is left out."""
    a, b = [1, 2, 3, 50, 4, 5, 6, 7, 51, 8, 9], [60, 1, 2, 3, 4, 5, 6, 7, 61, 62, 8, 9]
    distinct, marks = around([a, b], {1: {7}})
    assert words_held(0, 1, distinct, marks) == bits([0, 1, 2, 4, 5, 6])


@pytest.mark.parametrize("workers", [1, 3])
def test_links_are_the_same_with_any_number_of_workers(workers: int) -> None:
    """Pairs are looked at in pieces, which come in order."""
    texts = [list(range(row, row + 40)) for row in range(8)]
    passages: Listed = {(0, row): [[(row, 0, 40 - row)]] for row in range(1, 8)}
    distinct, marks = around(texts, {})
    pairs = table_of(passages)
    one = np.ones(7)
    listing = np.zeros(7, np.int8)
    verified = VerifiedPairs(
        pairs, np.zeros(7, np.int8), one, one, one, pairs.same_words, pairs.longest_run, listing, listing > 0
    )
    links = find_links(verified, distinct, marks, Settings(), Local(workers))
    assert links.held[0] == [bits(range(row, 40)) for row in range(1, 8)]
    assert links.held[1] == [bits(range(40 - row)) for row in range(1, 8)]


@given(texts, st.data())
@settings(deadline=None)
def test_texts_are_related_that_share_enough_words_in_long_runs(listed: list[list[int]], data: st.DataObject) -> None:
    """Runs of twelve words none of which is left out in either text, thirty words in all."""
    chosen = [data.draw(st.sets(st.integers(0, len(text)), max_size=2)) for text in listed]
    masks = [np.isin(np.arange(len(text)), list(few)) for text, few in zip(listed, chosen, strict=True)]
    masks = [mask & (2 * mask.sum() < mask.size) for mask in masks]  # marks that are most of a text leave nothing out
    site = SiteBoilerplate(ranges_of(dict(enumerate(masks))), ())
    distinct = DistinctTexts(words_of(listed), IdenticalDocuments(np.arange(len(listed))))
    locator = TextLocator(collection_of([Document("d", "")]))
    marks = WordMarks(locator, distinct, lambda _document: [], site)
    marks.read(np.arange(len(listed)))
    related = Relatedness(words_of(listed), marks, Settings())
    for a, b in combinations(range(len(listed)), 2):
        free = [
            {tuple(listed[row][i : i + 12]) for i in range(len(listed[row]) - 11) if not masks[row][i : i + 12].any()}
            for row in (a, b)
        ]
        shared = {
            i + step
            for i in range(len(listed[a]) - 11)
            if tuple(listed[a][i : i + 12]) in free[0] & free[1] and not masks[a][i : i + 12].any()
            for step in range(12)
        }
        assert related(a, b) == (len(shared) >= 30)
