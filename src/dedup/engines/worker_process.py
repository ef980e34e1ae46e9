"""A process of its own does some work for this one: it gets questions, and gives answers.

It is a program that is started (`python -m MODULE`, whose module calls `answer_questions`): threads of libraries do not
survive a fork, and what `concurrent.futures` spawns runs the main module of the caller again, which may be a script
without a guard.

A question may have a limit of time. Where the system can, the process itself is limited in the seconds that it works,
so that a machine with much to do changes no result; everywhere it is ended when far more time has passed by the clock.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_READY = "dedup answers"
"""What a process says when it has started."""
_BY_THE_CLOCK = 10
"""How many times as long as it may work a process may take by the clock."""


class ProcessEndedError(Exception):
    """A process ended before it had answered, or was ended because it took too long."""


class WorkerProcess:
    """One process, which starts with its first question; `has_started` says that it could be started."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self.has_started = False

    def ask(self, question: Iterable[object], seconds: int = 0) -> Any:
        """Return the answer to a question of some parts; it may take so many seconds of work (0: no limit).

        Raises `ProcessEndedError` where the process ends before it has answered, and what was raised in the process.
        """
        try:
            process = self._process or self._start()
            with _ended_after(seconds * _BY_THE_CLOCK, process):
                _give(process.stdin, seconds)
                for part in question:
                    _give(process.stdin, part)
                answer = _take(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise ProcessEndedError(self._how_it_ended()) from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        # Without -P, files of the working directory would be imported. A group of its own gets no Ctrl-C.
        places = os.pathsep.join(place for place in sys.path if place)
        self._process = process = subprocess.Popen(  # noqa: S603 - a module of this program
            [sys.executable, "-P", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": places},
            process_group=0 if os.name == "posix" else None,
        )
        if _take(process.stdout) != _READY:
            raise EOFError
        self.has_started = True
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


def answer_questions(answer: Callable[[Callable[[], Any]], object]) -> None:
    """Answer the questions of the process that started this one, until there are no more: the program of a process.

    `answer` returns the answer to one question, and gets the function that returns its next part. Whatever else is
    written to standard output goes to standard error.
    """
    taken = sys.stdin.buffer
    given = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def next_part() -> Any:
        try:
            return _take(taken)
        except EOFError:
            sys.exit()

    _give(given, _READY)
    while True:
        _limit_work(next_part())
        try:
            found = answer(next_part)
        except Exception as error:  # noqa: BLE001 - whoever started the process raises it
            found = error
        _give(given, found)


def _give(pipe: IO[bytes] | None, value: object) -> None:
    pipe = cast("IO[bytes]", pipe)
    pickle.dump(value, pipe)
    pipe.flush()


def _take(pipe: IO[bytes] | None) -> Any:
    return pickle.load(cast("IO[bytes]", pipe))  # noqa: S301 - both ends of a pipe are this program


@contextmanager
def _ended_after(seconds: int, process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill a process where the context takes more than so many seconds (0: never)."""
    timer = Timer(seconds, process.kill)
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _limit_work(seconds: int) -> None:
    """Let the system end this process when it has worked for so many seconds more (0: no limit)."""
    with suppress(ImportError, OSError, ValueError):  # not every system has limits, or lets them be changed
        import resource  # noqa: PLC0415 - see above

        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        until = int(time.process_time()) + 1 + seconds if seconds else most
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))
