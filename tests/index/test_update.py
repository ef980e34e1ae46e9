"""Documents go into an index and out of it; the way makes no difference to what is there in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dedup.documents import Document, collection_of
from dedup.errors import StoreError, UsageError
from dedup.index.inspection import faults
from dedup.index.segments import Kind, segments
from dedup.index.store import open_store
from dedup.index.texts import read_documents
from dedup.index.update import Change, add, remove
from dedup.report.saved_results import dumps
from dedup.walks.index import rescan
from dedup.walks.scan import scan
from tests.index.made_news import index_of, news

if TYPE_CHECKING:
    from pathlib import Path


def stored(store: Any) -> list[Document]:
    return [document for _, document in read_documents(store)]


@pytest.mark.parametrize("steps", [1, 3, 10])
def test_steps_make_no_difference(tmp_path: Path, steps: int) -> None:
    """Added at once or in ten steps, the index gives the very bytes that a scan of the documents gives."""
    documents = news(7, 50)
    with index_of(tmp_path / "x.dedup", documents, steps) as store:
        assert stored(store) == documents
        assert dumps(rescan(store)) == dumps(scan(collection_of(documents)))
        assert faults(store) == []


def test_unchanged_documents_are_passed_over(tmp_path: Path) -> None:
    """What is there with the same content is known by it, and the index is not touched."""
    documents = news(1, 12)
    with index_of(tmp_path / "x.dedup", documents) as store:
        before = store.state
        assert add(store, collection_of(documents)) == Change(unchanged=12)
        assert store.state == before


def test_changed_document_is_replaced_in_its_place(tmp_path: Path) -> None:
    """Another text under a known id takes the place of the first; so does the same text with another title."""
    documents = news(1, 12)
    changed = [*documents]
    changed[3] = Document("d3", documents[8].text + " And more.")
    changed[5] = Document("d5", documents[5].text, title="Corrected")
    with index_of(tmp_path / "x.dedup", documents) as store:
        assert add(store, collection_of(changed)) == Change(replaced=2, unchanged=10)
        assert stored(store) == changed
        assert dumps(rescan(store)) == dumps(scan(collection_of(changed)))
        assert faults(store) == []


def test_removed_document_takes_its_cluster_apart(tmp_path: Path) -> None:
    """Without the text that held two others together, they are two clusters no more than they are one."""
    first, second = news(2, 2)
    middle = Document("middle", first.text + " " + second.text)
    with index_of(tmp_path / "x.dedup", [first, second, middle]) as store:
        rescan(store)
        assert store.connection.execute("SELECT count(*) FROM matches").fetchone() == (2,)
        remove(store, ["middle"])
        assert store.connection.execute("SELECT count(*) FROM matches").fetchone() == (0,)
        assert rescan(store).clusters == ()
        assert faults(store) == []


def test_removed_words_are_met_no_more_and_come_back_when_added_again(tmp_path: Path) -> None:
    """Removing everything leaves an empty index; adding it again gives the same result as at first."""
    documents = news(4, 25)
    with index_of(tmp_path / "x.dedup", documents) as store:
        remove(store, [document.id for document in documents])
        assert [store.state[name] for name in ("documents", "texts", "words", "bytes")] == [0, 0, 0, 0]
        assert faults(store) == []
        add(store, collection_of(documents))
        assert dumps(rescan(store)) == dumps(scan(collection_of(documents)))
        assert faults(store) == []


def test_unknown_id_removes_nothing(tmp_path: Path) -> None:
    """One id that is not there, and the others stay too."""
    with index_of(tmp_path / "x.dedup", news(4, 5)) as store:
        with pytest.raises(UsageError, match="no document 'nobody'"):
            remove(store, ["d1", "nobody"])
        assert store.state["documents"] == 5


def test_two_documents_with_one_id_are_refused(tmp_path: Path) -> None:
    """An addition in which two documents have one id is a `UsageError`, and adds nothing."""
    batch = collection_of(news(4, 2)).batches[0]
    twice = type(collection_of([]))((batch, batch))
    with open_store(tmp_path / "x.dedup", write=True) as store:
        with pytest.raises(UsageError, match="two documents have the id 'd0'"):
            add(store, twice)
        assert store.state["documents"] == 0


def test_segments_stay_few(tmp_path: Path) -> None:
    """Sixty additions of a document each leave fewer segments than the logarithm of their postings."""
    with index_of(tmp_path / "x.dedup", news(4, 60), steps=60) as store:
        sizes = [segment.entries for segment in segments(store.connection, Kind.FINGERPRINTS)]
        assert sum(sizes) > 1000
        assert len(sizes) <= 10
        assert faults(store) == []


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"no database at all, only words " * 40, "no index of dedup"), (b"", "empty")]
)
def test_what_is_no_index_is_told(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Other files are refused in a sentence that names them."""
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(StoreError, match=sentence):
        open_store(tmp_path / "x")
