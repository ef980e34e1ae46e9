"""The formats in which a result can be shown, by name. Each view is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.report.look import Look
    from dedup.results import ScanResult

FORMATS: dict[str, tuple[str, str]] = {
    "table": ("dedup.report.table", "table"),
    "json": ("dedup.report.json", "json"),
    "markdown": ("dedup.report.markdown", "markdown"),
}
"""Name of each format, with the module and the function that render it."""


def render(result: ScanResult, name: str, look: Look) -> str:
    """Return the result in the format of that name; one that does not exist is a `UsageError`."""
    if name not in FORMATS:
        msg = f"there is no format {name!r}; the formats are {', '.join(FORMATS)}"
        raise UsageError(msg)
    module, function = FORMATS[name]
    view = cast("Callable[[ScanResult, Look], str]", getattr(import_module(module), function))
    return view(result, look)
