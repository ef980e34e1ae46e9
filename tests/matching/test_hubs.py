"""What follows from links: of one pair by itself, of all that a document is related to, and of clusters that join."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching import clusters
from dedup.matching.clusters import Clustering, join
from dedup.matching.hubs import ALL, Held, Hubs, Link
from dedup.settings import Settings

SETTINGS = Settings()
ROWS = 9
SIZES = [128, 128, 256, 128, 256, 256, 512, 128, 512]
"""Words of the documents: powers of two, so that no figure is rounded."""
some = st.dictionaries(
    st.sampled_from(list(combinations(range(ROWS), 2))),
    st.tuples(st.sampled_from([0.25, 0.5, 0.625, 0.75, 0.875, 0.9375, 1.0]), st.integers(1, 5)),
    max_size=16,
)
Listed = dict[tuple[int, int], tuple[float, int]]
"""Pairs with the share of the smaller one's words that both have, and in how many stretches."""


def links_of(listed: Listed) -> list[Link]:
    links = []
    for (a, b), (share, stretches) in sorted(listed.items()):
        words = int(share * min(SIZES[a], SIZES[b]))
        links.append(Link(a, b, words, stretches, words / SIZES[a], words / SIZES[b]))
    return links


def follows(listed: Listed, x: int, y: int) -> bool:
    """Return whether two documents are linked, or hold so much of a third that thirty words in a row are common."""
    held = {(row, row): (1.0, 1) for row in range(ROWS)}
    for link in links_of(listed):
        held[link.a, link.b], held[link.b, link.a] = (link.part_a, link.stretches), (link.part_b, link.stretches)
    if (x, y) in held:
        return True
    for hub, size in enumerate(SIZES):
        if (hub, x) in held and (hub, y) in held:
            (p, m), (q, n) = held[hub, x], held[hub, y]
            if size * (p + q - 1) >= max(30, 12 * (m + n)):
                return True
    return False


@given(some)
@settings(deadline=None)
def test_documents_are_related_to_those_that_hold_enough_of_a_hub(listed: Listed) -> None:
    """The same is said of each pair, and of all pairs of a document; a document is related to itself."""
    hubs = Hubs(links_of(listed), SETTINGS)
    linked = sorted({row for pair in listed for row in pair})
    for x in linked:
        expected = {y for y in linked if follows(listed, x, y)}
        assert {y for y in linked if hubs.relate(x, y)} == expected
        assert set(hubs.related_to(x).tolist()) == expected


def outcome(found: Clustering) -> tuple[object, ...]:
    groups = [(group.members, group.hub, group.held, group.links) for group in found.groups]
    return groups, found.bridges


@pytest.mark.parametrize("few", [0, 4])
@given(some, st.integers(0, 2**36 - 1))
@settings(deadline=None)
def test_clusters_are_the_same_however_pairs_are_looked_up(few: int, listed: Listed, bits: int) -> None:
    """One by one, or all that a document is related to; the texts are asked about the same pairs in the same order."""
    related = {pair: bool(bits >> at & 1) for at, pair in enumerate(combinations(range(ROWS), 2))}
    asked: list[list[tuple[int, int]]] = []
    found = []
    for most in (few, 10_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clusters, "_FEW_CHECKS", most)
            asked.append([])

            def ask(x: int, y: int, noted: list[tuple[int, int]] = asked[-1]) -> bool:
                noted.append((x, y))
                return related[min(x, y), max(x, y)]

            found.append(outcome(join(links_of(listed), ask, SETTINGS)))
    assert found[0] == found[1]
    assert asked[0] == asked[1]
    for members, *_ in found[0][0]:  # type: ignore[attr-defined]
        assert all(related[pair] or follows(listed, *pair) for pair in combinations(members, 2))


def test_what_all_hold_is_the_least_part_in_the_most_stretches() -> None:
    """Of a document itself, everything in one."""
    hubs = Hubs([Link(0, 1, 90, 2, 0.9, 1.0), Link(0, 2, 80, 1, 0.8, 0.5)], SETTINGS)
    assert hubs.hold([0, 1, 2], 0)
    assert not hubs.hold([1, 2], 1)
    assert hubs.held_by_all(0, ALL, [1, 2]) == Held(0.8, 2)
    assert np.unique(hubs.related_to(1)).tolist() == [0, 1, 2]
