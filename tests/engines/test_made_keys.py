"""What work made of items, as rows of bytes: the keys that are read from them, and where these stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from dedup.engines.engine import Keyed
from dedup.errors import LimitError

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture
def made_keys() -> ModuleType:
    """Return the module, which needs cloudpickle."""
    pytest.importorskip("cloudpickle")
    from dedup.engines import made_keys  # noqa: PLC0415 - see above

    return made_keys


def test_a_place_is_a_column_an_item_and_a_value_in_few_bits(made_keys: ModuleType) -> None:
    """Column 2, item 5 of three bits and value 9 of four are 10 101 1001."""
    places = made_keys.Places(item_bits=3, value_bits=4)
    joined = places.joined(np.array([2, 0]), 5, np.array([9, 15]))
    assert joined.tolist() == [0b101011001, 0b1011111]
    assert places.columns(joined).tolist() == [2, 0]
    assert [side.tolist() for side in places.items_and_values(joined)] == [[5, 5], [9, 15]]


def test_keys_of_columns_are_those_of_the_chosen_members(made_keys: ModuleType) -> None:
    """Two items of two and three members with keys in two columns; the second and the last two members are chosen."""
    from dedup.engines.cluster_jobs import ITEM_COLUMNS, schema_of  # noqa: PLC0415 - it needs cloudpickle
    from dedup.engines.mapped import packed  # noqa: PLC0415 - as above

    def work(keys: list[list[int]]) -> Keyed[None]:
        return Keyed(None, np.zeros(0, np.uint64), np.zeros(0, np.int64), columns=np.array(keys, np.uint64))

    items = [packed([[1, 2], [11, 12]]), packed([[3, 4, 2**64 - 1], [13, 14, 2]])]
    (made,) = (
        pa.Table.from_batches(
            made_keys.make(
                iter([pa.record_batch([pa.array([0, 1]), pa.array(items)], schema_of(ITEM_COLUMNS))]), packed(work), ""
            )
        )
        .combine_chunks()
        .to_batches()
    )
    places = made_keys.Places(item_bits=1, value_bits=2)
    chosen = np.array([False, True, False, True, True])
    keys = made_keys.ColumnKeys(places, 2, np.array([0, 2, 5]), chosen)
    found: list[tuple[int, ...]] = []
    for hashes, met in zip(keys.hashes(made), keys.places_of(made), strict=True):
        columns = places.columns(met)
        read = made_keys.keys_of(hashes, columns).tolist()
        found += zip(read, columns.tolist(), *(side.tolist() for side in places.items_and_values(met)), strict=True)
    assert found == [
        (2, 0, 0, 1),
        (12, 1, 0, 1),
        (4, 0, 1, 1),
        (2**64 - 1, 0, 1, 2),
        (14, 1, 1, 1),
        (2, 1, 1, 2),
    ]


def test_places_of_too_many_bits_are_refused() -> None:
    """Three items need two bits, the value 2**61 has 62, and a column needs one: two bits too many, and a sentence."""
    pytest.importorskip("cloudpickle")
    from dedup.engines.cluster_meeting import ClusterMeeting  # noqa: PLC0415 - it needs cloudpickle

    meeting: ClusterMeeting[None, None] = ClusterMeeting(None, None, None, None, [], 0)  # type: ignore[arg-type] # unused
    with pytest.raises(LimitError, match="cannot number the places of 3 pieces"):
        meeting._places(np.array([0, 2**61, 5]))
