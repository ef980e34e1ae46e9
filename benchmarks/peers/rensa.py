"""rensa: R-MinHash over the whole set in one batch, its LSH asked for all rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rensa import RMinHash, RMinHashLSH

from peers.lines import PERMUTATIONS, THRESHOLD, pairs_of, read, shingles

if TYPE_CHECKING:
    from pathlib import Path

BANDS = 32


def find(path: Path) -> list[tuple[str, str]]:
    """Return the pairs that meet in a band."""
    ids, texts = read(path)
    signed = RMinHash.from_token_sets(map(shingles, texts), num_perm=PERMUTATIONS, seed=42)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    index.insert_many(signed)
    return pairs_of(ids, enumerate(index.query_all(signed)))
