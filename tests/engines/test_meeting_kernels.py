"""What executors run for keys to meet, called one after the other: the groups of a few keys, worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from dedup.engines.engine import Keyed

if TYPE_CHECKING:
    from types import ModuleType

_ITEMS = [[5, 9, 7], [9], [3, 5, 9, 1]]
"""The keys of three items; the value of each is its place in the item, so that 5 stands at 0 of 0 and 1 of 2."""


@pytest.fixture
def kernels() -> ModuleType:
    """Return the module, which needs cloudpickle."""
    pytest.importorskip("cloudpickle")
    from dedup.engines import meeting_kernels  # noqa: PLC0415 - see above

    return meeting_kernels


@pytest.mark.parametrize("finds_repeated", [False, True])
@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_equal_keys_meet_however_many_are_looked_at_together(
    kernels: ModuleType, monkeypatch: pytest.MonkeyPatch, at_once: int, *, finds_repeated: bool
) -> None:
    """One item at a time, two, or all of a task: 5 stands in the first and the last item, 9 in all."""
    from dedup.engines.cluster_jobs import ITEM_COLUMNS, schema_of  # noqa: PLC0415 - as above
    from dedup.engines.large_results import result_of_bytes  # noqa: PLC0415 - as above
    from dedup.engines.made_keys import Places, RowKeys, keys_of, make  # noqa: PLC0415 - as above
    from dedup.engines.mapped import packed  # noqa: PLC0415 - as above
    from dedup.engines.rare_keys import RepeatedSlots  # noqa: PLC0415 - as above

    monkeypatch.setattr(kernels, "_KEYS_AT_ONCE", at_once)
    monkeypatch.setattr(kernels, "_SLOTS_AT_ONCE", at_once)

    def work(keys: list[int]) -> Keyed[None]:
        return Keyed(None, np.array(keys, np.uint64), np.arange(len(keys)), span=len(keys))

    items = pa.record_batch([pa.array([0, 1, 2]), pa.array(map(packed, _ITEMS))], schema_of(ITEM_COLUMNS))
    made = list(make(iter([items]), packed(work), ""))
    places = Places(item_bits=2, value_bits=2)
    source, repeated = packed(RowKeys(places)), None
    if finds_repeated:
        told = list(kernels.tell(iter(made), source, 10, 2))
        found = [row for batch in kernels.find_repeated(iter(told)) for row in batch.to_pylist()]
        repeated = RepeatedSlots(10, 2, {row["part"]: row["slots"] for row in found})
    sent = list(kernels.send(iter(made), source, repeated, 2))
    groups, rows = {}, 0
    for row in [row for batch in kernels.group(iter(sent), places, "") for row in batch.to_pylist()]:
        hashes, sizes, met = kernels.decoded_groups(*result_of_bytes(row["groups"]))
        if repeated is not None:
            hashes = repeated.hashes_of(row["part"], hashes)
        items_and_values = iter(zip(*(side.tolist() for side in places.items_and_values(met)), strict=True))
        for key, size in zip(keys_of(hashes, np.zeros(1, np.int64)).tolist(), sizes.tolist(), strict=True):
            groups[key] = [next(items_and_values) for _ in range(size)]
        rows += row["rows"]
    assert groups == {5: [(0, 0), (2, 1)], 9: [(0, 1), (1, 0), (2, 2)]}
    assert rows == (5 if finds_repeated else 8)
