"""Kernels made by several processes at once, because Numba compiles on one core of a process only.

Each process goes through all kernels in an order of its own and makes those that are not kept yet. The folder in which
they are kept is all that the processes share; where two make the same kernel, either will do. One that cannot be
started, or fails, leaves its work to the others.

    python -m dedup.kernels.compiled.together PROCESS PROCESSES
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.processors import cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.kernels.compiled.machine import Kernel

MOST = 4
"""Processes beyond which each is busy with importing the compiler more than with compiling."""


def order(kernels: int, process: int, processes: int) -> list[int]:
    """Return the numbers of kernels in the order of one process: two begin at every place, and go apart.

    So they meet where two come together from their places, and only there may a kernel be made twice.
    """
    start = process // 2 * 2 * kernels // processes
    round_about = [*range(start, kernels), *range(start)]
    return round_about[::-1] if process % 2 else round_about


def make(kernels: Sequence[Kernel[Any, Any]], process: int = 0, processes: int = 1) -> None:
    """Make the kernels that are not kept when their turn comes."""
    for number in order(len(kernels), process, processes):
        kernels[number].fetch()


@contextmanager
def others(processes: int) -> Iterator[None]:
    """Have other processes make kernels too; they are ended when this one has what it needs."""
    started = []
    try:
        with suppress(OSError):
            started += [_start(process, processes) for process in range(1, processes)]
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait()


def at_once() -> int:
    """Return how many processes make kernels: as many as there are cores, where Python can be started at all."""
    runs_python = Path(sys.executable or "").name.startswith("python") and not getattr(sys, "frozen", False)
    return min(cores(), MOST) if runs_python else 1


def _start(process: int, processes: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", __name__, str(process), str(processes)]
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(  # noqa: S603 - this module, by the Python that runs it
        command,
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    from dedup.kernels import compiled  # noqa: F401 - so that all kernels are there
    from dedup.kernels.compiled.machine import KERNELS

    make(KERNELS, *map(int, sys.argv[1:]))
