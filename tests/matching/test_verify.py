"""Which pairs are verified, and the figures and relations that verification gives them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.engines.local import Local
from dedup.kernels import compiled, vectorized
from dedup.matching.measuring import longest_common_run
from dedup.matching.relations import RELATIONS, relate
from dedup.matching.verify import candidates, verify
from dedup.settings import Settings
from tests.kernels import naive
from tests.matching.tables import Listed, listed_of, table_of, words_of

if TYPE_CHECKING:
    from types import ModuleType

    from dedup.matching.passages import PassageTable
    from dedup.matching.verify import VerifiedPairs
    from dedup.text.words import WordSource, WordTable

ENGINE = Local(1)
rows = st.integers(0, 7)
pairs = st.tuples(rows, rows).filter(lambda pair: pair[0] < pair[1])
shared = st.sampled_from([[], [[(0, 0, 29)]], [[(0, 0, 20)], [(30, 40, 10)]]])


def arrays(pairs: set[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs as two arrays."""
    first, second = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    return first.copy(), second.copy()


@given(st.dictionaries(pairs, shared, max_size=14), st.sets(pairs, max_size=14), st.booleans())
@settings(deadline=None)
def test_candidates_have_enough_words_or_met_without_a_third(
    across: Listed, met: set[tuple[int, int]], every: bool
) -> None:
    """Twenty-nine words are too few; two that met but both have a partner among the others are left to it."""
    partners = {row: {a + b - row for a, b in across if row in (a, b)} for row in range(8)}
    expected = {pair for pair, found in across.items() if every or not found or found[0][0][2] == 20}
    expected |= {(a, b) for a, b in met if every or not partners[a] & partners[b]}
    found = candidates(table_of(across), arrays(met), Settings(all_pairs=every))
    assert listed_of(found) == [(pair, across.get(pair, [])) for pair in sorted(expected)]


@pytest.mark.parametrize(
    ("words", "jaccard", "contained", "relation"),
    [
        (29, 1.0, 1.0, "boilerplate"),
        (30, 0.8, 0.0, "near-identical"),
        (30, 0.79, 0.8, "contained"),
        (30, 0.79, 0.79, "partial"),
    ],
)
def test_a_relation_is_the_first_that_the_figures_bear_out(
    words: int, jaccard: float, contained: float, relation: str
) -> None:
    """Thirty words are wanted; one fewer is boilerplate, however alike the texts are."""
    found = relate(*(np.array([value]) for value in (jaccard, contained, words, 30)))
    assert [RELATIONS[number] for number in found] == [relation]


@pytest.mark.parametrize("twin", [vectorized, compiled])
@given(st.lists(st.integers(0, 2), max_size=30), st.lists(st.integers(0, 2), max_size=30), st.integers(0, 12))
@settings(deadline=None)
def test_the_longest_common_run_is_that_of_all_runs(twin: ModuleType, a: list[int], b: list[int], most: int) -> None:
    """Up to the length that is asked for."""
    longest = max((length for _, _, length in naive.runs(a, b, 1)), default=0)
    assert longest_common_run(np.array(a, np.uint64), np.array(b, np.uint64), most, twin) == min(longest, most)


class Watched:
    """A word table that is asked for some documents at a time and never for all; it notes how many words it gave."""

    def __init__(self, texts: list[list[int]]) -> None:
        self._words = words_of(texts)
        self.given: list[int] = []
        self.counts = self._words.counts
        self.of = self._words.of

    def at_once(self, engine: Local) -> int:  # noqa: ARG002 - few, whatever the memory
        return 300

    def chosen(self, rows: np.ndarray) -> WordTable:
        chosen = self._words.chosen(rows)
        self.given.append(chosen.hashes.size)
        return chosen


def texts_and_pairs() -> tuple[list[list[int]], Listed]:
    """Return texts of which each has a part of the one before, and the passages of these pairs."""
    chance = random.Random(4)
    texts = [[chance.getrandbits(60) for _ in range(chance.randrange(60, 90))] for _ in range(30)]
    for row in range(1, 30):
        texts[row][:40] = texts[row - 1][-40:]
    return texts, {(row, row + 1): [[(len(texts[row]) - 40, 0, 40)]] for row in range(29)}


@dataclass
class SetAside:
    """Counts words of pairs: `site` of each are boilerplate, `said` more an attribution; `read` are pairs asked of."""

    words: WordSource
    site: int = 0
    said: int = 0
    read: set[tuple[int, int]] = field(default_factory=set)

    def most(self, pairs: PassageTable) -> np.ndarray:
        return pairs.same_words - self.site

    def count(self, pairs: PassageTable) -> tuple[np.ndarray, np.ndarray]:
        self.read |= set(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))
        counts = self.words.counts - self.site - self.said
        return pairs.same_words - self.site - self.said, np.minimum(counts[pairs.a], counts[pairs.b])


def verified(words: WordSource, found: Listed, engine: Local, done: list[int]) -> VerifiedPairs:
    """Return the verified pairs; nothing is set aside."""
    return verify(table_of(found), words, SetAside(words), Settings(), vectorized, engine, done.append)


def columns(found: VerifiedPairs) -> list[object]:
    """Return all that is known of verified pairs, column by column."""
    shares = (found.jaccard, found.containment_a, found.containment_b, found.body_containment)
    words = (found.pairs.a, found.pairs.b, found.shared_words, found.longest_run, found.relation)
    return [*(column.tolist() for column in (*shares, *words)), listed_of(found.pairs)]


def test_figures_are_those_of_the_texts() -> None:
    """Counted shingle by shingle and word by word."""
    texts, found = texts_and_pairs()
    pairs = verified(words_of(texts), found, ENGINE, [])
    assert listed_of(pairs.pairs) == sorted(found.items())
    for row, (a, b) in enumerate(sorted(found)):
        common, distinct_a, distinct_b, covered_a, covered_b = naive.overlap(texts[a], texts[b], 5)
        assert pairs.jaccard[row] == common / (distinct_a + distinct_b - common)
        assert pairs.containment_a[row] == covered_a / len(texts[a])
        assert pairs.containment_b[row] == covered_b / len(texts[b])
        assert pairs.shared_words[row] == pairs.longest_run[row] == 40
        assert pairs.body_containment[row] == 40 / min(len(texts[a]), len(texts[b]))


def test_pieces_and_threads_change_nothing() -> None:
    """All pairs at once, or a few hundred words at a time by three workers; all pairs are told to be done."""
    texts, found = texts_and_pairs()
    expected = verified(words_of(texts), found, ENGINE, [])
    done: list[int] = []
    assert columns(verified(Watched(texts), found, Local(3), done)) == columns(expected)
    assert sum(done) == len(found) == len(expected)
    assert len(done) > 10


def test_only_words_of_candidates_are_asked_for_and_not_all_at_once() -> None:
    """So that a table need not have its words in memory."""
    texts, found = texts_and_pairs()
    few = {pair: passages for pair, passages in found.items() if pair[0] < 20}
    words = Watched(texts)
    assert len(verified(words, few, ENGINE, [])) == 20
    assert max(words.given) <= 300 + 3 * 90


@pytest.mark.parametrize(("site", "said", "read"), [(10, 0, 29), (11, 0, 0), (5, 5, 29), (5, 6, 29)])
def test_pairs_that_share_only_what_is_set_aside_are_counted_and_not_measured(site: int, said: int, read: int) -> None:
    """Of forty words thirty must count; where boilerplate alone leaves fewer, nobody reads what the texts say."""
    texts, found = texts_and_pairs()
    words = Watched(texts)
    asides = SetAside(words, site, said)
    done: list[int] = []
    pairs = verify(table_of(found), words, asides, Settings(), vectorized, ENGINE, done.append)
    listed = 29 if site + said == 10 else 0
    assert (len(pairs), pairs.unlisted, len(asides.read)) == (listed, 29 - listed, read)
    assert sum(done) == 29
    assert bool(words.given) == bool(listed)
    every = verify(table_of(found), words, asides, Settings(all_pairs=True), vectorized, ENGINE)
    assert [RELATIONS[number] for number in every.relation] == ["partial" if listed else "boilerplate"] * 29


def test_a_pair_without_passages_has_the_longest_run_of_its_texts() -> None:
    """Runs of eleven words with one other word between: alike, but nothing is long enough for a passage."""
    same = list(range(110))
    texts = [[word for n in range(10) for word in (*same[11 * n : 11 * n + 11], 1000 * side + n)] for side in (1, 2)]
    found = verified(words_of(texts), {(0, 1): []}, ENGINE, [])
    assert found.longest_run.tolist() == [11]
    assert found.shared_words.tolist() == [110]
    assert [RELATIONS[number] for number in found.relation] == ["contained"]
