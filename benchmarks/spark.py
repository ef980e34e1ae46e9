"""Measures a scan on a cluster beside the same scan on this machine: time, bytes between machines, a key that is hot.

    python benchmarks/spark.py 1000 10000 [--engine daft] [--master local[2]] [--only copies] [--hot] [--words N]
                                          [--folder ~/made]

Each scan is a process of its own on a collection of `generate.py`, in files of 500 documents. For each size there are
two scans, this machine and the cluster, whose results must be the same bytes, and with `--hot` a third one: on the
cluster, where a tenth of all documents end in one notice of 40 words, which gives keys that a tenth of all documents
have. Processor seconds are those of all processes that a scan started: the caller, Java, and the Python of executors;
the caller's memory is what it has for itself, without what it has mapped. Both are looked up twice a second. Of two
sizes and more, what is fixed and what each further document costs is the line through the smallest and the largest. The
speed is that of executors and Java: bytes of the files for the processor time of further documents.
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
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from generate import write_documents
from lib.material import MOST_WORDS, real_material

_NOTICE = " ".join(f"notice{number}" for number in range(40))
_DOCUMENTS_PER_FILE = 500
_EACH = 10
"""Of so many documents one ends in the notice."""
_PROGRAM = "from dedup.cli import main; main()"


class Run(NamedTuple):
    """What a scan took in seconds and bytes, the sentence on bytes between machines, and the result.

    `caller`, `java` and `python` are processor seconds: of the process that was started, of Java, and of all others.
    `text` are the bytes of the files.
    """

    wall: float
    caller: float
    java: float
    python: float
    memory: int
    text: int
    sent: str
    result: bytes

    @property
    def processor(self) -> float:
        """All processor seconds."""
        return self.caller + self.java + self.python


def processor_seconds(session: int) -> dict[tuple[int, str], float]:
    """Return the processor seconds of each process of a session, by its id and the name of its program."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                before, _, behind = (entry / "stat").read_text(encoding="utf-8").rpartition(")")
            except OSError:
                continue
            name, fields = before.partition("(")[2], behind.split()
            if int(fields[3]) == session:
                found[int(entry.name), name] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def private_bytes(process: int) -> int:
    """Return the bytes that a process has for itself."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")


def scan(folder_of_files: Path, options: list[str]) -> Run:
    """Run a scan and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "result.json")
        paths = ["scan", str(folder_of_files), "-f", "json", "-o", str(output)]
        command = [sys.executable, "-c", _PROGRAM, *paths, *options]
        begin, most, memory = time.perf_counter(), dict[tuple[int, str], float](), 0
        told = Path(folder, "told")
        with told.open("wb") as errors:
            process = subprocess.Popen(command, stderr=errors, start_new_session=True)
            while process.poll() is None:
                most.update(processor_seconds(process.pid))
                memory = max(memory, private_bytes(process.pid))
                time.sleep(0.5)
        wall = time.perf_counter() - begin
        text = told.read_text(encoding="utf-8", errors="replace")
        if process.returncode:
            sys.exit(text[-2000:])
        sent = re.search(r"between machines: (.*)", text)
        taken = dict.fromkeys(("caller", "java", "python"), 0.0)
        for (number, name), seconds in most.items():
            taken["caller" if number == process.pid else "java" if name == "java" else "python"] += seconds
        size = sum(file.stat().st_size for file in folder_of_files.iterdir())
        told_bytes = sent[1] if sent else ""
        return Run(wall, **taken, memory=memory, text=size, sent=told_bytes, result=output.read_bytes())


def write_files(file: Path, folder: Path, notice: str) -> None:
    """Write a collection in files of some documents; with a notice, every tenth document ends in it."""
    folder.mkdir()
    with file.open("rb") as lines:
        for number in count():
            part = list(islice(lines, _DOCUMENTS_PER_FILE))
            if not part:
                return
            with (folder / f"{number:06}.jsonl").open("wb") as out:
                for row, line in enumerate(part):
                    document = json.loads(line)
                    if notice and row % _EACH == 0:
                        document["text"] += f"\n\n{notice}"
                    out.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")


def measure(size: int, options: argparse.Namespace) -> dict[str, Run]:
    """Run the scans of one size and print a row for each."""
    chosen = ["--only", options.only] if options.only else []
    master = ["--master", options.master] if options.master else []
    on_cluster = ["--engine", options.engine, *master, *chosen]
    scans = {"this machine": ("", chosen), options.engine: ("", on_cluster)}
    if options.hot:
        scans["hot key"] = (_NOTICE, on_cluster)
    runs = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        file = Path(folder, "made.jsonl")
        write_documents(file, size, real_material(options.words))
        for number, (name, (notice, how)) in enumerate(scans.items()):
            files = Path(folder, str(number))
            write_files(file, files, notice)
            run = runs[name] = scan(files, how)
            # Names of files are in the result.
            runs[name] = run._replace(result=run.result.replace(str(files).encode(), b""))
            memory = run.memory / (1 << 20)
            print(
                f"{size:>9,}  {name:<13} {run.wall:8.1f} s {run.processor:8.1f} processor s: {run.caller:.1f} of the "
                f"caller, {run.java:.1f} of Java, {run.python:.1f} of other Python; {memory:,.0f} MB  {run.sent}",
                flush=True,
            )
        if options.hot:
            ratio = runs["hot key"].processor / runs[options.engine].processor
            print(f"{size:>9,}  the hot key costs {ratio:.2f} times the processor time", flush=True)
    same = runs["this machine"].result == runs[options.engine].result
    print(f"{size:>9,}  same bytes: {same}", flush=True)
    return runs


def main() -> None:
    """Run all scans and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--engine", default="spark", choices=["spark", "daft"])
    parser.add_argument("--master", default="")
    parser.add_argument("--only")
    parser.add_argument("--hot", action="store_true")
    parser.add_argument("--words", type=int, default=MOST_WORDS, help="how many words of news texts are made of")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    runs = {size: measure(size, options) for size in sorted(options.sizes)}
    low, high = min(runs), max(runs)
    for name in runs[low] if low < high else ():
        print(f"{name}: {_each_further(runs[low][name], runs[high][name], low, high)}")


def _each_further(first: Run, last: Run, low: int, high: int) -> str:
    """Return a sentence on what each document beyond `low` of them took, up to `high`."""

    def each(kind: str) -> float:
        return float(getattr(last, kind) - getattr(first, kind)) / (high - low)

    elsewhere = each("java") + each("python")
    speed = f"; {each('text') / elsewhere * 3600 / 1e9:.1f} GB/h a core elsewhere" if elsewhere > 0 else ""
    return (
        f"{first.processor - each('processor') * low:.1f} processor s and {1000 * each('processor'):.2f} ms for each "
        f"further document, of it {1000 * each('caller'):.2f} of the caller, {1000 * each('java'):.2f} of Java, "
        f"{1000 * each('python'):.2f} of other Python; the caller holds {each('memory'):,.0f} bytes for it{speed}"
    )


if __name__ == "__main__":
    main()
