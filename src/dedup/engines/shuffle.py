"""Rows ``(key, value)`` on their way to the others of their key: in memory, or by parts of the keys through files."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

_KEY_BITS = 64
_WRITTEN_AT_ONCE = 1 << 20
"""Rows that are gathered before they are sorted into their files."""
_WORTH_SHARING = 1 << 18
"""Rows from which several workers group parts of the keys."""
_TYPES = {"key": pa.uint64(), "value": pa.int64()}


class Shuffle:
    """Gathers rows of a key (uint64) and a value (int64); values of a key come in the order in which they were added.

    With a shelf, rows lie in as many files as `bits` (of the key, its first) tell apart, and one of them at a time is
    in memory.
    """

    def __init__(self, shelf: Shelf | None = None, bits: int = 6) -> None:
        self._bits = bits
        self._files = [StoredNumbers(shelf, _TYPES) for _ in range(1 << bits)] if shelf else []
        self._parts: list[Rows] = []
        self._pending = 0
        self.size = 0

    def add(self, keys: NDArray[np.uint64], values: NDArray[np.int64]) -> None:
        """Take rows in."""
        self._parts.append((keys, values))
        self.size += keys.size
        self._pending += keys.size
        if self._files and self._pending >= _WRITTEN_AT_ONCE:
            self._write()

    def groups(self, using: ModuleType, engine: Local) -> Groups:
        """Return the values of every key that stands at least twice, keys in rising order."""
        if self._files:
            self._write()
            return joined([_grouped(*_two(file), using) for file in self._files])
        bits = 1 if self.size >= _WORTH_SHARING else 0
        parts = engine.map_batches(lambda part: _grouped(*self._chosen(part, bits), using), range(1 << bits))
        self._parts.clear()
        return joined(parts)

    def _chosen(self, part: int, bits: int) -> Rows:
        """Return the rows whose key begins with the bits of `part`."""
        if not bits:
            return _concatenated(self._parts)
        number, shift = np.uint64(part), np.uint64(_KEY_BITS - bits)
        chosen = ((keys, values, keys >> shift == number) for keys, values in self._parts)
        return _concatenated([(keys[these], values[these]) for keys, values, these in chosen])

    def _write(self) -> None:
        keys, values = _concatenated(self._parts)
        self._parts.clear()
        self._pending = 0
        part = (keys >> np.uint64(_KEY_BITS - self._bits)).astype(np.uint16)
        order = np.argsort(part, kind="stable")
        bounds = np.searchsorted(part[order], np.arange(len(self._files) + 1))
        for number, file in enumerate(self._files):
            these = order[bounds[number] : bounds[number + 1]]
            if these.size:
                file.append(keys[these], values[these])


def _two(file: StoredNumbers) -> Rows:
    keys, values = file.read()
    return keys, values


def _concatenated(parts: list[Rows]) -> Rows:
    keys = np.concatenate([np.zeros(0, np.uint64), *(part[0] for part in parts)])
    values = np.concatenate([np.zeros(0, np.int64), *(part[1] for part in parts)])
    return keys, values


def _grouped(keys: NDArray[np.uint64], values: NDArray[np.int64], using: ModuleType) -> Groups:
    groups = group_by_key(keys, using)
    return Groups(values[groups.rows], groups.bounds)
