"""What claims of origin take in a scan, beside another checkout.

    python benchmarks/claims.py FILE [FILE ...] [--before CHECKOUT] [--turns 3] [--keep]

Each scan is a process of its own, this checkout and the other one by turns: the processor seconds within all methods of
`Records`, which search for candidate lines, read claims and describe documents, and those of the whole scan. What a
process needs once, such as compiled expressions, is part of it. `--keep` writes the run to ``runs``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tabulate import tabulate

from lib.kept_runs import keep

HERE = Path(__file__).parents[1]
_SCAN = """
import json, sys, time
import dedup
from dedup.origin.records import Records
taken, within = [0.0], [False]
def timed(method):
    def call(*arguments):
        if within[0]:
            return method(*arguments)
        within[0], begin = True, time.process_time()
        try:
            return method(*arguments)
        finally:
            taken[0] += time.process_time() - begin
            within[0] = False
    return call
for name, method in list(vars(Records).items()):
    if callable(method) and not name.startswith("_"):
        setattr(Records, name, timed(method))
begin = time.process_time()
result = dedup.scan(sys.argv[1])
documents = sum(1 for _ in result.documents)
print(json.dumps({"claims": taken[0], "scan": time.process_time() - begin, "documents": documents}))
"""


def scanned(checkout: Path, file: str) -> dict[str, Any]:
    """Return the seconds of a scan by the sources of a checkout, and of its claims."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    done = subprocess.run([sys.executable, "-c", _SCAN, file], env=environment, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    checkouts = {"now": HERE} | ({"before": options.before} if options.before else {})
    turns: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for file in options.files:
        found = turns.setdefault(Path(file).name, {name: [] for name in checkouts})
        for _ in range(options.turns):
            for name, checkout in checkouts.items():
                found[name].append(scanned(checkout, file))
    rows = [
        (file, name, f"{min(turn['claims'] for turn in each):.2f}", f"{min(turn['scan'] for turn in each):.2f}")
        for file, found in turns.items()
        for name, each in found.items()
    ]
    table = tabulate(rows, ["file", "checkout", "claims, s", "scan, s"], disable_numparse=True)
    print(table)
    if options.keep:
        keep("claims", {"turns": turns}, ("numpy", "pyarrow"), table)


if __name__ == "__main__":
    main()
