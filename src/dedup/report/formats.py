"""The formats in which a result or a comparison can be shown, by name. A view is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dedup.report.comparison import Comparison
    from dedup.report.look import Look
    from dedup.results import ScanResult

FORMATS: dict[str, tuple[str, str]] = {
    "table": ("dedup.report.table", "table"),
    "json": ("dedup.report.json", "json"),
    "markdown": ("dedup.report.markdown", "markdown"),
    "graphml": ("dedup.report.graph", "graphml"),
    "dot": ("dedup.report.graph", "dot"),
}
"""Name of each format, with the module and the function that render it."""

BYTES: dict[str, tuple[str, str]] = {"json": ("dedup.report.json", "pieces")}
"""The same for formats that are bytes anyway."""

COMPARISONS: dict[str, tuple[str, str]] = {
    "table": ("dedup.report.sides", "side_by_side"),
    "markdown": ("dedup.report.sides_markdown", "changes_in_markdown"),
}
"""The same for what shows two texts; in the other formats a comparison is the result that it holds."""


def render(result: ScanResult, name: str, look: Look) -> str:
    """Return the result in the format of that name; one that does not exist is a `UsageError`."""
    check_format(name)
    view = cast("Callable[[ScanResult, Look], str]", _view(FORMATS[name]))
    return view(result, look)


def render_bytes(result: ScanResult, name: str, look: Look) -> Iterator[bytes]:
    """Yield what `render` returns as UTF-8; a format that is bytes anyway never becomes a string, nor is held whole."""
    if name in BYTES:
        yield from cast("Callable[[ScanResult], Iterator[bytes]]", _view(BYTES[name]))(result)
    else:
        yield render(result, name, look).encode()


def render_comparison(comparison: Comparison, name: str, look: Look, *, full: bool = False) -> str:
    """Return the comparison in the format of that name; `full` shows also what is the same in whole."""
    if name not in COMPARISONS:
        return render(comparison.result, name, look)
    view = cast("Callable[..., str]", _view(COMPARISONS[name]))
    return view(comparison, look, full=full)


def check_format(name: str) -> None:
    """Raise a `UsageError` with the list of formats if there is none of that name."""
    if name not in FORMATS:
        msg = f"there is no format {name!r}; the formats are {', '.join(FORMATS)}"
        raise UsageError(msg)


def _view(place: tuple[str, str]) -> object:
    module, function = place
    return getattr(import_module(module), function)
