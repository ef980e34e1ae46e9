"""The report formats of each command by name, and the options of a report. A view is imported when it is asked for.

A new format is a function that returns text for a result, and its row in `SCAN_FORMATS` or `CHECK_FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from dedup.errors import UsageError
from dedup.report.escaping import inert_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dedup.gate.findings import CheckResult
    from dedup.report.comparison import Comparison
    from dedup.results import ScanResult

MIN_WIDTH = 40
"""Columns below which a terminal view does not try to fit."""

SORTS = ("weight", "id", "date", "share")
"""What findings can be sorted by: the heaviest, the newest, the largest share first; ids as they are spelt."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a report for people is drawn.

    `width` in columns and `colour` are for terminals. `whole` is for files and pipes: names are not cut, so that they
    can be pasted into the next command. `table` is the format of tables, a name of tabulate's; empty is that of
    terminals. `section` is the table that CSV, Parquet or NDJSON hold; empty is all, where that can be. `max_rows` is
    the most entries that a section lists, 0 for all.
    `full` is for comparisons: it shows also the sentences in which nothing differs. `include_accepted` is for SARIF:
    accepted findings are in it, as suppressed ones. `hide_names` replaces the names of documents, publishers and
    authors. `texts` returns the text of a document for a result that has no texts, or None.
    """

    width: int = 80
    colour: bool = False
    whole: bool = False
    table: str = ""
    section: str = ""
    max_rows: int = 20
    full: bool = False
    include_accepted: bool = False
    hide_names: bool = False
    texts: Callable[[str], str | None] | None = None

    @property
    def line_width(self) -> int:
        """The width of the longest line that a terminal view may draw."""
        return max(self.width, MIN_WIDTH)


class View(NamedTuple):
    """Where the function of a format is: ``function(result)``, or ``function(result, options)`` if `takes_options`.

    It returns the report as text, or in chunks of UTF-8 if the report can be too long for the memory. `is_lines` says
    that it is text in lines, of which none may be a command to the log that it is shown in, `hides_names` that the
    function itself hides names where the options ask for it.
    """

    module: str
    function: str
    takes_options: bool = False
    is_lines: bool = False
    hides_names: bool = False

    def render(self, result: object, options: RenderOptions) -> str | Iterator[bytes]:
        """Import the module, and return what its function makes of the result."""
        function = getattr(import_module(self.module), self.function)
        rendered: str | Iterator[bytes] = function(result, options) if self.takes_options else function(result)
        return inert_lines(rendered) if self.is_lines and isinstance(rendered, str) else rendered


SCAN_FORMATS: Mapping[str, View] = {
    "table": View("dedup.report.table", "scan_table", takes_options=True, is_lines=True),
    "json": View("dedup.report.saved_results", "json_chunks"),
    "markdown": View("dedup.report.markdown", "scan_markdown", takes_options=True, is_lines=True),
    "html": View("dedup.report.html.page", "html_report", takes_options=True, hides_names=True),
    "graphml": View("dedup.report.provenance_graph", "graphml"),
    "dot": View("dedup.report.provenance_graph", "dot"),
    "ninjs": View("dedup.report.ninjs", "ninjs"),
    "jsonld": View("dedup.report.json_ld", "json_ld"),
}
"""The formats of `ScanResult`, for all commands but check."""

ROW_FORMATS: Mapping[str, View] = {
    "csv": View("dedup.report.row_files", "csv_chunks", takes_options=True),
    "parquet": View("dedup.report.row_files", "parquet_chunks", takes_options=True),
    "ndjson": View("dedup.report.row_files", "ndjson_chunks", takes_options=True),
}
"""The formats of the tables of a `ScanResult`, one table a file; NDJSON may hold all tables."""

COMPARISON_FORMATS: Mapping[str, View] = {
    "table": View("dedup.report.side_by_side", "comparison_table", takes_options=True, is_lines=True),
    "markdown": View("dedup.report.markdown", "comparison_markdown", takes_options=True, is_lines=True),
}
"""The formats that show both texts of a `Comparison`; in the other formats a comparison is its `ScanResult`."""

CHECK_FORMATS: Mapping[str, View] = {
    "table": View("dedup.report.findings.report", "check_table", takes_options=True, is_lines=True),
    "json": View("dedup.report.findings.json", "check_json"),
    "markdown": View("dedup.report.findings.report", "check_markdown", takes_options=True, is_lines=True),
    "sarif": View("dedup.report.findings.sarif", "sarif", takes_options=True),
    "junit": View("dedup.report.findings.junit", "junit"),
    "github": View("dedup.report.findings.github", "github"),
}
"""The formats of `CheckResult`."""


def render(result: ScanResult, name: str, options: RenderOptions) -> str:
    """Return the result of a scan as text in the format of that name; an unknown format is a `UsageError`."""
    return b"".join(render_chunks(result, name, options)).decode()


def render_chunks(result: ScanResult, name: str, options: RenderOptions) -> Iterator[bytes]:
    """Yield the result of a scan in the format of that name, in bytes; long JSON is never in memory as a whole."""
    require_scan_format(name)
    view = {**SCAN_FORMATS, **ROW_FORMATS}[name]
    rendered = view.render(result if view.hides_names else _without_names(result, options), options)
    if isinstance(rendered, str):
        yield rendered.encode()
    else:
        yield from rendered


def render_tables(result: ScanResult, name: str, options: RenderOptions) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Return the tables of a result in one of `ROW_FORMATS`: the name of each file, and what is in it."""
    table_files = import_module("dedup.report.row_files").table_files
    files: Iterator[tuple[str, Iterator[bytes]]] = table_files(_without_names(result, options), name, options.section)
    return files


def render_comparison(comparison: Comparison, name: str, options: RenderOptions) -> str:
    """Return the comparison in the format of that name; an unknown format is a `UsageError`."""
    if name not in COMPARISON_FORMATS:
        return render(comparison.result, name, options)
    return _text(COMPARISON_FORMATS[name].render(comparison, options))


def render_check(result: CheckResult, name: str, options: RenderOptions) -> str:
    """Return the result of a check in the format of that name; an unknown format is a `UsageError`."""
    require_check_format(name)
    return _text(CHECK_FORMATS[name].render(result, options))


def require_scan_format(name: str) -> None:
    """Raise a `UsageError` with the list of formats if there is no format of that name for scans."""
    if name not in (*SCAN_FORMATS, *ROW_FORMATS):
        msg = f"there is no format {name!r}; the formats are {', '.join((*SCAN_FORMATS, *ROW_FORMATS))}"
        raise UsageError(msg)


def require_check_format(name: str) -> None:
    """Raise a `UsageError` with the list of formats if there is no format of that name for findings."""
    if name not in CHECK_FORMATS:
        msg = f"there is no format {name!r} for findings; the formats are {', '.join(CHECK_FORMATS)}"
        raise UsageError(msg)


def _without_names(result: ScanResult, options: RenderOptions) -> ScanResult:
    """Return the result with its names hidden, if that is asked for."""
    if not options.hide_names:
        return result
    from dedup.report.hidden_names import hide_names  # noqa: PLC0415 - few reports hide names

    return hide_names(result)


def _text(rendered: str | Iterator[bytes]) -> str:
    return rendered if isinstance(rendered, str) else b"".join(rendered).decode()
