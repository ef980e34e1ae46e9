"""Work on things that come one after the other, done by threads while the next ones come."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from dedup.engines.threads import drop, threads
from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")

_QUEUED = 1
"""Items that wait for a worker, so that none waits for an item."""


def work_ahead(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """Yield what `work` makes of each item, in order; few items are under way at a time.

    What goes wrong with the input while an item is fetched is raised behind the results of those before it.
    """
    if workers <= 1:
        yield from map(work, items)
        return
    coming = iter(items)
    waiting: deque[Future[Result]] = deque()
    trouble: Exception | None = None
    with threads(workers) as pool:
        try:
            while trouble is None:
                try:
                    waiting.append(pool.submit(work, next(coming)))
                except (StopIteration, InputError, OSError) as error:
                    trouble = error
                while len(waiting) > (workers + _QUEUED if trouble is None else 0):
                    yield waiting.popleft().result()
        finally:
            drop(waiting)
    if not isinstance(trouble, StopIteration):
        raise trouble
