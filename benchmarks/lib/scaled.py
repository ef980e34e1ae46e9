"""Scans one collection in a process of its own, and tells its time, its memory and how much of the truth it found.

    python -m lib.scaled FILE DOCUMENTS pairs|all SEED [MEMORY]

FILE is of `generate.py`. Prints JSON. `scaling.py` starts it in the folder `benchmarks`, once for each size.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import dedup
from lib.made_truth import NAMES, REPEATING, Truth, truth_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.results import ScanResult

MODES: dict[str, dict[str, Any]] = {"pairs": {"only": "copies", "passages": False}, "all": {}}
"""What is scanned for: pairs of documents by signature alone, or everything."""
AT_LEAST = 0.5
"""Jaccard from which a pair counts for recall: the default threshold."""
_WARMING = 300
_STATUS = Path("/proc/self/status")


class Clock:
    """A watch that writes down how long each stage takes, and what is in memory at its end."""

    def __init__(self) -> None:
        self.stages: list[dict[str, Any]] = []
        self.told: list[str] = []

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002
        """Time a stage."""
        begin = time.perf_counter()
        yield lambda _units: None
        self.stages.append({"stage": name, "seconds": time.perf_counter() - begin, "resident": memory()["VmRSS"]})

    def tell(self, message: str) -> None:
        """Keep a message, but not where this machine has its temporary folders."""
        self.told.append(re.sub(rf"{re.escape(tempfile.gettempdir())}\S*", "a temporary folder", message))


def memory() -> dict[str, int]:
    """Return what this process has in memory, in bytes, by the names of Linux."""
    lines = (line.split() for line in _STATUS.read_text(encoding="utf-8").splitlines())
    return {line[0].rstrip(":"): int(line[1]) * 1024 for line in lines if line[-1] == "kB"}


def warm() -> None:
    """Load the kernels and all that a scan imports, by scanning a small file both ways."""
    text = "A few words, said often enough that each of the kernels has something to do with them, and no more. "
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(f"{json.dumps({'text': text * (number % 7)})}\n" for number in range(_WARMING))
        file.flush()
        for settings in MODES.values():
            dedup.scan(file.name, **settings)


def found_pairs(result: ScanResult, documents: int) -> np.ndarray:
    """Return the pairs of a result as one number each, the smaller document's first."""
    numbers = np.array([(_number(match.a), _number(match.b)) for match in result.copies], np.int64).reshape(-1, 2)
    return np.unique(numbers.min(axis=1) * documents + numbers.max(axis=1))


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def against(result: ScanResult, truth: Truth, mode: str) -> dict[str, Any]:
    """Return how much of the truth a result holds: the share found of each kind, and pairs of unrelated documents."""
    documents = truth.sources.size
    pairs = found_pairs(result, documents)
    copies = np.flatnonzero(truth.sources != np.arange(documents))
    found = np.isin(truth.sources[copies] * documents + copies, pairs)
    wanted = (truth.likeness[copies] >= AT_LEAST) | (mode == "all")
    shares = {}
    for kind, name in enumerate(NAMES):
        chosen = wanted & (truth.kinds[copies] == kind)
        if chosen.any():
            shares[name] = float(found[chosen].mean())
    told = {"recall": float(found[wanted].mean()), "recall by kind": shares, "pairs": int(pairs.size)}
    told["unrelated"] = int(np.count_nonzero(truth.sources[pairs // documents] != truth.sources[pairs % documents]))
    if mode == "all":
        repeating = set(np.flatnonzero(truth.kinds == REPEATING).tolist())
        told["repeating found"] = len(repeating & {_number(each.document) for each in result.repetitions}) / max(
            len(repeating), 1
        )
        told["documents traced"] = len(result.provenance)
    return told


def main() -> None:
    """Scan, and print what it took and what it found."""
    file, documents, mode, seed, *limit = sys.argv[1:]
    settings = MODES[mode] | ({"memory": limit[0]} if limit else {})
    warm()
    gc.collect()
    clock, before = Clock(), memory()
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    print(json.dumps({"ready": before}), flush=True)
    begin, busy = time.perf_counter(), time.process_time()
    result = dedup.scan(file, watch=clock, **settings)
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    after = memory()
    numbers = {
        "seconds": seconds,
        "processor seconds": busy,
        "before": before,
        "after": after,
        "words": result.counts.words,
    }
    numbers |= {"stages": clock.stages, "told": clock.told, "counts": str(result.counts)}
    numbers |= against(result, truth_of(int(documents), int(seed)), mode)
    print(json.dumps(numbers))


if __name__ == "__main__":
    main()
