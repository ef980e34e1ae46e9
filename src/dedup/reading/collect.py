"""Paths become a `Collection`: the whole of reading, in order.

    paths → files (`walk`) → bytes (`compression`) → rows or one text (a file a format) → record batches (`gathering`)

An input that cannot be read is told, remembered and passed over. A call that makes no sense is a `UsageError`. What
reads a format is imported with the first file of it.
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from importlib import import_module
from io import BytesIO
from itertools import chain
from typing import IO, TYPE_CHECKING

import pyarrow as pa

from dedup.errors import InputError
from dedup.progress import SILENT
from dedup.reading.compression import compression_of, decompressed
from dedup.reading.formats import Format, format_of_content, format_of_name, is_json_lines
from dedup.reading.gathering import Gathering
from dedup.reading.options import ReadingOptions
from dedup.reading.text import EMPTY
from dedup.reading.walk import STANDARD_INPUT, File, reason_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from dedup.documents import Collection
    from dedup.progress import Watch

_CHUNK = 1 << 16
"""Bytes taken from a file at a time. Larger ones are no faster, and of a damaged gzip stream a chunk may be lost."""

_BY_ROWS = {"jsonl": "jsonl", "csv": "csv", "tsv": "csv"}
_BY_COLUMNS = {"parquet": "columnar", "arrow": "columnar"}
_TABLES = frozenset({*_BY_ROWS, *_BY_COLUMNS, "json"})
"""Formats whose files may be parts of one table, of which some are often empty."""
_WHOLE = {"text": "text", "markdown": "text", "html": "html", "json": "json"}
"""The module of `dedup.reading` that reads each format, by the function `read_` and the format's name."""

DEFAULTS = ReadingOptions()


def read(
    paths: Sequence[str | os.PathLike[str]], options: ReadingOptions = DEFAULTS, watch: Watch = SILENT
) -> Collection:
    """Return the documents that the paths stand for, in a fixed order, and what could not be read.

    A path is a file, a folder, a glob or ``-``. The collection is empty where nothing could be read. Raises
    `UsageError` for a path that is not there, and for two documents with one id.
    """
    gathering = Gathering(options, watch)
    files = walk([paths] if isinstance(paths, (str, os.PathLike)) else paths, options, gathering)
    sizes = [file.size for file in files]
    gathering.expected = sum(size or 0 for size in sizes)
    total = None if None in sizes else gathering.expected
    with watch.stage("reading", total) as advance:
        for file in files:
            _read_file(file, options, gathering, advance)
    gathering.close_empty()
    return gathering.collection()


def read_contents(
    contents: Iterable[tuple[str, bytes]], options: ReadingOptions = DEFAULTS, watch: Watch = SILENT
) -> Collection:
    """Return the documents of files of which the name and the bytes are at hand, in their order.

    As with `read`, what cannot be read is told, and two documents with one id are a `UsageError`.
    """
    gathering = Gathering(options, watch)
    for name, data in contents:
        _read_file(File(name, format_of_name(name), None), options, gathering, lambda _count: None, data)
    return gathering.collection()


def from_table(table: pa.Table, options: ReadingOptions = DEFAULTS, watch: Watch = SILENT) -> Collection:
    """Return the documents of an Arrow table with a text column (or an html column); ids are ``table#row`` without ids.

    Raises `InputError` where the table has no such column.
    """
    from dedup.reading.columnar import read_table  # noqa: PLC0415 - see above

    gathering = Gathering(options, watch)
    read_table(table, options, gathering)
    return gathering.collection()


def _read_file(
    file: File,
    options: ReadingOptions,
    gathering: Gathering,
    advance: Callable[[int], None],
    content: bytes | None = None,
) -> None:
    """Gather the documents of a file; `content` is what is in it, where it need not be opened."""
    before = gathering.documents, gathering.troubles, gathering.passed_over
    taken = 0

    def take(count: int) -> None:
        nonlocal taken
        taken += count
        advance(count)

    try:
        with _opened(file) if content is None else BytesIO(content) as stream:
            _read_stream(file, stream, options, gathering, take)
    except InputError as error:
        gathering.refuse_for(error)
    except OSError as error:
        gathering.refuse(file.name, reason_of(error))
    if before == (gathering.documents, gathering.troubles, gathering.passed_over):
        tell = gathering.pass_over if file.found and file.format in _TABLES else gathering.refuse
        tell(file.name, "empty: there are no rows with text in it")
    # Arrow opens files by itself, and what cannot be read is left in the middle; the watch is to see all of it.
    advance(max((file.size or 0) - taken, 0))


def _opened(file: File) -> AbstractContextManager[IO[bytes]]:
    if file.path == STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    return open(file.path, "rb", buffering=0)  # noqa: PTH123 - paths are strings here


def _read_stream(
    file: File, stream: IO[bytes], options: ReadingOptions, gathering: Gathering, advance: Callable[[int], None]
) -> None:
    chunks = _chunks(stream, advance)
    raw = next(chunks, b"")
    content = decompressed(file.name, chain([raw], chunks) if raw else chunks)
    head = next(content, b"")
    if not head:
        if file.found and file.format in _TABLES:
            gathering.pass_over(file.name, EMPTY)
            return
        raise InputError(file.name, EMPTY)
    kind: Format = file.format or format_of_content(head)
    if kind == "json" and is_json_lines(head):
        kind = "jsonl"
    if kind in _BY_COLUMNS:
        _reader(_BY_COLUMNS, kind)(file.name, _arrow_source(file, head, content), options, gathering)
        return
    whole = _counted(chain([head], content), gathering)
    if kind in _BY_ROWS:
        _reader(_BY_ROWS, kind)(file.name, whole, options, gathering)
    else:
        _reader(_WHOLE, kind)(file.name, b"".join(whole), options, gathering)


def _reader(modules: dict[str, str], kind: Format) -> Callable[..., None]:
    read_format: Callable[..., None] = getattr(import_module(f"dedup.reading.{modules[kind]}"), f"read_{kind}")
    return read_format


def _chunks(stream: IO[bytes], advance: Callable[[int], None]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        advance(len(chunk))
        yield chunk


def _counted(chunks: Iterable[bytes], gathering: Gathering) -> Iterator[bytes]:
    for chunk in chunks:
        gathering.bytes += len(chunk)
        yield chunk


def _arrow_source(file: File, head: bytes, rest: Iterable[bytes]) -> pa.NativeFile:
    """Return the content as Arrow reads it: the file itself where it is plain, else all of it in memory."""
    if file.size is not None and file.name == file.path:  # Arrow opens no path that is not UTF-8
        source = pa.OSFile(file.path)
        if compression_of(source.read(len(head))) is None:
            source.seek(0)
            return source
        source.close()
    return pa.BufferReader(b"".join(chain([head], rest)))
