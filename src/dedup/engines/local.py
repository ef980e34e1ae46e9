"""One machine: where batches are worked on, and how much memory the work may take."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from dedup.engines.memory import free_memory

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
    is free where that is not said. What would take more goes through temporary files.
    """

    workers: int = 0
    memory: int = 0

    def stream(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield what `work` makes of each item, in order; only a few items are under way at a time."""
        workers = self.workers or cores()
        if workers <= 1:
            yield from map(work, items)
            return
        with ThreadPoolExecutor(workers) as pool:
            waiting: deque[Future[Result]] = deque()
            try:
                for item in items:
                    waiting.append(pool.submit(work, item))
                    if len(waiting) > _AHEAD * workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def map_batches(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return what `work` makes of each item, in order."""
        if len(items) < 2:  # noqa: PLR2004 - nothing to do side by side
            return [work(item) for item in items]
        return list(self.stream(work, items))

    def limit(self) -> int:
        """Return the bytes of memory that may be used."""
        return self.memory or free_memory() // 2

    def most_text(self) -> int:
        """Return the bytes of text up to which a scan needs no temporary files."""
        return max(self.limit() - _FOR_ITSELF, 0) // _NEEDED


LOCAL = Local()


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
