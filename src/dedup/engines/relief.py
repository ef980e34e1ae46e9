"""Memory that a scan can do without, given back while it nears what it may take.

Freed memory stays with a process for the next who asks, and pages of mapped files stay until somebody else needs the
room. Both count. A thread looks many times a second how much there is, and gives it back when it nears the limit.
"""

from __future__ import annotations

import mmap
import time
from contextlib import suppress
from pathlib import Path
from threading import RLock, Thread
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

from dedup.engines.memory import readable
from dedup.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.engines.memory import Limit

_EVERY, _NEARLY = 0.005, 0.001
"""Seconds between two looks, in general and near the limit; in a millisecond two threads take some megabytes."""
_NEAR = 0.6
"""Part of the limit from which freed memory is given back; below it, it is kept, since to fetch it anew takes time."""
_STEP, _LEAST_STEP = 1 / 8, 1 / 256
"""Part of what is left, and of the limit, by which memory has to grow to be given back again, which takes a while."""
_MAPPED, _NEARLY_MAPPED = 1 / 16, 1 / 64
"""Part of the limit by which pages of mapped files may grow before they are given back, in general and near it."""
_FULL = 15 / 16
"""Part of a firm limit beyond which work ends, if giving back does not help: it goes on until somebody looks."""
_SCARCE = 3 / 4
"""Part of the limit from which those who look at places of mapped files give their pages back at once."""
AROUND = 1 << 16
"""Bytes that come into memory, on Linux, with a byte of a file that is mapped and was written in pieces of as many."""


class Taken(NamedTuple):
    """Bytes that a process has in memory, and how many of them are pages of files."""

    all: int
    files: int


class Relief:
    """Looks after the memory of this process as long as anybody holds it to a limit.

    Holders let go by being forgotten. `taken` tells what the process has; where nobody tells, nothing happens.
    """

    def __init__(self, taken: Callable[[], Taken | None]) -> None:
        self._taken = taken
        self._limits: WeakKeyDictionary[object, Limit] = WeakKeyDictionary()
        self._maps: WeakSet[mmap.mmap] = WeakSet()
        self._lock = RLock()
        self._thread: Thread | None = None
        self._before = Taken(0, 0)
        self._excess: tuple[Limit, int] | None = None
        self._trim: Callable[[], None] = _nothing

    def hold(self, holder: object, limit: Limit) -> None:
        """Keep the process below a limit as long as the holder lives."""
        with self._lock:
            self._limits[holder] = limit
            if self._thread is None and self._taken() is not None:
                self._before, self._excess, self._trim = Taken(0, 0), None, _trimmer()
                self._thread = Thread(target=self._watch, name="dedup-memory", daemon=True)
                self._thread.start()

    def add(self, pages: mmap.mmap) -> None:
        """Take the map of a file in, whose pages may be given back at any time: who needs them reads them again."""
        with self._lock:
            self._maps.add(pages)

    def release(self) -> None:
        """Give back all pages of mapped files."""
        with self._lock:
            for pages in self._maps:
                release(pages)

    def ease(self) -> None:
        """Give them back if the limit is near, for those who have looked at many places of them."""
        with self._lock:
            limit, now = self._lowest(), self._taken()
        if limit is not None and now is not None and now.all > _SCARCE * limit.bytes:
            self.release()

    def look(self) -> None:
        """Give memory back if it is time to, and raise `LimitError` if the process went beyond a firm limit."""
        if self._thread is None:
            return
        self._give_back()
        with self._lock:
            excess, self._excess = self._excess, None
        if excess is not None:
            limit, most = excess
            msg = (
                f"{readable(limit.bytes)} of memory (--memory) do not suffice: {readable(most)} are taken by now, and "
                "more is needed of what can neither be dropped nor go through files; give it more memory, or fewer "
                "documents at a time"
            )
            raise LimitError(msg)

    def _lowest(self) -> Limit | None:
        return min(self._limits.values(), key=lambda limit: limit.bytes, default=None)

    def _watch(self) -> None:
        while (left := self._give_back()) is not None:
            time.sleep(_EVERY if left else _NEARLY)

    def _give_back(self) -> bool | None:
        """Return whether the limit is far away, none where there is no limit any more."""
        with self._lock:
            limit, now = self._lowest(), self._taken()
            if limit is None or now is None:
                self._thread = None
                return None
            near, full = now.all > _NEAR * limit.bytes, now.all > _FULL * limit.bytes
            over = full and limit.firm and self._excess is None
            step = max(_STEP * (limit.bytes - self._before.all), _LEAST_STEP * limit.bytes)
            trims = over or (near and now.all > self._before.all + step)
            if trims or now.files > self._before.files + (_NEARLY_MAPPED if near else _MAPPED) * limit.bytes:
                self.release()
                if trims:
                    self._trim()
                self._before = now = self._taken() or now
            if over and now.all > _FULL * limit.bytes:
                self._excess = limit, now.all
            self._before = Taken(min(self._before.all, now.all), min(self._before.files, now.files))
            return now.all < _NEAR * limit.bytes


def release(pages: mmap.mmap) -> None:
    """Give back the pages of the map of a file; what was written to them is in the file."""
    if hasattr(mmap, "MADV_DONTNEED"):
        pages.madvise(mmap.MADV_DONTNEED)


def taken() -> Taken | None:
    """Return what this process has in memory, or none where nobody tells."""
    try:
        told = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return None
    return Taken(int(told[1]) * mmap.PAGESIZE, int(told[2]) * mmap.PAGESIZE)


def _nothing() -> None:
    pass


def _trimmer() -> Callable[[], None]:
    """Return what gives freed memory back, of the C library as far as it can, and of Arrow."""
    import ctypes  # noqa: PLC0415 - only a scan near its limit needs either

    import pyarrow as pa  # noqa: PLC0415 - see above

    trim = None
    with suppress(OSError, TypeError, AttributeError):  # other systems' libraries keep less, and have no such function
        trim = ctypes.CDLL(None).malloc_trim

    def give_back() -> None:
        pa.default_memory_pool().release_unused()
        if trim is not None:
            trim(0)

    return give_back


RELIEF = Relief(taken)
