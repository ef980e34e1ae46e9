"""The options of a command: the command line over the configuration file over the defaults, checked once."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from dedup.cli.configuration import configured_here
from dedup.engines.local import Local
from dedup.engines.memory import parse_bytes, parse_size
from dedup.errors import UsageError
from dedup.report.formats import MIN_WIDTH, RenderOptions, require_scan_format
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dedup.engines.engine import Engine
    from dedup.reading.options import ReadingOptions

USUAL_WIDTH = 80
"""Columns of a report that goes to no terminal."""
_MAX_DOCUMENT = "64MB"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a command, without its paths."""

    settings: Settings
    columns: Mapping[str, str]
    ignore: tuple[str, ...]
    hidden: bool
    encoding: str | None
    max_document: int
    format: str
    output: str | None
    texts: str | None
    render_options: RenderOptions
    memory: int
    workers: int
    quiet: bool
    progress: bool

    def reading(self) -> ReadingOptions:
        """Return how inputs are to be read; only a command that reads any pays for the import."""
        from dedup.reading.options import ReadingOptions  # noqa: PLC0415 - see above

        return ReadingOptions(
            columns=self.columns,
            ignore=self.ignore,
            hidden=self.hidden,
            encoding=self.encoding,
            max_document=self.max_document,
            in_memory=self.engine().text_limit(),
        )

    def engine(self) -> Engine:
        """Return the engine that runs the work."""
        return Local(self.workers, self.memory)


def options_of(parameters: Mapping[str, Any]) -> Options:
    """Return the options from a command's parameters (None or empty: not given) and the configuration file."""
    given = {name: value for name, value in parameters.items() if value not in (None, [], ())}
    values = {**configured_here(), **given}
    output = values.get("output")
    require_scan_format(values.get("format", "table"))
    return Options(
        settings=_settings(values),
        columns=_columns(values.get("column", {})),
        ignore=tuple(values.get("ignore", ())),
        hidden=values.get("hidden", False),
        encoding=values.get("encoding"),
        max_document=parse_bytes(values.get("max_document", _MAX_DOCUMENT)),
        format=values.get("format", "table"),
        output=None if output == "-" else output,
        texts=values.get("texts"),
        render_options=_render_options(values, to_file=output not in (None, "-")),
        memory=parse_size(values["memory"]) if "memory" in values else 0,
        workers=_workers(values.get("workers", 0)),
        quiet=values.get("quiet", False),
        progress=values.get("progress", True),
    )


def _settings(values: Mapping[str, Any]) -> Settings:
    names = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in values.items() if name in names})


def _columns(given: Mapping[str, str] | list[str]) -> dict[str, str]:
    if not isinstance(given, list):
        return dict(given)
    columns = {}
    for written in given:
        name, equals, column = written.partition("=")
        if not (name and equals and column):
            msg = f"--column takes NAME=COLUMN, as in text=body, not {written!r}"
            raise UsageError(msg)
        columns[name] = column
    return columns


def _workers(wanted: int) -> int:
    if wanted < 0:
        msg = f"workers must be 1 or more, or 0 for one a processor, not {wanted}"
        raise UsageError(msg)
    return wanted


def _render_options(values: Mapping[str, Any], *, to_file: bool) -> RenderOptions:
    width, rows = values.get("width"), values.get("rows", RenderOptions().max_rows)
    if width is not None and width < MIN_WIDTH:
        msg = f"width must be at least {MIN_WIDTH}, not {width}"
        raise UsageError(msg)
    if rows < 0:
        msg = f"rows must be 0 (all) or more, not {rows}"
        raise UsageError(msg)
    screen = USUAL_WIDTH if to_file else shutil.get_terminal_size((USUAL_WIDTH, 24)).columns
    return RenderOptions(
        width=width or screen,
        colour=not to_file and _colours(),
        max_rows=rows,
        full=values.get("full", False),
        hide_names=values.get("hide_names", False),
        include_accepted=values.get("include_accepted", False),
    )


def _colours() -> bool:
    """Return whether standard output is a terminal that may show colours (https://no-color.org)."""
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
