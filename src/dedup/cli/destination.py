"""Where a report goes and what it holds there: the name of the file chooses the format where ``--format`` does not.

CSV, Parquet and NDJSON hold tables; a folder takes all of them, a file in it for each.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from dedup.cli.output import deliver, refuse_unwritable, say, write_whole
from dedup.errors import OutputError, UsageError
from dedup.reading.failures import refusal_to_write
from dedup.report.formats import ROW_FORMATS, render_chunks, render_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dedup.report.formats import RenderOptions
    from dedup.results import ScanResult

FORMAT_OF_SUFFIX: dict[str, str] = {
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".graphml": "graphml",
    ".dot": "dot",
    ".gv": "dot",
    ".csv": "csv",
    ".parquet": "parquet",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".xml": "junit",
    ".jsonld": "jsonld",
    ".ninjs": "ninjs",
    ".ninjs.json": "ninjs",
}
"""The format that a name asks for by its end."""

TABLE_OF_SUFFIX: dict[str, str] = {
    ".tex": "latex_booktabs",
    ".rst": "rst",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".org": "orgtbl",
    ".textile": "textile",
    ".wiki": "mediawiki",
    ".mediawiki": "mediawiki",
    ".tsv": "tsv",
}
"""The format of tables that a name asks for by its end."""

NOT_WRITTEN = frozenset(
    (".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".svg", ".png", ".gz", ".zip", ".zst", ".yaml", ".yml")
)
"""Ends of names that ask for what no command writes."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A file (None: standard output) or a folder, the format of what is written there, and that of its tables."""

    file: str | None
    folder: str | None
    format: str
    table: str = ""

    def files(self) -> tuple[str, ...]:
        """Return the files that may be written."""
        if self.folder is None:
            return () if self.file is None else (self.file,)
        from dedup.report.row_files import section_names  # noqa: PLC0415 - Arrow takes longer to load than help to show

        return tuple(str(Path(self.folder) / f"{section}.{self.format}") for section in section_names())


def destination_of(
    given: Mapping[str, Any],
    configured: Mapping[str, Any],
    formats: Collection[str],
    *,
    quiet: bool,
    force: bool = False,
) -> Destination:
    """Return where the report goes, from what the command line gives, then the name, then the configuration.

    That a name asks for another format than ``--format`` is told on standard error: it is done all the same.
    """
    output = given.get("output", configured.get("output"))
    file = None if output == "-" else output
    asked, table = asked_by_name(file)
    chosen = given.get("format")
    if chosen is None and asked and "table" not in given:
        _refuse_unknown(file, asked, formats)
        return _placed(file, asked, table, force=force)
    if "table" in given and chosen not in (None, "table"):
        msg = f"--table draws tables for readers, and the format is {chosen}; leave one of them out"
        raise UsageError(msg)
    by = "format" if chosen else "table"
    if chosen is None:
        chosen = "table" if "table" in given else configured.get("format", "table")
    if asked not in ("", chosen) and not quiet:
        say(f"{file} will hold the format {chosen}, as --{by} says")
    return _placed(file, chosen, given.get("table", configured.get("table", "")), force=force)


def asked_by_name(file: str | None) -> tuple[str, str]:
    """Return the format that a name asks for, and the format of tables; both are empty if it says nothing."""
    ends = [end.lower() for end in Path(file or "").suffixes[-2:]]
    for end in ("".join(ends), *ends[-1:]):
        if end in FORMAT_OF_SUFFIX:
            return FORMAT_OF_SUFFIX[end], ""
        if end in TABLE_OF_SUFFIX:
            return "table", TABLE_OF_SUFFIX[end]
        if end in NOT_WRITTEN:
            return end.removeprefix("."), ""
    return "", ""


def _refuse_unknown(file: str | None, asked: str, formats: Collection[str]) -> None:
    if asked not in formats:
        msg = f"{file} asks for the format {asked}, and this command has {', '.join(formats)}; --format chooses one"
        raise UsageError(msg)


def _placed(file: str | None, name: str, table: str, *, force: bool) -> Destination:
    """Return the destination; a folder is one that is there, or that is named as one.

    Raises `OutputError` for a folder that cannot be written, or that has files which are no report, unless `force`.
    """
    if file is None or name not in ROW_FORMATS:
        return Destination(file, None, name, table)
    named_so = file.endswith(("/", os.sep)) or (name != "ndjson" and not Path(file).suffix)
    if not (named_so or Path(file).is_dir()):
        return Destination(file, None, name, table)
    if not Path(file).is_dir():
        refuse_unwritable(file)  # before work is done in vain
    elif not os.access(file, os.W_OK):
        msg = f"{file} cannot be written: {refusal_to_write(file)}"
        raise OutputError(msg)
    placed = Destination(None, file, name, table)
    for each in placed.files():
        if Path(each).exists():
            refuse_unwritable(each, force=force)
    return placed


def section_for(destination: Destination, section: str) -> str:
    """Return the table that one file holds, or "" for all; a file may be called for it.

    Raises `UsageError` where it is not clear which one, and for bytes that would go to a screen.
    """
    name, file = destination.format, destination.file
    if section and name not in ROW_FORMATS:
        msg = f"--section chooses a table of {', '.join(ROW_FORMATS)}, and the format is {name}"
        raise UsageError(msg)
    if name not in ROW_FORMATS:
        return section
    from dedup.report.row_files import require_section, section_names  # noqa: PLC0415 - Arrow loads slower than help shows

    if section:
        require_section(section)
    if not section and file is not None and Path(file).stem in section_names():
        return Path(file).stem
    if not section and name != "ndjson" and destination.folder is None:
        msg = (
            f"{name} has one table a file: --output FOLDER takes all, --section NAME chooses one of "
            f"{', '.join(section_names())}"
        )
        raise UsageError(msg)
    if name == "parquet" and file is None and sys.stdout is not None and sys.stdout.isatty():
        msg = "parquet is not for a screen; --output says where it goes"
        raise UsageError(msg)
    return section


def deliver_result(result: ScanResult, destination: Destination, options: RenderOptions) -> None:
    """Write the result of a scan to where it goes: as one report, or its tables into a folder."""
    name = destination.format
    if destination.folder is None:
        deliver(render_chunks(result, name, options), destination.file)
        return
    folder = Path(destination.folder)
    try:
        _write_tables(folder, render_tables(result, name, options))
    except OSError as error:
        msg = f"{folder} cannot be written: {error.strerror}"
        raise OutputError(msg) from error


def _write_tables(folder: Path, tables: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Write tables into a folder, which has all of them or none; raises `OSError`.

    A folder that is made is there when all are, even if the process is killed; in one that was there, each is replaced.
    """
    is_made, draft = not folder.exists(), f".{os.getpid()}.part"
    drafts = folder.with_name(f".{folder.name}{draft}") if is_made else folder / draft
    try:
        drafts.mkdir()
        for file, content in tables:
            write_whole(drafts / file, content)
        if is_made:
            drafts.replace(folder)
            return
        for table in sorted(drafts.iterdir()):
            table.replace(folder / table.name)
    finally:
        rmtree(drafts, ignore_errors=True)
