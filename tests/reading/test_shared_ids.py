"""Documents with the id of an earlier one are found, by sets and by hashes, and get numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import kernels
from dedup.documents import Document, batch_of
from dedup.progress import SILENT
from dedup.reading import shared_ids as module
from dedup.reading.builder import DocumentBuilder
from dedup.reading.options import ReadingOptions
from dedup.reading.shared_ids import shared_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray


def later(ids: list[str]) -> list[tuple[str, int, int]]:
    """Return what is looked for, by looking."""
    return [(one, ids.index(one), at) for at, one in enumerate(ids) if one in ids[:at]]


@pytest.mark.parametrize("few", [0, 1000])
@given(ids=st.lists(st.lists(st.text("ab#2", max_size=3), min_size=1), max_size=4), sliced=st.booleans())
def test_every_id_that_comes_again_is_found(few: int, ids: list[list[str]], *, sliced: bool) -> None:
    """By set or by hashes, within a batch and across them; all ids are different in the end."""
    batches = [batch_of([Document(each, "") for each in ["out", *some]]).slice(1) for some in ids]
    if sliced:
        batches = [batch.slice(1) for batch in batches]
        ids = [some[1:] for some in ids]
    flat = [each for some in ids for each in some]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SET_SIZE", few)
        found = shared_ids(batches)
    assert [one[:3] for one in found] == later(flat)
    for one in found:
        flat[one.later] = one.renamed
    assert len(set(flat)) == len(flat)


def test_ids_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal hashes are no proof: the ids themselves decide."""

    class Colliding:
        group_rows = staticmethod(kernels.group_rows)

        @staticmethod
        def hash_strings(_buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
            return np.zeros(offsets.size - 1, np.uint64)

    monkeypatch.setattr(module, "kernels", Colliding)
    monkeypatch.setattr(module, "_SET_SIZE", 0)
    assert shared_ids([batch_of([Document("a", ""), Document("b", "")])]) == []
    assert shared_ids([batch_of([Document(each, "") for each in "abcb"])]) == [("b", 1, 3, "b#2")]


def test_a_number_that_is_taken_is_passed_over() -> None:
    """``a#2`` is the id of a document of its own, so the second ``a`` is ``a#3``."""
    batch = batch_of([Document(each, "") for each in ["a", "a#2", "a", "a"]])
    assert [one.renamed for one in shared_ids([batch])] == ["a#3", "a#4"]


@pytest.mark.parametrize("in_memory", [0, 1])
def test_the_ids_are_numbered_in_memory_and_in_files(in_memory: int) -> None:
    """Batches in a file are mapped; those with new ids are not the file's."""
    builder = DocumentBuilder(ReadingOptions(batch_bytes=1, in_memory=in_memory), SILENT)
    for row, name in enumerate("abaca", start=1):
        builder.add_document(Document(name, f"text {row}", "file"), row)
    found = builder.collection()
    assert found.column("id") == ["a", "b", "a#2", "c", "a#3"]
    assert found.ids()[2] == "a#2"
    assert found.column("text") == [f"text {row}" for row in range(1, 6)]
    assert [one.path for one in found.unreadable] == ["file#3", "file#5"]


def test_of_many_documents_with_one_id_ten_are_told_and_the_others_counted() -> None:
    """A table whose ids are all the same takes eleven lines to say so."""
    builder = DocumentBuilder(ReadingOptions(), SILENT)
    for row in range(1, 31):
        builder.add_document(Document("a", "text", "file"), row)
    found = builder.collection()
    assert len(found.unreadable) == 11
    assert "as 19 from here on" in found.unreadable[-1].reason
    assert found.column("id")[-1] == "a#30"
