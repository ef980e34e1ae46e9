"""Seeds that are extended to runs, some documents at a time."""

from __future__ import annotations

import random

import numpy as np
import pytest

from dedup import kernels
from dedup.engines.local import Local
from dedup.reuse import seeds
from dedup.reuse.seeds import Seeds, extend_seeds
from dedup.words.tokens import WordTable


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("together", [1, 7, 100])
@pytest.mark.parametrize("half", [0, 31])
def test_runs_of_some_documents_at_a_time_are_those_of_all_at_once(
    monkeypatch: pytest.MonkeyPatch, workers: int, together: int, half: int
) -> None:
    """However many seeds a batch has, and however they are sorted, no run is lost or told twice."""
    chance = random.Random(5)
    words = np.array([chance.randrange(3) for _ in range(400)], np.uint64)
    offsets = np.array([0, 0, 90, 100, 260, 400], np.int64)
    pairs = [(i, j) for i in range(400) for j in range(i + 1, 400) if words[i] == words[j] and chance.random() < 0.05]
    chance.shuffle(pairs)
    first, second = np.array(pairs, np.int64).T
    whole = kernels.extend_seeds(words, offsets, (first, second), 4)
    monkeypatch.setattr(seeds, "_SEEDS_PER_BATCH", together)
    monkeypatch.setattr(seeds, "_PACKED_BITS", half)
    table = WordTable(words, offsets)
    found = extend_seeds(table, Seeds(first, second, 0), 4, Local(workers))
    assert whole.a.size > 30
    assert all(np.array_equal(x, y) for x, y in zip(found, whole, strict=True))


def test_without_seeds_there_are_no_runs() -> None:
    """Nothing met, so nothing grows."""
    none = np.zeros(0, np.int64)
    table = WordTable(np.arange(5, dtype=np.uint64), np.array([0, 5], np.int64))
    assert [column.size for column in extend_seeds(table, Seeds(none, none, 0), 4, Local(2))] == [0, 0, 0]
