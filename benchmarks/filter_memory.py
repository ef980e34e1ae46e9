"""Filters a large generated corpus by ``dedup filter --memory``, and tells the most memory that it had for itself.

    python benchmarks/filter_memory.py [--documents 7100000] [--memory 2GB] [--folder FOLDER] [--keep]

7,100,000 documents of `generate.py` are 10 GB; the temporary files and the output take as much again, each. The copies
that the generator made are known, so the pairs from a Jaccard of 0.8 are counted of which both documents stay. The
corpus is put into a folder that is removed at the end, or into `--folder`, where it stays and is used again. `--keep`
writes the run to ``runs``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from dedup.engines.memory import parse_size
from generate import SEED
from lib.kept_runs import keep
from lib.made_truth import truth_of
from scaling import PACKAGES, collection, watched

THRESHOLD = 0.8
COMMAND = [sys.executable, "-c", "from dedup.cli import main; main()", "filter", "--quiet"]


def measure(corpus: Path, documents: int, memory: str, output: Path) -> dict[str, Any]:
    """Filter a corpus, and return what it took and what it left."""
    begin = time.perf_counter()
    with subprocess.Popen([*COMMAND, str(corpus), "--output", str(output), "--memory", memory]) as process:
        peaks = watched(process)
    numbers = {"documents": documents, "memory": memory, "limit": parse_size(memory), "bytes": corpus.stat().st_size}
    numbers |= {"seconds": time.perf_counter() - begin, "code": process.returncode, "peaks": peaks}
    if not process.returncode:
        summary = json.loads((output / "_account" / "summary.json").read_text(encoding="utf-8"))
        numbers |= {name: summary[name] for name in ("removed", "removed_by_relation", "verified_pairs", "recall")}
        numbers |= pairs_left(output / "_account" / "removed.parquet", documents)
    return numbers


def pairs_left(account: Path, documents: int) -> dict[str, int]:
    """Return how many pairs from the threshold the generator made, and of how many both documents stay."""
    truth = truth_of(documents, SEED)
    stays = np.ones(documents, bool)
    for batch in pq.ParquetFile(account).iter_batches(columns=["id"]):
        stays[[int(name.rpartition("-")[2]) for name in batch.column("id").to_pylist()]] = False
    copies = np.flatnonzero((truth.likeness >= THRESHOLD) & (truth.sources != np.arange(documents)))
    left = stays[copies] & stays[truth.sources[copies]]
    return {"made pairs": int(copies.size), "made pairs left": int(left.sum())}


def shown(numbers: dict[str, Any]) -> str:
    """Return the numbers of a run as a table."""
    rows = [
        ("documents", f"{numbers['documents']:,}"),
        ("corpus", f"{numbers['bytes'] / 1e6:,.0f} MB"),
        ("--memory", f"{numbers['memory']} ({numbers['limit'] / 1e6:,.0f} MB)"),
        ("most memory of its own", f"{numbers['peaks']['RssAnon'] / 1e6:,.0f} MB"),
        ("seconds", f"{numbers['seconds']:,.0f}"),
        ("exit code", str(numbers["code"])),
        ("removed", f"{numbers.get('removed', 0):,}"),
        ("made pairs from a Jaccard of 0.8", f"{numbers.get('made pairs', 0):,}"),
        ("of which both documents stay", f"{numbers.get('made pairs left', 0):,}"),
    ]
    return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows)])


def main() -> None:
    """Filter, show what it took, and keep it if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=7_100_000)
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        corpus = collection(options.folder or Path(scratch), options.documents, SEED)
        numbers = measure(corpus, options.documents, options.memory, Path(scratch, "filtered"))
    table = shown(numbers)
    print(table)
    if options.keep:
        print(keep("filter-memory", numbers, PACKAGES, table))


if __name__ == "__main__":
    main()
