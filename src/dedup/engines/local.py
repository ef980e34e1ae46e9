"""One machine: where batches are worked on, and how much memory the work may take."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from dedup.engines.memory import LEAST, free_memory, private_memory, readable
from dedup.errors import LimitError
from dedup.processors import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2
"""Items a worker may be ahead of the one whose result is awaited: enough to keep all busy, and few to hold."""
_FOR_ITSELF = 200 << 20
"""Bytes that the program and its libraries take before any text is read."""
_NEEDED = 4
"""Bytes in memory that a byte of text takes while it is scanned: itself, its keys, and room to group them."""


@dataclass(frozen=True, slots=True)
class Local:
    """One machine: `workers` threads, as many as it has cores where that is not said.

    The kernels release the interpreter's lock, so threads are enough. Results come in the order of the items, so that
    the number of workers changes nothing but the time. `memory` is the most that may be used, in bytes: half of what
    is free where that is not said. What would take more goes through temporary files. `beside` is what the process had
    before, in bytes: beyond what the program itself takes, it is somebody else's.
    """

    workers: int = 0
    memory: int = 0
    beside: int = 0

    def stream(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield what `work` makes of each item, in order; only a few items are under way at a time."""
        workers, coming = self.workers or cores(), iter(items)
        first = list(islice(coming, 2)) if workers > 1 else []
        if len(first) < 2:  # noqa: PLR2004 - nothing to do side by side
            for item in chain(first, coming):
                self.check()
                yield work(item)
            return
        from dedup.engines.threads import drop, threads  # noqa: PLC0415 - small inputs are not worked on side by side

        with threads(workers) as pool:
            waiting: deque[Future[Result]] = deque()
            try:
                for item in chain(first, coming):
                    self.check()
                    waiting.append(pool.submit(work, item))
                    if len(waiting) > _AHEAD * workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                drop(waiting)

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return what `work` makes of each item, in order."""
        self.check()
        if len(items) < 2:  # noqa: PLR2004 - nothing to do side by side
            return [work(item) for item in items]
        return list(self.stream(work, items))

    def limit(self) -> int:
        """Return the bytes of memory that may be used."""
        return self.memory or free_memory() // 2

    def check(self) -> None:
        """Raise `LimitError` if the process has more memory for itself than somebody said that it may.

        A limit that nobody gave ends nothing, and neither does one that is too small to be kept.
        """
        if self.memory < LEAST:
            return
        most, taken = self.memory + max(self.beside - _FOR_ITSELF, 0), private_memory()
        if taken is not None and taken > most:
            msg = (
                f"{readable(most)} of memory (--memory) do not suffice: {readable(taken)} are taken by now, and more "
                "is needed of what cannot go through files; give it more memory, or fewer documents at a time"
            )
            raise LimitError(msg)

    def most_text(self) -> int:
        """Return the bytes of text up to which a scan needs no temporary files."""
        return max(self.limit() - _FOR_ITSELF, 0) // _NEEDED


LOCAL = Local()
