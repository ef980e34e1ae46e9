"""Documents beside a hub: which of them, in which order, with which places of its words."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.reuse.aligned_documents import HubAlignment, Neighbours
from dedup.reuse.template_blanks import conforming, find_blanks
from tests.reuse.tables import table_of, words_of

TEXTS = [
    [1, 2, 3, 9, 5, 6, 7, 8],
    [1, 2, 3, 4, 5, 6, 7, 8],
    [7, 8, 1, 2, 3, 30, 31, 32, 33, 34],
    [1, 2, 3, 40, 41, 5, 6, 7, 8],
]
"""Texts 0 and 3 differ from text 1 in its fourth word, and text 2 has little of it."""
TABLE = table_of(
    {
        (0, 1): [[(0, 0, 3)], [(4, 4, 4)]],
        (1, 2): [[(0, 2, 3)], [(6, 0, 2)]],
        (1, 3): [[(0, 0, 3), (4, 5, 4)]],
    }
)


def test_pairs_are_there_from_both_sides() -> None:
    """Each row has its pairs in the order of the other one, with the runs in its own order."""
    neighbours = Neighbours.of(TABLE)
    pairs = list(zip(neighbours.first.tolist(), neighbours.second.tolist(), strict=True))
    assert pairs == [(0, 1), (1, 0), (1, 2), (1, 3), (2, 1), (3, 1)]
    assert neighbours.hubs().tolist() == [1, 0, 2, 3]
    assert neighbours.pairs_of(1).tolist() == [1, 2, 3]
    assert neighbours.bounds.tolist() == [0, 2, 4, 6, 8, 10, 12]
    of_last_two = [column[8:].tolist() for column in neighbours.runs]
    assert of_last_two == [[0, 2, 0, 5], [6, 0, 0, 4], [2, 3, 3, 4]]


@pytest.mark.parametrize("steps", [(None,), (1, None), (1, 2, None), (2, None)])
def test_documents_that_share_half_of_the_words_are_aligned(steps: tuple[int | None, ...]) -> None:
    """However many are asked for first; text 2 shares three words of eight in the same order."""
    neighbours = Neighbours.of(TABLE)
    aligned = HubAlignment(1, neighbours.pairs_of(1), neighbours, words_of(TEXTS))
    for count in steps:
        documents = aligned.documents(count)
        assert documents.rows.tolist() == [0, 3][:count]
    assert documents.places.tolist() == [[0, 1, 2, -1, 4, 5, 6, 7], [0, 1, 2, -1, 5, 6, 7, 8]]
    assert documents.are_framed.tolist() == [True, True]


def test_a_blank_has_the_words_of_each_document() -> None:
    """The fourth word, with one word or two; no document differs in a blank that lies elsewhere."""
    neighbours = Neighbours.of(TABLE)
    words = words_of(TEXTS)
    documents = HubAlignment(1, neighbours.pairs_of(1), neighbours, words).documents()
    (blank,) = find_blanks(1, words.of(1), documents)
    assert blank.words == (3, 4)
    assert blank.values == ((1, 3, 4), (0, 3, 4), (3, 3, 5))
    in_blank = np.arange(8) == 3
    assert conforming(documents, in_blank).tolist() == [True, True]
    assert conforming(documents, np.arange(8) == 6).tolist() == [False, False]
