"""This program as it is by default: passages, clusters and provenance too. What it says of document pairs is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dedup
from peers.dedup_pairs import alike

if TYPE_CHECKING:
    from pathlib import Path

    from dedup import ScanResult


def find(path: Path) -> ScanResult:
    """Scan at the defaults."""
    return dedup.scan(path)


def tell(result: ScanResult) -> list[tuple[str, str]]:
    """Return the document pairs at the threshold of the others."""
    return alike(result)
