"""What texts repeat of themselves: tandem repeats, passages, and how alike the paragraphs are that hold them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.engines.local import Local
from dedup.kernels.passages import Runs
from dedup.relations import RELATIONS
from dedup.reuse.paragraph_pairs import ParagraphPairs, compare_paragraphs
from dedup.reuse.passages import PairRuns
from dedup.reuse.self_matches import SelfMatches, find_tandem_repeats
from dedup.reuse.verification import relate
from dedup.settings import Settings
from tests.kernels import naive
from tests.reuse.tables import Run, words_of

texts = st.lists(st.lists(st.integers(0, 2), max_size=30), max_size=4)


def runs_within(listed: list[list[Run]]) -> PairRuns:
    """Return the runs of texts with themselves."""
    rows = np.arange(len(listed))
    columns = np.array([run for runs in listed for run in runs], np.int64).reshape(-1, 3).T
    bounds = np.cumsum([0, *map(len, listed)])
    return PairRuns(rows, rows, Runs(*(np.ascontiguousarray(column) for column in columns)), bounds)


@given(texts)
@settings(deadline=None)
def test_tandem_repeats_are_the_longest_runs_that_overlap_themselves(found: list[list[int]]) -> None:
    """None lies inside another; runs inside one are not told again."""
    listed = [sorted(run for run in naive.runs(text, text, 3) if run[0] < run[1]) for text in found]
    repeats, is_outside = find_tandem_repeats(runs_within(listed))
    expected, left = [], []
    for number, runs in enumerate(listed):
        kept: list[tuple[int, int, int]] = []
        overlapping = [(b + n - a, b - a, a) for a, b, n in runs if b < a + n]
        for size, period, low in sorted(overlapping, key=lambda run: (-run[0], run[1], run[2])):
            if not any(low >= first and low + size <= end for first, end, _ in kept):
                kept.append((low, low + size, period))
        expected += [(number, *pattern) for pattern in sorted(kept)]
        inside = [any(a >= low and b + n <= high for low, high, _ in kept) for a, b, n in runs]
        left += [b >= a + n and not held for (a, b, n), held in zip(runs, inside, strict=True)]
    columns = (repeats.texts, repeats.lows, repeats.highs, repeats.periods)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected
    assert is_outside.tolist() == left


@pytest.mark.parametrize(
    ("low", "high", "period", "middle", "times"), [(5, 45, 1, 17, 40), (5, 105, 5, 20, 20), (0, 50, 20, 20, 2)]
)
def test_a_tandem_repeat_is_its_first_part_and_the_rest(
    low: int, high: int, period: int, middle: int, times: int
) -> None:
    """The part is whole periods: twelve words or more, but no more than half of what there is."""
    repeats, _ = find_tandem_repeats(runs_within([[(low, low + period, high - low - period)]]))
    pairs = repeats.paragraph_pairs(Settings())
    assert pairs.repeated.T.tolist() == pairs.blocks.T.tolist() == [[low, middle, middle, high]]
    assert (pairs.same_words.tolist(), pairs.occurrences.tolist()) == ([high - low - period], [times])


def test_words_that_are_said_again_count_once() -> None:
    """Twenty words stand three times, and three words are a pattern of thirty after them."""
    block, pattern = list(range(20)), [50, 51, 52] * 10
    text = [*block, 90, *block, 91, *block, 92, *pattern]
    runs = sorted(run for run in naive.runs(text, text, 6) if run[0] < run[1])
    matches = SelfMatches.of_runs(runs_within([runs]), words_of([text]), Settings(), Local(1))
    assert matches.count_repeated_words().tolist() == [20 + 20 + 27]


blocks = st.tuples(st.integers(0, 20), st.integers(1, 20)).map(lambda block: (block[0], block[0] + block[1]))


@given(
    st.lists(st.integers(0, 1), min_size=40, max_size=40),
    st.lists(st.tuples(blocks, blocks, st.integers(12, 30), st.integers(2, 3)), max_size=8),
)
@settings(deadline=None)
def test_blocks_are_compared_as_two_texts(
    words: list[int], rows: list[tuple[tuple[int, int], tuple[int, int], int, int]]
) -> None:
    """Exactly, shingle by shingle; a pattern is identical with itself."""
    columns = np.array([(*a, *b, same, times) for a, b, same, times in rows], np.int64).reshape(-1, 6).T
    pairs = ParagraphPairs(columns[:4], columns[:4], columns[4], columns[5])
    found = compare_paragraphs(pairs, np.array(words, np.uint64), Settings())
    for number, (a, b, same, times) in enumerate(rows):
        one, other = words[slice(*a)], words[slice(*b)]
        shared, distinct_a, distinct_b, _, _ = naive.overlap(one, other, 5)
        jaccard, inside = shared / (distinct_a + distinct_b - shared), min(1.0, same / min(len(one), len(other)))
        if times > 2:
            jaccard, inside = 1.0, 1.0
        assert found.jaccard[number] == jaccard
        assert found.containment[number] == inside
        (figured,) = relate(*(np.array([value]) for value in (jaccard, inside)))
        expected = "identical" if times > 2 or one == other else RELATIONS[figured]
        assert RELATIONS[found.relation[number]] == expected
