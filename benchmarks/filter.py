"""Filters a corpus by this program and by others, file to file, side by side, and judges every removal exactly.

    python benchmarks/filter.py [--python PEERS/bin/python] [--inputs news,senate,reuters] [--programs dedup,rensa,…]

The inputs are those of the folder that ``DEDUP_DATA`` names, with the exact pairs beside them (``NAME.pairs.tsv``). The
other programs run in the environment whose interpreter is named; what does not run there is told, with the reason. For
each program it is told how long it took, what it removed, how many removals no kept document bears out (by a Jaccard of
0.8, or by 0.8 of the removed document's shingles in the kept one), and how many pairs at or above a Jaccard of 0.8 it
left. A removal that the exact pairs do not bear out is compared with every kept document.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

THRESHOLD = 0.8
_WORD = re.compile(r"\w+")
COPIES = ("copy_json", "copy_orjson", "dedup")
"""What runs in this environment."""
PROGRAMS = (*COPIES, "rensa", "gaoya", "datatrove", "semhash")


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
    """Return the shingles of five words of a text, or all its words if they are fewer."""
    words = _WORD.findall(text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)} or {tuple(words)}


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def truth_of(lines: Path, pairs: Path) -> Truth:
    """Read a collection and its exact pairs."""
    with lines.open("rb") as file:
        texts = {str(row["id"]): row["text"] for row in map(json.loads, file)}
    near, larger = [], set()
    with pairs.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            a, b = row["a"], row["b"]
            if float(row["jaccard"]) >= THRESHOLD:
                near.append((a, b))
            if float(row["containment"]) >= THRESHOLD:
                larger.add((a, b) if int(row["shingles_a"]) <= int(row["shingles_b"]) else (b, a))
    return Truth(texts, near, larger)


def run(name: str, python: str, source: Path, target: Path) -> tuple[dict[str, float] | None, str]:
    """Run one program; return its figures, or why there are none."""
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    command = [python, "-m", "peers.filters", name, str(source), str(target)]
    environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=environment)
    except subprocess.TimeoutExpired:
        return None, "more than 15 minutes"
    if done.returncode:
        return None, done.stderr.strip().rpartition("\n")[2][:120]
    return json.loads(done.stdout.strip().rpartition("\n")[2]), ""


def main() -> None:
    """Run all programs on all inputs, and print a table for each input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--inputs", default="news,senate,reuters")
    parser.add_argument("--programs", default=",".join(PROGRAMS))
    options = parser.parse_args()
    data = Path(os.environ.get("DEDUP_DATA", "nowhere"))
    for name in options.inputs.split(","):
        packed, pairs = data / f"{name}.jsonl.gz", data / f"{name}.pairs.tsv"
        if not packed.exists():
            print(f"{name}: skipped, there is no {packed.name} in DEDUP_DATA")
            continue
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, f"{name}.jsonl")
            source.write_bytes(gzip.decompress(packed.read_bytes()))
            truth = truth_of(source, pairs)
            print(f"\n{name}: {len(truth.texts):,} documents, {len(truth.near):,} pairs from {THRESHOLD}\n")
            print("| program | seconds | processor s | memory, MB | removed | not borne out | pairs left |")
            print("|---|--:|--:|--:|--:|--:|--:|")
            for program in options.programs.split(","):
                print(row_of(program, options.python, source, truth), flush=True)


def row_of(program: str, python: str, source: Path, truth: Truth) -> str:
    """Run a program, and return its row of the table."""
    target = source.with_name(f"{program}.jsonl")
    figures, reason = run(program, sys.executable if program in COPIES else python, source, target)
    if figures is None:
        return f"| {program} | did not run: {reason} | | | | | |"
    with target.open("rb") as file:
        kept = {str(json.loads(line)["id"]) for line in file}
    judged = " | ".join(f"{number:,}" for number in truth.judge(kept))
    seconds = f"{figures['seconds']:.2f} | {figures['processor_seconds']:.2f}"
    return f"| {program} | {seconds} | {figures['peak_mb']:.0f} | {judged} |"


if __name__ == "__main__":
    main()
