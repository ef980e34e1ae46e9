"""The formats in which the result of a check can be shown, by name. A view is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.gate.findings import CheckResult
    from dedup.report.look import Look

CHECK_FORMATS: dict[str, tuple[str, str]] = {
    "table": ("dedup.report.findings.table", "table"),
    "json": ("dedup.report.findings.json", "json"),
    "markdown": ("dedup.report.findings.markdown", "markdown"),
    "sarif": ("dedup.report.findings.sarif", "sarif"),
    "junit": ("dedup.report.findings.junit", "junit"),
    "github": ("dedup.report.findings.github", "github"),
}
"""Name of each format, with the module and the function that render it."""


def render_findings(result: CheckResult, name: str, look: Look) -> str:
    """Return the result in the format of that name; one that does not exist is a `UsageError`."""
    check_findings_format(name)
    module, function = CHECK_FORMATS[name]
    view = cast("Callable[[CheckResult, Look], str]", getattr(import_module(module), function))
    return view(result, look)


def check_findings_format(name: str) -> None:
    """Raise a `UsageError` with the list of formats if there is none of that name."""
    if name not in CHECK_FORMATS:
        msg = f"there is no format {name!r} for findings; the formats are {', '.join(CHECK_FORMATS)}"
        raise UsageError(msg)
