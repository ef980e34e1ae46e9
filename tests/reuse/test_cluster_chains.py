"""Chains that would join unrelated documents, at any length: none does, and the work grows with the links.

Documents are ranges of one long row of words, so that what two of them share is known: the overlap of the ranges.
"""

from __future__ import annotations

import random

import numpy as np
import pytest

from dedup.reuse.cluster_links import Links
from dedup.reuse.clusters import Clustering, join_links

LEAST = 30
SIZE = 60
SIZES = [10, 100, 1_000, 10_000]
"""Numbers of documents."""


class Ranges:
    """Documents that are ranges of words (first, end); counts the questions that are asked about two of them."""

    def __init__(self, starts: list[int], size: int = SIZE) -> None:
        self.ranges = [(start, start + size) for start in starts]
        self.asked = 0

    def overlap(self, a: int, b: int) -> tuple[int, int]:
        (low, end), (other_low, other_end) = self.ranges[a], self.ranges[b]
        return max(low, other_low), min(end, other_end)

    def are_related(self, a: int, b: int) -> bool:
        self.asked += 1
        low, end = self.overlap(a, b)
        return end - low >= LEAST

    def words_held(self, document: int, other: int) -> int:
        self.asked += 1
        return self.held(document, other)

    def held(self, document: int, other: int) -> int:
        """Return as bits the words of a document that another one holds."""
        low, end = self.overlap(document, other)
        first = self.ranges[document][0]
        return ((1 << max(end - low, 0)) - 1) << (low - first) if low < end else 0

    def joined(self, pairs: list[tuple[int, int]]) -> Clustering:
        """Return the clusters of linked documents."""
        a, b = np.array(pairs, np.int64).T
        sizes = [end - low for low, end in self.ranges]
        shared = [self.held(one, other).bit_count() for one, other in pairs]
        similarity = np.array([words / min(sizes[i], sizes[j]) for words, (i, j) in zip(shared, pairs, strict=True)])
        held = [self.held(i, j) for i, j in pairs], [self.held(j, i) for i, j in pairs]
        links = Links(a, b, similarity, held, np.array(sizes, np.int64))
        return join_links(links, self.words_held, self.are_related, LEAST)

    def assert_related(self, clustering: Clustering) -> None:
        """Each two members of a cluster share enough words if those that stand furthest apart do."""
        for cluster in clustering.clusters:
            whole = [self.ranges[member] for member in cluster.members]
            assert min(end for _, end in whole) - max(low for low, _ in whole) >= LEAST


@pytest.mark.parametrize("count", SIZES)
def test_no_chain_of_three_quarters_joins_what_shares_nothing(count: int) -> None:
    """Each shares 45 words with the next and 30 with the one after it: at most three stand together."""
    documents = Ranges([15 * number for number in range(count)])
    clustering = documents.joined([(number, number + 1) for number in range(count - 1)])
    documents.assert_related(clustering)
    assert max(len(cluster.members) for cluster in clustering.clusters) <= 3
    assert len(clustering.clusters) >= count // 3
    assert documents.asked <= 8 * count


@pytest.mark.parametrize("count", SIZES)
def test_no_text_that_holds_all_joins_what_shares_nothing(count: int) -> None:
    """A text of 1,000 words holds every other one as a whole; parts of it are versions only where they overlap."""
    chance = random.Random(5)
    documents = Ranges([0, *(chance.randrange(1_000 - SIZE) for _ in range(count - 1))])
    documents.ranges[0] = 0, 1_000
    clustering = documents.joined([(0, number) for number in range(1, count)])
    documents.assert_related(clustering)
    assert documents.asked <= 8 * count


@pytest.mark.parametrize("count", SIZES)
def test_a_family_that_holds_a_small_part_of_its_hub_is_one_cluster(count: int) -> None:
    """All hold one sentence of a long text: its size shows nothing, but what all members of a block hold does."""
    chance = random.Random(6)
    documents = Ranges([0, *(500 + chance.randrange(20) for _ in range(count - 1))])
    documents.ranges[0] = 0, 1_000
    clustering = documents.joined([(0, number) for number in range(1, count)])
    documents.assert_related(clustering)
    assert [len(cluster.members) for cluster in clustering.clusters] == [count]
    assert not documents.asked
