"""Looks for inputs that the program cannot take: damaged and hostile ones, made by chance, for a time.

    python benchmarks/fuzz.py [--seconds 60] [--first 0] [--only TARGET] [--processes 2] [--slow 5]
    python benchmarks/fuzz.py --only TARGET --number N [--count 1]

Every reader, every report (read back by a parser of its kind), filters, saved results, baselines, configurations,
ignore files and indexes are called in processes of their own, some dozen inputs at a time. A fault is an exception that
is not the program's own, the end of that process, more than `--slow` seconds of work on one input, more than `LARGE`
bytes of memory, and no answer within `ENDLESS` seconds. Where there is one, the inputs are called again in halves, down
to the one that brings it about. Each fault is printed with its number, and `--only TARGET --number N` calls it again,
here. The numbers make the inputs: the same ones are the same inputs. The command exits with 1 where there was a fault.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dedup.kernels.bindings import load_library
from lib.fuzz_targets import BATCH, TARGETS, run, target_of
from lib.fuzz_worker import MOST_WORK, SLOW, Worker

_TOLD = 50_000
"""Inputs after which it is told how many there were."""


def main() -> None:
    """Call targets until the time is over, and exit with 1 where there was a fault."""
    options = _options()
    if options.number is not None:
        run(options.only, range(options.number, options.number + options.count))
        return
    load_library()  # errors of the program are no faults, and without kernels every input ends in one
    calls = Calls(options)
    with ThreadPoolExecutor(options.processes) as threads:
        for finished in [threads.submit(calls.call_batches) for _ in range(options.processes)]:
            finished.result()
    total = ", ".join(f"{target} {number:,}" for target, number in sorted(calls.counts.items()))
    print(f"{calls.counts.total():,} inputs from number {options.first:,} on: {total}; {calls.faults:,} faults")
    sys.exit(bool(calls.faults))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--only", choices=TARGETS, help="call only this target")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many call targets at a time")
    parser.add_argument(
        "--slow", type=float, default=SLOW, help=f"the seconds of work that are a fault, to {MOST_WORK:g}"
    )
    parser.add_argument("--number", type=int, help="call --only with this one input, and show its traceback")
    parser.add_argument("--count", type=int, default=1, help="call so many inputs from --number on, as one collection")
    options = parser.parse_args()
    if options.number is not None and options.only is None:
        parser.error("--number needs --only")
    return options


class Calls:
    """Calls batch after batch until the time is over, from several threads, each with a process of its own.

    `counts` says how many inputs each target had, `faults` how many faults there were.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.counts = Counter[str]()
        self.faults = 0
        self._only = options.only
        self._slow = options.slow
        self._end = time.monotonic() + options.seconds
        self._batches = count(options.first // BATCH)  # `next` of it is one step, whatever the thread

    def call_batches(self) -> None:
        """Call batches until the time is over, and tell on standard error how far they have come."""
        worker = Worker(self._slow)
        try:
            while time.monotonic() < self._end:
                batch = next(self._batches)
                target, numbers = self._only or target_of(batch), range(batch * BATCH, (batch + 1) * BATCH)
                found = worker.faults(target, numbers)
                for fault in found:
                    print(fault, flush=True)
                before = self.counts.total() // _TOLD
                self.counts[target] += len(numbers)
                self.faults += len(found)
                if self.counts.total() // _TOLD > before:
                    print(f"{self.counts.total():,} inputs, {self.faults:,} faults", file=sys.stderr, flush=True)
        finally:
            worker.end()


if __name__ == "__main__":
    main()
