"""Rows and batches become a collection in their order, and columns that are the same in every row are shared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from dedup.documents import Document, Unreadable, batch_of
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions
from tests.reading.recorder import Recorder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def document(name: str) -> Document:
    return Document(name, f"text of {name}", "file")


def test_rows_and_batches_keep_their_order() -> None:
    """What comes one by one and what comes as a batch stand behind each other, in one batch if they are small."""
    builder = DocumentBuilder(ReadingOptions(), SILENT)
    builder.add_document(document("a"), 1)
    builder.add_batch(batch_of([document("b"), document("c")]), np.array([2, 3]))
    builder.add_document(document("d"), 4)
    found = builder.collection()
    assert found.column("id") == ["a", "b", "c", "d"]
    assert len(found.batches) == 1


def test_large_batches_stay_as_they_came() -> None:
    """Their texts are not copied to be put together with others."""
    large = batch_of([Document("b", "x" * (2 << 20))])
    builder = DocumentBuilder(ReadingOptions(), SILENT)
    builder.add_document(document("a"))
    builder.add_batch(large, np.array([1]))
    builder.add_document(document("c"))
    found = builder.collection()
    assert [batch.num_rows for batch in found.batches] == [1, 1, 1]
    assert found.batches[1].column("text").buffers()[2].address == large.column("text").buffers()[2].address


def test_rows_of_a_batch_are_replaced_in_place() -> None:
    """What is added for a row stands where the row stood, and the row is not added."""
    builder = DocumentBuilder(ReadingOptions(), SILENT)
    batch = batch_of([document(name) for name in "abcd"])
    replaced = [(0, "x"), (1, "y"), (3, "z")]
    builder.add_batch_replacing(batch, np.arange(4), replaced, lambda name: builder.add_document(document(name)))
    assert "".join(builder.collection().column("id")) == "xycz"


def test_the_documents_of_an_id_that_comes_twice_are_told_by_their_rows() -> None:
    """Also where they came as a batch."""
    builder = DocumentBuilder(ReadingOptions(), SILENT)
    builder.add_batch(batch_of([document("a"), document("b")]), np.array([7, 8]))
    builder.add_document(document("b"), 9)
    found = builder.collection()
    assert found.column("id") == ["a", "b", "b#2"]
    assert found.unreadable == (Unreadable("file#9", "has the id 'b', which is that of file#8; it is read as 'b#2'"),)


def test_all_batches_of_a_file_share_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is written once for as many rows as a batch has, and what the file lacks not at all."""
    monkeypatch.setattr(DocumentBuilder, "arrow_pays", lambda _builder, _size: True)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"{number:05} " * 400}) + "\n" for number in range(5000)))
    found = read_paths([path], ReadingOptions(batch_bytes=2 << 20))
    assert len(found.batches) > 4
    assert set(found.column("path")) == {str(path)}
    assert len({batch.column("path").buffers()[2].address for batch in found.batches}) < len(found.batches)
    assert len({batch.column("url").buffers()[1].address for batch in found.batches}) < len(found.batches)


def test_rows_that_are_unreadable_alike_are_told_ten_times_and_then_counted(tmp_path: Path) -> None:
    """A column that is not there is one mistake, however many rows the file has; the result has each of them."""
    path, watch = tmp_path / "a.jsonl", Recorder()
    path.write_text('{"text": "one two"}\n' * 25 + '{"words": "x"}\n{"text": 1}\n' * 2, encoding="utf-8")
    found = read_paths([path], ReadingOptions(columns={"text": "body"}), watch)
    assert len(found.unreadable) == 29
    assert len(watch.told) == 11
    assert watch.told[9] == f"{path}#10: lacks the column 'body'; it has text"
    assert watch.told[10] == f"{path}: 19 more: lacks the column 'body'"


def test_so_many_rows_that_are_unreadable_alike_are_recorded_and_the_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each took 300 bytes, and a few kilobytes hold millions of them."""
    monkeypatch.setattr("dedup.reading.builder._MOST_RECORDED", 20)
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one two"}\n{"text": 1}\n' + "x\n" * 50, encoding="utf-8")
    found = read_paths([path])
    assert len(found) == 1
    assert [one.path for one in found.unreadable[:-1]] == [f"{path}#{row}" for row in range(2, 23)]
    assert found.unreadable[-1] == Unreadable(str(path), "30 more: not JSON")


def test_reasons_of_another_kind_are_told_beside_many_of_one(tmp_path: Path) -> None:
    """What differs from row to row, such as the column at which a line is no JSON, makes no other kind."""
    path, watch = tmp_path / "a.jsonl", Recorder()
    path.write_text("".join(f'{{"text": "{"x" * row}" 1}}\n' for row in range(12)) + '{"text": 1}\n', encoding="utf-8")
    read_paths([path], ReadingOptions(), watch)
    assert watch.told[-2:] == [f"{path}#13: the column 'text' holds a number, not text", f"{path}: 2 more: not JSON"]


def test_a_named_column_that_no_document_has_is_noted(tmp_path: Path) -> None:
    """Else a misspelt name leaves all documents without a publisher, and nothing says why."""
    path, watch = tmp_path / "a.jsonl", Recorder()
    path.write_text('{"text": "one", "outlet": "Daily"}\n{"text": "two"}\n', encoding="utf-8")
    named = {"text": "text", "publisher": "outlet", "author": "writer"}
    found = read_paths([path], ReadingOptions(columns=named), watch)
    note = "the column 'writer', named as author, is missing or empty in all documents"
    assert [(each.path, each.note) for each in found.notes] == [(str(path), note)]
    assert watch.told == [f"{path}: {note}"]


def test_named_columns_do_not_matter_where_no_table_is_read(tmp_path: Path) -> None:
    """A configuration file may name columns for other inputs than this one."""
    path, watch = tmp_path / "a.txt", Recorder()
    path.write_text("one two three", encoding="utf-8")
    assert not read_paths([path], ReadingOptions(columns={"publisher": "outlet"}), watch).notes
    assert not watch.told
