"""Holds the program's speed to what it was: ratios of work done side by side, on text that is made on the spot.

    python benchmarks/ratios.py [--keep]

A ratio says how many times as fast something is as its yardstick, which works on the same texts in the same run; so a
slower machine changes little, and another kind of processor some. `ratios.json` keeps those of a run on each kind, with
its command, its date and the machine; another kind is held to the least of them. The command exits with 1 where
something takes half as long again as it did, measured by its yardstick, and says what. All take turns, the fastest
round of each counts, and what seems slower is measured twice more before it is believed. It takes under a minute.
`--keep` writes the ratios of this run as those to be held from now on by processors of this kind.
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
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import orjson
import pyarrow as pa
import xxhash
from datasketch import MinHash
from tabulate import tabulate

import dedup
from dedup import kernels
from dedup.engines.local import Local
from dedup.processors import cores
from dedup.settings import Settings
from dedup.sketch.signatures import permutations
from dedup.words import folding
from dedup.words.text_buffers import text_buffers
from generate import write_documents
from lib.kept_runs import processor, record_of
from lib.material import SEEDS, shipped
from lib.scaled import warm

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import reference

KEPT = Path(__file__).with_name("ratios.json")
WORSE = 1.5
"""How many times as long something may take as it did, by its yardstick, before that is an error."""
ROUNDS, MORE = 3, 2
DOCUMENTS = 4_000
_PART = 500
FEW = 20
"""For slow yardsticks, one in so many of the documents."""
PACKAGES = ("numpy", "pyarrow", "orjson", "datasketch", "xxhash")
_SETTINGS = Settings()
_PERMUTATIONS = permutations(_SETTINGS.permutations, _SETTINGS.seed)
_ENOUGH = 0.1
"""Seconds for which short work is repeated."""
_FREE = 1.6
"""What two threads must reach on plain hashing to be measured at all: else somebody else is using the machine."""

Clock = Callable[[], float]
Work = Callable[[], object]


@dataclass(frozen=True)
class Side:
    """Some work, and what share of the texts it works on."""

    work: Work
    part: float = 1.0


@dataclass(frozen=True)
class Ratio:
    """Something beside its yardstick. `clock` reads the processor's seconds, or those on the wall."""

    name: str
    ours: Side
    yardstick: Side
    clock: Clock = time.process_time

    def measured(self, rounds: int) -> float:
        """Return how many times as fast as its yardstick something is, of so many rounds by turns."""
        made = [self._round() for _ in range(rounds)]
        return min(other for _, other in made) / min(own for own, _ in made)

    def _round(self) -> tuple[float, float]:
        return self._seconds(self.ours) / self.ours.part, self._seconds(self.yardstick) / self.yardstick.part

    def _seconds(self, side: Side) -> float:
        """Return what some work takes once; short work is done often enough to be timed."""
        begin, end = self.clock(), 0.0
        for times in count(1):
            side.work()
            end = self.clock()
            if end - begin >= _ENOUGH:
                return (end - begin) / times
        raise AssertionError


def children() -> float:
    """Return the processor seconds of all processes that were started and have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ratios_of(file: Path) -> list[Ratio]:
    """Return what is measured, on the documents of a file."""
    texts = [orjson.loads(line)["text"] for line in file.read_bytes().splitlines()]
    column, few = pa.array(texts, pa.large_string()), texts[::FEW]
    slow = len("".join(few)) / len("".join(texts))
    parse = Side(partial(parsed, file))
    sign = Side(partial(signed, kernels, column))
    compiled = file.with_name("compiled")
    return [
        Ratio("signing beside datasketch in bulk", sign, Side(partial(by_datasketch, few), slow)),
        Ratio(
            "signing beside the NumPy kernels",
            sign,
            Side(partial(signed, reference, pa.array(few, pa.large_string())), slow),
        ),
        Ratio("words beside re.findall", Side(partial(hashed, column)), Side(partial(by_expression, texts))),
        Ratio("document pairs beside parsing", Side(lambda: dedup.scan(file, only="copies", passages=False)), parse),
        Ratio("the default scan beside parsing", Side(lambda: dedup.scan(file)), parse),
        Ratio(
            "dedup scan seeds/ beside imports",
            Side(partial(command, compiled)),
            Side(partial(imports, compiled)),
            children,
        ),
        *threads_of(column),
    ]


def threads_of(column: pa.Array) -> list[Ratio]:
    """Return the ratio of two threads to one; none where there are no two processors to be had."""
    both, one = Local(2), Local(1)
    plain, parts = [bytes(4 << 20)] * 8, [column.slice(at, _PART) for at in range(0, len(column), _PART)]
    hashing = Ratio(
        "",
        Side(lambda: both.map(lambda block: sha256(block).digest(), plain)),
        Side(lambda: one.map(lambda block: sha256(block).digest(), plain)),
        time.perf_counter,
    )
    if cores() < 2 or hashing.measured(ROUNDS) < _FREE:  # noqa: PLR2004 - two threads
        print("two threads beside one: skipped, for there are no two processors free")
        return []
    work = partial(signed, kernels)
    sides = Side(lambda: both.map(work, parts)), Side(lambda: one.map(work, parts))
    return [Ratio("two threads beside one", *sides, time.perf_counter)]


def signed(using: Any, column: pa.Array) -> None:
    """Sign the texts of a column by one set of kernels."""
    using.sign_texts(*text_buffers(column), folding.load(), _SETTINGS.words, _PERMUTATIONS)


def hashed(column: pa.Array) -> None:
    """Turn the texts of a column into words."""
    kernels.hash_words(*text_buffers(column), folding.load())


def by_expression(texts: list[str]) -> None:
    """Turn texts into words as a Python program does."""
    words = re.compile(r"\w+")
    for text in texts:
        words.findall(text.lower())


def by_datasketch(texts: list[str]) -> None:
    """Sign texts by datasketch's fastest documented path on a processor."""
    of, words = _SETTINGS.words, re.compile(r"\w+")
    found = (words.findall(text.lower()) for text in texts)
    shingles = ([" ".join(each[i : i + of]).encode() for i in range(len(each) - of + 1)] for each in found)
    MinHash.bulk(shingles, num_perm=_SETTINGS.permutations, hashfunc=xxhash.xxh32_intdigest, scheme="affine32")


def parsed(file: Path) -> None:
    """Parse JSON Lines."""
    with file.open("rb") as lines:
        for line in lines:
            orjson.loads(line)


_COMMAND = """
import sys
class WithoutPandas:
    def find_spec(name, path=None, target=None):
        if name in ("pandas", "cloudpickle"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, WithoutPandas)
from dedup.cli import main
main()
"""


def command(compiled: Path) -> None:
    """Scan the seeds without pandas and cloudpickle, which Arrow imports where they are, as they are for the tests."""
    _start(compiled, _COMMAND, "scan", SEEDS)


def imports(compiled: Path) -> None:
    """Start Python and import what no command line program with arrays does without."""
    _start(compiled, "import numpy, typer")


def _start(compiled: Path, code: str, *arguments: str | Path) -> None:
    """Run Python from compiled modules, as an installed program does, even where it is told to keep none."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPYCACHEPREFIX": str(compiled)}
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, env=environment)


def held(runs: list[dict[str, Any]], kind: str) -> dict[str, float]:
    """Return the ratios that a kind of processor is held to: its own, or else the least of all kinds."""
    own = [run["ratios"] for run in runs if run["machine"]["processor"] == kind]
    found: dict[str, float] = {}
    for ratios in own or [run["ratios"] for run in runs]:
        found |= {name: min(ratio, found.get(name, ratio)) for name, ratio in ratios.items()}
    return found


def compared(ratio: Ratio, kept: float | None) -> float:
    """Return a ratio, measured again, up to twice, as long as it is worse than what was kept."""
    best = ratio.measured(ROUNDS)
    for _ in range(MORE):
        if not is_worse(best, kept):
            break
        best = max(best, ratio.measured(ROUNDS))
    return best


def is_worse(ratio: float, kept: float | None) -> bool:
    """Return whether something takes half as long again as it did, or longer."""
    return kept is not None and ratio * WORSE <= kept


def shown(found: dict[str, float], kept: dict[str, float]) -> str:
    """Return ratios beside what they must exceed, by what was kept."""
    rows = [
        (
            name,
            spelled(ratio),
            spelled(kept[name] / WORSE) if name in kept else "-",
            f"{ratio / kept[name]:.2f}" if name in kept else "-",
            "WORSE" if is_worse(ratio, kept.get(name)) else "",
        )
        for name, ratio in found.items()
    ]
    table: str = tabulate(rows, ["", "times as fast", "must exceed", "of what was kept", ""], disable_numparse=True)
    return table


def spelled(ratio: float) -> str:
    """Return a ratio in figures; one below 1 is easier to read as a part."""
    return f"{ratio:.1f}" if ratio >= 1 else f"1 / {1 / ratio:.1f}"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and keep or compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args(arguments)
    runs = json.loads(KEPT.read_text(encoding="utf-8"))["runs"] if KEPT.is_file() else []
    kept = {} if options.keep else held(runs, processor())
    begin = time.perf_counter()
    warm()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents.jsonl"
        write_documents(file, DOCUMENTS, shipped())
        found = {ratio.name: compared(ratio, kept.get(ratio.name)) for ratio in ratios_of(file)}
    print(shown(found, kept))
    print(f"{time.perf_counter() - begin:.0f} s")
    if options.keep:
        record = record_of({"ratios": {name: round(ratio, 4) for name, ratio in found.items()}}, PACKAGES)
        others = [run for run in runs if run["machine"]["processor"] != processor()]
        KEPT.write_text(json.dumps({"runs": [*others, record]}, indent=1) + "\n", encoding="utf-8")
    return int(any(is_worse(ratio, kept.get(name)) for name, ratio in found.items()))


if __name__ == "__main__":
    sys.exit(main())
