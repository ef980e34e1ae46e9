"""Keys that work makes of items on a cluster, brought together by Spark's shuffle.

Items → keys, which stay on the executors → which slots of keys stand twice (`dedup.engines.rare_keys`) → rows of keys
that may stand twice, by the first bits of their hashes → groups of values, which the caller gets.
"""

from __future__ import annotations

import pickle
import weakref
from functools import partial
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from dedup.engines import rare_keys
from dedup.engines.groups import NO_GROUPS, Groups
from dedup.engines.mapped import packed, unpacked
from dedup.engines.spark_jobs import pickled_result, results_in_order
from dedup.errors import DedupError, LimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray
    from pyspark.sql import DataFrame

    from dedup.engines.engine import Keyed
    from dedup.engines.spark_jobs import SparkJobs

    Numbers = NDArray[np.int64]
    Hashes = NDArray[np.uint64]

Item = TypeVar("Item")
Result = TypeVar("Result")

_MADE = (
    "number long, result binary, span long, start long, rows long, members long, "
    "keys binary, values binary, columns binary"
)
_TOLD = "part long, once binary, twice binary"
_ANSWER = "part long, slots binary, bytes long"
_BLOCK = "part long, hashes binary, values binary, rows long"
_GROUPED = "part long, hashes binary, sizes binary, values binary, bytes long, rows long"
_VALUE_BITS, _ITEM_BITS = 32, 20
"""Bits of a value within its item, and of the number of an item; what is left of 64 tells the column."""
_MIX = 0x9E3779B185EBCA87
"""An odd number: keys times it differ in their first bits, whatever keys were selected by."""
_INVERSE = pow(_MIX, -1, 1 << 64)
_COLUMN = 0xD6E8FEB86659FD93
"""Times the number of a column: what its keys are changed by, so that equal keys of two columns need not meet."""
_ROWS_PER_PART = 1 << 18
_WORTH_TELLING = 1 << 16
"""Keys from which it is worth two jobs of Spark to find those that stand once, before their rows are sent."""
_PARTS = 1 << 2, 1 << 12
"""The least and the most parts of a shuffle."""


class _Answers(NamedTuple):
    """Which slots stand twice, after each round: the bits of a slot, and the slots of each part."""

    bits: int
    parts: dict[int, bytes]


class SparkMeeting(Generic[Item, Result]):
    """A meeting on a cluster: keys of items are kept by Spark, on the disks of the executors, until they meet."""

    def __init__(
        self, jobs: SparkJobs, work: Callable[[Item], Keyed[Result]], items: Iterable[Item], columns: int
    ) -> None:
        self._jobs, self._work, self._items, self._columns = jobs, work, items, columns
        self._made: DataFrame | None = None
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
        from pyspark import StorageLevel  # noqa: PLC0415 - an extra

        items = [packed(item) for item in self._items]
        if not items:
            return
        if len(items) >> _ITEM_BITS:
            msg = f"a cluster takes {1 << _ITEM_BITS} pieces of a megabyte at a time, and not {len(items)}"
            raise LimitError(msg)
        kernel = partial(_make, work=packed(self._work))
        self._made = self._jobs.frame(items).mapInArrow(kernel, _MADE).persist(StorageLevel.DISK_ONLY)
        weakref.finalize(self, self._made.unpersist)
        told = self._jobs.collect(self._made.select("number", "result", "span", "start", "rows", "members"))
        told = told.sort_by("number")
        spans, starts, rows, members = (
            np.asarray(told.column(name).to_numpy(), np.int64) for name in ("span", "start", "rows", "members")
        )
        before = np.cumsum(spans) - spans
        self._starts = np.where(starts < 0, before, starts)
        self._member_starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(members)])
        self._count = int(rows.sum())
        yield from results_in_order(told)

    def met(self, *, of_columns: bool, members: Numbers | None = None) -> Iterator[tuple[Numbers, Groups, Hashes]]:
        """Yield the groups of rows, or of columns: the column of each group, the groups, and the key of each."""
        if self._made is None:
            return
        keys = int(members.size * self._columns) if members is not None else self._count
        if not keys:
            return
        jobs, traffic = self._jobs, self._jobs.traffic
        chosen = None
        if members is not None and members.size < self._member_starts[-1]:
            chosen = np.zeros(int(self._member_starts[-1]), bool)
            chosen[members] = True
        source = _Source(of_columns, self._columns, self._member_starts, chosen)
        parts = min(max(1 << (keys // _ROWS_PER_PART).bit_length(), _PARTS[0]), _PARTS[1])
        part_bits = parts.bit_length() - 1
        shuffled = min(parts, 4 * jobs.cores)
        packed_source = packed(source)
        answers: list[_Answers] = []
        left = keys
        for number in range(len(rare_keys.ROUNDS) if keys >= _WORTH_TELLING else 0):
            bits = max(rare_keys.slot_bits(left, number), part_bits)
            tell = partial(_tell, source=packed_source, answers=answers, bits=bits, part_bits=part_bits)
            told = self._made.select("number", "keys", "values", "columns").coalesce(jobs.cores)
            told = told.mapInArrow(tell, _TOLD).repartition(shuffled, "part")
            answer = jobs.collect(told.mapInArrow(_find_repeated, _ANSWER))
            slots = dict(zip(answer.column("part").to_pylist(), answer.column("slots").to_pylist(), strict=True))
            answers = [*answers, _Answers(bits, slots)]
            traffic.told += sum(answer.column("bytes").to_pylist())
            traffic.answers += sum(map(len, slots.values())) * jobs.executors
            left = max(sum(rare_keys.decoded(content).size for content in slots.values()), 1)
        send = partial(_send, source=packed_source, answers=answers, part_bits=part_bits)
        sent = self._made.select("number", "keys", "values", "columns").mapInArrow(send, _BLOCK)
        grouped = jobs.collect(sent.repartition(shuffled, "part").mapInArrow(_group, _GROUPED))
        traffic.keys += keys
        traffic.rows += sum(grouped.column("bytes").to_pylist())
        traffic.kept += sum(grouped.column("rows").to_pylist())
        for row in grouped.sort_by("part").to_pylist():
            hashes, values = rare_keys.decoded(row["hashes"]), rare_keys.unpacked_numbers(row["values"])
            sizes = rare_keys.unpacked_numbers(row["sizes"]).astype(np.int64)
            if not sizes.size:
                continue
            bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
            column = (values >> np.uint64(_VALUE_BITS + _ITEM_BITS)).astype(np.int64)[bounds[:-1]]
            item = ((values >> np.uint64(_VALUE_BITS)) & np.uint64((1 << _ITEM_BITS) - 1)).astype(np.int64)
            within = (values & np.uint64((1 << _VALUE_BITS) - 1)).astype(np.int64)
            starts = self._member_starts if of_columns else self._starts
            keys_of_groups = (hashes * np.uint64(_INVERSE)) ^ _change(column)
            yield column, Groups(starts[item] + within, bounds), keys_of_groups


class _Rows:
    def __init__(self, meeting: SparkMeeting[Any, Any]) -> None:
        self._meeting = meeting

    def groups(self) -> Groups:
        """Return the values of every key that stands at least twice: keys in rising order, values too."""
        parts = list(self._meeting.met(of_columns=False))
        if not parts:
            return NO_GROUPS
        rows = np.concatenate([groups.rows for _, groups, _ in parts])
        sizes = np.concatenate([groups.sizes for _, groups, _ in parts])
        return _ordered(rows, sizes, np.concatenate([keys for _, _, keys in parts]))

    def partitions(self) -> Iterator[Groups]:
        """Yield the groups in parts."""
        return (groups for _, groups, _ in self._meeting.met(of_columns=False))


class _Columns:
    def __init__(self, meeting: SparkMeeting[Any, Any]) -> None:
        self._meeting = meeting

    def groups(self, members: Numbers) -> Iterator[Groups]:
        """Yield, column by column, the groups of those of the `members` that share a key."""
        parts = list(self._meeting.met(of_columns=True, members=members))
        if not parts:
            return iter([NO_GROUPS])
        column = np.concatenate([column for column, _, _ in parts])
        keys = np.concatenate([keys for _, _, keys in parts])
        rows = np.concatenate([groups.rows for _, groups, _ in parts])
        sizes = np.concatenate([groups.sizes for _, groups, _ in parts])
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
        whole = Groups(rows, bounds)
        return (
            _ordered((of := whole.where(column == number)).rows, of.sizes, keys[column == number])
            for number in np.flatnonzero(np.bincount(column)).tolist()
        )


def _ordered(rows: Numbers, sizes: Numbers, keys: Hashes) -> Groups:
    """Return groups in the order of their keys."""
    order = np.argsort(keys, kind="stable")
    starts = np.cumsum(sizes) - sizes
    new = np.cumsum(sizes[order]) - sizes[order]
    index = np.arange(rows.size) + np.repeat(starts[order] - new, sizes[order])
    return Groups(rows[index], np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[order])]))


class _Source(NamedTuple):
    """Which keys of an item meet: its rows, or its columns of the chosen members."""

    of_columns: bool
    columns: int
    member_starts: Numbers
    chosen: NDArray[np.bool_] | None

    def of(self, batch: pa.RecordBatch) -> Iterator[tuple[Hashes, Hashes]]:
        """Yield the hashes of the keys of each item, and their values with column and number of the item."""
        names = ("columns",) if self.of_columns else ("keys", "values")
        for row, number in enumerate(batch.column("number").to_pylist()):
            cells = [np.frombuffer(batch.column(name)[row].as_buffer(), np.uint64) for name in names]
            base = np.uint64(number << _VALUE_BITS)
            if not self.of_columns:
                yield cells[0] * np.uint64(_MIX), cells[1] | base
                continue
            keys = cells[0].reshape(self.columns, -1)
            first, end = self.member_starts[number : number + 2].tolist()
            within = np.arange(end - first)
            if self.chosen is not None:
                within = np.flatnonzero(self.chosen[first:end])
                keys = keys[:, within]
            column = np.arange(self.columns)
            values = (column.astype(np.uint64) << np.uint64(_VALUE_BITS + _ITEM_BITS))[:, None] | (
                within.astype(np.uint64) | base
            )[None, :]
            yield ((keys ^ _change(column)[:, None]) * np.uint64(_MIX)).ravel(), values.ravel()


def _change(column: Numbers) -> Hashes:
    """Return what the keys of each column are changed by; those of the first, and of rows, stay."""
    return column.astype(np.uint64) * np.uint64(_COLUMN)


def _make(batches: Iterator[pa.RecordBatch], work: bytes) -> Iterator[pa.RecordBatch]:
    """Yield what work makes of each item, one row each."""
    function = unpacked(work)
    for batch in batches:
        for number, item in zip(batch.column("number").to_pylist(), batch.column("item"), strict=True):
            made = pickled_result(function, item.as_buffer())
            if isinstance(made, DedupError):
                yield _row(_MADE, number, pickle.dumps(made), 0, -1, 0, 0, b"", b"", b"")
                continue
            columns = made.columns if made.columns is not None else np.zeros((0, 0), np.uint64)
            yield _row(
                _MADE,
                number,
                pickle.dumps(made.result, protocol=5),
                made.span,
                -1 if made.start is None else made.start,
                made.keys.size,
                columns.shape[1],
                made.keys.tobytes(),
                made.values.tobytes(),
                columns.tobytes(),
            )


def _row(schema: str, *cells: object) -> pa.RecordBatch:
    """Return one row of a schema in the words of Spark."""
    fields = [column.split() for column in schema.split(", ")]
    kinds = {"long": pa.int64(), "binary": pa.binary()}
    columns = [pa.array([cell], kinds[kind]) for (_, kind), cell in zip(fields, cells, strict=True)]
    return pa.RecordBatch.from_arrays(columns, [name for name, _ in fields])


def _passing(batch: pa.RecordBatch, source: _Source, answers: list[_Answers], part_bits: int) -> tuple[Hashes, Hashes]:
    """Return the hashes and values of a batch that may stand twice, by the answers so far."""
    parts = [(np.zeros(0, np.uint64), np.zeros(0, np.uint64)), *source.of(batch)]
    hashes, values = (np.concatenate(side) for side in zip(*parts, strict=True))
    for number, answer in enumerate(answers):
        slots = rare_keys.slots_of(hashes, answer.bits, number)
        order = np.argsort(slots)
        slots = slots[order]
        passes = np.zeros(slots.size, bool)
        for part, low, high in _parts_of(slots, answer.bits, part_bits):
            passes[low:high] = rare_keys.are_among(slots[low:high], rare_keys.decoded(answer.parts.get(part, b"\0")))
        kept = np.sort(order[passes])
        hashes, values = hashes[kept], values[kept]
    return hashes, values


def _parts_of(ordered: Hashes, bits: int, part_bits: int) -> Iterator[tuple[int, int, int]]:
    """Yield each part of rising numbers of so many bits, by their first bits: its number, first place and end."""
    marks = np.arange((1 << part_bits) + 1, dtype=object) << (bits - part_bits)
    bounds = [*np.searchsorted(ordered, marks[:-1].astype(np.uint64)).tolist(), ordered.size]
    for part, (low, high) in enumerate(pairwise(bounds)):
        if low < high:
            yield part, low, high


def _tell(
    batches: Iterator[pa.RecordBatch], source: bytes, answers: list[_Answers], bits: int, part_bits: int
) -> Iterator[pa.RecordBatch]:
    """Yield the slots of all keys of a task, part by part."""
    known = unpacked(source)
    number = len(answers)
    hashes = [np.zeros(0, np.uint64), *(_passing(batch, known, answers, part_bits)[0] for batch in batches)]
    once, twice = rare_keys.once_and_twice(rare_keys.slots_of(np.concatenate(hashes), bits, number))
    cells: dict[int, list[bytes]] = {}
    for side, slots in enumerate((once, twice)):
        for part, low, high in _parts_of(slots, bits, part_bits):
            cells.setdefault(part, [b"\0", b"\0"])[side] = rare_keys.encoded(slots[low:high])
    for part, (of_once, of_twice) in sorted(cells.items()):
        yield _row(_TOLD, part, of_once, of_twice)


def _find_repeated(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield, for each part, the slots that stand twice in what all tasks told, and how many bytes were told."""
    told: dict[int, list[tuple[bytes, bytes]]] = {}
    for row in chain.from_iterable(batch.to_pylist() for batch in batches):
        told.setdefault(row["part"], []).append((row["once"], row["twice"]))
    for part, contents in sorted(told.items()):
        size = sum(map(len, chain.from_iterable(contents)))
        pairs = [(rare_keys.decoded(once), rare_keys.decoded(twice)) for once, twice in contents]
        yield _row(_ANSWER, part, rare_keys.encoded(rare_keys.repeated_slots(pairs)), size)


def _send(
    batches: Iterator[pa.RecordBatch], source: bytes, answers: list[_Answers], part_bits: int
) -> Iterator[pa.RecordBatch]:
    """Yield the rows that may stand twice, part by part, in the order of their hashes."""
    known = unpacked(source)
    for batch in batches:
        hashes, values = _passing(batch, known, answers, part_bits)
        order = np.argsort(hashes, kind="stable")
        hashes, values = hashes[order], values[order]
        for part, low, high in _parts_of(hashes, 64, part_bits):
            block = rare_keys.encoded(hashes[low:high]), rare_keys.packed_numbers(values[low:high])
            yield _row(_BLOCK, part, *block, high - low)


def _group(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield, for each part, the values of every key that stands twice in a column, in rising order."""
    blocks: dict[int, list[dict[str, Any]]] = {}
    for row in chain.from_iterable(batch.to_pylist() for batch in batches):
        blocks.setdefault(row["part"], []).append(row)
    for part, of_part in sorted(blocks.items()):
        hashes = np.concatenate([rare_keys.decoded(block["hashes"]) for block in of_part])
        values = np.concatenate([rare_keys.unpacked_numbers(block["values"]) for block in of_part])
        size = sum(len(block["hashes"]) + len(block["values"]) for block in of_part)
        order = np.lexsort((values, hashes))
        rows, hashes, values = hashes.size, hashes[order], values[order]
        column = values >> np.uint64(_VALUE_BITS + _ITEM_BITS)
        new = np.ones(hashes.size, bool)
        new[1:] = (hashes[1:] != hashes[:-1]) | (column[1:] != column[:-1])
        sizes = np.diff(np.append(np.flatnonzero(new), hashes.size))
        kept = np.repeat(sizes > 1, sizes)
        yield _row(
            _GROUPED,
            part,
            rare_keys.encoded(hashes[new & kept]),
            rare_keys.packed_numbers(sizes[sizes > 1].astype(np.uint64)),
            rare_keys.packed_numbers(values[kept]),
            size,
            rows,
        )
