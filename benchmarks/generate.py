"""Generates collections of any size from real text, with known truth: who copied what from whom, and how much of it.

    python benchmarks/generate.py 1000000 documents.jsonl [--seed 20260] [--truth truth.tsv]

Writes JSON Lines (`id`, `publisher`, `title`, `published`, `text`) of 200 words on average, the same bytes for the same
seed and material, and keeps none of it in memory. The words are drawn in short stretches from the news articles of
``DEDUP_DATA``, or from the shipped seeds; lib/made_truth.py says which documents are copies. `--truth` writes for every
copy its number, its source's, its kind and the Jaccard of the two (0 for an excerpt).
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from dedup.processors import cores
from lib.made_lines import lines_of, words_of
from lib.made_truth import NAMES, Truth, truth_of
from lib.material import Material, real_material

SEED = 20_260
_AT_ONCE = 4_096
"""Documents in a piece of the work; the pieces are made by as many threads as there are processors."""


def write_documents(file: Path, documents: int, material: Material, seed: int = SEED) -> int:
    """Write so many documents as JSON Lines and return their bytes."""
    words, workers, size = words_of(material), cores(), 0
    ranges = [(low, min(low + _AT_ONCE, documents)) for low in range(0, documents, _AT_ONCE)]
    with file.open("wb") as lines, ThreadPoolExecutor(workers) as pool:
        for at in range(0, len(ranges), workers):
            for piece in pool.map(lambda numbers: lines_of(words, seed, numbers, documents), ranges[at : at + workers]):
                size += lines.write(piece.data)
    return size


def write_truth(file: Path, truth: Truth) -> None:
    """Write a line for each copy: number, source, kind, Jaccard."""
    copies = np.flatnonzero(truth.sources != np.arange(truth.sources.size))
    with file.open("w", encoding="utf-8") as lines:
        for number in copies.tolist():
            kind, likeness = NAMES[truth.kinds[number]], truth.likeness[number]
            lines.write(f"{number}\t{truth.sources[number]}\t{kind}\t{likeness:.4f}\n")


def main() -> None:
    """Write a collection, and the truth about it if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--truth", type=Path)
    options = parser.parse_args()
    material = real_material()
    begin = time.perf_counter()
    size = write_documents(options.file, options.documents, material, options.seed)
    taken = time.perf_counter() - begin
    print(f"{options.documents:,} documents of {material.name}: {size / 1e6:,.1f} MB, {size / 1e6 / taken:,.0f} MB/s")
    if options.truth:
        write_truth(options.truth, truth_of(options.documents, options.seed))


if __name__ == "__main__":
    main()
