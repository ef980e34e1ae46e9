"""Sets our stages beside what nothing can beat here: reading the bytes, XXH3 over them, parsing the JSON, plain C.

    python benchmarks/limits.py [--data FILE] [--rounds 5] [--keep]

FILE is JSON Lines with a `text` column, plain or gzipped; without it, ``news.jsonl.gz`` in the folder that
``DEDUP_DATA`` names. Everything runs in one thread but for what says that it takes two cores; stages go by turns, and
the best round counts. The C (``limits.c``) is compiled where there is a ``cc``; its signatures must equal ours.
``--keep`` writes the run to ``benchmarks/runs``.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pyarrow as pa
import xxhash
from pyarrow.json import ReadOptions, read_json
from tabulate import tabulate

import dedup
from dedup import kernels
from dedup.reading.inputs import read_paths
from dedup.settings import Settings
from dedup.sketch.signatures import permutations
from dedup.words import folding
from lib.kept_runs import by_turns, keep

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    Stages = dict[str, Callable[[], object]]

SETTINGS = Settings()
PERMUTATIONS = permutations(SETTINGS.permutations, SETTINGS.seed)
BATCH = 16_000_000
"""Bytes of text at once, about; the reference in NumPy gets no more than one such batch, enough to tell their speed."""
ARROW_BLOCK = 4 << 20
"""Bytes that Arrow's reader parses at a time: it is fastest with some megabytes, and must hold the longest line."""
FLAGS = ["-O3", "-march=native", "-shared", "-fPIC"]
PACKAGES = ("numpy", "xxhash", "orjson", "pyarrow")


@dataclass(frozen=True)
class Texts:
    """Texts one after the other, as the kernels take them."""

    buffer: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Their bytes."""
        return int(self.offsets[-1] - self.offsets[0])

    def batches(self) -> list[Texts]:
        """Return them in batches of whole texts."""
        cuts = np.searchsorted(self.offsets, np.arange(BATCH, self.size, BATCH)).tolist()
        ends = [*cuts, self.offsets.size - 1]
        return [Texts(self.buffer, self.offsets[low : high + 1]) for low, high in pairwise([0, *ends]) if low < high]


def texts_of(lines: bytes) -> list[str]:
    """Return the text column of JSON Lines."""
    return [orjson.loads(line)["text"] for line in lines.splitlines() if line]


def packed(texts: list[str]) -> Texts:
    """Return texts as one buffer."""
    raw = [text.encode() for text in texts]
    return Texts(np.frombuffer(b"".join(raw), np.uint8), np.cumsum([0, *map(len, raw)], dtype=np.int64))


def floors(file: Path, lines: bytes, texts: Texts) -> Stages:
    """Return what every program has to do, at its fastest."""
    return {
        "read the file": file.read_bytes,
        "XXH3 over the file": partial(xxhash.xxh3_64_intdigest, lines),
        "XXH3 over the texts": partial(xxhash.xxh3_64_intdigest, texts.buffer.tobytes()),
        "parse the JSON (orjson)": partial(texts_of, lines),
        "parse the JSON (pyarrow)": partial(arrow_of, lines, threads=False),
        "parse the JSON (pyarrow, two cores)": partial(arrow_of, lines, threads=True),
    }


def arrow_of(lines: bytes, *, threads: bool) -> object:
    """Return JSON Lines as Arrow's reader makes a table of them, on one core or on two."""
    return read_json(pa.BufferReader(lines), ReadOptions(use_threads=threads, block_size=ARROW_BLOCK))


def whole(file: Path) -> Stages:
    """Return our reading alone, and whole scans of the file."""
    return {
        "dedup: read documents": partial(read_paths, [file]),
        "dedup: scan for document pairs": lambda: dedup.scan(file, only="copies", passages=False),
        "dedup: scan for everything": lambda: dedup.scan(file),
    }


def clocks_of(stages: Stages) -> dict[str, Callable[[], float]]:
    """Return how stages are timed that are not the work of this thread alone.

    Seconds on the wall where two cores are meant, else the processor's in all threads: what one core would take.
    """
    of_all = {name: time.process_time for name in stages if "pyarrow" in name or name.startswith("dedup")}
    return of_all | {name: time.perf_counter for name in stages if "two cores" in name}


def ours(batches: list[Texts], using: ModuleType, name: str) -> Stages:
    """Return the stages of a scan that read every word, by one set of kernels."""
    table, of, k, w = folding.load(), SETTINGS.words, SETTINGS.fingerprint_words, SETTINGS.window
    columns = [(batch.buffer, batch.offsets, table) for batch in batches]
    words = [using.hash_words(*column) for column in columns]
    shingles = [using.shingle_hashes(*each, of) for each in words]
    keys = np.concatenate([using.winnow(*each, k, w).keys for each in words])
    stages: Stages = {
        "words with spans": lambda: _each(using.split_words, columns),
        "words": lambda: _each(using.hash_words, columns),
        "shingles": lambda: _each(using.shingle_hashes, [(*each, of) for each in words]),
        "signatures of shingles": lambda: _each(using.sign_shingles, [(each, *PERMUTATIONS) for each in shingles]),
        "texts to signatures": lambda: _each(using.sign_texts, [(*each, of, PERMUTATIONS) for each in columns]),
        "words to fingerprints": lambda: _each(using.winnow, [(*each, k, w) for each in words]),
        "group fingerprints": lambda: using.group_rows(keys),
    }
    return {f"{name}: {stage}": work for stage, work in stages.items()}


def _each(work: Callable[..., object], batches: Sequence[tuple[Any, ...]]) -> None:
    """Work on one batch after the other, and keep nothing."""
    for batch in batches:
        work(*batch)


def in_c(texts: Texts, folder: Path) -> Callable[[], NDArray[np.uint32]] | None:
    """Return the C pass from texts to signatures, or None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "limits.so"
    subprocess.run([compiler, *FLAGS, "-o", library, Path(__file__).with_name("limits.c")], check=True)
    run = ctypes.CDLL(str(library)).sign
    a, b = PERMUTATIONS

    def sign() -> NDArray[np.uint32]:
        signed = np.empty((texts.offsets.size - 1, a.size), np.uint32)
        table = [_pointer(column) for column in folding.load()]
        count, size, width = (ctypes.c_int64(n) for n in (texts.offsets.size - 1, SETTINGS.words, a.size))
        of, at = _pointer(texts.buffer), _pointer(texts.offsets)
        if run(of, at, count, *table, size, _pointer(a), _pointer(b), width, _pointer(signed)):
            raise MemoryError
        return signed

    return sign


def _pointer(array: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def measure(lines: bytes, rounds: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Return the seconds of each stage in each round, and the bytes that each works on."""
    texts = packed(texts_of(lines))
    batches = texts.batches()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "lines.jsonl"
        file.write_bytes(lines)
        sizes: dict[str, int] = {}
        stages: Stages = {}
        for part, size in (
            (floors(file, lines, texts), 0),
            (whole(file), 0),
            (ours(batches, kernels, "kernels"), texts.size),
            (ours(batches[:1], reference, "NumPy"), batches[0].size),
        ):
            stages |= part
            sizes |= dict.fromkeys(part, size or len(lines))
        sizes["XXH3 over the texts"] = texts.size
        c = in_c(texts, Path(name))
        if c is not None:
            ours_too = kernels.sign_texts(texts.buffer, texts.offsets, folding.load(), SETTINGS.words, PERMUTATIONS)
            if not np.array_equal(c(), ours_too):
                sys.exit("the C gives other signatures than the kernels: one of them is wrong")
            stages["C: texts to signatures"], sizes["C: texts to signatures"] = c, texts.size
        return by_turns(stages, rounds, clocks_of(stages)), sizes


def table_of(seconds: dict[str, list[float]], sizes: dict[str, int]) -> str:
    """Return the stages with their speed, and how it stands to the C."""
    yardstick = "C: texts to signatures"
    base = sizes[yardstick] / min(seconds[yardstick]) if yardstick in seconds else None
    rows = []
    for stage, rounds in seconds.items():
        speed = sizes[stage] / min(rounds)
        rows.append((stage, sizes[stage] / 1e6, speed / 1e6, speed / base if base else None))
    table: str = tabulate(rows, ["stage", "MB", "MB/s", "of the C"], floatfmt=("", ".1f", ".0f", ".2f"))
    return table


def main() -> None:
    """Measure, print the table, and keep the run if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    data = options.data or Path(os.environ.get("DEDUP_DATA", "")) / "news.jsonl.gz"
    if not data.is_file():
        print(f"skipped: there is no {data.name}; name a file with --data, or its folder in DEDUP_DATA")
        return
    raw = data.read_bytes()
    lines = gzip.decompress(raw) if data.suffix == ".gz" else raw
    seconds, sizes = measure(lines, options.rounds)
    table = table_of(seconds, sizes)
    print(table)
    if options.keep:
        numbers = {"data": data.name, "bytes": sizes, "seconds": seconds, "flags": FLAGS, "compiler": _compiler()}
        keep("limits", numbers, PACKAGES, table)


def _compiler() -> str | None:
    if shutil.which("cc") is None:
        return None
    return subprocess.run(["cc", "--version"], check=True, capture_output=True, text=True).stdout.splitlines()[0]


if __name__ == "__main__":
    main()
