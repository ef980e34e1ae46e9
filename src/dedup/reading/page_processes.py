"""Pages, as files or as responses of a web archive, are read by several processes; what each reads is added in order.

Reading a page is Python code, so that threads would wait for each other. The processes run `dedup.reading.page_worker`
(`dedup.engines.worker_process`). They take half a second to start, so few pages are read without them.

A process that ends while it reads is told: its pages are read once more, one by one, and the page with which a process
ends again is unreadable. Where no process can be started, the pages are read here.
"""

from __future__ import annotations

import sys
from itertools import islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar, cast

from dedup.engines.worker_process import ProcessEndedError, WorkerProcess
from dedup.errors import InputError
from dedup.processors import cores
from dedup.reading.line_blocks import parallel_map
from dedup.reading.outcomes import Outcome, unreadable_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from dedup.reading.options import ReadingOptions

FEWEST = 100
"""Pages from which processes save more time than they take to start."""
_AT_ONCE = 4
"""Pages that a process is given at a time."""


class Named(Protocol):
    """What has a name in results."""

    @property
    def name(self) -> str:
        """The name."""
        ...


Page = TypeVar("Page", bound=Named)


def processes_of(options: ReadingOptions) -> int:
    """Return how many processes are to read many pages; 1 where this process reads them itself."""
    return (options.workers or cores()) if sys.executable else 1


class PageProcesses(Generic[Page]):
    """Processes that read pages; they end with the context. `read_here` reads pages where no process starts.

    Pages are values that a pipe takes: files without their format, or responses.
    """

    def __init__(
        self,
        count: int,
        options: ReadingOptions,
        read_here: Callable[[list[Page], ReadingOptions], list[Outcome]],
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

    def read(self, pages: Iterable[Page]) -> Generator[Outcome]:
        """Yield what is read of each page, in their order; `pages` are taken as they are needed."""
        for outcomes in parallel_map(self._read_some, _parts(pages), self._count):
            yield from outcomes

    def _start(self) -> WorkerProcess:
        if self._ended:
            msg = "nobody waits for it"
            raise ProcessEndedError(msg)
        process = WorkerProcess("dedup.reading.page_worker")
        self._started.append(process)
        return process

    def _read_some(self, pages: list[Page]) -> list[Outcome]:
        process = self._idle.get()
        try:
            return self._ask(process, pages)
        except ProcessEndedError:
            outcomes = []
            for page in pages:
                process.end()
                process = self._start()
                outcomes.append(self._read_or_refuse(process, page))
            return outcomes
        finally:
            self._idle.put(process)

    def _ask(self, process: WorkerProcess, pages: list[Page]) -> list[Outcome]:
        return cast("list[Outcome]", process.ask([(pages, self._options)]))

    def _read_or_refuse(self, process: WorkerProcess, page: Page) -> Outcome:
        try:
            return self._ask(process, [page])[0]
        except ProcessEndedError as error:
            if not process.has_started:
                return self._read_here([page], self._options)[0]
            return unreadable_outcome(page.name, f"the process that read it ended ({error})")


def _parts(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """Yield pages some at a time; an error of the input is raised behind those before it."""
    coming = iter(pages)
    failure: InputError | None = None
    while failure is None:
        part: list[Page] = []
        try:
            part.extend(islice(coming, _AT_ONCE))
        except InputError as error:
            failure = error
        if part:
            yield part
        elif failure is None:
            return
    raise failure
