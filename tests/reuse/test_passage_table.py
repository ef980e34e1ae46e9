"""Passage tables: arrays that stand for passages of pairs, and give them back."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reuse.passage_table import NO_PAIRS, concatenate_tables
from tests.reuse.tables import Listed, listed_of, table_of

LISTED: Listed = {
    (0, 2): [[(0, 5, 12)], [(20, 30, 9), (31, 40, 8)]],
    (0, 3): [],
    (1, 3): [[(4, 4, 30)]],
}
runs = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(1, 50)), min_size=1, max_size=3)
listed = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(5, 9)), st.lists(runs, max_size=3), max_size=6)


def test_sums_are_those_of_each_pair() -> None:
    """Same words 12 + 9 + 8, none, 30; longest runs 12, none, 30."""
    table = table_of(LISTED)
    assert len(table) == 3
    assert table.passage_counts.tolist() == [2, 0, 1]
    assert table.same_words.tolist() == [29, 0, 30]
    assert table.longest_run.tolist() == [12, 0, 30]


@given(listed, st.data())
@settings(deadline=None)
def test_pairs_are_taken_with_their_passages_in_any_order(found: Listed, data: st.DataObject) -> None:
    """Rows may be left out and come in another order."""
    pairs = sorted(found)
    rows = data.draw(st.lists(st.integers(0, len(pairs) - 1), unique=True)) if pairs else []
    taken = listed_of(table_of(found).take(np.array(rows, np.int64)))
    assert taken == [(pairs[row], found[pairs[row]]) for row in rows]


@given(listed, st.sets(st.tuples(st.integers(0, 4), st.integers(5, 12))))
@settings(deadline=None)
def test_pairs_that_are_asked_for_have_their_passages_or_none(found: Listed, wanted: set[tuple[int, int]]) -> None:
    """They come in order and once, also if asked for twice, and a pair that the table does not know has none."""
    sides = np.array([*wanted, *wanted], np.int64).reshape(-1, 2).T
    assert listed_of(table_of(found).for_pairs(*sides)) == [(pair, found.get(pair, [])) for pair in sorted(wanted)]


@given(listed, listed)
@settings(deadline=None)
def test_two_tables_become_one_in_order(first: Listed, second: Listed) -> None:
    """Each pair keeps what it had."""
    second = {pair: found for pair, found in second.items() if pair not in first}
    both = {**first, **second}
    assert listed_of(table_of(first) | table_of(second)) == [(pair, both[pair]) for pair in sorted(both)]


def test_no_tables_make_one_without_pairs() -> None:
    """And one without pairs adds nothing."""
    assert listed_of(concatenate_tables([])) == []
    assert listed_of(concatenate_tables([NO_PAIRS, table_of(LISTED), NO_PAIRS])) == sorted(LISTED.items())
