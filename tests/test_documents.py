"""Collections: cells of their columns, whichever way they are asked for."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup.documents import Collection, Document, batch_of, take_rows

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
