"""Connected components by stars: those of a textbook union of sets, on each engine and for each shape of links."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dedup.engines import stars
from dedup.engines.local import LOCAL, Local
from dedup.engines.stars import Links, components, components_by_stars, rounds_of_stars
from dedup.engines.storage import SpillFolder
from tests.pickling_engine import PicklingEngine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.engines.cluster import ClusterEngine
    from dedup.engines.engine import Engine

    Pairs = list[tuple[int, int]]

_NODES = 40


def least_of_each(pairs: Iterable[tuple[int, int]], count: int) -> list[int]:
    """Return the least node of the component of each node: sets that are joined link by link."""
    of = [{node} for node in range(count)]
    for one, other in pairs:
        joined = of[one] | of[other]
        for node in joined:
            of[node] = joined
    return [min(members) for members in of]


def by_stars(pairs: Pairs, count: int, engine: Engine) -> list[int]:
    """Return the same by stars."""
    links = np.array(pairs, np.int64).reshape(-1, 2)
    found: list[int] = components_by_stars(links[:, 0], links[:, 1], count, engine).tolist()
    return found


@pytest.fixture(autouse=True)
def _a_few_links_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four of them are an item of work."""
    monkeypatch.setattr(stars, "_LINKS_PER_ITEM", 4)


SHAPES: dict[str, Pairs] = {
    "no link": [],
    "a link to itself": [(3, 3)],
    "one link thrice": [(7, 2), (2, 7), (7, 2)],
    "a chain": [(node, node + 1) for node in range(30)],
    "a chain that begins anywhere": [(7 * node % 31, 7 * (node + 1) % 31) for node in range(30)],
    "a star on its largest node": [(node, 39) for node in range(20)],
    "two stars and a bridge": [
        *((0, node) for node in range(1, 12)),
        *((39, node) for node in range(13, 30)),
        (11, 13),
    ],
    "all pairs of nine": list(itertools.combinations(range(3, 30, 3), 2)),
    "two rings": [
        *((node, (node + 1) % 10) for node in range(10)),
        *((node, node + 1) for node in range(20, 29)),
        (29, 20),
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("engine", [PicklingEngine(spills=True), Local(spill_folder=SpillFolder(), workers=2)])
def test_stars_find_the_components_that_sets_find(engine: Engine, shape: str) -> None:
    """On an engine that copies all it is given, and on threads."""
    assert by_stars(SHAPES[shape], _NODES, engine) == least_of_each(SHAPES[shape], _NODES)


@given(some.lists(some.tuples(*[some.integers(0, _NODES - 1)] * 2), max_size=60))
def test_stars_find_the_components_of_any_links(pairs: Pairs) -> None:
    """Also of a node with itself, and of two nodes more than once."""
    assert by_stars(pairs, _NODES, LOCAL) == least_of_each(pairs, _NODES)


def test_stars_find_the_same_on_a_cluster(cluster_engine: ClusterEngine) -> None:
    """All shapes in each other, and with less and less of each side by side: their ends meet on the executors."""
    pairs = [
        (one + _NODES * number, other + _NODES * number)
        for number in range(4)
        for shape in SHAPES.values()
        for one, other in shape[number:]
    ]
    engine = cluster_engine.for_texts(0)
    assert by_stars(pairs, 4 * _NODES, engine) == least_of_each(pairs, 4 * _NODES)
    assert cluster_engine.traffic.keys > 4 * len(pairs)


@pytest.mark.parametrize("seed", range(3))
def test_few_rounds_are_made_of_a_long_chain(seed: int) -> None:
    """Of 1,024 nodes in any order: at most ten, as many as halve it to one, and not one for each link."""
    order = np.random.default_rng(seed).permutation(1024)
    links = Links(np.minimum(order[1:], order[:-1]), np.maximum(order[1:], order[:-1]))
    rounds = list(rounds_of_stars(links, LOCAL))
    assert 2 <= len(rounds) <= 10
    assert set(rounds[-1].low.tolist()) == {0}


def test_few_links_and_links_in_memory_are_joined_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stars are made where there are more links than the caller holds, and a spill folder."""
    made: list[Engine] = []
    monkeypatch.setattr(stars, "components_by_stars", lambda *given: made.append(given[-1]))
    links = np.array([1, 2]), np.array([2, 0])
    for engine in (PicklingEngine(words=1), PicklingEngine(spills=True, words=2)):
        assert components(*links, 4, engine).tolist() == [0, 0, 0, 3]
    assert not made
    components(*links, 4, many := PicklingEngine(spills=True, words=1))
    assert made == [many]
