"""Gather: the smallest set of other documents that explains one."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.documents import Document, collection_of
from dedup.matching.gathering import gather
from dedup.scanning import scan


def block(name: str, words: int) -> str:
    return " ".join(f"{name}{n}" for n in range(words))


def mask(size: int, *ranges: tuple[int, int]) -> np.ndarray:
    covered = np.zeros(size, bool)
    for start, end in ranges:
        covered[start:end] = True
    return covered


def test_the_largest_share_comes_first_and_explains_nothing_twice() -> None:
    """Source 7 holds 60 words, source 3 holds 50 of which 30 are the same: 60, then 20."""
    assert gather({3: mask(100, (30, 80)), 7: mask(100, (0, 60))}, 12) == [(7, 60), (3, 20)]


def test_a_source_that_adds_too_little_is_left_out() -> None:
    """What a second source adds is shorter than the shortest run that counts."""
    assert gather({3: mask(100, (50, 70)), 7: mask(100, (0, 60))}, 12) == [(7, 60)]


def test_of_equal_sources_the_earlier_is_named() -> None:
    """Two sources hold the same words: the one that came first in the collection explains them."""
    assert gather({9: mask(50, (0, 30)), 4: mask(50, (0, 30))}, 12) == [(4, 30)]


def test_a_document_of_two_sources_is_explained_by_both() -> None:
    """60 words from one, 30 from another, 10 of its own."""
    documents = [
        Document("one", block("x", 90)),
        Document("two", block("y", 80)),
        Document("mixed", f"{block('x', 60)} {block('n', 10)} {block('y', 30)}"),
    ]
    (mixed,) = [found for found in scan(collection_of(documents)).sources if found.document == "mixed"]
    assert [(part.source, part.words) for part in mixed.parts] == [("one", 60), ("two", 30)]
    assert mixed.parts[0].share == pytest.approx(0.6)
    assert (mixed.words, mixed.new_words) == (100, 10)
