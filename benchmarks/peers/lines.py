"""JSON Lines into ids and texts, texts into shingles, as the peers that bring no reader or tokenizer get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WORDS = 5
"""Words of a shingle."""
PERMUTATIONS = 128
THRESHOLD = 0.5


def read(path: Path) -> tuple[list[str], list[str]]:
    """Return the ids and the texts of a file, by the fastest parser that Python has."""
    with path.open("rb") as lines:
        rows = [orjson.loads(line) for line in lines]
    return [row["id"] for row in rows], [row["text"] for row in rows]


def shingles(text: str) -> list[str]:
    """Return the shingles of a text: its lower-cased words, split at white space, five and five."""
    words = text.lower().split()
    if len(words) < WORDS:
        return [" ".join(words)] if words else []
    return list(map(" ".join, zip(*(words[start:] for start in range(WORDS)), strict=False)))


def pairs_of(ids: list[str], candidates: Iterable[tuple[int, Iterable[int]]]) -> list[tuple[str, str]]:
    """Return each pair of a document and a candidate once; rows are numbered as `ids` are."""
    return [(ids[low], ids[high]) for low, high in sorted(set(_ordered(candidates)))]


def _ordered(candidates: Iterable[tuple[int, Iterable[int]]]) -> Iterator[tuple[int, int]]:
    for row, others in candidates:
        yield from ((min(row, other), max(row, other)) for other in others if other != row)
