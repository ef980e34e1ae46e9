"""The engine for one machine: threads for batches of work, and files beyond a limit of memory."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from dedup.engines.memory import LEAST_MEMORY, PROGRAM_BYTES, format_size, free_memory, private_memory
from dedup.errors import LimitError
from dedup.processors import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ThreadPoolExecutor

    from dedup.engines.engine import KeyCounts, Keyed, Meeting
    from dedup.engines.storage import SpillFolder

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2
"""Items a worker may be ahead of the one whose result is awaited: enough to keep all busy, and few to hold."""
_WORTH_PROCESSES = 8
"""Items, each of a few tenths of a second, from which processes save more time than they take to start."""
_BYTES_PER_TEXT_BYTE = 4
"""Bytes in memory that a byte of text takes while it is scanned: itself, its keys, and room to group them."""
_BATCH_WORDS = 1 << 19, 1 << 22
"""The least and the most words of a batch: fewer are not worth a call, and more do not fit the cache."""
_STEP_WORDS = 1 << 20, 1 << 24
"""The least and the most words of a step of the caller."""


@dataclass(frozen=True, slots=True)
class Local:
    """One machine with `workers` threads, by default as many as it has cores.

    The kernels release the interpreter's lock, so threads are enough. `memory` is the limit in bytes, by default half
    of the free memory; what would take more goes through files in the spill folder. `beside` is the memory in bytes
    that the process had before the scan; what the program itself does not take of it belongs to others.
    """

    workers: int = 0
    memory: int = 0
    beside: int = 0
    spill_folder: SpillFolder | None = field(default=None, repr=False)

    @property
    def works_elsewhere(self) -> bool:
        """Work runs in threads of this process."""
        return False

    def for_texts(self, size: int) -> Local:
        """Return the engine for one scan of `size` bytes of text, with a spill folder where memory is too small."""
        if size <= self.text_limit():
            return self
        from dedup.engines.storage import SpillFolder  # noqa: PLC0415 - the command line starts without Arrow

        return replace(self, spill_folder=SpillFolder())

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return the result of each item, in the order of the items."""
        return list(self.stream(work, items))

    def stream(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in the order of the items; only a few items are under way at a time."""
        workers, coming = self.workers or cores(), iter(items)
        first = list(islice(coming, 2)) if workers > 1 else []
        if len(first) < 2:  # noqa: PLR2004 - one item needs no second thread
            for item in chain(first, coming):
                self.check()
                yield work(item)
            return
        with threads(workers) as pool:
            yield from self._in_order(pool, work, chain(first, coming), workers)

    def stream_in_processes(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in the order of the items; where there are a few, processes make them.

        This process goes on with the items meanwhile.
        """
        workers, coming = self.workers or cores(), iter(items)
        first = list(islice(coming, _WORTH_PROCESSES)) if workers > 1 and sys.executable else []
        if len(first) < _WORTH_PROCESSES:
            for item in chain(first, coming):
                self.check()
                yield work(item)
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see `_kept_threads`

        from dedup.engines.processes import Processes  # noqa: PLC0415 - small scans need none

        # The threads wait for the processes: those that are kept are for the work that makes the items.
        with Processes(workers) as processes, ThreadPoolExecutor(workers) as pool:
            yield from self._in_order(pool, partial(processes.run, work), chain(first, coming), workers)

    def _in_order(
        self, pool: ThreadPoolExecutor, work: Callable[[Item], Result], items: Iterable[Item], workers: int
    ) -> Iterator[Result]:
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                self.check()
                waiting.append(pool.submit(work, item))
                if len(waiting) > _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            cancel(waiting)

    def meet(self, work: Callable[[Item], Keyed[Result]], items: Iterable[Item], counts: KeyCounts) -> Meeting[Result]:
        """Return the meeting of the keys that work makes of items: in memory, or in the spill folder."""
        from dedup.engines.meeting import LocalMeeting  # noqa: PLC0415 - the command line starts without Arrow

        return LocalMeeting(self, work, items, counts)

    def shortage(self, size: int) -> str:
        """Return a sentence if keys of so many bytes go through files, and the disk has less room than that."""
        if self.spill_folder is None:
            return ""
        from shutil import disk_usage  # noqa: PLC0415 - few scans go through files

        free = disk_usage(self.spill_folder.path).free
        if size <= free:
            return ""
        return (
            f"the keys of these texts take about {format_size(size)}, and {format_size(free)} are free in "
            f"{self.spill_folder.path}; let TMPDIR name another folder, or let the disks of a cluster hold them "
            "(--engine spark)"
        )

    def summary(self, documents: int) -> str:  # noqa: ARG002 - there is one machine
        """Return nothing: nothing is sent anywhere."""
        return ""

    def text_limit(self) -> int:
        """Return the bytes of text that are held in memory at most; beyond them, texts and keys go through files."""
        return max(self.memory_limit() - PROGRAM_BYTES, 0) // _BYTES_PER_TEXT_BYTE

    def batch_words(self) -> int:
        """Return the number of words that one item of work is given at most: their hashes take a 256th of the limit."""
        least, most = _BATCH_WORDS
        return min(max(self.memory_limit() >> 11, least), most)

    def step_words(self) -> int:
        """Return the number of words that the caller holds at most: their hashes take a sixteenth of the limit."""
        least, most = _STEP_WORDS
        return min(max(self.memory_limit() >> 7, least), most)

    def check(self, more: int = 0) -> None:
        """Raise `LimitError` if the process with so many more bytes has more for itself than the `memory` it was given.

        A default limit raises nothing, and neither does one that is too small to be kept.
        """
        if self.memory < LEAST_MEMORY:
            return
        most, used = self.memory + max(self.beside - PROGRAM_BYTES, 0), private_memory()
        if used is not None and used + more > most:
            needed = f"about {format_size(more)}" if more else "more"
            msg = (
                f"{format_size(most)} of memory (--memory) do not suffice: {format_size(used)} are taken by now, and "
                f"{needed} is needed of what cannot go through files; give it more memory, or fewer documents at a time"
            )
            raise LimitError(msg)

    def memory_limit(self) -> int:
        """Return the bytes of memory that the work may take."""
        return self.memory or free_memory() // 2


LOCAL = Local()

_THREAD = threading.local()


@contextmanager
def threads(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Give so many threads, which are kept from one stage of a scan to the next.

    Starting threads takes longer than many a stage of a small scan. They end with the program; until then they wait,
    and take nothing but their stacks. Work within a thread gets other threads, as all might wait for each other.
    """
    if getattr(_THREAD, "is_worker", False):
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see `_kept_threads`

        with ThreadPoolExecutor(workers) as pool:
            yield pool
    else:
        yield _kept_threads(workers)


def cancel(futures: Collection[Future[Result]]) -> None:
    """Cancel futures whose results nobody needs, and wait for those that were begun: they may use what is deleted."""
    from concurrent.futures import wait  # noqa: PLC0415 - see `_kept_threads`

    wait([future for future in futures if not future.cancel()])


@cache
def _kept_threads(workers: int) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - small inputs need no second thread

    return ThreadPoolExecutor(workers, "dedup", _mark_worker)


def _mark_worker() -> None:
    _THREAD.is_worker = True


_at_fork: Callable[..., None] | None = getattr(os, "register_at_fork", None)
if _at_fork is not None:  # a forked process has no threads but the one that forked
    _at_fork(after_in_child=_kept_threads.cache_clear)
