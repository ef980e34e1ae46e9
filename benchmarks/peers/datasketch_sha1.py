"""datasketch 2 with the hash function that it has by default, SHA-1; everything else as in `datasketch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasketch.hashfunc import sha1_hash32

from peers import datasketch

if TYPE_CHECKING:
    from pathlib import Path


def find(path: Path) -> list[tuple[str, str]]:
    """Return the pairs that meet in a band."""
    return datasketch.find(path, sha1_hash32)
