"""Threads that work side by side, kept from one stage of a scan to the next.

To start them takes longer than many a stage of a small scan. They end with the program; until then they wait, and take
nothing but their stacks.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from concurrent.futures import Future

Result = TypeVar("Result")

_HERE = threading.local()


@contextmanager
def threads(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Give so many threads. Who is one of them gets others: else all might wait for each other."""
    if getattr(_HERE, "works", False):
        with ThreadPoolExecutor(workers) as others:
            yield others
    else:
        yield _kept(workers)


def drop(futures: Collection[Future[Result]]) -> None:
    """Let nobody begin with what nobody awaits any more, and wait for what was begun: it may still use what goes."""
    wait([future for future in futures if not future.cancel()])


@cache
def _kept(workers: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(workers, "dedup", _mark)


def _mark() -> None:
    _HERE.works = True


_at_fork: Callable[..., None] | None = getattr(os, "register_at_fork", None)
if _at_fork is not None:  # a forked process has no threads but the one that forked
    _at_fork(after_in_child=_kept.cache_clear)
