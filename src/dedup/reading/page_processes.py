"""Files of formats that take long to read are read by several processes; what each reads is added in order.

Reading a page is Python code, so that threads would wait for each other. A process is started as a program of its own
(`dedup.reading.page_worker`): threads of libraries do not survive a fork, and what `concurrent.futures` spawns runs the
main module of the caller again, which may be a script without a guard. Processes take half a second to start, so few
files are read without them.

A process that ends while it reads is told: its files are read once more, one by one, and the file with which a process
ends again is unreadable. Where no process can be started, the pages are read here.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Self, cast

from dedup.reading.builder import Outcome, unreadable_outcome
from dedup.reading.line_blocks import parallel_map

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile

READY = "dedup reads pages"
"""What a process says when it has started."""

_AT_ONCE = 4
"""Files that a process is given at a time."""


class ProcessEndedError(Exception):
    """A process ended before it had answered."""


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
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._started: list[_Process] = []
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

    def _start(self) -> _Process:
        if self._ended:
            msg = "nobody waits for it"
            raise ProcessEndedError(msg)
        process = _Process(self._options)
        self._started.append(process)
        return process

    def _read_some(self, files: list[InputFile]) -> list[Outcome]:
        process = self._idle.get()
        try:
            return process.read(files)
        except ProcessEndedError:
            outcomes = []
            for file in files:
                process.end()
                process = self._start()
                outcomes.append(self._read_or_refuse(process, file))
            return outcomes
        finally:
            self._idle.put(process)

    def _read_or_refuse(self, process: _Process, file: InputFile) -> Outcome:
        try:
            return process.read([file])[0]
        except ProcessEndedError as error:
            if not process.has_started:
                return self._read_here([file], self._options)[0]
            return unreadable_outcome(file.name, f"the process that read it ended ({error})")


class _Process:
    """One process."""

    def __init__(self, options: ReadingOptions) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self.has_started = False

    def read(self, files: list[InputFile]) -> list[Outcome]:
        """Return what is read of some files; raises `ProcessEndedError` where the process ends before."""
        try:
            process = self._process or self._start()
            _send(process, [replace(file, format=None) for file in files])  # a format has functions, as no pipe takes
            answer = _receive(process)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise ProcessEndedError(self._how_it_ended()) from error
        if isinstance(answer, Exception):
            raise answer
        return cast("list[Outcome]", answer)

    def _start(self) -> subprocess.Popen[bytes]:
        # Without -P, files of the working directory would be imported. A group of its own gets no Ctrl-C.
        places = os.pathsep.join(place for place in sys.path if place)
        self._process = process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dedup.reading.page_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": places},
            process_group=0 if os.name == "posix" else None,
        )
        if _receive(process) != READY:
            raise EOFError
        self.has_started = True
        _send(process, self._options)
        return process

    def _how_it_ended(self) -> str:
        self.end()
        code = self._process.returncode if self._process is not None else 0
        if code >= 0:
            return f"exit code {code}"
        try:
            return f"signal {-code}, {signal.Signals(-code).name}"
        except ValueError:
            return f"signal {-code}"

    def end(self) -> None:
        """End the process, whatever it does."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return
        with suppress(OSError):  # it has ended already
            process.stdin.close()
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _send(process: subprocess.Popen[bytes], value: object) -> None:
    pipe = cast("IO[bytes]", process.stdin)
    pickle.dump(value, pipe)
    pipe.flush()


def _receive(process: subprocess.Popen[bytes]) -> object:
    # Both ends of the pipe are this program.
    return pickle.load(cast("IO[bytes]", process.stdout))  # noqa: S301 - see above
