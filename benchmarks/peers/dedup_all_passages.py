"""This program told to list every pair, and the passages that it reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dedup
from peers.dedup_passages import tell

if TYPE_CHECKING:
    from pathlib import Path

    from dedup import ScanResult

__all__ = ["find", "tell"]


def find(path: Path) -> ScanResult:
    """Scan, and list each two that share a run, however many documents it stands in."""
    return dedup.scan(path, all_pairs=True)
