"""datasketch's MinHashes of texts in memory, by its fastest documented path; reading them is not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peers.datasketch import sign
from peers.lines import read

if TYPE_CHECKING:
    from pathlib import Path


def prepare(source: Path, _: Path) -> list[str]:
    """Return the texts."""
    return read(source)[1]


def find(texts: list[str]) -> list[tuple[str, str]]:
    """Sign, and find nothing."""
    sign(texts)
    return []
