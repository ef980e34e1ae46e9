"""Two documents side by side: a scan of just these two in which nothing is too small to be listed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.documents import collection_of
from dedup.scanning import scan
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.documents import Document
    from dedup.results import ScanResult

DEFAULT = Settings()


def compare(a: Document, b: Document, settings: Settings = DEFAULT) -> ScanResult:
    """Return what two documents have in common; any passage of `min_run` words makes them a listed pair."""
    least = min(settings.min_shared, settings.min_run)
    return scan(collection_of([a, b]), replace(settings, all_pairs=True, min_shared=least))
