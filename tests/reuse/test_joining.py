"""Links into clusters: whatever links there are, each two members are related, and few of them are looked at."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reuse import clusters
from dedup.reuse.clusters import Clustering, join
from dedup.reuse.links import Links

LEAST = 3
ROWS, WORDS = 9, 12
"""Documents of a property test, and words of each: every one counts."""
some_words = st.integers(0, 2**WORDS - 1)
some_links = st.dictionaries(
    st.sampled_from(list(combinations(range(ROWS), 2))),
    st.tuples(some_words, some_words, st.sampled_from([0.3, 0.5, 0.75, 1.0])),
    max_size=20,
)


class Asked:
    """Answers what is held and who is related, and counts the questions."""

    def __init__(
        self, related: bool | set[tuple[int, int]] = False, held: dict[tuple[int, int], int] | None = None
    ) -> None:
        self.related, self.known = related, held or {}
        self.times = 0

    def words_held(self, document: int, other: int) -> int:
        self.times += 1
        return self.known.get((document, other), 0)

    def share(self, a: int, b: int) -> bool:
        self.times += 1
        assert a < b
        return self.related if isinstance(self.related, bool) else (a, b) in self.related


def links_of(listed: dict[tuple[int, int], tuple[int, int, float]], words: int, rows: int) -> Links:
    pairs = sorted(listed)
    a, b = np.array(pairs, np.int64).reshape(-1, 2).T
    held = [listed[pair][0] for pair in pairs], [listed[pair][1] for pair in pairs]
    similarity = np.array([listed[pair][2] for pair in pairs])
    return Links(a, b, similarity, held, np.full(rows, words, np.int64))


def joined(links: Links, asked: Asked) -> Clustering:
    return join(links, asked.words_held, asked.share, LEAST)


@pytest.mark.parametrize("most", [0, 2, 128])
@given(some_links, st.sets(st.sampled_from(list(combinations(range(ROWS), 2)))), st.data())
@settings(deadline=None)
def test_each_two_members_of_a_cluster_are_related(
    most: int,
    listed: dict[tuple[int, int], tuple[int, int, float]],
    related: set[tuple[int, int]],
    data: st.DataObject,
) -> None:
    """Linked, related by their texts, or both with three words or more of one member in common."""
    pairs = list(combinations(range(ROWS), 2))
    apart = {pair for pair in pairs if pair not in listed}
    held = {side: data.draw(some_words) for pair in apart for side in (pair, pair[::-1])}
    links = links_of(listed, WORDS, ROWS)
    every = dict(held)
    for (a, b), (of_a, of_b, _) in listed.items():
        every[a, b], every[b, a] = of_a or held.get((a, b), 0), of_b or held.get((b, a), 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "_MOST_CHECKS", most)
        found = joined(links, Asked(related, held))
    in_clusters = [link for group in found.groups for link in group.links]
    assert sorted([*in_clusters, *found.bridges]) == np.flatnonzero(links.similarity >= 0.5).tolist()
    for group in found.groups:
        for x, y in combinations(group.members, 2):
            common = [
                (every.get((hub, x), -1) if hub != x else -1) & (every.get((hub, y), -1) if hub != y else -1)
                for hub in group.members
            ]
            alike = any(words >= 0 and words.bit_count() >= LEAST for words in common)
            assert (x, y) in listed or (x, y) in related or alike


@pytest.mark.parametrize("size", [10, 300, 10_000])
def test_a_chain_of_halves_falls_into_pairs(size: int) -> None:
    """Each holds one half of the one before it and the other half of the next: no three belong together."""
    first, second = 0b000111, 0b111000
    listed = {(row, row + 1): (second, first, 0.5) for row in range(size - 1)}
    asked = Asked()
    found = joined(links_of(listed, 6, size), asked)
    assert [group.members for group in found.groups] == [[row, row + 1] for row in range(0, size - 1, 2)]
    assert len(found.bridges) == (size - 1) // 2
    assert asked.times < 10 * size


@pytest.mark.parametrize("size", [10, 300, 10_000])
def test_a_star_of_two_halves_keeps_one_half(size: int) -> None:
    """All hold a half of one document, in turn the first and the second: those with the first half are a cluster."""
    listed = {(0, row): ((0b000111, 0b111000)[row % 2], 0b111, 1.0) for row in range(1, size)}
    asked = Asked()
    found = joined(links_of(listed, 6, size), asked)
    assert [group.members for group in found.groups] == [[0, *range(1, size, 2)]]
    assert asked.times < 4 * size


@pytest.mark.parametrize("size", [10, 300, 2_000])
def test_stars_that_hang_together_like_a_chain_stay_apart(size: int) -> None:
    """Five stars; each hub holds a half of the next one, and the members of a star hold nothing of other hubs."""
    hubs = list(range(5))
    listed = dict.fromkeys(pairwise(hubs), (56, 7, 0.5))
    stars = {hub: [hub, *range(5 + hub, size, 5)] for hub in hubs}
    for hub, members in stars.items():
        listed |= {(hub, member): (0b111111, 0b111111, 1.0) for member in members[1:]}
    asked = Asked()
    found = joined(links_of(listed, 6, size), asked)
    assert [group.members for group in found.groups] == list(stars.values())
    assert len(found.bridges) == 4
    assert asked.times < 4 * size


@pytest.mark.parametrize("size", [10, 300, 10_000])
def test_a_family_is_one_cluster_though_no_two_hold_the_same_words(size: int) -> None:
    """Each lacks another word of the first document, and no two are known to be related by their texts."""
    every = (1 << 50) - 1
    listed = {(0, row): (every & ~(1 << row % 50), every, 0.98) for row in range(1, size)}
    asked = Asked()
    found = joined(links_of(listed, 50, size), asked)
    assert [group.members for group in found.groups] == [list(range(size))]
    assert asked.times == 0


@pytest.mark.parametrize("size", [10, 300, 4_000])
def test_families_around_several_documents_become_one(size: int) -> None:
    """Each is linked to one of five; what the others hold of the first one is looked up once or a few times each."""
    every = (1 << 50) - 1
    listed = {(0, hub): (every, every, 0.9) for hub in range(1, 5)}
    listed |= {(row % 5, row): (every, every, 1.0) for row in range(5, size)}
    asked = Asked(held={(hub, row): every for hub in range(5) for row in range(size)})
    found = joined(links_of(listed, 50, size), asked)
    assert [group.members for group in found.groups] == [list(range(size))]
    assert asked.times < 4 * size


def test_a_cluster_grows_by_what_the_texts_bear_out() -> None:
    """The third document is linked to the second, and holds too little of the first, with which it shares words."""
    listed = {(0, 1): (0b111111, 0b111111, 1.0), (1, 2): (0b111000, 0b111111, 0.5)}
    links = links_of(listed, 6, 3)
    assert [group.members for group in joined(links, Asked()).groups] == [[0, 1]]
    assert joined(links, Asked()).bridges == (1,)
    assert [group.members for group in joined(links, Asked({(0, 2)})).groups] == [[0, 1, 2]]
