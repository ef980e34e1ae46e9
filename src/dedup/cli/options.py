"""The options of a command: the command line over the configuration file over the defaults, checked once."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from dedup.cli.configuration import configured_here
from dedup.cli.destination import Destination, destination_of, section_for
from dedup.cli.hidden_pandas import show_pandas
from dedup.engines.local import Local
from dedup.engines.memory import document_limit, parse_bytes, parse_size
from dedup.errors import UsageError
from dedup.report.formats import MIN_WIDTH, ROW_FORMATS, SCAN_FORMATS, SORTS, RenderOptions, require_scan_format
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from dedup.engines.engine import Engine
    from dedup.reading.options import ReadingOptions

USUAL_WIDTH = 80
"""Columns of a report that goes to no terminal."""
_EXTRACTOR = "careful"
ENGINES = ("local", "spark", "daft")
"""The engines that a scan can run on."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a command, without its paths."""

    settings: Settings
    columns: Mapping[str, str]
    ignore: tuple[str, ...]
    hidden: bool
    encoding: str | None
    max_document: int
    extractor: str
    destination: Destination
    force: bool
    texts: str | None
    render_options: RenderOptions
    sort: str
    min_weight: float
    memory: int
    workers: int
    engine_name: str
    master: str
    quiet: bool
    progress: bool

    @property
    def format(self) -> str:
        """The name of the format."""
        return self.destination.format

    @property
    def output(self) -> str | None:
        """The file that the report goes to; None is standard output, or a folder."""
        return self.destination.file

    def reading(self) -> ReadingOptions:
        """Return how inputs are to be read; only a command that reads any pays for the import."""
        from dedup.reading.options import ReadingOptions  # noqa: PLC0415 - see above

        return ReadingOptions(
            columns=self.columns,
            ignore=self.ignore,
            hidden=self.hidden,
            encoding=self.encoding,
            max_document=self.max_document,
            extractor=self.extractor,
            in_memory=self.engine().text_limit(),
            outputs=() if self.force else self.destination.files(),
            workers=self.workers,
        )

    def engine(self) -> Engine:
        """Return the engine that runs the work."""
        local = Local(self.workers, self.memory)
        if self.engine_name == "local":
            return local
        show_pandas()
        from dedup.engines.named_cluster import daft_engine, spark_engine  # noqa: PLC0415 - few scans run on a cluster

        return (spark_engine if self.engine_name == "spark" else daft_engine)(self.master, local)


def given_of(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a command that its command line gives."""
    return {name: value for name, value in parameters.items() if value not in (None, [], ())}


def options_of(
    parameters: Mapping[str, Any],
    configured: Mapping[str, Any] | None = None,
    formats: Collection[str] = (*SCAN_FORMATS, *ROW_FORMATS),
    require_format: Callable[[str], None] = require_scan_format,
) -> Options:
    """Return the options from a command's parameters (None or empty: not given) and the configuration file.

    `formats` are those of the command; `require_format` raises a `UsageError` for others.
    """
    given = given_of(parameters)
    configured = configured_here() if configured is None else configured
    values = {**configured, **given}
    require_format(values.get("format", "table"))
    force = values.get("force", False)
    memory = parse_size(values["memory"]) if "memory" in values else 0
    destination = destination_of(given, configured, formats, quiet=values.get("quiet", False), force=force)
    return Options(
        settings=Settings(**settings_among(values)),
        columns=_columns(values.get("column", {})),
        ignore=tuple(values.get("ignore", ())),
        hidden=values.get("hidden", False),
        encoding=values.get("encoding"),
        max_document=parse_bytes(values["max_document"]) if "max_document" in values else document_limit(memory),
        extractor=values.get("extractor", _EXTRACTOR),
        destination=destination,
        force=force,
        render_options=_render_options(values, destination),
        sort=_sort(values.get("sort", SORTS[0])),
        min_weight=_min_weight(values.get("min_weight", 0.0)),
        texts=values.get("texts"),
        memory=memory,
        workers=_workers(values.get("workers", 0)),
        engine_name=_engine_name(values.get("engine", ENGINES[0]), values.get("master", "")),
        master=values.get("master", ""),
        quiet=values.get("quiet", False),
        progress=values.get("progress", True),
    )


def settings_among(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the values that are settings, by their names."""
    names = {field.name for field in fields(Settings)}
    return {name: value for name, value in values.items() if name in names}


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


def _sort(name: str) -> str:
    if name not in SORTS:
        msg = f"sort must be one of {', '.join(SORTS)}, not {name!r}"
        raise UsageError(msg)
    return name


def _min_weight(weight: float) -> float:
    if not 0 <= weight <= 1:
        msg = f"min-weight must be from 0 to 1, not {weight}"
        raise UsageError(msg)
    return weight


def _engine_name(name: str, master: str) -> str:
    if name not in ENGINES:
        msg = f"engine must be one of {', '.join(ENGINES)}, not {name!r}"
        raise UsageError(msg)
    if master and name == ENGINES[0]:
        msg = "--master names a cluster; it needs --engine spark or --engine daft"
        raise UsageError(msg)
    return name


def _workers(wanted: int) -> int:
    if wanted < 0:
        msg = f"workers must be 1 or more, or 0 for one a processor, not {wanted}"
        raise UsageError(msg)
    return wanted


def _render_options(values: Mapping[str, Any], destination: Destination) -> RenderOptions:
    width, rows = values.get("width"), values.get("rows", RenderOptions().max_rows)
    if width is not None and width < MIN_WIDTH:
        msg = f"width must be at least {MIN_WIDTH}, not {width}"
        raise UsageError(msg)
    if rows < 0:
        msg = f"rows must be 0 (all) or more, not {rows}"
        raise UsageError(msg)
    if destination.table:
        from dedup.report.table_formats import require_table_format  # noqa: PLC0415 - few reports have such tables

        require_table_format(destination.table)
    to_file = destination.file is not None or not _is_terminal()
    screen = USUAL_WIDTH if to_file else shutil.get_terminal_size((USUAL_WIDTH, 24)).columns
    return RenderOptions(
        width=width or screen,
        colour=not to_file and _may_colour(),
        whole=to_file,
        table=destination.table,
        section=section_for(destination, values.get("section", "")),
        max_rows=rows,
        full=values.get("full", False),
        hide_names=values.get("hide_names", False),
        include_accepted=values.get("include_accepted", False),
    )


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _may_colour() -> bool:
    """Return whether a terminal may show colours (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
