"""Filters a corpus by this program and by others, file to file, side by side, and judges every removal exactly.

    python benchmarks/filter.py [--python PEERS/bin/python] [--inputs news,senate,reuters,made-20000]
                                [--programs dedup,rensa,…] [--rounds N] [--keep [NAME]]

The inputs are those of the folder that ``DEDUP_DATA`` names, with the exact pairs beside them (``NAME.pairs.tsv``), and
``made-N``: N documents of `generate.py`, which knows the pairs that it made. The other programs run in the environment
whose interpreter is named; a program that has one of its own is named before it (``…,datatrove=OTHER/bin/python``).
What does not run there is told, with the reason. All run by turns, in some rounds. For each program it is told how long
its best round took, what it removed, how many removals no kept document bears out (by a Jaccard of 0.8, or by 0.8 of
the removed document's shingles in the kept one), and how many pairs at or above a Jaccard of 0.8 it left. A removal
that the known pairs do not bear out is compared with every kept document. `--keep` writes the run to ``runs``, under
this name, with the version of each program and the processor seconds of the stages of this one.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generate import SEED, write_documents
from lib.kept_runs import keep
from lib.made_truth import truth_of as made_truth
from lib.material import real_material

if TYPE_CHECKING:
    from collections.abc import Iterator

THRESHOLD = 0.8
_WORD = re.compile(r"\w+")
HERE = ("copy_json", "copy_orjson", "dedup", "dedup_near")
"""What runs in this environment."""
PROGRAMS = (*HERE, "rensa", "gaoya", "dolma", "semhash", "text_dedup", "datatrove")
HEAD = """| program | seconds | processor s | memory, MB | removed | not borne out | pairs left |
|---|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True)
class Truth:
    """The exact pairs of a collection, and its texts, by id."""

    texts: dict[str, str]
    near: list[tuple[str, str]]
    larger: set[tuple[str, str]]

    def judge(self, kept: set[str]) -> tuple[int, int, int]:
        """Return how many documents were removed, how many of them without reason, and how many pairs are left."""
        partners: dict[str, set[str]] = {}
        for pair in self.near:
            for gone, stays in (pair, pair[::-1]):
                partners.setdefault(gone, set()).add(stays)
        for gone, stays in self.larger:
            partners.setdefault(gone, set()).add(stays)
        removed = set(self.texts) - kept
        texts = {_plain(self.texts[name]) for name in kept}
        open_ = [name for name in removed if not partners.get(name, set()) & kept]
        open_ = [name for name in open_ if _plain(self.texts[name]) not in texts]
        left = sum(a in kept and b in kept for a, b in self.near)
        return len(removed), len(self.without_reason(open_, kept)), left

    def without_reason(self, open_: list[str], kept: set[str]) -> set[str]:
        """Return those of some removed documents that no kept document bears out: each is compared with all of them."""
        own = {name: shingles(self.texts[name]) for name in open_}
        holders: dict[tuple[str, ...], list[str]] = {}
        for name, each in own.items():
            for shingle in each:
                holders.setdefault(shingle, []).append(name)
        waiting = set(open_)
        for stays in kept if waiting else ():
            theirs = shingles(self.texts[stays])
            for name, shared in Counter(name for one in theirs for name in holders.get(one, ())).items():
                jaccard = shared / (len(theirs) + len(own[name]) - shared)
                if max(jaccard, shared / len(own[name])) >= THRESHOLD:
                    waiting.discard(name)
        return waiting


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the shingles of five words of a text, or all its words if they are fewer; soft hyphens are in no word."""
    words = _WORD.findall(text.lower().replace("\u00ad", ""))
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)} or {tuple(words)}


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def texts_of(lines: Path) -> dict[str, str]:
    """Return the texts of a collection by id."""
    with lines.open("rb") as file:
        return {str(row["id"]): row["text"] for row in map(json.loads, file)}


def truth_of(lines: Path, pairs: Path) -> Truth:
    """Read a collection and its exact pairs."""
    near, larger = [], set()
    with pairs.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            a, b = row["a"], row["b"]
            if float(row["jaccard"]) >= THRESHOLD:
                near.append((a, b))
            if float(row["containment"]) >= THRESHOLD:
                larger.add((a, b) if int(row["shingles_a"]) <= int(row["shingles_b"]) else (b, a))
    return Truth(texts_of(lines), near, larger)


def truth_of_made(lines: Path, documents: int) -> Truth:
    """Read a collection that was made, with the pairs from the threshold that the generator made."""
    texts, made = texts_of(lines), made_truth(documents, SEED)
    names = list(texts)
    copies = np.flatnonzero((made.likeness >= THRESHOLD) & (made.sources != np.arange(documents))).tolist()
    return Truth(texts, [(names[made.sources[copy]], names[copy]) for copy in copies], set())


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


def source_of(name: str, data: Path, folder: Path) -> tuple[Path, Truth] | None:
    """Put an input into a folder, and return its file and its truth; None where `data` has no such file."""
    source = folder / f"{name}.jsonl"
    if name.startswith("made-"):
        documents = int(name.removeprefix("made-"))
        write_documents(source, documents, real_material(), SEED)
        return source, truth_of_made(source, documents)
    packed = data / f"{name}.jsonl.gz"
    if not packed.exists():
        return None
    source.write_bytes(gzip.decompress(packed.read_bytes()))
    return source, truth_of(source, data / f"{name}.pairs.tsv")


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
            found = source_of(name, data, Path(folder))
            if found is None:
                print(f"{name}: skipped, there is no {name}.jsonl.gz in DEDUP_DATA")
                continue
            source, truth = found
            tables.append(
                f"{name}: {len(truth.texts):,} documents, {len(truth.near):,} pairs from {THRESHOLD}\n\n{HEAD}"
            )
            print(f"\n{tables[-1]}")
            programs = {program: pythons.get(program, shared) for program in options.programs.split(",")}
            for numbers in measured(programs, source, truth, options.rounds):
                runs.append({"input": name, "documents": len(truth.texts), "pairs": len(truth.near), **numbers})
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
        judged = dict(zip(("removed", "not borne out", "pairs left"), truth.judge(kept), strict=True))
        yield {"program": program, **best, "rounds": [each["processor_seconds"] for each in figures], **judged}


def row_of(numbers: dict[str, Any]) -> str:
    """Return the row of a program in the table."""
    if "failed" in numbers:
        return f"| {numbers['program']} | did not run: {numbers['failed']} | | | | | |"
    judged = " | ".join(f"{numbers[name]:,}" for name in ("removed", "not borne out", "pairs left"))
    seconds = f"{numbers['seconds']:.2f} | {numbers['processor_seconds']:.2f}"
    return f"| {numbers['program']} | {seconds} | {numbers['peak_mb']:.0f} | {judged} |"


if __name__ == "__main__":
    main()
