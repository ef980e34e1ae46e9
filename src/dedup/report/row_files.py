"""The tables of a result as CSV, Parquet and NDJSON (a JSON object a line), in pieces.

One file of CSV or Parquet holds one table, the `section` of the options. NDJSON may hold all of them: each object then
begins with the name of its table. In CSV no cell is a formula (`report/spreadsheets`), and characters that control a
terminal are U+FFFD; Parquet and NDJSON have all texts as they are.
"""

from __future__ import annotations

import re
from io import BytesIO, RawIOBase
from itertools import chain
from typing import TYPE_CHECKING, Any

from dedup.arrow_tables import column_names, table_names, table_parts
from dedup.errors import UsageError
from dedup.report.display_text import DIRECTION_MARKS
from dedup.report.escaping import inert_json
from dedup.report.spreadsheets import FORMULA_START
from dedup.results import SCHEMA, ScanResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from dedup.report.formats import RenderOptions

_LOG_COMMAND = r"(\n[\s]*:|##)(:|\[|vso\[|teamcity\[)"
"""What the log of a build takes for a command, within a text: a zero-width space ends that."""

ROWS_AT_ONCE = 1 << 14
"""Rows of NDJSON that are written together."""

_WRITTEN_BY = b"dedup"
"""The key by which a Parquet file tells that it was written here, with the schema of the result."""

_CONTROL = rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{DIRECTION_MARKS}]"
"""Characters that a terminal would obey or that change the direction of writing; line ends and tabs are text."""


def csv_chunks(result: ScanResult, options: RenderOptions) -> Iterator[bytes]:
    """Yield one table as CSV: UTF-8, commas, names of the columns first, texts in quotation marks."""
    return _csv(_one_table(result, options))


def _csv(parts: Iterable[pa.Table]) -> Iterator[bytes]:
    from pyarrow import csv  # noqa: PLC0415 - only CSV needs it

    for number, part in enumerate(parts):
        written = BytesIO()
        csv.write_csv(_harmless(part), written, csv.WriteOptions(include_header=number == 0))
        yield written.getvalue()


def parquet_chunks(result: ScanResult, options: RenderOptions) -> Iterator[bytes]:
    """Yield one table as a Parquet file."""
    return _parquet(_one_table(result, options))


def _parquet(parts: Iterable[pa.Table]) -> Iterator[bytes]:
    from pyarrow import parquet  # noqa: PLC0415 - only Parquet needs it

    coming, written = iter(parts), _Pieces()
    first = next(coming)
    schema = first.schema.with_metadata({_WRITTEN_BY: SCHEMA})
    with parquet.ParquetWriter(written, schema, compression="zstd") as writer:
        for part in chain([first], coming):
            writer.write_table(part.cast(schema))
            yield written.taken()
    yield written.taken()


class _Pieces(RawIOBase):
    """A file that hands on what was written to it, some at a time."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._size += len(self._pieces[-1])
        return len(self._pieces[-1])

    def taken(self) -> bytes:
        """Return what was written since this was asked last."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def ndjson_chunks(result: ScanResult, options: RenderOptions) -> Iterator[bytes]:
    """Yield the rows of one table, or of all, each as a JSON object on its line."""
    if options.section:
        yield from _ndjson(_one_table(result, options))
        return
    for name, parts in table_parts(result):
        yield from _ndjson(parts, name)


def _ndjson(parts: Iterable[pa.Table], name: str = "") -> Iterator[bytes]:
    import orjson  # noqa: PLC0415 - only NDJSON needs it

    begin = {"table": name} if name else {}
    for batch in chain.from_iterable(part.to_batches(ROWS_AT_ONCE) for part in parts):
        rows = batch.to_pylist()
        yield inert_json(b"".join(orjson.dumps(begin | row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))


def table_files(result: ScanResult, name: str, section: str = "") -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each table of a result, or one, in the format of that name: the name of a file, and what is in it."""
    write = {"csv": _csv, "parquet": _parquet, "ndjson": _ndjson}[name]
    for found, parts in table_parts(result, section):
        yield f"{found}.{name}", write(parts)


def is_parquet_table(file: Path) -> bool:
    """Return whether a file is Parquet that was written here."""
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 - see `_parquet`

    try:
        return _WRITTEN_BY in (parquet.read_schema(file).metadata or {})
    except (ArrowException, OSError, ValueError):
        return False


def is_table(head: bytes) -> bool:
    """Return whether a file that begins so is a table of a result, as CSV or NDJSON."""
    line = head.partition(b"\n")[0].decode(errors="replace")
    for name, columns in column_names(ScanResult).items():
        quoted = [f'"{column}"' for column in columns]
        second = r"[^,]*," if len(columns) == 1 else rf".*?,{quoted[1]}:"
        if line == ",".join(quoted) or re.match(rf'\{{(?:"table":"{name}",)?{quoted[0]}:{second}', line):
            return True
    return False


def section_names() -> tuple[str, ...]:
    """Return the names of all tables of a result."""
    return table_names(ScanResult)


def require_section(name: str) -> None:
    """Raise a `UsageError` with the list of tables if a result has none of that name."""
    if name not in section_names():
        msg = f"a result has no section {name!r}; the sections are {', '.join(section_names())}"
        raise UsageError(msg)


def _one_table(result: ScanResult, options: RenderOptions) -> Iterator[pa.Table]:
    if not options.section:
        msg = f"one file holds one section of the result; --section says which: {', '.join(section_names())}"
        raise UsageError(msg)
    require_section(options.section)
    ((_, parts),) = table_parts(result, options.section)
    return parts


def _harmless(table: pa.Table) -> pa.Table:
    """Return the table with texts that are no formula for a spreadsheet and no command for a terminal."""
    import pyarrow as pa  # noqa: PLC0415 - the name of the format is looked up without it
    from pyarrow import compute  # noqa: PLC0415 - see above

    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        texts = column
        if pa.types.is_string(column.type):
            texts = compute.replace_substring_regex(texts, pattern=_CONTROL, replacement="\ufffd")
            texts = compute.replace_substring_regex(texts, pattern=_LOG_COMMAND, replacement="\\1\u200b\\2")
            texts = compute.replace_substring_regex(texts, pattern=f"({FORMULA_START})", replacement=r"'\1")
        columns[name] = texts
    return pa.table(columns)
