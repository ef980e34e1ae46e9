"""Keys that every member of a collection has, one a column, grouped column by column: in memory, or through files.

Of so many keys, one a member, no values need be kept: the value of a key is the number of its member.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.engines.groups import NO_GROUPS, Groups, group_by_key
from dedup.engines.storage import SpilledColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.engines.engine import Engine

    Keys = NDArray[np.uint64]

_PARALLEL_MEMBERS = 1 << 12
"""Members from which grouping the keys of a column takes longer than handing it to a worker."""
_WRITTEN_AT_ONCE = 1 << 14
"""Members whose keys are gathered before they are written to files."""


class KeyColumns:
    """Keys (uint64) of so many members, one in each column, added batch by batch."""

    def __init__(self, columns: int, members: int, engine: Engine) -> None:
        folder = engine.spill_folder
        self._engine = engine
        self._columns = columns
        self._files = [SpilledColumns(folder, {"key": pa.uint64()}) for _ in range(columns)] if folder else []
        self._keys = np.empty((columns, 0 if folder else members), np.uint64)
        self._added = 0
        self._unwritten: list[Keys] = []

    def add(self, keys: Keys) -> None:
        """Add the keys of the next members: uint64[columns, members]."""
        if not self._files:
            self._keys[:, self._added : self._added + keys.shape[1]] = keys
            self._added += keys.shape[1]
            return
        self._unwritten.append(keys)
        if sum(part.shape[1] for part in self._unwritten) >= _WRITTEN_AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._unwritten:
            for file, column in zip(self._files, np.concatenate(self._unwritten, axis=1), strict=True):
                file.append(column)
        self._unwritten = []

    def _column(self, number: int) -> Keys:
        """Return the keys of one column, in the order of the members."""
        return np.asarray(self._files[number].read()[0], np.uint64) if self._files else self._keys[number]

    def groups(self, members: NDArray[np.int64]) -> Iterator[Groups]:
        """Yield, column by column, the groups of those of the `members` that share a key.

        No keys can be added afterwards.
        """
        self._write()
        if not members.size:
            return iter([NO_GROUPS])
        columns = (self._column(number) for number in range(self._columns))
        keys = (column if column.size == members.size else column[members] for column in columns)
        groups = self._grouped(keys, members.size)
        return (Groups(members[of_column.rows], of_column.bounds) for of_column in groups)

    def _grouped(self, keys: Iterator[Keys], members: int) -> Iterator[Groups]:
        """Return the groups of each column; of columns in files, only as many are in memory as have room there."""
        if members < _PARALLEL_MEMBERS:
            return map(group_by_key, keys)
        if not self._files:
            return self._engine.stream(group_by_key, keys)
        at_once = max(self._engine.step_words() // members, 1)
        batches = iter(lambda: list(islice(keys, at_once)), [])
        return chain.from_iterable(self._engine.stream(group_by_key, batch) for batch in batches)
