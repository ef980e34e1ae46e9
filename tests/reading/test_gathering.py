"""Rows and batches are gathered in their order, and columns that say the same of every row cost nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup.documents import Document, batch_of
from dedup.errors import UsageError
from dedup.progress import SILENT
from dedup.reading.collect import read
from dedup.reading.gathering import Gathering
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path


def document(name: str) -> Document:
    return Document(name, f"text of {name}", "file")


def test_rows_and_batches_keep_their_order() -> None:
    """What comes one by one and what comes as a batch stand behind each other, in one batch if they are small."""
    gathering = Gathering(ReadingOptions(), SILENT)
    gathering.add_document(document("a"), 1)
    gathering.add_batch(batch_of([document("b"), document("c")]), np.array([2, 3]))
    gathering.add_document(document("d"), 4)
    found = gathering.collection()
    assert found.column("id") == ["a", "b", "c", "d"]
    assert len(found.batches) == 1


def test_large_batches_stay_as_they_came() -> None:
    """Their texts are not copied to be put together with others."""
    large = batch_of([Document("b", "x" * (2 << 20))])
    gathering = Gathering(ReadingOptions(), SILENT)
    gathering.add_document(document("a"))
    gathering.add_batch(large, np.array([1]))
    gathering.add_document(document("c"))
    found = gathering.collection()
    assert [batch.num_rows for batch in found.batches] == [1, 1, 1]
    assert found.batches[1].column("text").buffers()[2].address == large.column("text").buffers()[2].address


@pytest.mark.parametrize("width", [0, 1])
def test_what_was_left_is_added_at_its_place(width: int) -> None:
    """Before the row of a batch that it is told with, or instead of as many as it is wide."""
    gathering = Gathering(ReadingOptions(), SILENT)
    batch = batch_of([document(name) for name in "abcd"])
    left = [(0, "x"), (1, "y"), (3, "z")]
    gathering.add_around(batch, np.arange(4), left, lambda name: gathering.add_document(document(name)), width)
    assert "".join(gathering.collection().column("id")) == ("xycz" if width else "xaybczd")


def test_the_documents_of_an_id_that_comes_twice_are_told_by_their_rows() -> None:
    """Also where they came as a batch."""
    gathering = Gathering(ReadingOptions(), SILENT)
    gathering.add_batch(batch_of([document("a"), document("b")]), np.array([7, 8]))
    gathering.add_document(document("b"), 9)
    with pytest.raises(UsageError, match="two documents have the id 'b': file#8 and file#9"):
        gathering.collection()


def test_all_batches_of_a_file_share_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path is written once for as many rows as a batch has, and what the file lacks not at all."""
    monkeypatch.setattr(Gathering, "arrow_pays", lambda _gathering, _size: True)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"{number:05} " * 400}) + "\n" for number in range(5000)))
    found = read([path], ReadingOptions(batch_bytes=2 << 20))
    assert len(found.batches) > 4
    assert set(found.column("path")) == {str(path)}
    assert len({batch.column("path").buffers()[2].address for batch in found.batches}) < len(found.batches)
    assert len({batch.column("url").buffers()[1].address for batch in found.batches}) < len(found.batches)
