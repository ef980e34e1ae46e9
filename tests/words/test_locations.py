"""Places of words in many texts at once: those of one text after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.documents import Collection, Document, batch_of, collection_of
from dedup.engines.local import LOCAL, Local
from dedup.spans import Lines, Span
from dedup.words import locations
from dedup.words.locations import locate_words, map_located_texts

if TYPE_CHECKING:
    from dedup.words.locations import LocatedTexts

texts = st.lists(
    st.sampled_from(["one", "né", "日本", "\U0001f600", " ", "\n", "\r\n", "-", "x", ", "]), max_size=25
).map("".join)


@given(st.lists(st.lists(texts, max_size=5), max_size=3), st.data())
@settings(deadline=None)
def test_places_are_those_of_each_text(batches: list[list[str]], data: st.DataObject) -> None:
    """Characters and lines of any word, and the words between any two characters, whichever texts are chosen."""
    every = [text for batch in batches for text in batch]
    tables = tuple(batch_of([Document(str(n), text) for n, text in enumerate(batch)]) for batch in batches)
    chosen = sorted(data.draw(st.sets(st.integers(0, len(every) - 1)))) if every else []

    def look(found: LocatedTexts) -> list[int]:
        rows = found.rows(found.documents)
        for row, document in zip(rows.tolist(), found.documents.tolist(), strict=True):
            check(found, row, every[document])
        return [int(document) for document in found.documents]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locations, "_PIECE_BYTES", 30)
        read = map_located_texts(Collection(tables), np.array(chosen, np.int64), look, Local(1))
    assert [document for part in read for document in part] == chosen


def check(found: LocatedTexts, row: int, text: str) -> None:
    """Hold all places in one text to those of this text alone."""
    alone, lines = locate_words(text), Lines(text)
    size = alone.hashes.size
    ranges = [(first, end) for first in range(size) for end in range(first + 1, size + 1)]
    first, end = np.array(ranges, np.int64).reshape(-1, 2).T
    told = found.locations(np.full(first.size, row), first, end)
    spans = [alone.span(*each) for each in ranges]
    assert told.starts.tolist() == [span.start for span in spans]
    assert told.ends.tolist() == [span.end for span in spans]
    assert told.lines.tolist() == [lines.line(span.start) for span in spans]
    low, high = found.byte_ranges(np.full(first.size, row), first, end)
    assert [found.text(*at) for at in zip(low.tolist(), high.tolist(), strict=True)] == [
        span.of(text) for span in spans
    ]
    spans = [Span(start, stop) for start in range(len(text) + 1) for stop in range(start, len(text) + 1)]
    asked = (np.array([getattr(span, side) for span in spans], np.int64) for side in ("start", "end"))
    within = found.words_within(np.full(len(spans), row), *asked)
    assert list(zip(*(side.tolist() for side in within), strict=True)) == [alone.within(span) for span in spans]


def test_a_span_that_reaches_beyond_its_text_holds_no_word_of_the_next() -> None:
    """The next text stands right behind it in the buffer."""
    collection = Collection((batch_of([Document("a", "one two"), Document("b", "three")]),))

    def look(found: LocatedTexts) -> list[list[int]]:
        return [side.tolist() for side in found.words_within(*np.array([[0, 0], [4, 8], [99, 99]]))]

    assert map_located_texts(collection, np.arange(2), look, Local(1)) == [[[1, 2], [2, 2]]]


def test_letters_are_found_in_their_words() -> None:
    """Digits have no letters: *ab cd* is followed by *ef* in *x 12 ef*, whose letters are numbered from its own x."""
    texts = collection_of([Document("1", "ab, cd"), Document("2", "x 12 ef")])
    rows, start, end = np.array([0, 0, 1]), np.array([1, 2, 0]), np.array([3, 4, 2])
    (found,) = map_located_texts(texts, np.arange(2), lambda located: located.words_of_letters(rows, start, end), LOCAL)
    assert [side.tolist() for side in found] == [[0, 1, 0], [2, 2, 3]]
