"""Runs sorted by the documents they lie in, and which pairs of documents have enough of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup.engines.local import Local
from dedup.kernels.passages import Runs
from dedup.reuse import passages
from dedup.reuse.passages import PairRuns, build_passages, pairs_to_compare, runs_by_pair
from dedup.settings import Settings
from tests.kernels import naive
from tests.reuse.tables import listed_of, words_of

if TYPE_CHECKING:
    from dedup.reuse.passage_table import PassageTable
    from dedup.words.tokens import WordTable

A, B, C = (list(range(low, low + 40)) for low in (100, 200, 300))
ENGINE = Local(1)


def runs_of(words: WordTable, least: int) -> Runs:
    """Return all maximal runs of `least` words within the texts and between them, as the kernels give them."""
    offsets = words.offsets.tolist()
    texts = [words.of(row).tolist() for row in range(len(offsets) - 1)]
    rows = sorted(
        (offsets[i] + a, offsets[j] + b, length)
        for i in range(len(texts))
        for j in range(i, len(texts))
        for a, b, length in naive.runs(texts[i], texts[j], least)
        if i != j or a < b
    )
    return Runs(*np.array(rows, np.int64).reshape(-1, 3).T.copy())


def passages_between(runs: Runs, words: WordTable, engine: Local) -> tuple[PairRuns, PassageTable, PairRuns]:
    """Return what the runs of texts become at the default settings."""
    return build_passages(pairs_to_compare(runs, words, Settings()), words, Settings(), engine)


def test_runs_are_told_by_pair_and_counted_from_the_texts() -> None:
    """The second text has ten words of the first twice, and of the third a part."""
    words = words_of([[*A[:10], 1], [2, *A[:10], 3, *A[:10]], [4, 5, *A[3:9]]])
    found = runs_by_pair(runs_of(words, 6), words)
    rows = list(zip(*(column.tolist() for column in found.runs), strict=True))
    bounds = found.bounds.tolist()
    by_pair = {
        (a, b): rows[low:high]
        for a, b, low, high in zip(found.a.tolist(), found.b.tolist(), bounds[:-1], bounds[1:], strict=True)
    }
    assert by_pair == {
        (0, 1): [(0, 1, 10), (0, 12, 10)],
        (0, 2): [(3, 2, 6)],
        (1, 1): [(1, 12, 10)],
        (1, 2): [(4, 2, 6), (15, 2, 6)],
    }


def test_collections_without_runs_have_no_pairs() -> None:
    """Nothing met, or nothing was there."""
    for texts in ([], [[1, 2], [3]]):
        within, across, _ = passages_between(runs_of(words_of(texts), 6), words_of(texts), ENGINE)
        assert not within.a.size
        assert not len(across)


@pytest.mark.parametrize(("shared", "kept"), [(14, False), (15, True)])
def test_half_of_what_makes_a_listed_pair_is_enough(shared: int, kept: bool) -> None:
    """Thirty words are listed, so that fifteen in runs are looked at: of long texts, whose share is small."""
    texts = [[*A[:shared], *range(1000, 1200)], [*range(2000, 2200), *A[:shared]]]
    _, across, _ = passages_between(runs_of(words_of(texts), 6), words_of(texts), ENGINE)
    assert len(across) == kept


@pytest.mark.parametrize(("length", "kept"), [(100, True), (101, False)])
def test_a_tenth_of_a_short_text_is_enough_in_pieces(length: int, kept: bool) -> None:
    """Ten words in one run, too few for a passage: a third of what is listed, and a tenth of a hundred words."""
    texts = [[*A[:10], *range(1000, 990 + length)], [*range(2000, 2200), *A[:10]]]
    _, across, _ = passages_between(runs_of(words_of(texts), 6), words_of(texts), ENGINE)
    assert [found for _, found in listed_of(across)] == [[]] * kept


def test_documents_give_the_runs_within_them_by_row() -> None:
    """Only the second repeats itself."""
    texts = [A, [*B, 1, *B[:20]], C]
    within, across, _ = passages_between(runs_of(words_of(texts), 6), words_of(texts), ENGINE)
    assert (within.a.tolist(), within.b.tolist(), within.bounds.tolist()) == ([1], [1], [0, 1])
    assert [column.tolist() for column in within.runs] == [[0], [41], [20]]
    assert not len(across)


def test_pieces_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty texts of the same few phrases, all at once, or five runs at a time by three workers."""
    chance = random.Random(8)
    phrases = [[chance.getrandbits(60) for _ in range(chance.randrange(5, 40))] for _ in range(12)]
    texts = [[word for phrase in chance.choices(phrases, k=4) for word in phrase] for _ in range(30)]
    words = words_of(texts)
    runs = runs_of(words, 6)

    def across(engine: Local) -> PassageTable:
        return passages_between(runs, words, engine)[1]

    expected = listed_of(across(ENGINE))
    monkeypatch.setattr(passages, "_RUNS_PER_BATCH", 5)
    assert len(expected) > 100
    assert listed_of(across(Local(3))) == expected
