"""Runs one program on one file, and writes how long it took, how much memory it held, and what it found.

    python -m peers.child NAME --source FILE --warm FILE --folder FOLDER [--cores 1]

It is started by `running`, in the environment of the program, with no part of this project but `peers` beside it.
Imports and one run over the few documents of ``--warm`` come before the clock starts, so nobody is charged for loading
or compiling. A program that is a command is charged for its start with every run; ``start`` says how long it took for
the few documents.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def measured(name: str, source: Path, warm: Path, folder: Path) -> tuple[dict[str, Any], list[Any]]:
    """Return the figures of one run and the rows that were found."""
    module = import_module(f"peers.{name}")
    prepare = getattr(module, "prepare", lambda path, _: path)
    tell = getattr(module, "tell", list)
    _, start = _timed(module.find, prepare(warm, _made(folder / "warm")))
    found, seconds = _timed(module.find, prepare(source, _made(folder / "run")))
    figures = {"seconds": seconds, "start": start, "peak_mb": _peak_mb()}
    rows = tell(found)
    return {**figures, "found": len(rows)}, rows


def _timed(find: Any, given: Any) -> tuple[Any, float]:
    begin = time.perf_counter()
    found = find(given)
    return found, time.perf_counter() - begin


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _peak_mb() -> float | None:
    """Return the most memory that this process held at once, where the system tells it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)


def main() -> None:
    """Run, and write ``figures.json`` and ``rows.jsonl`` to the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name")
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--warm", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--cores", type=int)
    options = parser.parse_args()
    if options.cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.cores])
    figures, rows = measured(options.name, options.source, options.warm, options.folder)
    with (options.folder / "rows.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    (options.folder / "figures.json").write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
