"""copydetect: winnowed fingerprints of characters, each file compared with each; code is not looked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from copydetect import CopyDetector

from peers import folder as folders

if TYPE_CHECKING:
    from pathlib import Path

    from peers.folder import Texts

MATCHING, FOUND = 40, 60
"""Characters of the shortest match, and those from which one is always found. The defaults, 25 and 30, take twice as
long; larger ones find less than nine tenths of what is sought."""

Slices = list[list[int]]


class Found(NamedTuple):
    """What was found in which texts."""

    texts: Texts
    detector: CopyDetector


def prepare(source: Path, folder: Path) -> Texts:
    """Write a file for each document."""
    return folders.write(source, folder)


def find(texts: Texts) -> Found:
    """Compare each two files."""
    folder = [str(texts.folder)]
    detector = CopyDetector(
        test_dirs=folder, disable_filtering=True, noise_t=MATCHING, guarantee_t=FOUND, autoopen=False, silent=True
    )
    detector.run()
    return Found(texts, detector)


def tell(found: Found) -> list[tuple[str, str, Slices, Slices]]:
    """Return the slices of each pair in words."""
    texts = found.texts
    starts: dict[int, list[int]] = {}
    rows = []
    for names, slices in found.detector.slice_matrix.items():
        documents = [texts.row(str(name)) for name in names]
        sides = []
        for row, side in zip(documents, slices, strict=True):
            at = starts.setdefault(row, texts.starts(row))
            sides.append([[bisect_right(at, low) - 1, bisect_left(at, high)] for low, high in side.T.tolist()])
        rows.append((texts.ids[documents[0]], texts.ids[documents[1]], sides[0], sides[1]))
    return rows
