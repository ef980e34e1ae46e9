"""Rows of a result as Arrow tables: every field is a column or a table of its own, with the same values."""

from __future__ import annotations

import pickle
import sys
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

import dedup
from dedup.arrow_tables import NAMED_BY, NUMBERED, TABLES, Rows, result_tables, table_names
from dedup.documents import Document
from dedup.errors import UsageError
from dedup.lazy_sequences import Columns, GroupedValues
from dedup.matches import Match, Passage, Place
from dedup.results import ScanResult
from tests.report.examples import crowd_result, empty_result, seed_result

WORDS = " ".join(f"word{number}" for number in range(80))


def scanned() -> ScanResult:
    """Return the result of a scan of three documents of which two share 80 words."""
    texts = [f"One begins so. {WORDS}", f"{WORDS} and ends another way.", "Nothing of that stands here."]
    return dedup.scan([Document(f"d{number}", text) for number, text in enumerate(texts)])


def test_a_pair_of_a_scan_is_a_row() -> None:
    """Values that are kept in columns and the objects that are made of them are the same table."""
    result = scanned()
    (match,) = result.copies
    (row,) = result.copies.to_arrow().to_pylist()  # type: ignore[attr-defined]
    assert (row["a"], row["b"], row["relation"]) == ("d0", "d1", match.relation)
    assert row["shared_words"] == 80
    assert row["jaccard"] == match.jaccard
    as_objects = replace(result, copies=tuple(result.copies))
    for name, table in result.to_arrow().items():
        assert as_objects.to_arrow()[name].to_pylist() == table.to_pylist(), name


def test_passages_name_their_pair() -> None:
    """A passage has the names of both documents and both places."""
    result = scanned()
    (row,) = result.to_arrow()["passages"].to_pylist()
    (match,) = result.copies
    (passage,) = match.passages
    assert (row["a"], row["b"]) == ("d0", "d1")
    assert (row["a_start"], row["b_line"], row["words"]) == (passage.a.start, passage.b.line, passage.words)


def test_every_field_of_every_row_is_somewhere() -> None:
    """Each field of the dataclasses of a result is a column, several columns, or a table."""
    tables = crowd_result(3).to_arrow()
    match_columns = set(tables["copies"].column_names)
    for field in fields(Match):
        child = TABLES.get(f"copies.{field.name}")
        assert field.name in match_columns or child in tables or f"{field.name}_attribution" in match_columns


@pytest.mark.parametrize("result", [crowd_result(4), seed_result(), empty_result()])
def test_tables_have_as_many_rows_as_the_result(result: ScanResult) -> None:
    """Nothing is left out and nothing comes twice, in the tables of the parts neither."""
    tables = result.to_arrow()
    assert list(tables) == list(table_names(ScanResult))
    assert tables["passages"].num_rows == sum(len(match.passages) for match in result.copies)
    assert tables["cluster_members"].num_rows == sum(len(cluster.members) for cluster in result.clusters)
    assert tables["evidence"].num_rows == sum(len(edge.evidence) for one in result.provenance for edge in one.edges)
    assert tables["template_blank_values"].num_rows == sum(
        len(blank.values) for group in result.templates for blank in group.blanks
    )
    for name in ("documents", "repetitions", "copies", "clusters", "provenance", "sources", "marks", "unreadable"):
        assert tables[name].num_rows == len(getattr(result, name))


def test_members_stand_in_their_order() -> None:
    """The second cluster has two members, numbered from 1."""
    rows = crowd_result(2).to_arrow()["cluster_members"].to_pylist()
    assert [(row["cluster"], row["position"]) for row in rows][-2:] == [("c2", 1), ("c2", 2)]


def test_names_of_tables_are_names_of_fields() -> None:
    """What is named here is there: no name is left over from a field that is gone."""
    names = set(table_names(ScanResult))
    assert set(TABLES.values()) | set(NAMED_BY) | set(NUMBERED) <= names


def test_columns_make_no_object_for_a_row() -> None:
    """A column of an array goes to Arrow as it is; only the values of groups are looked at."""

    def never(*_: Any) -> Any:
        msg = "a value was made"
        raise AssertionError(msg)

    class Never(Columns[Any]):
        def made(self, place: int) -> Any:
            return never(place)

    places = Never(Place, *(np.arange(3, dtype=np.int32) for _ in range(3)))
    passages = Never(Passage, places, places, np.arange(3), np.arange(3), [None, "notice", None])
    shares = np.array([0.1234567, 0.5])
    rows: Any = Never(
        Match, ["a", "b"], ["c", "d"], ["partial"] * 2, shares, shares, shares, np.array([4, 5]), np.array([1, 2]),
        GroupedValues(passages, np.array([0, 1, 3])),
    )  # fmt: skip
    tables = dict(result_tables(replace(empty_result(), copies=rows)))
    assert tables["copies"]["jaccard"].to_pylist() == [0.123457, 0.5]
    assert tables["passages"]["a"].to_pylist() == ["a", "b", "b"]
    assert tables["passages"]["a_line"].to_pylist() == [0, 1, 2]
    assert tables["passages"]["marked"].to_pylist() == [None, "notice", None]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Without pandas or Polars a sentence says what to install; with them, the table has the rows."""
    monkeypatch.setitem(sys.modules, library, None)
    rows: Any = seed_result().repetitions
    with pytest.raises(UsageError, match=f"{library} is not installed; pip install {library}"):
        getattr(rows, f"to_{library}")()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_the_rows(library: str) -> None:
    """Where the library is there, three repetitions are three rows."""
    pytest.importorskip(library)
    rows: Any = seed_result().repetitions
    frame = getattr(rows, f"to_{library}")()
    assert len(frame) == 3
    assert list(frame["shared_words"]) == [54, 49, 62]


def test_rows_are_a_tuple_still() -> None:
    """A result made by hand compares, pickles and counts as with plain tuples."""
    result = seed_result()
    assert result.copies == ()
    assert isinstance(result.repetitions, Rows)
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - our own bytes


def test_what_is_no_row_is_refused() -> None:
    """Groups of values become no table by themselves."""
    with pytest.raises(UsageError, match="only rows of a result become tables"):
        GroupedValues((1, 2), np.array([0, 2])).to_arrow()


def test_a_repr_is_short() -> None:
    """A result and its parts are shown in a line, however much they hold."""
    result = crowd_result(500)
    assert "503 documents, 1 repetitions, 500 copies" in repr(result)
    assert len(repr(result)) < 400
    assert repr(result.copies).startswith("<500 values: Match(a='")
    assert len(repr(result.copies)) < 500


def test_a_notebook_shows_a_short_table_without_markup_of_documents() -> None:
    """Five of 500 pairs are listed, and tags in names are text."""
    shown = crowd_result(500)._repr_html_()
    assert "copies, 5 of 500" in shown
    assert "&lt;b&gt;and" in shown
    assert "<b>and" not in shown
    assert "\x1b" not in shown
    assert len(shown) < 6000
