"""Looks for inputs that the program cannot take: damaged and hostile ones, made by chance, for a time.

    python benchmarks/fuzz.py [--seconds 60] [--first 0] [--only TARGET] [--number N]

Every reader, every report (read back by a parser of its kind), saved results, baselines, configurations, ignore files
and indexes are called in a process of their own. A fault is an exception that is not the program's own, the end of that
process, more than `SLOW` seconds of work, and no answer within `ENDLESS` seconds. Each is printed with its number, and
`--only TARGET --number N` calls it again, here. The numbers make the inputs: the same ones are the same inputs. The
command exits with 1 where there was a fault.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from lib.fuzz_targets import SHARES, TARGETS, run

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SLOW = 10.0
"""Seconds of work for one input that count as a fault, as the processors count them: machines are shared."""
ENDLESS = 300.0
"""Seconds by the clock after which an input is given up."""


def main() -> None:
    """Call targets until the time is over, and exit with 1 where there was a fault."""
    options = _options()
    if options.number is not None:
        run(options.only, options.number)
        return
    calls, faults = _calls(options)
    total = ", ".join(f"{target} {count:,}" for target, count in sorted(calls.items()))
    print(f"{sum(calls.values()):,} inputs from number {options.first:,} on: {total}; {len(faults)} faults")
    sys.exit(bool(faults))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--only", choices=TARGETS, help="call only this target")
    parser.add_argument("--number", type=int, help="call --only with this one input, and show its traceback")
    options = parser.parse_args()
    if options.number is not None and options.only is None:
        parser.error("--number needs --only")
    return options


def _calls(options: argparse.Namespace) -> tuple[Counter[str], list[str]]:
    """Return how often each target was called, and the faults."""
    calls, faults = Counter[str](), list[str]()
    end, number, worker = time.monotonic() + options.seconds, options.first, Worker()
    while time.monotonic() < end:
        target = options.only or random.Random(number).choices(list(TARGETS), SHARES)[0]  # noqa: S311 - no secrets
        calls[target] += 1
        if fault := worker.call(target, number):
            faults.append(fault)
            print(f"{target} {number}: {fault}", flush=True)
        number += 1
    worker.end()
    return calls, faults


class Worker:
    """A process that calls targets, and is started anew where it ended or hung."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def call(self, target: str, number: int) -> str | None:
        """Return what went wrong with one input, or None."""
        self._ours.send((target, number))
        fault = self._answer()
        if fault is not None and fault.startswith(("ended", "gave")):
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


def _work(pipe: Connection) -> None:
    while True:
        target, number = pipe.recv()
        before = time.process_time()
        try:
            run(target, number)
        except Exception:  # noqa: BLE001 - this is what is looked for
            pipe.send(f"raised\n{traceback.format_exc()}")
        else:
            taken = time.process_time() - before
            pipe.send(f"took {taken:.1f} seconds" if taken > SLOW else None)


if __name__ == "__main__":
    main()
