"""A process that calls targets of the fuzzing program, and the search for the one input of many that is at fault."""

from __future__ import annotations

import multiprocessing
import resource
import signal
import sys
import time
import traceback
from typing import TYPE_CHECKING, Any

from lib.fuzz_targets import run

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SLOW = 5.0
"""Seconds of work for one input that count as a fault, as the processors count them: machines are shared."""
MOST_WORK = 30.0
"""Seconds of work after which the call is broken off, and says where."""
ENDLESS = 300.0
"""Seconds by the clock after which an input is given up: machine code is not broken off."""
LARGE = 1 << 30
"""Bytes of memory that one call may add."""


class Worker:
    """A process that calls targets, and is started anew after each fault.

    Work of more than `slow` seconds on one input is a fault.
    """

    def __init__(self, slow: float = SLOW) -> None:
        self._slow = slow
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, self._slow), daemon=True)
        self._process.start()
        theirs.close()

    def faults(self, target: str, numbers: range) -> list[str]:
        """Return what goes wrong with inputs: a sentence for each that does by itself, or for the fewest together."""
        fault = self.call(target, numbers)
        if fault is None:
            return []
        if len(numbers) == 1:
            return [f"{target} {numbers[0]}: {fault}"]
        half = len(numbers) // 2
        parts = [*self.faults(target, numbers[:half]), *self.faults(target, numbers[half:])]
        if parts or fault.startswith("took"):  # a fault of time or memory may be that of many inputs together
            return parts
        return [f"{target} {numbers[0]} to {numbers[-1]} together (--count {len(numbers)}): {fault}"]

    def call(self, target: str, numbers: range) -> str | None:
        """Return what goes wrong with inputs that are called together, or None."""
        self._ours.send((target, numbers))
        fault = self._answer()
        if fault is not None:
            self.end()
            self._start()
        return fault

    def _answer(self) -> str | None:
        try:
            if not self._ours.poll(ENDLESS):
                return f"gave no answer in {ENDLESS:g} seconds"
            answer: str | None = self._ours.recv()
        except (EOFError, OSError):
            self._process.join(5)
            return f"ended the process, with code {self._process.exitcode}"
        return answer

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


class _WorksTooLongError(BaseException):
    """Raised within a call that works for too long; nothing that handles errors of inputs catches it."""


def work(pipe: Connection, slow: float) -> None:
    """Call what is asked for, and answer with the fault or None."""
    signal.signal(signal.SIGPROF, _break_off)
    while True:
        target, numbers = pipe.recv()
        pipe.send(fault_of(target, numbers, slow))


def fault_of(target: str, numbers: range, slow: float = SLOW) -> str | None:
    """Return what goes wrong with inputs that are called here, or None."""
    began, before = time.process_time(), _peak()
    signal.setitimer(signal.ITIMER_PROF, MOST_WORK)
    try:
        run(target, numbers)
    except (Exception, _WorksTooLongError):  # noqa: BLE001 - this is what is looked for
        return f"raised\n{traceback.format_exc()}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    taken, more = time.process_time() - began, _peak() - before
    if taken > slow:
        return f"took {taken:.1f} seconds"
    return f"took {more / (1 << 20):,.0f} MB" if more > LARGE else None


def _break_off(*_: Any) -> None:
    raise _WorksTooLongError


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
