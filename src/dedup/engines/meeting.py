"""Keys that work makes of items, brought together on the machine of the caller: one shuffle, and columns of keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from dedup.engines.key_columns import KeyColumns
from dedup.engines.shuffle import PartitionedRows, Shuffle, partition_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from dedup.engines.engine import Engine, KeyCounts, Keyed

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Partitioned(Generic[Result]):
    """What work made of an item, with its rows in the order of their partitions."""

    result: Result
    rows: PartitionedRows
    span: int
    start: int | None
    columns: NDArray[np.uint64] | None


class LocalMeeting(Generic[Item, Result]):
    """A meeting whose rows and columns the caller gathers: in memory, or in the spill folder of the engine.

    The parameters are those of `Engine.meet`. The work, and the order of the rows by partition, are the engine's.
    """

    def __init__(
        self,
        engine: Engine,
        work: Callable[[Item], Keyed[Result]],
        items: Iterable[Item],
        counts: KeyCounts,
    ) -> None:
        self.rows = Shuffle(engine, counts.rows)
        self.columns = KeyColumns(counts.columns, counts.members, engine)
        self._engine, self._items = engine, items
        self._work = partial(_partitioned, work=work, bits=self.rows.bits)

    def results(self) -> Iterator[Result]:
        """Run the work; yield the result of each item, in the order of the items."""
        before = 0
        for made in self._engine.stream(self._work, self._items):
            self.rows.add(made.rows, before if made.start is None else made.start)
            before += made.span
            if made.columns is not None:
                self.columns.add(made.columns)
            yield made.result


def _partitioned(item: Item, work: Callable[[Item], Keyed[Result]], bits: int) -> _Partitioned[Result]:
    keyed = work(item)
    rows = partition_rows(keyed.keys, keyed.values, bits)
    return _Partitioned(keyed.result, rows, keyed.span, keyed.start, keyed.columns)
