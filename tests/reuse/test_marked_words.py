"""Marked words: of many documents at once as of one after the other, by kind, and left out while they are few."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Document, collection_of
from dedup.matches import MARK_KINDS, Mark, MarkedWords, MarkKind
from dedup.reuse.boilerplate import SiteBoilerplate
from dedup.reuse.identical import DistinctTexts, IdenticalDocuments
from dedup.reuse.located_texts import TextLocator
from dedup.reuse.marked_words import WordMarks
from dedup.spans import Span
from dedup.words.locations import locate_words
from tests.reuse.tables import Listed, ranges_of, table_of, words_of

WORDS = 40
TEXTS = [" ".join(("né", "日", "w", "long")[(n + m) % 4] + "x" * m for n in range(WORDS)) for m in range(6)]

Spans = list[tuple[MarkKind, Span]]


def reader(spans: list[Spans], site: dict[int, np.ndarray]) -> WordMarks:
    """Return the marks of the texts, none of which repeats another."""
    collection = collection_of([Document(str(n), text) for n, text in enumerate(TEXTS)])
    counts = [locate_words(text).hashes.size for text in TEXTS]
    distinct = DistinctTexts(words_of([[0] * count for count in counts]), IdenticalDocuments(np.arange(len(TEXTS))))
    return WordMarks(TextLocator(collection), distinct, spans.__getitem__, SiteBoilerplate(ranges_of(site), ()))


spans = st.lists(
    st.lists(
        st.tuples(st.sampled_from(MARK_KINDS[:-1]), st.integers(0, 200), st.integers(0, 80)).map(
            lambda at: (at[0], Span(at[1], at[1] + at[2]))
        ),
        max_size=3,
    ),
    min_size=6,
    max_size=6,
)
rows = st.integers(0, 5)
run = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20))
pairs = st.tuples(rows, rows).filter(lambda pair: pair[0] < pair[1])


@given(spans, st.dictionaries(rows, st.lists(st.booleans(), min_size=80, max_size=80)), st.data())
@settings(deadline=None)
def test_each_marked_word_counts_for_the_first_of_its_kinds(
    named: list[Spans], repeated: dict[int, list[bool]], data: st.DataObject
) -> None:
    """A word wholly inside a span is marked, and one that the site repeats; a reader may be asked bit by bit."""
    texts = [locate_words(text) for text in TEXTS]
    site = {row: np.array(mask)[: texts[row].hashes.size] for row, mask in repeated.items()}
    kinds = [np.full(text.hashes.size, len(MARK_KINDS)) for text in texts]  # the last number is no kind
    for row, own in enumerate(named):
        kinds[row][site.get(row, np.zeros(kinds[row].size, bool))] = len(MARK_KINDS) - 1
        for kind, span in own:
            low, high = texts[row].within(span)
            kinds[row][low:high] = np.minimum(kinds[row][low:high], MARK_KINDS.index(kind))
    marked = [kind < len(MARK_KINDS) for kind in kinds]
    left_out = [mask & (2 * mask.sum() < mask.size) for mask in marked]
    marks = reader(named, site)
    marks.read(np.array(data.draw(st.lists(rows)), np.int64))
    every = np.arange(6)
    marks.read(every)
    assert [marks.excluded_mask(row).tolist() for row in range(6)] == [mask.tolist() for mask in left_out]
    assert marks.counted_words(every).tolist() == [int((~mask).sum()) for mask in left_out]

    listed: Listed = data.draw(st.dictionaries(pairs, st.lists(run.map(lambda one: [one]), min_size=1)))

    def unmarked(masks: list[np.ndarray]) -> list[int]:
        return [
            sum(int((~(masks[a][i : i + n] | masks[b][j : j + n])).sum()) for ((i, j, n),) in listed[a, b])
            for a, b in sorted(listed)
        ]

    table = table_of(listed)
    assert marks.unmarked(table).tolist() == unmarked(marked)
    words, smaller = marks.counted_in_passages(table)
    assert words.tolist() == unmarked(left_out)
    assert smaller.tolist() == [min(int((~left_out[row]).sum()) for row in pair) for pair in sorted(listed)]
    for number, kind in enumerate(MARK_KINDS):
        assert [each.of_kind(kind) for each in marks.by_kind(table)] == [
            sum(
                int((np.minimum(kinds[a][i : i + n], kinds[b][j : j + n]) == number).sum())
                for ((i, j, n),) in listed[a, b]
            )
            for a, b in sorted(listed)
        ]
    assert [each.total for each in marks.by_kind(table)] == (table.same_words - marks.unmarked(table)).tolist()


def test_a_document_has_the_marks_of_its_own_text_and_the_boilerplate_of_its_words() -> None:
    """A later document with the same words can hold them in other places."""
    collection = collection_of([Document("a", "By Ada. one two"), Document("b", "by  ada:\n\none two")])
    distinct = DistinctTexts(words_of([[1, 2, 3, 4], []]), IdenticalDocuments(np.array([0, 0])))
    site = SiteBoilerplate(ranges_of({0: np.array([False, False, False, True])}), ())
    marks = WordMarks(
        TextLocator(collection), distinct, lambda document: [("attribution", Span(0, 7 + document))], site
    )
    assert list(marks.describe(["a", "b"], np.array([0, 1]))) == [
        Mark("a", "attribution", 0, 6, 1, 2),
        Mark("a", "boilerplate", 12, 15, 1, 1),
        Mark("b", "attribution", 0, 7, 1, 2),
        Mark("b", "boilerplate", 14, 17, 3, 1),
    ]


@pytest.mark.parametrize("side", [0, 1])
def test_a_passage_is_marked_if_either_text_marks_all_of_it(side: int) -> None:
    """The words are marked in one of the two; the kind does not depend on which."""
    own: list[Spans] = [[] for _ in TEXTS]
    own[side] = [("notice", Span(0, 1000))]
    marks = reader(own, {})
    marks.read(np.arange(2))
    assert marks.kinds_of_passages(table_of({(0, 1): [[(0, 0, 20)]]})) == ["notice"]


@pytest.mark.parametrize(("credit", "end", "kind"), [(9, 20, "boilerplate"), (11, 20, "attribution"), (11, 19, None)])
def test_the_kind_of_most_of_its_words_names_a_passage(credit: int, end: int, kind: str | None) -> None:
    """One with a word that is not marked has none."""
    starts = locate_words(TEXTS[0]).starts
    own: list[Spans] = [[("attribution", Span(0, int(starts[credit])))], *([] for _ in TEXTS[1:])]
    marks = reader(own, {0: np.arange(80) < end})
    marks.read(np.arange(2))
    assert marks.kinds_of_passages(table_of({(0, 1): [[(0, 0, 20)]]})) == [kind]


def test_marked_words_are_named_by_their_kinds() -> None:
    """Each kind has a field."""
    words = MarkedWords(*range(1, 6))
    assert [words.of_kind(kind) for kind in MARK_KINDS] == [1, 2, 3, 4, 5]
    assert words.total == 15
