"""Measures how time and memory grow with the number of documents, on generated text with known truth.

    python benchmarks/scaling.py [--sizes 10000,100000,1000000] [--most 1000000] [--folder FOLDER] [--keep]
    python benchmarks/scaling.py --sizes 10000,30000,100000,300000,1000000,3000000,10000000 --folder FOLDER --keep

Scans collections of `generate.py` for pairs of documents only (``only="copies", passages=False``), and up to `--most`
documents at the defaults, each in a process of its own with all machine code loaded. Sizes to which a scan took under
half a minute are scanned three times, of which the fastest counts. The collections are put into a folder that is
removed at the end, or into `--folder`, where they stay and are used again. Ten million documents are 13 GB of text.
`--memory` is handed on to the scan. `--keep` writes the run to ``runs``, its tables into ``docs/scale.md`` and the plot
to ``reports/benchmarks``; `--draw RAW` writes tables and plot of a run that was kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from generate import SEED, write_documents
from lib.kept_runs import keep
from lib.material import real_material
from lib.scale_tables import MODES, shown, write_page

ROOT = Path(__file__).parents[1]
REPORTS, PAGE = ROOT / "reports" / "benchmarks", ROOT / "docs" / "scale.md"
PACKAGES = ("numpy", "pyarrow", "orjson", "xxhash")
AGAIN, ROUNDS = 30, 3
_EVERY = 0.05


def collection(folder: Path, documents: int, seed: int) -> Path:
    """Return the file of a collection, written if it is not there yet."""
    material = real_material()
    file = folder / f"{material.name}-{seed}-{documents}.jsonl"
    if not file.is_file():
        made = file.with_suffix(".part")
        begin = time.perf_counter()
        size = write_documents(made, documents, material, seed)
        made.rename(file)
        print(f"{documents:,} documents: {size / 1e6:,.0f} MB in {time.perf_counter() - begin:.1f} s", file=sys.stderr)
    return file


def text_bytes(file: Path) -> int:
    """Return the bytes of the texts of a collection."""
    with file.open("rb") as lines:
        return sum(len(orjson.loads(line)["text"].encode()) for line in lines)


def scanned(file: Path, documents: int, mode: str, seed: int, memory: str | None) -> dict[str, Any]:
    """Return what `lib/scaled.py` tells of a scan, and the most memory that the process had, as seen from outside."""
    arguments = [str(file.resolve()), str(documents), mode, str(seed), *([memory] if memory else [])]
    command = [sys.executable, "-m", "lib.scaled", *arguments]
    with subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True) as process:
        peaks = watched(process)
        printed = process.stdout.read() if process.stdout else ""
    if process.returncode:
        return {"documents": documents, "mode": mode, "failed": process.returncode, "peaks": peaks}
    numbers: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return {"documents": documents, "mode": mode, "peaks": peaks, **numbers}


def watched(process: subprocess.Popen[Any]) -> dict[str, int]:
    """Return the most that a process had in memory, all in all, of its own and of files, while it ran."""
    peaks = {"VmRSS": 0, "RssAnon": 0, "RssFile": 0}
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        with suppress(OSError):
            for line in status.read_text(encoding="utf-8").splitlines():
                name, _, value = line.partition(":")
                if name in peaks:
                    peaks[name] = max(peaks[name], int(value.split()[0]) * 1024)
        time.sleep(_EVERY)
    return peaks


def measure(sizes: list[int], most: int, folder: Path, seed: int, memory: str | None) -> dict[str, Any]:
    """Return the numbers of a run: those of the fastest scan of each size and mode, and the seconds of all."""
    runs = []
    for documents in sizes:
        file = collection(folder, documents, seed)
        size, text = file.stat().st_size, text_bytes(file)
        for mode, title in MODES.items():
            if mode == "all" and documents > most:
                continue
            rounds = [scanned(file, documents, mode, seed, memory)]
            while len(rounds) < ROUNDS and rounds[0].get("seconds", AGAIN) < AGAIN:
                rounds.append(scanned(file, documents, mode, seed, memory))
            best = min(rounds, key=lambda one: one.get("seconds", float("inf")))
            best |= {"bytes": size, "text bytes": text, "all seconds": [one.get("seconds") for one in rounds]}
            runs.append(best)
            print(f"{documents:,}, {title}: {best.get('seconds', 'failed')}", file=sys.stderr)
    return {"material": real_material().name, "seed": seed, "memory": memory, "runs": runs}


def main() -> None:
    """Measure, show, and keep and draw if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--memory")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--draw", type=Path)
    options = parser.parse_args()
    if options.draw:
        draw(json.loads(options.draw.read_text(encoding="utf-8")))
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        numbers = measure(sizes, options.most, folder, options.seed, options.memory)
    table = shown(numbers)
    print(table)
    if options.keep:
        print(keep("scaling", numbers, PACKAGES, table))
        draw(numbers)


def draw(numbers: dict[str, Any]) -> None:
    """Write a run's tables into the page, and draw it."""
    from lib.growth_plot import draw_growth  # noqa: PLC0415 - matplotlib comes with the extra `bench`

    write_page(numbers, PAGE)
    REPORTS.mkdir(parents=True, exist_ok=True)
    print(REPORTS / draw_growth(numbers, REPORTS))


if __name__ == "__main__":
    main()
