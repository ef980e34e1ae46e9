"""Rows of a key and a value, gathered from many batches and grouped by key: in memory, or through files.

The rows are partitioned by the first bits of their keys, so that each partition is grouped by itself. Keys that were
selected as the least of a window are small ones mostly, so that a file takes several partitions, about as many rows as
the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.groups import Groups, concatenate_groups, unique
from dedup.engines.storage import SpilledColumns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine

    Numbers = NDArray[np.int64]
    Rows = tuple[NDArray[np.uint64], Numbers]

MOST_BITS, _MOST_BITS_IN_MEMORY = 10, 8
"""The most first bits of a key that say in which partition it is: where rows go to files, and where they do not."""
_PARTITION_ROWS = 1 << 17
"""Rows of a partition, about: a filter for so many fits the second-level cache, and all workers have some."""
_FILES = 16, 256
"""The least and the most files; more would be too many open files."""
_STEPS = 8
"""Rows of a file, about, in words of a step of the engine: grouping a row takes as much memory as so many words."""
_BLOCK_ROWS = 1 << 20
"""Rows of a block at least: so many are gathered before they are written to files."""
_TYPES = {"key": pa.uint64(), "value": pa.int64()}


@dataclass(frozen=True, slots=True)
class PartitionedRows:
    """Rows in the order of their partitions: partition p has the rows ``bounds[p] : bounds[p + 1]`` (int64)."""

    keys: NDArray[np.uint64]
    values: Numbers
    bounds: Numbers


def partition_rows(keys: NDArray[np.uint64], values: Numbers, bits: int) -> PartitionedRows:
    """Return rows by the first `bits` of their keys; the rows of one partition keep their order."""
    if not bits:
        return PartitionedRows(keys, values, np.array([0, keys.size], np.int64))
    out = np.empty(keys.size, np.uint64), np.empty(keys.size, np.int64)
    bounds = kernels.partition_rows(keys, values, bits, out)
    return PartitionedRows(*out, bounds)


class Shuffle:
    """Gathers rows of a key (uint64) and a value (int64), and groups them by key.

    `expected` is about how many rows there will be. By it the rows are partitioned, by the first `bits` of their keys.
    Where the engine has a spill folder, the rows go to files, and those of one file at a time are in memory.
    """

    def __init__(self, engine: Engine, expected: int = 0) -> None:
        self._engine, self._expected = engine, expected
        in_files = engine.spill_folder is not None
        most = min((expected // _PARTITION_ROWS).bit_length(), _MOST_BITS_IN_MEMORY)
        self.bits = MOST_BITS if in_files else most
        self._blocks: list[_Block] = []
        self._files: list[_PartitionFile] = []

    def add(self, rows: PartitionedRows, start: int = 0) -> None:
        """Add rows that are partitioned by the `bits`, with `start` added to their values."""
        if not self._blocks or not self._blocks[-1].has_room_for(rows):
            self._write()
            self._blocks.append(_Block(max(rows.keys.size, _BLOCK_ROWS)))
        self._blocks[-1].add(rows, start)

    def groups(self) -> Groups:
        """Return the values of every key that stands at least twice: keys in rising order, values as they were added.

        No rows can be added afterwards.
        """
        return concatenate_groups(list(self.partitions()))

    def partitions(self) -> Iterator[Groups]:
        """Yield the same groups in parts, so that few of them need be in memory.

        Where the engine has a spill folder, they can be asked for again.
        """
        if self._engine.spill_folder is not None:
            self._write()
            yield from map(_group, (file.rows.read_parts() for file in self._files))
            return
        yield from self._engine.stream(_group, ([rows] for rows in self.rows()))
        self._blocks.clear()

    def rows(self) -> Iterator[Rows]:
        """Yield the keys and values that were added, in parts: each has all rows of the partitions that it has."""
        if self._engine.spill_folder is None:
            yield from (self._partitions(number, number + 1) for number in range(1 << self.bits))
            return
        self._write()
        for file in self._files:
            keys, values = file.rows.read()
            yield keys, values

    def _partitions(self, low: int, high: int) -> Rows:
        """Return the rows of the partitions from `low` up to, not including, `high`."""
        segments = [segment for block in self._blocks for segment in block.segments(low, high)]
        keys = [np.zeros(0, np.uint64), *(keys for keys, _ in segments)]
        return np.concatenate(keys), np.concatenate([np.zeros(0, np.int64), *(values for _, values in segments)])

    def _write(self) -> None:
        """Write the rows to the files, if there is to be any."""
        folder = self._engine.spill_folder
        if folder is None or not self._blocks:
            return
        if not self._files:
            bounds = self._bounds_of_files()
            self._files = [_PartitionFile(low, high, SpilledColumns(folder, _TYPES)) for low, high in bounds]
        for file in self._files:
            keys, values = self._partitions(file.low, file.high)
            if keys.size:
                file.rows.append(keys, values)
        self._blocks.clear()

    def _bounds_of_files(self) -> list[tuple[int, int]]:
        """Return the partitions of each file: about as many of the rows so far for each."""
        rows = np.sum([block.partition_sizes() for block in self._blocks], axis=0)
        count = min(max(self._expected * _STEPS // self._engine.step_words(), _FILES[0]), _FILES[1])
        marks = np.arange(1, count) * (int(rows.sum()) / count)
        edges = unique(np.concatenate([[0], np.searchsorted(np.cumsum(rows), marks) + 1, [rows.size]]))
        return list(pairwise(edges[edges <= rows.size].tolist()))


@dataclass(frozen=True, slots=True)
class _PartitionFile:
    """The `rows` of the partitions from `low` up to, not including, `high`, in a file."""

    low: int
    high: int
    rows: SpilledColumns


class _Block:
    """Rows of many batches in two large arrays: the memory of each batch is free for the next one at once."""

    def __init__(self, size: int) -> None:
        self._keys, self._values = np.empty(size, np.uint64), np.empty(size, np.int64)
        self._used = 0
        self._bounds: list[Numbers] = []

    def has_room_for(self, rows: PartitionedRows) -> bool:
        return self._used + rows.keys.size <= self._keys.size

    def add(self, rows: PartitionedRows, start: int) -> None:
        first, self._used = self._used, self._used + rows.keys.size
        self._keys[first : self._used] = rows.keys
        np.add(rows.values, start, out=self._values[first : self._used])
        self._bounds.append(rows.bounds + first)

    def partition_sizes(self) -> Numbers:
        """Return the number of rows of each partition."""
        return np.asarray(np.diff(np.sum(self._bounds, axis=0)), np.int64)

    def segments(self, low: int, high: int) -> Iterator[Rows]:
        """Yield the rows of some partitions that follow each other, batch by batch."""
        for bounds in self._bounds:
            first, end = int(bounds[low]), int(bounds[high])
            yield self._keys[first:end], self._values[first:end]


def _group(parts: Iterable[Sequence[NDArray[Any]]]) -> Groups:
    """Return the groups of the rows of some parts, which are not copied."""
    whole = ((keys, values, np.array([[0, keys.size, 0]], np.int64)) for keys, values in parts)
    return Groups(*kernels.group_segments(list(whole)))
