"""Passages: both kernels against the textbook, on texts in which very much is equal."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from dedup.kernels.shapes import PassageRules, Runs
from tests import reference
from tests.kernels import naive
from tests.kernels.passages import Run, passages

if TYPE_CHECKING:
    from types import ModuleType

TWINS: list[ModuleType] = [reference, kernels]

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


def made_by(twin: ModuleType, texts: list[list[int]], pairs: Pairs, wanted: PassageRules) -> list[list[list[Run]]]:
    """Return the passages of each pair, each as its runs."""
    words = np.array([word for text in texts for word in text], np.uint64)
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    sides = tuple(np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    columns = np.array([run for _, _, runs in pairs for run in runs], np.int64).reshape(-1, 3).T.copy()
    bounds = np.cumsum([0, *(len(runs) for _, _, runs in pairs)]).astype(np.int64)
    made = twin.make_passages(words, offsets, sides, Runs(*columns), bounds, wanted)
    assert all(column.dtype == np.int64 for column in made)
    assert all(column.flags.c_contiguous for column in made)
    assert made.first[-1] == made.a.size == made.b.size == made.length.size
    assert made.pairs[-1] == made.first.size - 1
    rows = list(zip(made.a.tolist(), made.b.tolist(), made.length.tolist(), strict=True))
    by_passage = [rows[made.first[q] : made.first[q + 1]] for q in range(made.first.size - 1)]
    return [by_passage[made.pairs[p] : made.pairs[p + 1]] for p in range(len(pairs))]


@pytest.mark.parametrize("twin", TWINS)
@given(pairs_of_texts(), rules)
@settings(max_examples=400, deadline=None)
def test_passages_are_those_of_the_textbook(
    twin: ModuleType, found: tuple[list[list[int]], Pairs], wanted: PassageRules
) -> None:
    """For any runs of texts of few words, which overlap, touch and repeat, in one text or two."""
    texts, pairs = found
    expected = [passages(texts[a], texts[b], runs, wanted, within=a == b) for a, b, runs in pairs]
    assert made_by(twin, texts, pairs, wanted) == expected


def shuffled(chance: random.Random, phrases: list[list[int]], count: int) -> list[int]:
    """Return a text of phrases in any order, here and there with a word of its own between."""
    chosen = chance.choices(phrases, k=count)
    return [word for phrase in chosen for word in (*phrase, *([chance.getrandbits(60)] * (chance.random() < 0.7)))]


def test_twins_agree_on_long_texts_of_few_phrases() -> None:
    """Hundreds of runs in one pair, which overlap, also within a text."""
    chance = random.Random(3)
    phrases = [[chance.randrange(50) for _ in range(chance.randrange(1, 30))] for _ in range(25)]
    texts = [shuffled(chance, phrases, 200) for _ in range(3)]
    pairs = [(a, b, sorted(naive.runs(texts[a], texts[b], 6))) for a, b in ((0, 1), (0, 2), (1, 2))]
    pairs.append((2, 2, [run for run in sorted(naive.runs(texts[2], texts[2], 6)) if run[0] + run[2] <= run[1]]))
    assert min(len(runs) for _, _, runs in pairs) > 500
    wanted = PassageRules(12, 6, 10)
    first, second = (made_by(twin, texts, pairs, wanted) for twin in TWINS)
    assert first == second
    assert first == [passages(texts[a], texts[b], runs, wanted, within=a == b) for a, b, runs in pairs]


@pytest.mark.parametrize("twin", TWINS)
def test_a_passage_bridges_small_edits_and_counts_what_is_the_same(twin: ModuleType) -> None:
    """Two runs of eight with three words of one text against two of the other between, of which one is the same."""
    first, second = list(range(8)), list(range(10, 18))
    texts = [[*first, 50, 51, 52, *second], [*first, 51, 60, *second, 61]]
    runs = [(0, 0, 8), (11, 10, 8)]
    assert made_by(twin, texts, [(0, 1, runs)], PassageRules(12, 6, 10)) == [[[(0, 0, 8), (9, 8, 1), (11, 10, 8)]]]
    assert made_by(twin, texts, [(0, 1, runs)], PassageRules(8, 6, 2)) == [[[(0, 0, 8)], [(11, 10, 8)]]]


@pytest.mark.parametrize("twin", TWINS)
def test_passages_may_have_many_more_runs_than_were_given(twin: ModuleType) -> None:
    """One run a pair, and twelve more after it, each behind another word: more than there is room for at first."""
    start, pieces = list(range(12)), [list(range(20 + 4 * n, 24 + 4 * n)) for n in range(12)]
    texts = [
        [*start, *(word for n, piece in enumerate(pieces) for word in (1000 * side + n, *piece))] for side in (1, 2)
    ]
    runs = [(0, 0, 12), *((13 + 5 * n, 13 + 5 * n, 4) for n in range(12))]
    found = made_by(twin, texts, [(0, 1, runs[:1])] * 60, PassageRules(12, 6, 10))
    assert found == [[runs]] * 60


@pytest.mark.parametrize("twin", TWINS)
def test_pairs_without_runs_have_no_passages_and_no_pairs_are_none(twin: ModuleType) -> None:
    """A pair may have met in other ways."""
    wanted = PassageRules(3, 2, 1)
    assert made_by(twin, [[1, 2, 3], [1, 2, 3]], [(0, 1, []), (0, 1, [(0, 0, 3)]), (0, 0, [])], wanted) == [
        [],
        [[(0, 0, 3)]],
        [],
    ]
    assert made_by(twin, [], [], wanted) == []
