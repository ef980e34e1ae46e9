"""Which pairs are verified, and the figures and relations that verification gives them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.engines.local import Local
from dedup.relations import RELATIONS
from dedup.reuse.candidates import select_candidates
from dedup.reuse.overlap import longest_common_run
from dedup.reuse.verification import LISTED, SUMMED_UP, relate, verify
from dedup.settings import Settings
from tests.kernels import naive
from tests.reuse.tables import Listed, listed_of, table_of, words_of

if TYPE_CHECKING:
    from dedup.engines.engine import Engine
    from dedup.reuse.passage_table import PassageTable
    from dedup.reuse.verification import VerifiedPairs
    from dedup.words.tokens import WordSource, WordTable

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
    found = select_candidates(table_of(across), arrays(met), Settings(all_pairs=every))
    assert listed_of(found) == [(pair, across.get(pair, [])) for pair in sorted(expected)]


@pytest.mark.parametrize(
    ("jaccard", "contained", "relation"),
    [(0.8, 0.0, "near-identical"), (0.79, 0.8, "contained"), (0.79, 0.79, "partial")],
)
def test_a_relation_is_the_first_that_the_figures_bear_out(jaccard: float, contained: float, relation: str) -> None:
    """Four fifths of the shingles, else four fifths of the smaller text's words."""
    found = relate(np.array([jaccard]), np.array([contained]))
    assert [RELATIONS[number] for number in found] == [relation]


@given(st.lists(st.integers(0, 2), max_size=30), st.lists(st.integers(0, 2), max_size=30), st.integers(0, 12))
@settings(deadline=None)
def test_the_longest_common_run_is_that_of_all_runs(a: list[int], b: list[int], most: int) -> None:
    """Up to the length that is asked for."""
    longest = max((length for _, _, length in naive.runs(a, b, 1)), default=0)
    assert longest_common_run(np.array(a, np.uint64), np.array(b, np.uint64), most) == min(longest, most)


class Watched:
    """A word table that is asked for some documents at a time and never for all; it notes how many words it gave."""

    def __init__(self, texts: list[list[int]]) -> None:
        self._words = words_of(texts)
        self.given: list[int] = []
        self.counts = self._words.counts
        self.of = self._words.of

    def batch_words(self, engine: Engine) -> int:  # noqa: ARG002 - few, whatever the memory
        return 300

    def take(self, rows: np.ndarray) -> WordTable:
        chosen = self._words.take(rows)
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
class Marks:
    """Of each pair, so many words are marked."""

    marked: int = 0

    def unmarked(self, pairs: PassageTable) -> np.ndarray:
        return pairs.same_words - self.marked


def verified(words: WordSource, found: Listed, engine: Local, done: list[int]) -> VerifiedPairs:
    """Return the verified pairs; nothing is marked."""
    return verify(table_of(found), words, Marks(), Settings(), engine, done.append)


def columns(found: VerifiedPairs) -> list[object]:
    """Return all that is known of verified pairs, column by column."""
    shares = (found.jaccard, found.containment_a, found.containment_b)
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


@pytest.mark.parametrize(
    ("marked", "asked", "listing"),
    [(28, {}, LISTED), (29, {}, SUMMED_UP), (40, {}, SUMMED_UP), (40, {"list_all": True}, LISTED), (0, {}, LISTED)],
)
def test_pairs_with_nothing_but_marked_words_in_common_are_summed_up(
    marked: int, asked: dict[str, bool], listing: int
) -> None:
    """Of forty words, twelve that are not marked are a run; the figures are the same in any case."""
    texts, found = texts_and_pairs()
    words, engine = words_of(texts), Local(1)
    pairs = verify(table_of(found), words, Marks(marked), Settings.of(asked), engine)
    assert set(pairs.listing.tolist()) == {listing}
    assert set(pairs.shared_words.tolist()) == {40}
    assert {RELATIONS[number] for number in pairs.relation} == {"partial"}


def test_a_copy_is_listed_whatever_marks_its_words_have() -> None:
    """Forty of forty-five words stand in the other text: a notice that stands there as a whole."""
    texts = [list(range(45)), [*range(100, 160), *range(40)]]
    pairs = verify(table_of({(0, 1): [[(0, 60, 40)]]}), words_of(texts), Marks(40), Settings(), Local(1))
    assert [RELATIONS[number] for number in pairs.relation] == ["contained"]
    assert pairs.listing.tolist() == [LISTED]


def test_a_pair_without_passages_has_the_longest_run_of_its_texts() -> None:
    """Runs of eleven words with one other word between: alike, but nothing is long enough for a passage."""
    same = list(range(110))
    texts = [[word for n in range(10) for word in (*same[11 * n : 11 * n + 11], 1000 * side + n)] for side in (1, 2)]
    found = verified(words_of(texts), {(0, 1): []}, ENGINE, [])
    assert found.longest_run.tolist() == [11]
    assert found.shared_words.tolist() == [110]
    assert [RELATIONS[number] for number in found.relation] == ["contained"]
