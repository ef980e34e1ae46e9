"""This program's signatures of the texts of an Arrow column; reading them is not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

import dedup
from peers.lines import PERMUTATIONS, WORDS, read

if TYPE_CHECKING:
    from pathlib import Path


def prepare(source: Path, _: Path) -> pa.Array:
    """Return the texts as a column."""
    return pa.array(read(source)[1], pa.large_string())


def find(column: pa.Array) -> list[tuple[str, str]]:
    """Sign, and find nothing."""
    dedup.sign(column, words=WORDS, count=PERMUTATIONS)
    return []
