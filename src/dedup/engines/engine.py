"""The protocol of an engine: the place where the batches of a scan run.

`dedup.engines.local` is the engine for one machine. Another engine, such as one for a cluster, is another class with
these methods; nothing else in the program has to know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dedup.engines.storage import SpillFolder

Item = TypeVar("Item")
Result = TypeVar("Result")


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

    def for_texts(self, size: int) -> Engine:
        """Return the engine for one scan of `size` bytes of text, with a spill folder where memory is too small.

        The folder is deleted with the last reference to it.
        """
        ...

    def memory_limit(self) -> int:
        """Return the bytes of memory that the work may take."""
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

    def batch_words(self) -> int:
        """Return the number of words that one item of work is given at most where they are read from a file."""
        ...

    def step_words(self) -> int:
        """Return the number of words that the caller holds in memory at most while it takes a step with all of them."""
        ...
