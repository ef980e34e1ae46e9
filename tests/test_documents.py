"""Collections: cells of their columns, whichever way they are asked for."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.documents import (
    Collection,
    Document,
    MarkupFact,
    batch_of,
    collection_in_batches,
    collection_of,
    take_rows,
)
from dedup.errors import UsageError

PUBLISHERS = [None, "Valley Post", "", "Ñandú", "日報"]
ROWS = [Document(f"d{n}", f"text {n}", publisher=PUBLISHERS[n * n % 5]) for n in range(60)]
COLLECTION = Collection([batch_of(part) for part in (ROWS[:1], ROWS[1:1], ROWS[1:41], ROWS[41:])])


@given(st.sets(st.integers(0, 59)))
def test_cells_of_some_documents_are_those_of_each(chosen: set[int]) -> None:
    """In any number of batches, close together or far apart, with values or none."""
    documents = np.array(sorted(chosen), np.int64)
    for name in ("id", "publisher", "url"):
        expected = [getattr(ROWS[document], name) for document in sorted(chosen)]
        assert COLLECTION.cells(documents, name) == expected
        assert [COLLECTION.value(document, name) for document in sorted(chosen)] == expected


@given(st.sets(st.integers(0, 59)))
def test_taking_rows_of_a_column_takes_what_arrow_takes(chosen: set[int]) -> None:
    """Rows side by side or far apart, all of them or none; of a column that is itself a part of one."""
    column = pa.array([f"text {n}" for n in range(70)], pa.large_string()).slice(10)
    rows = np.array(sorted(chosen), np.int64)
    assert take_rows(column, rows).equals(column.take(pa.array(rows)))


def test_half_a_character_in_any_value_becomes_the_replacement_character() -> None:
    """Python's strings may hold lone surrogates, and no UTF-8 does."""
    half = "\ud83d"
    fact = MarkupFact("canonical", f"http://{half}", text=half)
    given = Document(f"a{half}", f"One{half} text.", half, half, half, half, half, half, half, (fact,))
    for collect in (collection_of, collection_in_batches):
        (document,) = collect([given])
        assert document.id == "a\ufffd"
        assert document.text == "One\ufffd text."
        assert document.title == document.publisher == document.url == document.path == "\ufffd"
        assert document.markup == (MarkupFact("canonical", "http://\ufffd", text="\ufffd"),)


def test_ids_that_differ_in_half_a_character_are_one_id() -> None:
    """They would be the same id in the result."""
    with pytest.raises(UsageError, match="two documents have the id 'a\ufffd'"):
        collection_of([Document("a\ud83d", "One text."), Document("a\udc00", "Another text.")])
