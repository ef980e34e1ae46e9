"""Filters a corpus by this program and by others, file to file, side by side, and judges every removal exactly.

    python benchmarks/filter.py [--python PEERS/bin/python] [--inputs news,senate,reuters,made-20000]
                                [--programs dedup,rensa,…] [--rounds N] [--keep [NAME]]

The inputs are those of the folder that ``DEDUP_DATA`` names, ``made-N`` (N documents of `generate.py`), or files of
JSON Lines with ``id`` and ``text``. The other programs run in the environment whose interpreter is named; a program
that has one of its own is named before it (``…,datatrove=OTHER/bin/python``). What does not run there is told, with the
reason. All run by turns, in some rounds. For each program it is told how long its best round took, what it removed, how
many removals no kept document bears out (by a Jaccard of 0.8, or by 0.8 of the removed document's shingles in the kept
one), and how many pairs it left: near-identical ones (a Jaccard of 0.8), and others of which the larger text has 0.8 of
the smaller one's shingles. For that, every two documents that share a shingle are compared (`lib/exact_copies.py`).
`--keep` writes the run to ``runs``, under this name, with the version of each program and the processor seconds of the
stages of this one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generate import SEED, write_documents
from lib.exact_copies import exact_copies
from lib.kept_runs import keep
from lib.material import real_material

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from lib.exact_copies import ExactCopies

THRESHOLD = 0.8
HERE = ("copy_json", "copy_orjson", "dedup", "dedup_near")
"""What runs in this environment."""
PROGRAMS = (*HERE, "rensa", "gaoya", "dolma", "semhash", "text_dedup", "datatrove")
JUDGED = ("removed", "not borne out", "near pairs", "contained pairs")
HEAD = f"""| program | seconds | processor s | memory, MB | {" | ".join(JUDGED)} |
|---|--:|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True)
class Truth:
    """The texts of a collection, and all pairs of them of which one is a copy of the other."""

    names: tuple[str, ...]
    copies: ExactCopies

    @property
    def pairs(self) -> dict[str, int]:
        """How many pairs there are: near-identical ones, and others of which one text contains the other."""
        return self.left(np.ones(len(self.names), bool))

    def judge(self, kept_names: set[str]) -> dict[str, Any]:
        """Return how many documents were removed, how many of them without reason, and how many pairs are left.

        A document without words may go if another one stays.
        """
        kept = np.array([name in kept_names for name in self.names], bool)
        borne_out, without_words = self.copies.bears_out(kept, THRESHOLD), self.copies.words == 0
        borne_out |= without_words & (kept & without_words).any()
        return {
            "removed": int((~kept).sum()),
            "not borne out": int((~kept & ~borne_out).sum()),
            **self.left(kept),
        }

    def left(self, kept: NDArray[np.bool_]) -> dict[str, int]:
        """Return how many pairs there are of documents that are kept."""
        near = self.copies.near(THRESHOLD)
        contained = self.copies.contained(THRESHOLD) & ~near
        both = kept[self.copies.a] & kept[self.copies.b]
        return {"near pairs": int((near & both).sum()), "contained pairs": int((contained & both).sum())}


def truth_of(lines: Path) -> Truth:
    """Read a collection, and compare every two of its texts."""
    with lines.open("rb") as file:
        rows = [json.loads(line) for line in file]
    return Truth(tuple(str(row["id"]) for row in rows), exact_copies([row["text"] for row in rows], THRESHOLD))


def run(name: str, python: str, source: Path, target: Path) -> tuple[dict[str, Any] | None, str]:
    """Run one program; return its figures, or why there are none."""
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    command = [python, "-m", "peers.filters", name, str(source), str(target)]
    environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600, env=environment)
    except subprocess.TimeoutExpired:
        return None, "more than an hour"
    if done.returncode:
        return None, done.stderr.strip().rpartition("\n")[2][:120]
    return json.loads(done.stdout.strip().rpartition("\n")[2]), ""


def source_of(name: str, data: Path, folder: Path) -> Path | None:
    """Return the file of an input; None where `data` has no such file. What is packed or made goes to the `folder`."""
    if Path(name).is_file():
        return Path(shutil.copy(name, folder))
    source = folder / f"{name}.jsonl"
    if name.startswith("made-"):
        write_documents(source, int(name.removeprefix("made-")), real_material(), SEED)
        return source
    packed = data / f"{name}.jsonl.gz"
    if not packed.exists():
        return None
    source.write_bytes(gzip.decompress(packed.read_bytes()))
    return source


def main() -> None:
    """Run all programs on all inputs, and print a table for each input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--inputs", default="news,senate,reuters,made-20000")
    parser.add_argument("--programs", default=",".join(PROGRAMS))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--keep", nargs="?", const="filter")
    options = parser.parse_args()
    shared, *own = options.python.split(",")
    pythons = {**dict.fromkeys(HERE, sys.executable), **dict(each.split("=", 1) for each in own)}
    data = Path(os.environ.get("DEDUP_DATA", "nowhere"))
    tables, runs = [], []
    for name in options.inputs.split(","):
        with tempfile.TemporaryDirectory() as folder:
            source = source_of(name, data, Path(folder))
            if source is None:
                print(f"{name}: skipped, there is no {name}.jsonl.gz in DEDUP_DATA")
                continue
            truth = truth_of(source)
            pairs = " and ".join(f"{count:,} {kind}" for kind, count in truth.pairs.items())
            tables.append(f"{name}: {len(truth.names):,} documents, {pairs} from {THRESHOLD}\n\n{HEAD}")
            print(f"\n{tables[-1]}")
            programs = {program: pythons.get(program, shared) for program in options.programs.split(",")}
            for numbers in measured(programs, source, truth, options.rounds):
                runs.append({"input": name, "documents": len(truth.names), "pairs": truth.pairs, **numbers})
                tables.append(row_of(numbers))
                print(tables[-1], flush=True)
                if options.keep:  # after each program, so that a run that is stopped leaves what it has
                    measures = {"threshold": THRESHOLD, "runs": runs}
                    keep(options.keep, measures, ("numpy", "pyarrow", "orjson"), "\n".join(tables))


def measured(programs: dict[str, str], source: Path, truth: Truth, rounds: int) -> Iterator[dict[str, Any]]:
    """Run programs by turns, and yield for each its figures and how its output is judged, or why there is none.

    The figures are those of the round that took the fewest processor seconds; those of all rounds stand beside them.
    """
    done: dict[str, list[tuple[dict[str, Any] | None, str]]] = {program: [] for program in programs}
    for _ in range(rounds):
        for program, python in programs.items():
            target = source.with_name(f"{program}.jsonl")
            for left in source.parent.glob(f"{program}.*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            done[program].append(run(program, python, source, target))
    for program, results in done.items():
        figures = [numbers for numbers, _ in results if numbers is not None]
        if len(figures) < rounds:
            yield {"program": program, "failed": results[-1][1]}
            continue
        best = min(figures, key=itemgetter("processor_seconds"))
        with source.with_name(f"{program}.jsonl").open("rb") as file:
            kept = {str(json.loads(line)["id"]) for line in file}
        rounds_taken = [each["processor_seconds"] for each in figures]
        yield {"program": program, **best, "rounds": rounds_taken, **truth.judge(kept)}


def row_of(numbers: dict[str, Any]) -> str:
    """Return the row of a program in the table."""
    if "failed" in numbers:
        return f"| {numbers['program']} | did not run: {numbers['failed']} | | | | | | |"
    judged = " | ".join(f"{numbers[name]:,}" for name in JUDGED)
    seconds = f"{numbers['seconds']:.2f} | {numbers['processor_seconds']:.2f}"
    return f"| {numbers['program']} | {seconds} | {numbers['peak_mb']:.0f} | {judged} |"


if __name__ == "__main__":
    main()
