"""Keys that work makes of items on a cluster, brought together there.

Items → keys, which the cluster keeps → which slots of keys stand twice (`dedup.engines.rare_keys`) → rows of keys that
may stand twice, by the first bits of their hashes → groups of values, which the caller gets. What the executors run is
in `dedup.engines.meeting_kernels`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np

from dedup.engines import meeting_kernels, rare_keys
from dedup.engines.cluster_jobs import TASKS_PER_CORE, results_in_order, rows_of
from dedup.engines.groups import NO_GROUPS, Groups, concatenate_groups
from dedup.engines.mapped import packed
from dedup.engines.meeting_kernels import Answers, KeySource
from dedup.errors import LimitError
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.engines.cluster_jobs import Executors, Rows, Traffic
    from dedup.engines.engine import Keyed

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

Item = TypeVar("Item")
Result = TypeVar("Result")

_ROWS_PER_PART = 1 << 18
_WORTH_TELLING = 1 << 16
"""Keys from which it is worth two jobs to find those that stand once, before their rows are sent."""
_PARTS = 1 << 2, 1 << 12
"""The least and the most parts of a shuffle."""


class KeyGroups(NamedTuple):
    """Groups of values, with the key and the column of each."""

    groups: Groups
    keys: Hashes
    columns: Numbers


class _Exchange(NamedTuple):
    """How keys meet: the parts of their hashes and the tasks that bring these together, and which keys of an item."""

    part_bits: int
    tasks: int
    source: bytes


class ClusterMeeting(Generic[Item, Result]):
    """A meeting on a cluster, which keeps the keys of items until they meet."""

    def __init__(
        self,
        executors: Executors,
        traffic: Traffic,
        work: Callable[[Item], Keyed[Result]],
        items: Iterable[Item],
        columns: int,
    ) -> None:
        self._executors, self._traffic = executors, traffic
        self._work, self._items, self._columns = work, items, columns
        self._made: Rows | None = None
        self._starts, self._member_starts = (np.zeros(1, np.int64) for _ in range(2))
        self._count = 0

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
        if len(items) >> meeting_kernels.ITEM_BITS:
            msg = f"a cluster takes {1 << meeting_kernels.ITEM_BITS} pieces of a megabyte at a time, not {len(items)}"
            raise LimitError(msg)
        kernel = partial(meeting_kernels.make, work=packed(self._work))
        self._made = rows_of(self._executors, items).map(kernel, meeting_kernels.MADE).keep()
        told = self._made.select("number", "result", "span", "start", "rows", "members").table().sort_by("number")
        spans, starts, rows, members = (
            np.asarray(told.column(name).to_numpy(), np.int64) for name in ("span", "start", "rows", "members")
        )
        before = np.cumsum(spans) - spans
        self._starts = np.where(starts < 0, before, starts)
        self._member_starts = prefix_sums(members)
        self._count = int(rows.sum())
        yield from results_in_order(told)

    def met_rows(self) -> Iterator[KeyGroups]:
        """Yield the groups of rows, in parts."""
        source = KeySource(of_columns=False, columns=0, member_starts=self._member_starts, chosen=None)
        return self._met(source, self._count, self._starts)

    def met_columns(self, members: Numbers) -> Iterator[KeyGroups]:
        """Yield the groups of members, of all columns, in parts."""
        chosen = None
        if members.size < self._member_starts[-1]:
            chosen = np.zeros(int(self._member_starts[-1]), bool)
            chosen[members] = True
        source = KeySource(of_columns=True, columns=self._columns, member_starts=self._member_starts, chosen=chosen)
        return self._met(source, members.size * self._columns, self._member_starts)

    def _met(self, source: KeySource, keys: int, starts: Numbers) -> Iterator[KeyGroups]:
        """Yield the groups of so many keys; a value counts from where its item begins, at one of the `starts`."""
        if self._made is None or not keys:
            return
        parts = min(max(1 << (keys // _ROWS_PER_PART).bit_length(), _PARTS[0]), _PARTS[1])
        tasks = min(parts, TASKS_PER_CORE * self._executors.cores)
        exchange = _Exchange(parts.bit_length() - 1, tasks, packed(source))
        stored = self._made.select("number", *source.cells)
        answers = self._ask(stored, exchange, keys) if keys >= _WORTH_TELLING else []
        grouped = self._send(stored, exchange, answers)
        self._traffic.keys += keys
        for row in grouped.sort_by("part").to_pylist():
            yield _key_groups(row, starts)

    def _ask(self, stored: Rows, exchange: _Exchange, keys: int) -> list[Answers]:
        """Return, round by round, which slots of so many keys stand twice."""
        answers: list[Answers] = []
        for number in range(len(rare_keys.ROUNDS)):
            bits = max(rare_keys.slot_bits(keys, number), exchange.part_bits)
            kernel = partial(
                meeting_kernels.tell, source=exchange.source, answers=answers, bits=bits, part_bits=exchange.part_bits
            )
            told = stored.map(kernel, meeting_kernels.TOLD, few_calls=True)
            found = told.map_parts(meeting_kernels.find_repeated, meeting_kernels.ANSWER, exchange.tasks).table()
            slots = dict(zip(found.column("part").to_pylist(), found.column("slots").to_pylist(), strict=True))
            answers = [*answers, Answers(bits, slots)]
            self._traffic.told += sum(found.column("bytes").to_pylist())
            self._traffic.answers += sum(map(len, slots.values())) * self._executors.count
            keys = max(sum(rare_keys.decoded(content).size for content in slots.values()), 1)
        return answers

    def _send(self, stored: Rows, exchange: _Exchange, answers: list[Answers]) -> pa.Table:
        """Return the groups of each part, of the rows that may stand twice."""
        kernel = partial(meeting_kernels.send, source=exchange.source, answers=answers, part_bits=exchange.part_bits)
        sent = stored.map(kernel, meeting_kernels.BLOCK)
        grouped = sent.map_parts(meeting_kernels.group, meeting_kernels.GROUPED, exchange.tasks).table()
        self._traffic.rows += sum(grouped.column("bytes").to_pylist())
        self._traffic.kept += sum(grouped.column("rows").to_pylist())
        return grouped


def _key_groups(row: dict[str, Any], starts: Numbers) -> KeyGroups:
    """Return the groups of one part."""
    hashes, values = rare_keys.decoded(row["hashes"]), rare_keys.unpacked_numbers(row["values"])
    sizes = rare_keys.unpacked_numbers(row["sizes"]).astype(np.int64)
    bounds = prefix_sums(sizes)
    column, item, within = meeting_kernels.parts_of_values(values)
    columns = column[bounds[:-1]]
    return KeyGroups(Groups(starts[item] + within, bounds), meeting_kernels.keys_of(hashes, columns), columns)


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
