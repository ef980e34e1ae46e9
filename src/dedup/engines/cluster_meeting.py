"""Keys that work makes of items on a cluster, brought together there.

Items → keys, which the cluster keeps (`dedup.engines.made_keys`) → which slots of keys stand twice
(`dedup.engines.rare_keys`) → rows of keys that may stand twice, by the first bits of their hashes → groups of values,
which the caller gets. What the executors run is in `dedup.engines.meeting_kernels`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np

from dedup.engines import meeting_kernels
from dedup.engines.cluster_jobs import TASKS_PER_CORE, results_in_order, rows_of
from dedup.engines.groups import NO_GROUPS, Groups, concatenate_groups
from dedup.engines.large_results import result_of_bytes
from dedup.engines.made_keys import MADE, ColumnKeys, Places, RowKeys, keys_of, make
from dedup.engines.mapped import packed
from dedup.engines.rare_keys import RepeatedSlots, slot_bits
from dedup.engines.storage import new_array
from dedup.errors import LimitError
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.engines.cluster_jobs import Executors, Rows, Traffic
    from dedup.engines.engine import Keyed
    from dedup.engines.storage import SpillFolder

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

Item = TypeVar("Item")
Result = TypeVar("Result")

_ROWS_PER_PART = 1 << 18
_WORTH_TELLING = 1 << 16
"""Keys from which it is worth a job to find those that stand once, before their rows are sent."""
_PARTS = 1 << 2, 1 << 12
"""The least and the most parts of a shuffle."""
_COUNTS = "span", "start", "rows", "largest", "members"
"""The columns of `MADE` with which the caller reckons."""
_MOST_BITS = 63
"""Bits of a place: column, item and value."""


class KeyGroups(NamedTuple):
    """Groups of values, with the key and the column of each."""

    groups: Groups
    keys: Hashes
    columns: Numbers


class _Exchange(NamedTuple):
    """Where keys are kept, which of them meet, the parts of their hashes, and the tasks that bring these together."""

    made: Rows
    source: RowKeys | ColumnKeys
    part_bits: int
    tasks: int


class ClusterMeeting(Generic[Item, Result]):
    """A meeting on a cluster, which keeps the keys of items until they meet; `folder` is one that its machines see."""

    def __init__(
        self,
        executors: Executors,
        traffic: Traffic,
        folder: SpillFolder | None,
        work: Callable[[Item], Keyed[Result]],
        items: Iterable[Item],
        columns: int,
    ) -> None:
        self._executors, self._traffic, self._folder = executors, traffic, folder
        self._work, self._items, self._columns = work, items, columns
        self._made: Rows | None = None
        self._starts, self._members, self._rows, self._largest = (np.zeros(0, np.int64) for _ in range(4))

    @property
    def _shared(self) -> str:
        """The name of the folder for large results, empty if there is none."""
        return self._folder.path if self._folder else ""

    @property
    def rows(self) -> _Rows:
        """The rows of all items."""
        return _Rows(self)

    @property
    def columns(self) -> _Columns:
        """The keys of all members."""
        return _Columns(self)

    def results(self) -> Iterator[Result]:
        """Run the work; yield the result of each item, in the order of the items."""
        items = [packed(item) for item in self._items]
        if not items:
            return
        kernel = partial(make, work=packed(self._work), folder=self._shared)
        self._made = rows_of(self._executors, items).map(kernel, MADE).keep()
        told = self._made.select("number", "result", *_COUNTS).table().sort_by("number")
        spans, starts, self._rows, self._largest, self._members = (
            np.asarray(told.column(name).to_numpy(), np.int64) for name in _COUNTS
        )
        self._starts = np.where(starts < 0, np.cumsum(spans) - spans, starts)
        yield from results_in_order(told)

    def met_rows(self) -> Iterator[KeyGroups]:
        """Yield the groups of rows, in parts."""
        return self._met(RowKeys(self._places(self._largest)), int(self._rows.sum()), self._starts)

    def met_columns(self, members: Numbers) -> Iterator[KeyGroups]:
        """Yield the groups of members, of all columns, in parts."""
        starts, chosen = prefix_sums(self._members), None
        if members.size < starts[-1]:
            chosen = new_array(self._folder, int(starts[-1]), np.bool_)
            chosen[members] = True
        source = ColumnKeys(self._places(self._members, self._columns), self._columns, starts, chosen)
        return self._met(source, members.size * self._columns, starts)

    def _places(self, largest: Numbers, columns: int = 1) -> Places:
        """Return how many bits a place has, where values go up to these ones in each item."""
        item_bits, value_bits = largest.size.bit_length(), int(largest.max(initial=0)).bit_length()
        if item_bits + value_bits + columns.bit_length() > _MOST_BITS:
            msg = f"a cluster cannot number the places of {largest.size:,} pieces of work; give it fewer documents"
            raise LimitError(msg)
        return Places(item_bits, value_bits)

    def _met(self, source: RowKeys | ColumnKeys, keys: int, starts: Numbers) -> Iterator[KeyGroups]:
        """Yield the groups of so many keys; a value counts from where its item begins, at one of the `starts`."""
        if self._made is None or not keys:
            return
        parts = min(max(1 << (keys // _ROWS_PER_PART).bit_length(), _PARTS[0]), _PARTS[1])
        tasks = min(parts, TASKS_PER_CORE * self._executors.cores)
        exchange = _Exchange(self._made, source, parts.bit_length() - 1, tasks)
        repeated = self._repeated_slots(exchange, keys) if keys >= _WORTH_TELLING else None
        self._traffic.keys += keys
        for part in self._grouped(exchange, repeated).sort_by("part").to_batches(max_chunksize=1):
            yield _key_groups(part.to_pylist()[0], source.places, repeated, starts)

    def _repeated_slots(self, exchange: _Exchange, keys: int) -> RepeatedSlots:
        """Return which slots of so many keys stand twice."""
        made, source, part_bits, tasks = exchange
        bits = max(slot_bits(keys), part_bits)
        kernel = partial(meeting_kernels.tell, source=packed(source), bits=bits, part_bits=part_bits)
        told = made.select("number", *source.hash_cells).map(kernel, meeting_kernels.TOLD, few_calls=True)
        found = told.map_parts(meeting_kernels.find_repeated, meeting_kernels.REPEATED, tasks).table()
        slots = dict(zip(found.column("part").to_pylist(), found.column("slots").to_pylist(), strict=True))
        self._traffic.told += sum(found.column("bytes").to_pylist())
        self._traffic.answers += sum(map(len, slots.values())) * self._executors.count
        return RepeatedSlots(bits, part_bits, slots)

    def _grouped(self, exchange: _Exchange, repeated: RepeatedSlots | None) -> pa.Table:
        """Return the groups of each part, of the rows that may stand twice."""
        made, source, part_bits, tasks = exchange
        kernel = partial(meeting_kernels.send, source=packed(source), repeated=repeated, part_bits=part_bits)
        sent = made.select("number", *source.cells).map(kernel, meeting_kernels.BLOCK, few_calls=True)
        by_key = partial(meeting_kernels.group, places=source.places, folder=self._shared)
        grouped = sent.map_parts(by_key, meeting_kernels.GROUPED, tasks).table()
        self._traffic.rows += sum(grouped.column("bytes").to_pylist())
        self._traffic.kept += sum(grouped.column("rows").to_pylist())
        return grouped


def _key_groups(row: dict[str, Any], places: Places, repeated: RepeatedSlots | None, starts: Numbers) -> KeyGroups:
    """Return the groups of one part."""
    hashes, sizes, met = meeting_kernels.decoded_groups(*result_of_bytes(row["groups"]))
    if repeated is not None:
        hashes = repeated.hashes_of(row["part"], hashes)
    bounds = prefix_sums(sizes)
    columns = places.columns(met[bounds[:-1]])
    items, values = places.items_and_values(met)
    return KeyGroups(Groups(starts[items] + values, bounds), keys_of(hashes, columns), columns)


class _Rows:
    def __init__(self, meeting: ClusterMeeting[Any, Any]) -> None:
        self._meeting = meeting

    def groups(self) -> Groups:
        """Return the values of every key that stands at least twice: keys in rising order, values too."""
        met = _together(self._meeting.met_rows())
        return _ordered(met.groups, met.keys)

    def partitions(self) -> Iterator[Groups]:
        """Yield the groups in parts."""
        return (met.groups for met in self._meeting.met_rows())


class _Columns:
    def __init__(self, meeting: ClusterMeeting[Any, Any]) -> None:
        self._meeting = meeting

    def groups(self, members: Numbers) -> Iterator[Groups]:
        """Yield, column by column, the groups of those of the `members` that share a key."""
        met = _together(self._meeting.met_columns(members))
        for number in np.flatnonzero(np.bincount(met.columns)).tolist():
            of_column = met.columns == number
            yield _ordered(met.groups.where(of_column), met.keys[of_column])


def _together(parts: Iterable[KeyGroups]) -> KeyGroups:
    """Return the groups of several parts, one after the other."""
    none = KeyGroups(NO_GROUPS, np.zeros(0, np.uint64), np.zeros(0, np.int64))
    groups, keys, columns = zip(none, *parts, strict=True)
    return KeyGroups(concatenate_groups(list(groups)), np.concatenate(keys), np.concatenate(columns))


def _ordered(groups: Groups, keys: Hashes) -> Groups:
    """Return groups in the order of their keys."""
    order, sizes = np.argsort(keys, kind="stable"), groups.sizes
    new = np.cumsum(sizes[order]) - sizes[order]
    index = np.arange(groups.rows.size) + np.repeat(groups.bounds[:-1][order] - new, sizes[order])
    return Groups(groups.rows[index], prefix_sums(sizes[order]))
