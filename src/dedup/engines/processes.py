"""Work that is Python code, in processes of its own: threads would wait for each other.

Each process runs this module (`dedup.engines.worker_process`), and loads what the work needs, which takes a tenth of a
second or more.
"""

from __future__ import annotations

from queue import SimpleQueue
from typing import TYPE_CHECKING, Self, TypeVar, cast

from dedup.engines.worker_process import ProcessEndedError, WorkerProcess, answer_questions

if TYPE_CHECKING:
    from collections.abc import Callable

Item = TypeVar("Item")
Result = TypeVar("Result")


class Processes:
    """So many processes, which start with their first item and end with the context, when no item is under way."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._idle: SimpleQueue[WorkerProcess] = SimpleQueue()

    def __enter__(self) -> Self:
        for _ in range(self._count):
            self._idle.put(WorkerProcess(__name__))
        return self

    def __exit__(self, *_: object) -> None:
        while not self._idle.empty():
            self._idle.get().end()

    def run(self, work: Callable[[Item], Result], item: Item) -> Result:
        """Return the result of an item; this process makes it where the other one cannot be started, or ends."""
        process = self._idle.get()
        try:
            return cast("Result", process.ask([(work, item)]))
        except ProcessEndedError:
            process = WorkerProcess(__name__)
            return work(item)
        finally:
            self._idle.put(process)


def _answer(question: tuple[Callable[[Item], Result], Item]) -> Result:
    work, item = question
    return work(item)


if __name__ == "__main__":
    answer_questions(lambda next_part: _answer(next_part()))
