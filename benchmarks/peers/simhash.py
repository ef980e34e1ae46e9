"""simhash: 64 bits of the shingles, pairs that differ in three of them at most, its default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simhash import Simhash, SimhashIndex

from peers.lines import pairs_of, read, shingles

if TYPE_CHECKING:
    from pathlib import Path


def find(path: Path) -> list[tuple[str, str]]:
    """Return the pairs that the index calls near duplicates."""
    ids, texts = read(path)
    signed = [(str(row), Simhash(shingles(text))) for row, text in enumerate(texts)]
    index = SimhashIndex(signed, k=3)
    return pairs_of(ids, ((int(row), map(int, index.get_near_dups(one))) for row, one in signed))
