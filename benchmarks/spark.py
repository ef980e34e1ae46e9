"""Measures a scan on Spark beside the same scan on this machine: time, bytes between machines, and a key that is hot.

    python benchmarks/spark.py 10000 100000 [--master local[2]] [--only copies] [--folder ~/made]

Each scan is a process of its own on a collection of `generate.py`. For each size there are three scans: this machine,
Spark, and Spark where a tenth of all documents end in one notice of 40 words, which gives keys that a tenth of all
documents have. The results of the first two must be the same bytes. Processor seconds are those of all processes that
a scan started, Java and executors too, looked up twice a second.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from generate import write_documents
from lib.material import real_material

_NOTICE = " ".join(f"notice{number}" for number in range(40))
_EACH = 10
"""Of so many documents one ends in the notice."""
_PROGRAM = "from dedup.cli import main; main()"


class Run(NamedTuple):
    """What a scan took, the sentence on bytes between machines, and the result."""

    wall: float
    processor: float
    sent: str
    result: bytes


def processor_seconds(session: int) -> dict[int, float]:
    """Return the processor seconds of each process of a session, by its id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                found[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def scan(file: Path, options: list[str]) -> Run:
    """Run a scan and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "result.json")
        command = [sys.executable, "-c", _PROGRAM, "scan", str(file), "-f", "json", "-o", str(output), *options]
        begin, most = time.perf_counter(), dict[int, float]()
        told = Path(folder, "told")
        with told.open("wb") as errors:
            process = subprocess.Popen(command, stderr=errors, start_new_session=True)
            while process.poll() is None:
                most.update(processor_seconds(process.pid))
                time.sleep(0.5)
        wall = time.perf_counter() - begin
        text = told.read_text(encoding="utf-8", errors="replace")
        if process.returncode:
            sys.exit(text[-2000:])
        sent = re.search(r"between machines: (.*)", text)
        return Run(wall, sum(most.values()), sent[1] if sent else "", output.read_bytes())


def with_notice(file: Path, hot: Path) -> None:
    """Write a collection in which every tenth document ends in the notice."""
    with file.open("rb") as lines, hot.open("wb") as out:
        for number, line in enumerate(lines):
            document = json.loads(line)
            if number % _EACH == 0:
                document["text"] += f"\n\n{_NOTICE}"
            out.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")


def main() -> None:
    """Run all scans and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--only")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    chosen = ["--only", options.only] if options.only else []
    on_spark = ["--engine", "spark", "--master", options.master, *chosen]
    for size in options.sizes:
        file, hot = (options.folder / f"spark-{size}{end}.jsonl" for end in ("", "-hot"))
        write_documents(file, size, real_material())
        with_notice(file, hot)
        runs = {
            "this machine": scan(file, chosen),
            "spark": scan(file, on_spark),
            "spark, hot key": scan(hot, on_spark),
        }
        for name, run in runs.items():
            print(f"{size:>9,}  {name:<15} {run.wall:8.1f} s {run.processor:8.1f} processor s  {run.sent}", flush=True)
        same = runs["this machine"].result == runs["spark"].result
        ratio = runs["spark, hot key"].processor / runs["spark"].processor
        print(f"{size:>9,}  same bytes: {same}; the hot key costs {ratio:.2f} times the processor time", flush=True)
        file.unlink()
        hot.unlink()


if __name__ == "__main__":
    main()
