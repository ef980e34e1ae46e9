"""Pairs of texts into pairs of documents, where several documents have the same words."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.reuse.document_matches import expand_identical
from dedup.reuse.identical import DistinctTexts, IdenticalDocuments
from dedup.reuse.verification import LISTED, VerifiedPairs
from tests.reuse.tables import listed_of, table_of, words_of

TEXTS = DistinctTexts(words_of([[1, 2], [3, 4, 5], [], []]), IdenticalDocuments(np.array([0, 1, 0, 1])))
"""Documents 0 and 2 have two words, documents 1 and 3 three others."""

PASSAGES = [[(0, 20, 4), (6, 25, 3)], [(10, 2, 5)]]
TURNED = [[(2, 10, 5)], [(20, 0, 4), (25, 6, 3)]]


def verified() -> VerifiedPairs:
    """Return one pair: the first text's share that stands in the second is 0.9, the second's in the first 0.3."""
    jaccard, share_a, share_b = np.array([[0.2], [0.9], [0.3]])
    relation, words, longest = np.array([2], np.int8), np.array([12]), np.array([5])
    listing = np.array([LISTED], np.int8)
    return VerifiedPairs(
        table_of({(0, 1): PASSAGES}), relation, jaccard, share_a, share_b, words, longest, listing, np.zeros(1, bool)
    )


def test_the_first_of_identical_documents_stands_for_all() -> None:
    """They are paired with it, and only it is paired with other texts."""
    found = expand_identical(verified(), TEXTS, all_pairs=False)
    assert listed_of(found.pairs) == [((0, 1), PASSAGES), ((0, 2), [[(0, 0, 2)]]), ((1, 3), [[(0, 0, 3)]])]
    assert found.shared_words.tolist() == [12, 2, 3]
    assert found.jaccard.tolist() == [0.2, 1.0, 1.0]


def test_every_two_documents_are_paired_where_that_is_wanted() -> None:
    """A pair whose second text comes first is turned: sides, shares, and passages in the order of the new first."""
    found = expand_identical(verified(), TEXTS, all_pairs=True)
    passages = {pair: same for pair, same in listed_of(found.pairs) if sum(pair) % 2}
    assert passages == {(0, 1): PASSAGES, (0, 3): PASSAGES, (1, 2): TURNED, (2, 3): PASSAGES}
    shares = zip(found.pairs.a.tolist(), found.containment_a.tolist(), found.containment_b.tolist(), strict=True)
    assert [(a, *both) for a, *both in shares if both[0] < 1] == [
        (0, 0.9, 0.3),
        (0, 0.9, 0.3),
        (1, 0.3, 0.9),
        (2, 0.9, 0.3),
    ]


@pytest.mark.parametrize("every", [True, False])
def test_no_pairs_are_no_pairs_of_documents(every: bool) -> None:
    """Only what is identical is left."""
    none = verified().where(np.zeros(1, bool))
    assert expand_identical(none, TEXTS, all_pairs=every).pairs.a.tolist() == [0, 1]
