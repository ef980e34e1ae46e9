"""The protocol of an engine: the place where the batches of a scan run.

`dedup.engines.local` is the engine for one machine. Another engine, such as one for a cluster, is another class with
these methods; nothing else in the program has to know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from dedup.engines.groups import Groups
    from dedup.engines.storage import SpillFolder

Item = TypeVar("Item")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Keyed(Generic[Result]):
    """What work makes of an item where keys are to meet: a result for its caller, and keys that stay with the engine.

    Row i has the key ``keys[i]`` (uint64) and the value ``values[i]`` (int64, rising), which counts from where the item
    begins: at `start`, or, if that is None, where the item before ended. An item has `span` values. `columns` (uint64
    [columns, members]) has keys of another kind: each member of the item has one in each column, and there the value of
    a key is the number of the member, of all items.
    """

    result: Result
    keys: NDArray[np.uint64]
    values: NDArray[np.int64]
    span: int = 0
    start: int | None = None
    columns: NDArray[np.uint64] | None = None


@dataclass(frozen=True, slots=True)
class KeyCounts:
    """How many keys meet: about so many `rows`, and one of each of the `members` in each of so many `columns`."""

    rows: int = 0
    columns: int = 0
    members: int = 0


class MetRows(Protocol):
    """The rows of all items, by key."""

    def groups(self) -> Groups:
        """Return the values of every key that stands at least twice: keys in rising order, values too."""
        ...

    def partitions(self) -> Iterator[Groups]:
        """Yield the same groups in parts, so that few of them need be in memory."""
        ...


class MetColumns(Protocol):
    """The keys that all members have, column by column."""

    def groups(self, members: NDArray[np.int64]) -> Iterator[Groups]:
        """Yield, column by column, the groups of those of the `members` (rising) that share a key."""
        ...


class Meeting(Protocol[Result_co]):
    """The grouping of the keys of many items.

    `results` is called first, and once; afterwards `rows` and `columns` give the groups.
    """

    @property
    def rows(self) -> MetRows:
        """The rows of all items."""
        ...

    @property
    def columns(self) -> MetColumns:
        """The keys of all members."""
        ...

    def results(self) -> Iterator[Result_co]:
        """Run the work; yield the result of each item, in the order of the items."""
        ...


class Engine(Protocol):
    """Runs work on items, and decides how much of a scan is held in memory.

    An engine may run work in another process: work returns what it makes, and changes no array and no object of its
    caller. Work, items and results can be pickled, given a pickler that takes functions within functions, as
    cloudpickle does. Which engine runs a scan, and with how many workers, changes nothing but the time.
    """

    @property
    def spill_folder(self) -> SpillFolder | None:
        """The folder for arrays that do not fit into memory; None while all of them fit."""
        ...

    @property
    def works_elsewhere(self) -> bool:
        """Whether work runs in other processes than the caller: Python code there holds nobody up."""
        ...

    def for_texts(self, size: int) -> Engine:
        """Return the engine for one scan of `size` bytes of text, with a spill folder where memory is too small.

        The folder is deleted with the last reference to it.
        """
        ...

    def memory_limit(self) -> int:
        """Return the bytes of memory that the work may take."""
        ...

    def check(self, more: int = 0) -> None:
        """Raise `LimitError` if so many more bytes are beyond the memory that the process was given."""
        ...

    def text_limit(self) -> int:
        """Return the bytes of text that are held in memory at most; beyond them, texts and keys go through files."""
        ...

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return the result of each item, in the order of the items."""
        ...

    def stream(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in the order of the items; only a few items are under way at a time."""
        ...

    def stream_in_processes(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in the order of the items, of work that is Python code and takes long.

        It runs in processes of this machine, or on executors. `work` is a function of a module, or a `partial` of one,
        and changes nothing; items and results are pickled.
        """
        ...

    def meet(self, work: Callable[[Item], Keyed[Result]], items: Iterable[Item], counts: KeyCounts) -> Meeting[Result]:
        """Return the meeting of the keys, so many of them, that work makes of items."""
        ...

    def shortage(self, size: int) -> str:
        """Return a sentence if keys of so many bytes have no room where they will lie; empty if they have."""
        ...

    def summary(self, documents: int) -> str:
        """Return a sentence on what was sent between machines for so many documents; empty where nothing was."""
        ...

    def batch_words(self) -> int:
        """Return the number of words that one item of work is given at most where they are read from a file."""
        ...

    def step_words(self) -> int:
        """Return the number of words that the caller holds in memory at most while it takes a step with all of them."""
        ...
