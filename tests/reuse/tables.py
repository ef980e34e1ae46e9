"""Passage tables and word tables written out by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.passages import Passages
from dedup.reuse.passage_table import PassageTable
from dedup.reuse.word_ranges import WordRanges
from dedup.words.tokens import WordTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Run = tuple[int, int, int]
Listed = dict[tuple[int, int], list[list[Run]]]
"""Passages of pairs, each as its runs (start in a, start in b, length)."""


def table_of(listed: Listed) -> PassageTable:
    """Return the pairs in order with their passages."""
    pairs = sorted(listed)
    passages = [passage for pair in pairs for passage in listed[pair]]
    columns = np.array([run for passage in passages for run in passage], np.int64).reshape(-1, 3)
    first = np.cumsum([0, *map(len, passages)]).astype(np.int64)
    bounds = np.cumsum([0, *(len(listed[pair]) for pair in pairs)]).astype(np.int64)
    found = Passages(columns[:, 0].copy(), columns[:, 1].copy(), columns[:, 2].copy(), first, bounds)
    sides = np.array(pairs, np.int64).reshape(-1, 2)
    return PassageTable(sides[:, 0].copy(), sides[:, 1].copy(), found)


def listed_of(table: PassageTable) -> list[tuple[tuple[int, int], list[list[Run]]]]:
    """Return pairs and their passages in the order of the table."""
    found = table.passages
    runs = list(zip(found.a.tolist(), found.b.tolist(), found.length.tolist(), strict=True))
    passages = [runs[low:high] for low, high in pairwise(found.first.tolist())]
    pairs = zip(table.a.tolist(), table.b.tolist(), strict=True)
    return [(pair, passages[low:high]) for pair, (low, high) in zip(pairs, pairwise(found.pairs.tolist()), strict=True)]


def ranges_of(masks: Mapping[int, NDArray[np.bool_]]) -> WordRanges:
    """Return the words of rows for which their masks are true."""
    words = [(row, word) for row, mask in masks.items() for word in np.flatnonzero(mask).tolist()]
    rows, first = np.array(words, np.int64).reshape(-1, 2).T
    return WordRanges.union(rows, first, first + 1)


def words_of(texts: list[list[int]]) -> WordTable:
    """Return the word table of texts of numbers."""
    words = np.array([word for text in texts for word in text], np.uint64)
    return WordTable(words, np.cumsum([0, *map(len, texts)]).astype(np.int64))
