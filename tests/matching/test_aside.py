"""Words that are set aside: of many documents at once, as of one after the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.kernels import vectorized
from dedup.matching.aside import AsideReader, reasons
from dedup.matching.boilerplate import SiteText
from dedup.matching.identical import Distinct, Identical
from dedup.matching.ranges import WordRanges
from dedup.matching.shown import Showcase
from dedup.spans import Span
from dedup.text.words import locate_words
from tests.matching.tables import Listed, ranges_of, table_of, words_of

WORDS = 40
TEXTS = [" ".join(("né", "日", "w", "long")[(n + m) % 4] + "x" * m for n in range(WORDS)) for m in range(6)]


def reader(spans: list[list[Span]], site: dict[int, np.ndarray]) -> AsideReader:
    """Return the asides of the texts, none of which repeats another."""
    collection = collection_of([Document(str(n), text) for n, text in enumerate(TEXTS)])
    counts = [locate_words(text, vectorized).hashes.size for text in TEXTS]
    distinct = Distinct(words_of([[0] * count for count in counts]), Identical(np.arange(len(TEXTS))))
    return AsideReader(Showcase(collection, vectorized), distinct, spans.__getitem__, SiteText(ranges_of(site), ()))


spans = st.lists(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 80)).map(lambda at: Span(at[0], at[0] + at[1])), max_size=2),
    min_size=6,
    max_size=6,
)
rows = st.integers(0, 5)
run = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20))
pairs = st.tuples(rows, rows).filter(lambda pair: pair[0] < pair[1])


@given(spans, st.dictionaries(rows, st.lists(st.booleans(), min_size=80, max_size=80)), st.data())
@settings(deadline=None)
def test_words_count_that_are_set_aside_on_neither_side(
    named: list[list[Span]], marked: dict[int, list[bool]], data: st.DataObject
) -> None:
    """A word wholly inside a span is set aside, and one that the site repeats; a reader may be asked bit by bit."""
    texts = [locate_words(text, vectorized) for text in TEXTS]
    site = {row: np.array(mask)[: texts[row].hashes.size] for row, mask in marked.items()}
    attributed = [np.zeros(text.hashes.size, bool) for text in texts]
    for row, own in enumerate(named):
        for span in own:
            low, high = texts[row].within(span)
            attributed[row][low:high] = True
    aside = [mask | site.get(row, np.zeros(mask.size, bool)) for row, mask in enumerate(attributed)]
    asides = reader(named, site)
    asides.read(np.array(data.draw(st.lists(rows)), np.int64))
    every = np.arange(6)
    asides.read(every)
    assert asides.attribution.words_of(every).tolist() == [int(mask.sum()) for mask in attributed]
    assert asides.counting(every).tolist() == [int((~mask).sum()) for mask in aside]
    assert [asides.mask(row).tolist() for row in range(6)] == [mask.tolist() for mask in aside]

    found: Listed = data.draw(st.dictionaries(pairs, st.lists(run.map(lambda one: [one]), min_size=1)))
    by_site = [site.get(row, np.zeros(mask.size, bool)) for row, mask in enumerate(attributed)]
    assert asides.most(table_of(found)).tolist() == [
        sum(int((~(by_site[a][i : i + n] | by_site[b][j : j + n])).sum()) for ((i, j, n),) in found[a, b])
        for a, b in sorted(found)
    ]
    words, smaller = asides.count(table_of(found))
    assert words.tolist() == [
        sum(int((~(aside[a][i : i + n] | aside[b][j : j + n])).sum()) for ((i, j, n),) in found[a, b])
        for a, b in sorted(found)
    ]
    assert smaller.tolist() == [min(int((~aside[row]).sum()) for row in pair) for pair in sorted(found)]


def test_a_document_has_the_asides_of_its_own_text_and_the_boilerplate_of_its_words() -> None:
    """A later document with the same words can hold them in other places."""
    collection = collection_of([Document("a", "By Ada. one two"), Document("b", "by  ada:\n\none two")])
    distinct = Distinct(words_of([[1, 2, 3, 4], []]), Identical(np.array([0, 0])))
    site = SiteText(ranges_of({0: np.array([False, False, False, True])}), ())
    asides = AsideReader(Showcase(collection, vectorized), distinct, lambda document: [Span(0, 7 + document)], site)
    asides.read(np.array([0, 1]))
    assert [asides.attribution.of(document) for document in (0, 1)] == [[(0, 2)], [(0, 2)]]
    assert [asides.every.of(document) for document in (0, 1)] == [[(0, 2), (3, 4)], [(0, 2), (3, 4)]]


@pytest.mark.parametrize("side", [0, 1])
def test_a_passage_that_either_text_calls_a_credit_is_an_attribution(side: int) -> None:
    """The words are set aside by one of the two; the reason does not depend on which."""
    credit = WordRanges.union(*np.array([[side], [0], [20]]))
    assert reasons(table_of({(0, 1): [[(0, 0, 20)]]}), credit, credit) == ["attribution"]


@pytest.mark.parametrize(("credit", "end", "reason"), [(9, 20, "boilerplate"), (10, 20, "attribution"), (10, 19, None)])
def test_half_a_passage_decides_why_it_is_set_aside(credit: int, end: int, reason: str | None) -> None:
    """One with a counting word has no reason."""
    attribution, every = (WordRanges.union(*np.array([[0], [0], [last]])) for last in (credit, end))
    assert reasons(table_of({(0, 1): [[(0, 0, 12), (15, 15, 8)]]}), attribution, every) == [None]
    assert reasons(table_of({(0, 1): [[(0, 0, 20)]]}), attribution, every) == [reason]
