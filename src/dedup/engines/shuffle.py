"""Rows ``(key, value)`` on their way to the others of their key: in memory, or by parts of the keys through files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.engines.groups import Groups, group_by_key, joined
from dedup.engines.storage import StoredNumbers

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    from dedup.engines.local import Local
    from dedup.engines.storage import Shelf

    Rows = tuple[NDArray[np.uint64], NDArray[np.int64]]

_FILE_BITS, _MOST_BITS = 6, 8
_WRITTEN_AT_ONCE = 1 << 20
"""Rows that are gathered before they are written into their files."""
_TOGETHER = 1 << 17
"""Rows of a part, about: a filter for so many fits the second-level cache, and all workers have some."""
_TYPES = {"key": pa.uint64(), "value": pa.int64()}


class Parted(NamedTuple):
    """Rows by the first bits of their keys: part p is ``bounds[p] : bounds[p + 1]`` of `keys` and `values`."""

    keys: NDArray[np.uint64]
    values: NDArray[np.int64]
    bounds: NDArray[np.int64]


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

    def parted(self, keys: NDArray[np.uint64], values: NDArray[np.int64], using: ModuleType) -> Parted:
        """Return rows as `add` takes them; several threads may do so at a time."""
        if not self._bits:
            return Parted(keys, values, np.array([0, keys.size], np.int64))
        return Parted(*using.part_rows(keys, values, self._bits))

    def add(self, rows: Parted, start: int = 0) -> None:
        """Take rows in, `start` added to their values."""
        self._added.append((rows, start))
        self._pending += rows.keys.size
        if self._files and self._pending >= _WRITTEN_AT_ONCE:
            self._write()

    def groups(self, using: ModuleType, engine: Local) -> Groups:
        """Return the values of every key that stands at least twice, keys in rising order."""
        if self._files:
            self._write()
            return joined([_grouped(*_two(file), using) for file in self._files])
        parts = engine.map_batches(lambda part: _grouped(*self._rows(part), using), range(1 << self._bits))
        self._added.clear()
        return joined(parts)

    def _rows(self, part: int) -> Rows:
        """Return the rows of a part, in the order in which they were added."""
        places = [(rows, rows.bounds.item(part), rows.bounds.item(part + 1), start) for rows, start in self._added]
        size = sum(high - low for _, low, high, _ in places)
        keys, values = np.empty(size, np.uint64), np.empty(size, np.int64)
        at = 0
        for rows, low, high, start in places:
            end = at + high - low
            keys[at:end] = rows.keys[low:high]
            np.add(rows.values[low:high], start, out=values[at:end])
            at = end
        return keys, values

    def _write(self) -> None:
        for part, file in enumerate(self._files):
            keys, values = self._rows(part)
            if keys.size:
                file.append(keys, values)
        self._added.clear()
        self._pending = 0


def _two(file: StoredNumbers) -> Rows:
    keys, values = file.read()
    return keys, values


def _grouped(keys: NDArray[np.uint64], values: NDArray[np.int64], using: ModuleType) -> Groups:
    groups = group_by_key(keys, using)
    return Groups(values[groups.rows], groups.bounds)
