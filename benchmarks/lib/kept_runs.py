"""Measures callables by turns, and keeps what a run measured: command, versions, raw numbers."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

RUNS = Path(__file__).parents[1] / "runs"


def by_turns(
    stages: Mapping[str, Callable[[], object]], rounds: int, clocks: Mapping[str, Callable[[], float]] | None = None
) -> dict[str, list[float]]:
    """Return the seconds that each stage took, one number a round; each round runs all.

    They are processor seconds of this thread, but for the stages that `clocks` names another clock for.
    """
    seconds: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(rounds):
        for name, stage in stages.items():
            clock = (clocks or {}).get(name, time.thread_time)
            begin = clock()
            stage()
            seconds[name].append(clock() - begin)
    return seconds


def keep(what: str, numbers: Mapping[str, Any], packages: Iterable[str], table: str) -> Path:
    """Write a run's numbers and table to its folder under `runs`, and return that."""
    record = record_of(numbers, packages)
    folder = RUNS / f"{record['time'][:10]}-{what}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "raw.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    (folder / "table.txt").write_text(table + "\n", encoding="utf-8")
    return folder


def record_of(numbers: Mapping[str, Any], packages: Iterable[str]) -> dict[str, Any]:
    """Return a run's numbers with its command, its time, the machine and the versions of what took part."""
    return {
        "command": " ".join(["python", f"benchmarks/{Path(sys.argv[0]).name}", *map(_without_place, sys.argv[1:])]),
        "time": f"{datetime.now(tz=UTC):%Y-%m-%dT%H:%M:%SZ}",
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.system()},
        "versions": {"python": platform.python_version()} | {name: version(name) for name in packages},
        **numbers,
    }


def _without_place(argument: str) -> str:
    """Return an argument as it is kept: of a path on this machine, only the last part."""
    return Path(argument).name if Path(argument).is_absolute() else argument


def processor() -> str:
    """Return the processor's name and the newest vector instructions that count here."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    known = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    flags = known.get("flags", "").split()
    vectors = next((name for name in ("avx512bw", "avx2", "sse4_2") if name in flags), platform.machine())
    return f"{known.get('model name', platform.machine())} ({vectors})"
