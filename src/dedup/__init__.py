"""dedup: what a text repeats of itself, which documents are copies of which, and who had it first.

    import dedup
    result = dedup.scan("seeds/")
    result.repetitions, result.copies, result.clusters, result.provenance

Names are imported when they are first used, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dedup.version import VERSION as __version__  # noqa: N811 - the name that packages use

if TYPE_CHECKING:
    from dedup.api import compare, filter, scan, sign  # noqa: A004 - as the command
    from dedup.documents import Collection, Document
    from dedup.errors import DedupError, GuardError, InputError, LimitError, OutputError, ResultError, UsageError
    from dedup.results import ScanResult
    from dedup.settings import Settings

__all__ = [
    "Collection",
    "DedupError",
    "Document",
    "GuardError",
    "InputError",
    "LimitError",
    "OutputError",
    "ResultError",
    "ScanResult",
    "Settings",
    "UsageError",
    "__version__",
    "compare",
    "filter",
    "scan",
    "sign",
]

_HOMES = {
    "documents": ("Collection", "Document"),
    "errors": ("DedupError", "GuardError", "InputError", "LimitError", "OutputError", "ResultError", "UsageError"),
    "api": ("compare", "filter", "scan", "sign"),
    "results": ("ScanResult",),
    "settings": ("Settings",),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"dedup.{home}"), name)
    msg = f"module 'dedup' has no attribute {name!r}"
    raise AttributeError(msg)
