"""FastSketchLSH: sketches of two thousand shingle lists a batch on all cores, candidates as compressed rows."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from FastSketchLSH import LSH, FastSimilaritySketch

from peers.lines import PERMUTATIONS, pairs_of, read, shingles

if TYPE_CHECKING:
    from pathlib import Path

BANDS = 32
BATCH = 2_000
"""Documents in a batch: all at once need three times the memory and are no faster."""


def find(path: Path) -> list[tuple[str, str]]:
    """Return the pairs that meet in a band."""
    ids, texts = read(path)
    sketcher = FastSimilaritySketch(size=PERMUTATIONS, seed=42)
    batches = (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))
    sketches = np.concatenate([sketcher.batch(list(map(shingles, batch))) for batch in batches])
    index = LSH(num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert(sketches)
    others, bounds = index.query(sketches, format="csr")
    found = enumerate(others[low:high].tolist() for low, high in pairwise(bounds.tolist()))
    return pairs_of(ids, found)
