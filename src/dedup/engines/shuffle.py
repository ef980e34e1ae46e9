"""Rows ``(key, value)`` on their way to the others of their key: in memory, or by parts of the keys through files."""

from __future__ import annotations

from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup import kernels
from dedup.engines.groups import Groups, group_by_key, joined
from dedup.engines.storage import StoredNumbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine
    from dedup.engines.storage import Shelf

    Rows = tuple[NDArray[np.uint64], NDArray[np.int64]]
    Segments = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]

_FILE_BITS, _MOST_BITS = 6, 8
_WRITTEN_AT_ONCE = 1 << 20
"""Rows that are gathered before they are written into their files."""
_TOGETHER = 1 << 17
"""Rows of a part, about: a filter for so many fits the second-level cache, and all workers have some."""
_BLOCK = 1 << 20
"""Rows of a block at least."""
_TYPES = {"key": pa.uint64(), "value": pa.int64()}


class Parted(NamedTuple):
    """Rows by the first bits of their keys, somewhere in a block: part p is ``bounds[p] : bounds[p + 1]`` of it."""

    keys: NDArray[np.uint64]
    values: NDArray[np.int64]
    bounds: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return int(self.bounds[-1] - self.bounds[0])


class Shuffle:
    """Gathers rows of a key (uint64) and a value (int64); values of a key come in the order in which they were added.

    `expected` is about how many rows there will be: by it are they taken apart, by the first bits of their keys, so
    that each part is grouped by itself. With a shelf, parts lie in files, and one at a time is in memory.
    """

    def __init__(self, shelf: Shelf | None = None, expected: int = 0) -> None:
        self._bits = _FILE_BITS if shelf else min((expected // _TOGETHER).bit_length(), _MOST_BITS)
        self._files = [StoredNumbers(shelf, _TYPES) for _ in range(1 << self._bits)] if shelf else []
        self._added: list[tuple[Parted, int]] = []
        self._pending = 0
        self._lock = Lock()
        self._block: Rows | None = None
        self._used = 0

    def parted(self, keys: NDArray[np.uint64], values: NDArray[np.int64]) -> Parted:
        """Return rows as `add` takes them; several threads may do so at a time."""
        if not self._bits:
            return Parted(keys, values, np.array([0, keys.size], np.int64))
        block, at = self._room(keys.size)
        out = block[0][at : at + keys.size], block[1][at : at + keys.size]
        return Parted(*block, kernels.partition_rows(keys, values, self._bits, out) + at)

    def _room(self, rows: int) -> tuple[Rows, int]:
        """Return a block that has room for so many rows, and where: large ones, as their memory is sooner had."""
        with self._lock:
            at, block = self._used, self._block
            if block is None or block[0].size < at + rows:
                size = max(rows, _BLOCK)
                at, block = 0, (np.empty(size, np.uint64), np.empty(size, np.int64))
            self._used, self._block = at + rows, block
        return block, at

    def add(self, rows: Parted, start: int = 0) -> None:
        """Take rows in, `start` added to their values."""
        self._added.append((rows, start))
        self._pending += rows.size
        if self._files and self._pending >= _WRITTEN_AT_ONCE:
            self._write()

    def groups(self, engine: Engine) -> Groups:
        """Return the values of every key that stands at least twice, keys in rising order."""
        if self._files:
            self._write()
            return joined([_grouped(*_two(file)) for file in self._files])
        work = range(1 << self._bits)
        parts = engine.map(lambda part: Groups(*kernels.group_segments(self._segments(part))), work)
        self._clear()
        return joined(parts)

    def _segments(self, part: int) -> list[Segments]:
        """Return where the rows of a part lie, in the order in which they were added: as `group_segments` has it."""
        blocks = []
        for _, group in groupby(self._added, key=lambda added: id(added[0].keys)):
            added = list(group)
            places = [(*rows.bounds[part : part + 2].tolist(), start) for rows, start in added]
            blocks.append((added[0][0].keys, added[0][0].values, np.array(places, np.int64)))
        return blocks

    def _write(self) -> None:
        for part, file in enumerate(self._files):
            segments = [(*block[:2], *place) for block in self._segments(part) for place in block[2].tolist()]
            if any(low < high for _, _, low, high, _ in segments):
                keys = np.concatenate([block[low:high] for block, _, low, high, _ in segments])
                file.append(keys, np.concatenate([block[low:high] + at for _, block, low, high, at in segments]))
        self._clear()

    def _clear(self) -> None:
        self._added.clear()
        self._pending, self._block = 0, None


def _two(file: StoredNumbers) -> Rows:
    keys, values = file.read()
    return keys, values


def _grouped(keys: NDArray[np.uint64], values: NDArray[np.int64]) -> Groups:
    groups = group_by_key(keys)
    return Groups(values[groups.rows], groups.bounds)
