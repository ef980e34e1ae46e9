"""A scan on Daft and Ray, one process of which is killed while rows are shuffled: a program, which prints the outcome.

    python -m tests.engines.killed_on_ray worker|runner

It is a program of its own, as Daft runs in one way as long as a process lives.
"""

# ruff: noqa: T201 - what it prints is its result

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from dedup.engines.daft import DaftEngine, run_on_ray
from dedup.errors import ClusterError
from dedup.report import saved_results
from dedup.settings import Settings
from dedup.walks.scan import scan
from tests.engines.made_collections import in_batches, many_documents

_SHUFFLES = "RepartitionWrite"
"""What Ray calls a process that works for Daft, as long as it writes rows for others."""
_RUNNER = "RemoteFlotillaRunner"
"""The process that hands work to all others."""


def started_processes() -> dict[int, str]:
    """Return what the processes that this one and its children started call themselves, by their ids."""
    parents, names = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
                names[int(entry.name)] = (entry / "cmdline").read_text("utf-8", "replace")
            except OSError:
                continue

    def is_own(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return {process: name for process, name in names.items() if is_own(process)}


def kill_when_rows_are_shuffled(who: str) -> None:
    """Wait until a process shuffles rows, and kill one with a signal that nobody can catch."""
    while True:
        names = started_processes()
        if any(_SHUFFLES in name for name in names.values()):
            found = [process for process, name in names.items() if who in name]
            if found:
                os.kill(found[0], signal.SIGKILL)
                print("killed", flush=True)
                return
        time.sleep(0.01)


def main() -> None:
    """Scan on this machine and on Ray; print whether the results are the same, or the error."""
    collection, settings = in_batches(many_documents(3000), 250), Settings.of({"noise": "low"})
    expected = saved_results.dumps(scan(collection, settings))
    run_on_ray("local")
    who = {"worker": _SHUFFLES, "runner": _RUNNER}[sys.argv[1]]
    threading.Thread(target=kill_when_rows_are_shuffled, args=[who], daemon=True).start()
    try:
        found = saved_results.dumps(scan(collection, settings, engine=DaftEngine()))
    except ClusterError as error:
        print(error)
    else:
        print("the same bytes" if found == expected else "other bytes")


if __name__ == "__main__":
    main()
