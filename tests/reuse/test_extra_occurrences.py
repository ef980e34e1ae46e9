"""Extra occurrences: words that one text has more often than the other are listed beside the passages."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.kernels.passages import Runs
from dedup.reuse.extra_occurrences import find_extra_occurrences
from dedup.reuse.passages import PairRuns, find_uncovered_runs
from dedup.settings import Settings
from dedup.walks.scan import scan
from tests.reuse.tables import Run, listed_of, table_of

Pair = tuple[int, int]


def runs_of(listed: dict[Pair, list[Run]]) -> PairRuns:
    """Return the runs of pairs, written out by hand."""
    a, b = np.array(list(listed), np.int64).reshape(-1, 2).T
    columns = np.array([run for runs in listed.values() for run in runs], np.int64).reshape(-1, 3).T
    bounds = np.cumsum([0, *map(len, listed.values())]).astype(np.int64)
    return PairRuns(a, b, Runs(*columns), bounds)


def extra_occurrences(
    runs: dict[Pair, list[Run]], passages: dict[Pair, list[list[Run]]]
) -> list[tuple[Pair, list[list[Run]]]]:
    """Return the extra occurrences of runs of twelve words or more."""
    table = table_of(passages)
    return listed_of(find_extra_occurrences(find_uncovered_runs(runs_of(runs), table, 12), table, 12))


def test_a_run_that_one_text_has_twice_is_told_twice() -> None:
    """The first text has twenty words at 5, the second at 0 and 50: one is a passage, the other an extra occurrence."""
    runs = {(0, 1): [(5, 0, 20), (5, 50, 20)]}
    assert extra_occurrences(runs, {(0, 1): [[(5, 0, 20)]]}) == [((0, 1), [[(5, 50, 20)]])]


def test_each_place_is_told_once() -> None:
    """Two places face three: two passages, and of the two runs that reach the third place the first one."""
    places = [(a, b, 20) for a in (0, 30) for b in (0, 50, 100)]
    passages = [[(0, 0, 20)], [(30, 50, 20)]]
    assert extra_occurrences({(0, 1): places}, {(0, 1): passages}) == [((0, 1), [[(0, 100, 20)]])]


def test_words_inside_of_an_edit_that_a_passage_bridges_are_told_already() -> None:
    """The passage reaches from 0 to 47 on both sides, over an edit; the run within it is covered."""
    assert (
        extra_occurrences({(0, 1): [(0, 0, 20), (27, 27, 20), (5, 27, 15)]}, {(0, 1): [[(0, 0, 20), (27, 27, 20)]]})
        == []
    )


def test_an_extra_occurrence_is_extended_to_twelve_words() -> None:
    """Three of twenty words lie in no passage, the last: the nine before them belong to the extra occurrence."""
    runs = {(0, 1): [(0, 0, 40), (20, 60, 20)]}
    assert extra_occurrences(runs, {(0, 1): [[(0, 0, 40)], [(20, 60, 17)]]}) == [((0, 1), [[(28, 68, 12)]])]


def test_pairs_that_are_not_listed_are_left_out() -> None:
    """And those whose runs the passages cover."""
    twice = [(5, 0, 20), (5, 50, 20)]
    passages = {(0, 1): [[(5, 0, 20)]], (0, 2): [[(5, 0, 20)], [(30, 50, 20)]], (1, 2): [[(5, 0, 20)]]}
    runs = runs_of({(0, 1): twice, (0, 2): [(5, 0, 20), (30, 50, 20)], (1, 2): twice})
    uncovered = find_uncovered_runs(runs, table_of(passages), 12)
    listed = table_of({pair: passages[pair] for pair in [(0, 2), (1, 2)]})
    assert listed_of(find_extra_occurrences(uncovered, listed, 12)) == [((1, 2), [[(5, 50, 20)]])]


def block(name: str, words: int) -> str:
    return " ".join(f"{name}{n}" for n in range(words))


def test_a_match_tells_both_places_and_counts_them_as_used_again() -> None:
    """Of a text that quotes forty words twice, eighty stand elsewhere; the two texts share forty all the same."""
    quote = block("q", 40)
    once, twice = f"{block('a', 30)} {quote}.", f"{quote} {block('b', 30)} {quote}."
    result = scan(collection_of([Document("twice", twice), Document("once", once)]))
    (match,) = result.copies
    (passage,), (more,) = match.passages, match.again
    assert sorted([passage.a.start, more.a.start]) == [0, twice.rindex("q0 ")]
    assert (passage.b, more.words, more.same_words, match.shared_words) == (more.b, 40, 40, 40)
    assert once[more.b.start : more.b.end] == quote
    assert [document.reused_words for document in result.documents] == [80, 40]
    assert [each.new_words for each in result.sources] == [30, 30]


def test_a_text_that_says_nothing_but_the_same_twice_is_contained() -> None:
    """Forty words twice, of a text that says them once: the passage holds half, but all eighty stand in the other."""
    quote = block("q", 40)
    twice = Document("a", f"{quote}. {quote}.")
    (match,) = scan(collection_of([twice, Document("b", f"{block('b', 90)} {quote}")])).copies
    assert (match.relation, match.shared_words, match.containment_a) == ("contained", 40, 1.0)


def test_a_text_with_more_of_its_own_is_not_contained() -> None:
    """Of a hundred and twenty words, forty are new: two thirds stand in the other."""
    quote = block("q", 40)
    twice = f"{quote} {block('c', 40)} {quote}"
    (match,) = scan(collection_of([Document("a", f"{block('b', 90)} {quote}"), Document("b", twice)])).copies
    assert match.relation == "partial"


def test_documents_with_the_same_words_are_told_alike() -> None:
    """The second text stands for two documents, of which one comes before the first text: its sides are turned."""
    quote = block("q", 40)
    once, twice = f"{block('a', 30)} {quote}.", f"{quote} {block('b', 30)} {quote}."
    documents = [Document("x", once), Document("y", twice), Document("z", once)]
    pairs = scan(collection_of(documents), Settings(all_pairs=True)).copies
    (first,) = (match for match in pairs if (match.a, match.b) == ("x", "y"))
    (turned,) = (match for match in pairs if (match.a, match.b) == ("y", "z"))
    assert [(more.a.start, more.b.start) for more in first.again] == [
        (more.b.start, more.a.start) for more in turned.again
    ]
    assert len(first.again) == 1


@given(st.integers(1, 4), st.integers(1, 4))
@settings(deadline=None)
def test_however_often_each_text_has_it_every_place_is_told(first: int, second: int) -> None:
    """Passages for the lesser number, and the rest once more."""
    texts = [f" {block(name, 30)} ".join([block("q", 20)] * times) for name, times in (("a", first), ("b", second))]
    documents = [Document(name, text) for name, text in zip("ab", texts, strict=True)]
    matches = scan(collection_of(documents), Settings(min_shared=12)).copies
    if first == second == 1:
        assert matches[0].relation == "identical"
        return
    (match,) = matches
    assert len(match.passages) == min(first, second)
    assert len(match.again) == max(first, second) - min(first, second)
