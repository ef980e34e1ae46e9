"""Values for another process: what lies in a mapped file travels as a name, all else as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from dedup import Document
from dedup.documents import SCHEMA, Collection, collection_of
from dedup.engines.storage import BatchStore, SpillFolder, mapped_place, with_replaced

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture
def mapped() -> ModuleType:
    """Return the module, which needs cloudpickle."""
    pytest.importorskip("cloudpickle")
    from dedup.engines import mapped  # noqa: PLC0415 - see above

    return mapped


def stored() -> Collection:
    """Return a thousand texts of 600 bytes in a file."""
    whole = collection_of(Document(f"d{number}", f"text {number:07} " * 47) for number in range(1000))
    store = BatchStore(SCHEMA, 1, lambda _message: None)
    for low in range(0, 1000, 250):
        store.add(whole.batches[0].slice(low, 250))
    return Collection(store.batches())


def test_the_place_of_an_array_in_a_file_is_known_as_long_as_it_is_mapped() -> None:
    """Its bytes begin at 800 in the file; those of another array lie in none."""
    folder = SpillFolder()
    array = folder.new_array(1000, np.uint64)
    part = array[100:]
    assert mapped_place(part.ctypes.data, part.nbytes) == (f"{folder.path}/1.arrow", 800)
    assert mapped_place(part.ctypes.data, part.nbytes + 1) is None
    other = np.zeros(1000)
    assert mapped_place(other.ctypes.data, other.nbytes) is None


def test_an_array_of_a_file_travels_as_a_name(mapped: ModuleType) -> None:
    """In a few bytes; what comes back is read-only and has what the file has."""
    folder = SpillFolder()
    array = folder.new_array(100_000, np.int64)
    array[:] = np.arange(100_000)
    content = mapped.packed(array[5000:].reshape(2, -1))
    assert len(content) < 500
    back = mapped.unpacked(content)
    assert (back == np.arange(5000, 100_000).reshape(2, -1)).all()
    assert not back.flags.writeable


def test_texts_of_a_file_travel_as_a_name_and_others_by_their_rows(mapped: ModuleType) -> None:
    """Three texts of 600 bytes are sent, and not the thousand among which they lie."""
    collection = stored()
    column = collection.batches[2].column("text").slice(7, 100)
    content = mapped.packed(column)
    assert len(content) < 500
    assert mapped.unpacked(content).to_pylist() == column.to_pylist()
    in_memory = pa.concat_arrays([column, column]).slice(50, 3)
    content = mapped.packed(in_memory)
    assert len(content) < 4000
    assert mapped.unpacked(content).to_pylist() == in_memory.to_pylist()


def test_a_collection_in_a_file_travels_as_a_name(mapped: ModuleType) -> None:
    """With the batches that were replaced by others, in memory."""
    collection = stored()
    batches = with_replaced(collection.batches, {1: collection.batches[0]})
    back = mapped.unpacked(mapped.packed(Collection(batches)))
    assert back.text(999) == collection.text(999)
    assert [back.value(number, "id") for number in (0, 250)] == ["d0", "d0"]


def test_a_function_within_a_function_travels(mapped: ModuleType) -> None:
    """With what it captures."""
    captured = np.arange(3)

    def work(number: int) -> int:
        return int(captured[number]) + 1

    assert mapped.unpacked(mapped.packed(work))(2) == 3
