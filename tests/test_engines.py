"""The engine: batches in order whatever the number of workers, equal keys together."""

from __future__ import annotations

import numpy as np
import pytest

import dedup
from dedup import Document
from dedup.documents import collection_of
from dedup.engines.local import Local, group_by_key, links_within, neighbours_within, pairs_within
from dedup.kernels import vectorized
from dedup.report import json
from dedup.scanning import scan

KEYS = np.array([7, 3, 7, 9, 3, 7], np.uint64)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    """However many threads there are."""
    assert Local(workers).map_batches(lambda n: n * n, list(range(20))) == [n * n for n in range(20)]


def test_keys_that_stand_once_meet_nothing() -> None:
    """3 stands in rows 1 and 4, 7 in 0, 2 and 5; 9 is gone."""
    groups = group_by_key(KEYS, vectorized)
    assert groups.rows.tolist() == [1, 4, 0, 2, 5]
    assert groups.sizes.tolist() == [2, 3]


def test_rows_of_a_group_are_paired_linked_or_chained() -> None:
    """Each two of three rows; each with the first; each with the one before."""
    groups = group_by_key(KEYS, vectorized)
    assert sorted(zip(*(side.tolist() for side in pairs_within(groups)), strict=True)) == [
        (0, 2),
        (0, 5),
        (1, 4),
        (2, 5),
    ]
    assert sorted(zip(*(side.tolist() for side in links_within(groups)), strict=True)) == [(0, 2), (0, 5), (1, 4)]
    assert sorted(zip(*(side.tolist() for side in neighbours_within(groups)), strict=True)) == [(0, 2), (1, 4), (2, 5)]


def test_one_worker_and_three_give_the_same_bytes() -> None:
    """The result of a scan does not depend on how many threads made it, nor on how texts were batched."""
    words = [f"word{n}" for n in range(900)]
    documents = [Document(f"d{n}", " ".join(words[n * 10 : n * 10 + 400])) for n in range(40)]
    expected = json.dumps(scan(collection_of(documents), engine=Local(1)))
    assert json.dumps(scan(collection_of(documents), engine=Local(3))) == expected
    batches = tuple(collection_of(documents[n : n + 7]).batches[0] for n in range(0, 40, 7))
    split = dedup.Collection(batches, bytes=collection_of(documents).bytes)
    assert json.dumps(scan(split, engine=Local(3))) == expected
