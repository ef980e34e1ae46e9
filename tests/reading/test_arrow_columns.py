"""Reading tables column by column gives what reading them row by row gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import DedupError
from dedup.reading import columnar
from dedup.reading.inputs import read_table
from dedup.reading.options import ReadingOptions
from tests.reading.recorder import Recorder

NAMES = ["text", "Text", "html", "id", "title", "source", "author", "date", "lang", "other"]

words = st.text(max_size=6) | st.sampled_from([" a ", "By A", "by:\u2003b", "\u00a0", "\x1fx\x85", "z" * 70])
KINDS: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.string(), words),
    (pa.large_string(), words),
    (pa.string_view(), words),
    (pa.dictionary(pa.int8(), pa.string()), words),
    (pa.binary(), words.map(str.encode) | st.binary(max_size=4)),
    (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    (pa.float64(), st.floats()),
    (pa.bool_(), st.booleans()),
    (pa.date32(), st.dates(date(1000, 1, 1))),
    (pa.list_(pa.string()), st.lists(words, max_size=3)),
    (pa.struct({"name": pa.string(), "n": pa.int8()}), st.fixed_dictionaries({"name": words, "n": st.integers(0, 9)})),
    (pa.null(), st.none()),
]


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Return a table of a few columns of any kinds, often with nulls, in chunks and slices."""
    rows = draw(st.integers(0, 9))
    columns = {"text": pa.array(draw(st.lists(words, min_size=rows, max_size=rows)))}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5)):
        kind, values = draw(st.sampled_from(KINDS[:4] + KINDS if name != "text" else KINDS[:5]))
        nullable = values | st.none() if draw(st.booleans()) else values
        columns[name] = pa.array(draw(st.lists(nullable, min_size=rows, max_size=rows)), kind)
    start = draw(st.integers(0, rows))
    table = pa.table({name: column.slice(start) for name, column in columns.items()})
    cut = draw(st.integers(0, table.num_rows))
    return pa.concat_tables([table.slice(0, cut), table.slice(cut)])


def read_as(table: pa.Table, options: ReadingOptions, few: int, *, by_columns: bool) -> tuple[Any, ...]:
    """Return documents, troubles, notes, bytes and what was told, or the error that it is."""
    watch = Recorder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columnar, "_ROWS_PER_NULL", few)
        if not by_columns:
            patch.setattr(columnar, "_document_columns", lambda _batch, _layout: None)
        try:
            found = read_table(table, options, watch)
        except DedupError as error:
            return (str(error),)
    for batch in found.batches:
        batch.validate(full=True)
    return list(found), found.unreadable, found.notes, found.bytes, watch.told


@given(tables(), st.sampled_from([{}, {"text": "other"}, {"id": "date", "title": "date"}]), st.sampled_from([0, 8]))
@settings(deadline=None, max_examples=200)
def test_any_table_gives_the_same(table: pa.Table, columns: dict[str, str], few: int) -> None:
    """Documents, troubles and notes do not depend on who reads, whatever the columns hold."""
    options = ReadingOptions(columns=columns)
    assert read_as(table, options, few, by_columns=True) == read_as(table, options, few, by_columns=False)


@pytest.mark.parametrize("name", ["text", "title", "id"])
def test_strings_that_are_not_utf8_give_the_same(name: str) -> None:
    """Arrow does not check its strings: the bytes are decoded or written out as row by row."""
    broken = pa.array([b"plain", b"pr\xe9sident"], pa.binary()).view(pa.string())
    columns = {"text": pa.array(["one", "two"]), "id": pa.array(["1", "2"]), name: broken}
    table = pa.table(columns)
    found = read_as(table, ReadingOptions(), 0, by_columns=True)
    assert found == read_as(table, ReadingOptions(), 0, by_columns=False)
    assert len(found[0]) == 2


def test_texts_are_not_copied() -> None:
    """A table's texts stay on the memory on which they lie."""
    texts = pa.array(["first " * 200_000, "second"])
    found = read_table(pa.table({"text": texts, "title": [" a ", None]}))
    assert found.batches[0].column("text").buffers()[2].address == texts.buffers()[2].address
    assert found.column("title") == ["a", None]
