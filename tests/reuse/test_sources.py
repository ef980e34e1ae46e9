"""Gather: the smallest set of other documents that explains one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.reuse import document_matches
from dedup.reuse.sources import ReusedWords
from dedup.reuse.word_ranges import NO_WORDS, WordRanges
from dedup.walks.scan import scan

Run = tuple[int, int, int, int]
"""Document, other document, first word and end."""


def block(name: str, words: int) -> str:
    return " ".join(f"{name}{n}" for n in range(words))


def reuse(*runs: Run, excluded: WordRanges = NO_WORDS) -> ReusedWords:
    documents, others, first, end = np.array(runs, np.int64).reshape(-1, 4).T
    return ReusedWords.of_runs(documents, others, first, end, excluded)


def gathered(found: ReusedWords, least: int) -> dict[int, list[tuple[int, int]]]:
    rows = list(zip(*(column.tolist() for column in found.greedy_cover(least)), strict=True))
    return {document: [row[1:] for row in rows if row[0] == document] for document, _, _ in rows}


def test_the_largest_share_comes_first_and_explains_nothing_twice() -> None:
    """Source 7 holds 60 words, source 3 holds 50 of which 30 are the same: 60, then 20."""
    assert gathered(reuse((1, 3, 30, 80), (1, 7, 0, 60)), 12) == {1: [(7, 60), (3, 20)]}


def test_a_source_that_adds_too_little_is_left_out() -> None:
    """What a second source adds is shorter than the shortest run that counts."""
    assert gathered(reuse((1, 3, 50, 70), (1, 7, 0, 60)), 12) == {1: [(7, 60)]}


def test_of_equal_sources_the_earlier_is_named() -> None:
    """Two sources hold the same words: the one that came first in the collection explains them."""
    assert gathered(reuse((1, 9, 0, 30), (1, 4, 0, 30)), 12) == {1: [(4, 30)]}


runs = st.tuples(st.integers(0, 3), st.integers(4, 8), st.integers(0, 30), st.integers(1, 15))
asides = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(1, 9)), max_size=4)


@given(st.lists(runs.map(lambda run: (*run[:3], run[2] + run[3])), max_size=20), asides)
@settings(deadline=None)
def test_many_documents_are_explained_as_one_after_the_other(listed: list[Run], out: list[tuple[int, ...]]) -> None:
    """Greedily, with sets of words; what is left out needs no source; all words count as reused."""
    aside = {(document, word) for document, first, size in out for word in range(first, first + size)}
    ranges = WordRanges.union(
        *np.array([(d, first, first + size) for d, first, size in out], np.int64).reshape(-1, 3).T
    )
    found = reuse(*listed, excluded=ranges)
    parts: dict[int, list[tuple[int, int]]] = {}
    words: dict[int, int] = {}
    for document in sorted({run[0] for run in listed}):
        left = {
            other: {w for d, o, a, b in listed if (d, o) == (document, other) for w in range(a, b)}
            - {w for d, w in aside if d == document}
            for other in sorted({run[1] for run in listed if run[0] == document})
        }
        words[document] = len({w for d, _, a, b in listed if d == document for w in range(a, b)})
        named = []
        while left:
            best = max(left, key=lambda other: (len(left[other]), -other))
            if len(left[best]) < 5:
                break
            explained = left.pop(best)
            named.append((best, len(explained)))
            left = {other: held - explained for other, held in left.items()}
        parts |= {document: named} if named else {}
    assert gathered(found, 5) == parts
    assert found.word_counts() == words


def test_a_document_of_two_sources_is_explained_by_both() -> None:
    """60 words from one, 30 from another, 10 of its own."""
    documents = [
        Document("one", block("x", 90)),
        Document("two", block("y", 80)),
        Document("mixed", f"{block('x', 60)} {block('n', 10)} {block('y', 30)}"),
    ]
    (mixed,) = [found for found in scan(collection_of(documents)).sources if found.document == "mixed"]
    assert [(part.source, part.words) for part in mixed.parts] == [("one", 60), ("two", 30)]
    assert mixed.parts[0].share == pytest.approx(0.6)
    assert (mixed.words, mixed.new_words) == (100, 10)


@pytest.mark.parametrize("runs_at_once", [1, 7])
def test_sources_are_the_same_however_many_runs_are_looked_at_together(
    runs_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six texts of three stretches each of five, two of them turned around."""
    parts = [block(name, 40) for name in "abcde"]
    orders = [(0, 1, 2), (1, 0, 3), (2, 3, 4), (4, 1, 0), (3, 2, 0), (4, 4, 1)]
    texts = [" ".join(f"own{number}x {parts[part]}" for part in order) for number, order in enumerate(orders)]
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    whole = scan(collection_of(documents))
    monkeypatch.setattr(document_matches, "_RUNS_AT_ONCE", runs_at_once)
    some = scan(collection_of(documents))
    assert len(whole.sources) == 6
    assert tuple(some.sources) == tuple(whole.sources)
    assert [row.reused_words for row in some.documents] == [row.reused_words for row in whole.documents]
