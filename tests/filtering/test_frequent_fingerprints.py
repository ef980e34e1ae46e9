"""Pairs of texts that hardly hold anything but fingerprints of many texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup.engines.groups import Groups
from dedup.engines.local import LOCAL, Local
from dedup.engines.storage import SpillFolder
from dedup.filtering import frequent_fingerprints
from dedup.filtering.frequent_fingerprints import FrequentFingerprints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Pairs = Iterable[tuple[NDArray[np.int64], NDArray[np.int64]]]

WORDS = np.array([50, 90, 40, 90, 90])
ALL = np.ones(5, bool)


def listed(parts: Pairs) -> list[tuple[int, int]]:
    """Return pairs that come some at a time, in order."""
    return sorted(pair for own, other in parts for pair in zip(own.tolist(), other.tolist(), strict=True))


def frequent(engine: Local = LOCAL) -> FrequentFingerprints:
    """Return two fingerprints, of four and of three of five texts, where text 0 has no others, and text 2 nearly none.

    Text 0 has two in all and may lack 2 × 0.2 × 2 = 0.8 of them, and 2 more; so both lead to others. Text 2 has eight
    others, and may lack 2 × 0.2 × 9 = 3.6 and 2: six of the eight are enough.
    """
    found = FrequentFingerprints(7, engine)
    found.add(Groups(np.array([0, 1, 2, 3]), np.array([0, 4])))
    found.add(Groups(np.array([0, 3, 4]), np.array([0, 3])))
    found.settle(np.array([2, 50, 9, 50, 50]), np.array([0, 49, 8, 48, 49]), 0.8)
    return found


@pytest.mark.parametrize("engine", [LOCAL, Local(2, spill_folder=SpillFolder())])
def test_texts_without_other_fingerprints_are_paired_with_all_larger_ones(engine: Local) -> None:
    """Text 0 meets 1 and 3 by the first fingerprint, 3 and 4 by the second; 2 is smaller."""
    found = frequent(engine)
    pairs, complete = found.pairs(ALL, WORDS, 100)
    assert found.count == 2
    assert listed(pairs) == [(0, 1), (0, 3), (0, 3), (0, 4)]
    assert complete


def test_only_texts_that_stay_are_partners() -> None:
    """Text 3 goes; text 0 goes too, and is paired all the same, as it may come to stay."""
    pairs, _ = frequent().pairs(np.array([False, True, True, False, True]), WORDS, 100)
    assert listed(pairs) == [(0, 1), (0, 4)]


def test_the_rarest_fingerprints_come_first_within_a_budget() -> None:
    """Three rows of the second fingerprint are within a budget of four; the four rows of the first one are not."""
    pairs, complete = frequent().pairs(ALL, WORDS, 4)
    assert listed(pairs) == [(0, 3), (0, 4)]
    assert not complete


@pytest.mark.parametrize("at_once", [1, 3, 4, 7, 8])
def test_pairs_are_the_same_however_many_come_at_a_time(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts end where a fingerprint does: the seven rows of the two, three and four, are one part or two."""
    monkeypatch.setattr(frequent_fingerprints, "_AT_ONCE", at_once)
    parts = [(own.copy(), other.copy()) for own, other in frequent().pairs(ALL, WORDS, 7)[0]]
    assert listed(parts) == [(0, 1), (0, 3), (0, 3), (0, 4)]
    assert sum(own.size > 0 for own, _ in parts) == (2 if at_once < 7 else 1)
