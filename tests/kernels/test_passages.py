"""Runs of equal words, and passages: every implementation gives what the textbook gives, on very similar texts."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.passages import PassageRules, Runs
from tests.kernels import naive
from tests.kernels.inputs import IMPLEMENTATIONS, joined, numbers
from tests.kernels.naive_passages import Run, passages

if TYPE_CHECKING:
    from types import ModuleType

few_words = st.lists(st.integers(0, 2), max_size=60)
phrases = st.lists(
    st.one_of(
        st.sampled_from([list(range(8)), list(range(4, 12)), list(range(20, 34)), [1, 2, 3], [7]]),
        st.integers(100, 10_000).map(lambda word: [word]),
    ),
    max_size=10,
).map(lambda parts: [word for part in parts for word in part])
rules = st.builds(
    lambda run, part, gap: PassageRules(run, min(part, run), gap),
    st.integers(1, 12),
    st.integers(1, 6),
    st.integers(0, 9),
)
Pairs = list[tuple[int, int, list[Run]]]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(numbers, min_size=2, max_size=3), st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_runs_are_those_of_the_textbook(implementation: ModuleType, documents: list[list[int]], least: int) -> None:
    """Seeds at all pairs of equal words give exactly the maximal runs of two texts."""
    words, offsets = joined(documents)
    seeds = [(i, j) for i in range(offsets[1]) for j in range(offsets[1], offsets[2]) if words[i] == words[j]]
    first, second = np.array(seeds, np.int64).reshape(-1, 2).T
    found = implementation.extend_seeds(words, offsets, (first, second), least)
    rows = list(zip(found.a.tolist(), (found.b - offsets[1]).tolist(), found.length.tolist(), strict=True))
    assert rows == sorted(naive.runs(documents[0], documents[1], least))


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(numbers.filter(bool), st.data())
@settings(max_examples=100, deadline=None)
def test_equal_words_are_counted_as_in_a_plain_loop(
    implementation: ModuleType, document: list[int], data: st.DataObject
) -> None:
    """Forwards and backwards, from any two positions, also from one position twice, and never beyond the limit."""
    step = data.draw(st.sampled_from([1, -1]))
    positions = st.integers(0, len(document) - 1)
    rows = []
    for one, other, wished in data.draw(st.lists(st.tuples(positions, positions, st.integers(0, 9)), max_size=6)):
        left = min(one, other) + 1 if step < 0 else len(document) - max(one, other)
        rows.append((one, other, min(left, wished)))
    expected = [
        next((at for at in range(most) if document[one + step * at] != document[other + step * at]), most)
        for one, other, most in rows
    ]
    columns = np.array(rows, np.int64).reshape(-1, 3).T.copy()
    assert implementation.count_equal_words(np.array(document, np.uint64), *columns, step).tolist() == expected


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_seed_is_extended_to_both_ends_of_a_long_run(implementation: ModuleType) -> None:
    """One seed in the middle of a long run finds both of its ends."""
    chance = random.Random(1)
    shared = [chance.getrandbits(64) for _ in range(500)]
    words, offsets = joined([[1, 2, *shared, 3], [4, *shared, 5]])
    found = implementation.extend_seeds(words, offsets, (np.array([250]), np.array([503 + 249])), 12)
    assert (found.a.tolist(), found.b.tolist(), found.length.tolist()) == ([2], [504], [500])


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(st.integers(0, 4) | st.integers(0, 300), max_size=60), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_every_word_is_in_its_text(implementation: ModuleType, sizes: list[int], chance: object) -> None:
    """Texts of no words, of few and of many, in one collection; words in any order."""
    owners = [text for text, size in enumerate(sizes) for _ in range(size)]
    words = list(range(len(owners)))
    chance.shuffle(words)  # type: ignore[attr-defined]
    offsets = np.cumsum([0, *sizes]).astype(np.int64)
    assert implementation.texts_of_words(offsets, np.array(words, np.int64)).tolist() == [
        owners[word] for word in words
    ]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_one_long_text_does_not_hide_many_short_ones(implementation: ModuleType) -> None:
    """A million words, and then a thousand texts of three."""
    offsets = np.cumsum([0, 1_000_000, *[3] * 1000]).astype(np.int64)
    words = np.array([0, 999_999, 1_000_000, 1_000_002, 1_000_003, 1_002_999], np.int64)
    assert implementation.texts_of_words(offsets, words).tolist() == [0, 0, 1, 1, 2, 1000]


@st.composite
def pairs_of_texts(draw: st.DrawFn) -> tuple[list[list[int]], Pairs]:
    """Texts, and pairs of them with some of their maximal runs; a text may be paired with itself."""
    texts = draw(st.lists(few_words | phrases, min_size=1, max_size=4))
    pairs = []
    for a, b in draw(st.lists(st.tuples(*[st.integers(0, len(texts) - 1)] * 2).map(sorted), max_size=5)):
        found = sorted(naive.runs(texts[a], texts[b], draw(st.integers(1, 4))))
        found = [run for run in found if a != b or run[0] < run[1]]
        some = draw(st.booleans())
        kept = draw(st.sets(st.sampled_from(found))) if found and some else set(found)
        pairs.append((a, b, sorted(kept)))
    return texts, pairs


def passages_of(
    implementation: ModuleType, texts: list[list[int]], pairs: Pairs, wanted: PassageRules
) -> list[list[list[Run]]]:
    """Return the passages of each pair, each as its runs."""
    words = np.array([word for text in texts for word in text], np.uint64)
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    sides = tuple(np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    columns = np.array([run for _, _, runs in pairs for run in runs], np.int64).reshape(-1, 3).T.copy()
    bounds = np.cumsum([0, *(len(runs) for _, _, runs in pairs)]).astype(np.int64)
    found = implementation.make_passages(words, offsets, sides, Runs(*columns), bounds, wanted)
    assert all(column.dtype == np.int64 for column in found)
    assert all(column.flags.c_contiguous for column in found)
    assert found.first[-1] == found.a.size == found.b.size == found.length.size
    assert found.pairs[-1] == found.first.size - 1
    rows = list(zip(found.a.tolist(), found.b.tolist(), found.length.tolist(), strict=True))
    by_passage = [rows[found.first[q] : found.first[q + 1]] for q in range(found.first.size - 1)]
    return [by_passage[found.pairs[p] : found.pairs[p + 1]] for p in range(len(pairs))]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(pairs_of_texts(), rules)
@settings(max_examples=400, deadline=None)
def test_passages_are_those_of_the_textbook(
    implementation: ModuleType, found: tuple[list[list[int]], Pairs], wanted: PassageRules
) -> None:
    """For any runs of texts of few words, which overlap, touch and repeat, in one text or two."""
    texts, pairs = found
    expected = [passages(texts[a], texts[b], runs, wanted, within=a == b) for a, b, runs in pairs]
    assert passages_of(implementation, texts, pairs, wanted) == expected


def shuffled(chance: random.Random, phrases: list[list[int]], count: int) -> list[int]:
    """Return a text of phrases in any order, here and there with a word of its own between."""
    chosen = chance.choices(phrases, k=count)
    return [word for phrase in chosen for word in (*phrase, *([chance.getrandbits(60)] * (chance.random() < 0.7)))]


def test_implementations_agree_on_long_texts_of_few_phrases() -> None:
    """Hundreds of runs in one pair, which overlap, also within a text."""
    chance = random.Random(3)
    phrases = [[chance.randrange(50) for _ in range(chance.randrange(1, 30))] for _ in range(25)]
    texts = [shuffled(chance, phrases, 200) for _ in range(3)]
    pairs = [(a, b, sorted(naive.runs(texts[a], texts[b], 6))) for a, b in ((0, 1), (0, 2), (1, 2))]
    pairs.append((2, 2, [run for run in sorted(naive.runs(texts[2], texts[2], 6)) if run[0] + run[2] <= run[1]]))
    assert min(len(runs) for _, _, runs in pairs) > 500
    wanted = PassageRules(12, 6, 10)
    first, second = (passages_of(implementation, texts, pairs, wanted) for implementation in IMPLEMENTATIONS)
    assert first == second
    assert first == [passages(texts[a], texts[b], runs, wanted, within=a == b) for a, b, runs in pairs]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_a_passage_bridges_small_edits_and_counts_what_is_the_same(implementation: ModuleType) -> None:
    """Two runs of eight with three words of one text against two of the other between, of which one is the same."""
    first, second = list(range(8)), list(range(10, 18))
    texts = [[*first, 50, 51, 52, *second], [*first, 51, 60, *second, 61]]
    runs = [(0, 0, 8), (11, 10, 8)]
    assert passages_of(implementation, texts, [(0, 1, runs)], PassageRules(12, 6, 10)) == [
        [[(0, 0, 8), (9, 8, 1), (11, 10, 8)]]
    ]
    assert passages_of(implementation, texts, [(0, 1, runs)], PassageRules(8, 6, 2)) == [[[(0, 0, 8)], [(11, 10, 8)]]]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_passages_may_have_many_more_runs_than_were_given(implementation: ModuleType) -> None:
    """One run a pair, and twelve more after it, each behind another word: more than there is room for at first."""
    start, pieces = list(range(12)), [list(range(20 + 4 * n, 24 + 4 * n)) for n in range(12)]
    texts = [
        [*start, *(word for n, piece in enumerate(pieces) for word in (1000 * side + n, *piece))] for side in (1, 2)
    ]
    runs = [(0, 0, 12), *((13 + 5 * n, 13 + 5 * n, 4) for n in range(12))]
    found = passages_of(implementation, texts, [(0, 1, runs[:1])] * 60, PassageRules(12, 6, 10))
    assert found == [[runs]] * 60


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_pairs_without_runs_have_no_passages_and_no_pairs_are_none(implementation: ModuleType) -> None:
    """A pair may have met in other ways."""
    wanted = PassageRules(3, 2, 1)
    texts = [[1, 2, 3], [1, 2, 3]]
    pairs: Pairs = [(0, 1, []), (0, 1, [(0, 0, 3)]), (0, 0, [])]
    assert passages_of(implementation, texts, pairs, wanted) == [[], [[(0, 0, 3)]], []]
    assert passages_of(implementation, [], [], wanted) == []
