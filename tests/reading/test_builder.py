"""Rows and batches become a collection in their order, and columns that are the same in every row are shared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import kernels
from dedup.documents import Document, batch_of
from dedup.errors import UsageError
from dedup.progress import SILENT
from dedup.reading import builder as builder_module
from dedup.reading.builder import DocumentBuilder, duplicate_id
from dedup.reading.inputs import read_paths
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


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
    with pytest.raises(UsageError, match="two documents have the id 'b': file#8 and file#9"):
        builder.collection()


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


def first_duplicate(ids: list[str]) -> tuple[str, int, int] | None:
    """Return what is looked for, by looking."""
    return next(((one, ids.index(one), at) for at, one in enumerate(ids) if one in ids[:at]), None)


@pytest.mark.parametrize("few", [0, 1000])
@given(ids=st.lists(st.lists(st.text("ab", max_size=3), min_size=1), max_size=4), sliced=st.booleans())
def test_the_first_id_that_comes_again_is_found(few: int, ids: list[list[str]], *, sliced: bool) -> None:
    """By set or by hashes, within a batch and across them, the id and both its places are told."""
    batches = [batch_of([Document(each, "") for each in ["out", *some]]).slice(1) for some in ids]
    if sliced:
        batches = [batch.slice(1) for batch in batches]
        ids = [some[1:] for some in ids]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder_module, "_SET_SIZE", few)
        assert duplicate_id(batches) == first_duplicate([each for some in ids for each in some])


def test_ids_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal hashes are no proof: the ids themselves decide."""

    class Colliding:
        group_rows = staticmethod(kernels.group_rows)

        @staticmethod
        def hash_strings(_buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
            return np.zeros(offsets.size - 1, np.uint64)

    monkeypatch.setattr(builder_module, "kernels", Colliding)
    monkeypatch.setattr(builder_module, "_SET_SIZE", 0)
    assert duplicate_id([batch_of([Document("a", ""), Document("b", "")])]) is None
    assert duplicate_id([batch_of([Document(each, "") for each in "abcb"])]) == ("b", 1, 3)
