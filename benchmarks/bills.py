"""How well figures of dedup rank pairs of sections of bills, which people labelled from 0 (unrelated) to 4 (identical).

    python benchmarks/bills.py --data FOLDER    the folder with bills.csv.gz; without it, the one that DEDUP_DATA names

The figure is the share of the shared words of both texts, 0 where nothing is aligned. Spearman's correlation with the
labels needs no fitting. The rule has four thresholds between the five classes; they are chosen on nine tenths of the
pairs and tried on the rest, for each tenth in turn, so that no pair is judged by a rule that was fitted to it. Nothing
is written.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
from pathlib import Path

import numpy as np

import dedup

CLASSES = 5
TENTHS = 10
SEED = 5
FILE = "bills.csv.gz"


def read_pairs(path: Path) -> tuple[list[tuple[str, str]], np.ndarray]:
    """Return the texts of each pair, and the labels."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [(row["sec_a_text"], row["sec_b_text"]) for row in rows], np.array([int(row["label"]) for row in rows])


def shared_share(a: str, b: str) -> float:
    """Return twice the shared words of two texts as a share of the words of both; 0 if none of these are aligned."""
    result = dedup.compare(a, b)
    words = sum(row.words for row in result.documents)
    return sum(2 * match.shared_words / words for match in result.copies if match.aligned_a)


def ranks(values: np.ndarray) -> np.ndarray:
    """Return the rank of each value; equal values share the mean of their ranks."""
    _, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[group]


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """Return Spearman's correlation of two rows of values."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def choose_thresholds(figures: np.ndarray, labels: np.ndarray) -> list[float]:
    """Return the thresholds between the classes that judge most of these pairs rightly.

    A class takes the figures from its threshold on. For each number of classes and each place where the figures could
    be cut, the best cuts below it are kept.
    """
    order = np.argsort(figures, kind="stable")
    figures, labels = figures[order], labels[order]
    values, first = np.unique(figures, return_index=True)
    edges = np.append(first, figures.size)
    below = np.array([np.append(0, np.cumsum(labels == one))[edges] for one in range(CLASSES)])
    right = below[0]
    chosen = []
    for one in range(1, CLASSES):
        gain = right - below[one]
        best = np.array([int(np.argmax(gain[: place + 1])) for place in range(gain.size)])
        chosen.append(best)
        right = gain[best] + below[one]
    cuts: list[int] = []
    place = values.size
    for best in reversed(chosen):
        place = int(best[place])
        cuts.insert(0, place)
    middles = np.concatenate([[-np.inf], (values[1:] + values[:-1]) / 2, [np.inf]])
    return [float(middles[cut]) for cut in cuts]


def classify(figures: np.ndarray, thresholds: list[float]) -> np.ndarray:
    """Return the class of each figure."""
    return np.searchsorted(thresholds, figures, side="right")


def cross_validated(figures: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of pairs that a rule judges rightly which was chosen on other pairs."""
    order = np.random.default_rng(SEED).permutation(figures.size)
    right = 0
    for tenth in range(TENTHS):
        tried = order[tenth::TENTHS]
        others = np.setdiff1d(order, tried)
        thresholds = choose_thresholds(figures[others], labels[others])
        right += int((classify(figures[tried], thresholds) == labels[tried]).sum())
    return right / figures.size


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("DEDUP_DATA"), help="the folder that holds " + FILE)
    folder = parser.parse_args(arguments).data
    if not folder or not (Path(folder) / FILE).is_file():
        print(f"skipped: there is no {FILE} in {folder or 'a folder that DEDUP_DATA or --data names'}")
        return 0
    pairs, labels = read_pairs(Path(folder) / FILE)
    figures = np.array([shared_share(*pair) for pair in pairs])
    thresholds = choose_thresholds(figures, labels)
    fitted = float((classify(figures, thresholds) == labels).mean())
    print(f"{spearman(figures, labels):.4f}  Spearman's correlation with the labels  ({labels.size} pairs)")
    print(f"{cross_validated(figures, labels):.4f}  right class, thresholds chosen on other pairs")
    print(f"{fitted:.4f}  right class, thresholds chosen on all pairs: {', '.join(f'{cut:.2f}' for cut in thresholds)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
