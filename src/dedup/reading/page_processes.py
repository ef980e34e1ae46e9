"""Files of formats that take long to read are read by several processes; what each reads is added in order.

Reading a page is Python code, so that threads would wait for each other. The processes run `dedup.reading.page_worker`
(`dedup.reading.worker_process`). They take half a second to start, so few files are read without them.

A process that ends while it reads is told: its files are read once more, one by one, and the file with which a process
ends again is unreadable. Where no process can be started, the pages are read here.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self, cast

from dedup.reading.line_blocks import parallel_map
from dedup.reading.outcomes import Outcome, unreadable_outcome
from dedup.reading.worker_process import ProcessEndedError, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile

_AT_ONCE = 4
"""Files that a process is given at a time."""


class PageProcesses:
    """Processes that read pages; they end with the context. `read_here` reads files where no process starts."""

    def __init__(
        self,
        count: int,
        options: ReadingOptions,
        read_here: Callable[[list[InputFile], ReadingOptions], list[Outcome]],
    ) -> None:
        self._count = count
        self._read_here = read_here
        self._options = options
        self._idle: SimpleQueue[WorkerProcess] = SimpleQueue()
        self._started: list[WorkerProcess] = []
        self._ended = False

    def __enter__(self) -> Self:
        for _ in range(self._count):
            self._idle.put(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        for process in self._started:
            process.end()

    def read(self, files: Sequence[InputFile]) -> Generator[Outcome]:
        """Yield what is read of each file, in their order."""
        coming = iter(files)
        parts = iter(lambda: list(islice(coming, _AT_ONCE)), [])
        for outcomes in parallel_map(self._read_some, parts, self._count):
            yield from outcomes

    def _start(self) -> WorkerProcess:
        if self._ended:
            msg = "nobody waits for it"
            raise ProcessEndedError(msg)
        process = WorkerProcess("dedup.reading.page_worker")
        self._started.append(process)
        return process

    def _read_some(self, files: list[InputFile]) -> list[Outcome]:
        process = self._idle.get()
        try:
            return self._ask(process, files)
        except ProcessEndedError:
            outcomes = []
            for file in files:
                process.end()
                process = self._start()
                outcomes.append(self._read_or_refuse(process, file))
            return outcomes
        finally:
            self._idle.put(process)

    def _ask(self, process: WorkerProcess, files: list[InputFile]) -> list[Outcome]:
        sent = [replace(file, format=None) for file in files]  # a format has functions, as no pipe takes
        return cast("list[Outcome]", process.ask([(sent, self._options)]))

    def _read_or_refuse(self, process: WorkerProcess, file: InputFile) -> Outcome:
        try:
            return self._ask(process, [file])[0]
        except ProcessEndedError as error:
            if not process.has_started:
                return self._read_here([file], self._options)[0]
            return unreadable_outcome(file.name, f"the process that read it ended ({error})")
