"""Rows of a key and a value, gathered from many batches and grouped by key: in memory, or through files.

The rows are partitioned by the first bits of their keys, so that each partition is grouped by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.groups import Groups, concatenate_groups
from dedup.engines.storage import SpilledColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine

    Numbers = NDArray[np.int64]
    Rows = tuple[NDArray[np.uint64], Numbers]

_FILE_BITS, _MOST_BITS = 6, 8
_PARTITION_ROWS = 1 << 17
"""Rows of a partition, about: a filter for so many fits the second-level cache, and all workers have some."""
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
    Where the engine has a spill folder, each partition has a file, and one partition at a time is in memory.
    """

    def __init__(self, engine: Engine, expected: int = 0) -> None:
        folder = engine.spill_folder
        self.bits = _FILE_BITS if folder else min((expected // _PARTITION_ROWS).bit_length(), _MOST_BITS)
        self._engine = engine
        self._files = [SpilledColumns(folder, _TYPES) for _ in range(1 << self.bits)] if folder else []
        self._blocks: list[_Block] = []

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
        """Yield the same groups in parts, one for each partition, so that few of them need be in memory.

        Where the engine has a spill folder, they can be asked for again.
        """
        if self._files:
            yield from map(_group, self.rows())
            return
        yield from self._engine.stream(_group, self.rows())
        self._blocks.clear()

    def rows(self) -> Iterator[Rows]:
        """Yield the keys and values of each partition as they were added, one partition after the other."""
        self._write()
        yield from map(_read, self._files) if self._files else map(self._partition, range(1 << self.bits))

    def _partition(self, number: int) -> Rows:
        segments = [segment for block in self._blocks for segment in block.segments(number)]
        keys = [np.zeros(0, np.uint64), *(keys for keys, _ in segments)]
        return np.concatenate(keys), np.concatenate([np.zeros(0, np.int64), *(values for _, values in segments)])

    def _write(self) -> None:
        """Write the rows to the files, if there are any."""
        for number, file in enumerate(self._files):
            keys, values = self._partition(number)
            if keys.size:
                file.append(keys, values)
        if self._files:
            self._blocks.clear()


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

    def segments(self, number: int) -> Iterator[Rows]:
        """Yield the rows of one partition, batch by batch."""
        for bounds in self._bounds:
            low, high = bounds[number : number + 2].tolist()
            yield self._keys[low:high], self._values[low:high]


def _read(file: SpilledColumns) -> Rows:
    keys, values = file.read()
    return keys, values


def _group(rows: Rows) -> Groups:
    keys, values = rows
    return Groups(*kernels.group_segments([(keys, values, np.array([[0, keys.size, 0]], np.int64))]))
