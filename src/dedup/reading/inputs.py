"""Inputs (paths, contents, Arrow tables) become a `Collection`: the whole of reading, in order.

    paths → files (`walk`) → bytes → documents (`read_content`) → record batches (`builder`)

An input that cannot be read is recorded, and the next is read. Wrong use is a `UsageError`.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from dedup.engines.local import LOCAL
from dedup.errors import InputError, NoTextError, UsageError
from dedup.progress import SILENT
from dedup.reading.addresses import opened_input
from dedup.reading.builder import DocumentBuilder
from dedup.reading.content import EMPTY
from dedup.reading.formats import format_of_name
from dedup.reading.options import ReadingOptions
from dedup.reading.read_content import read_content
from dedup.reading.walk import STANDARD_INPUT, InputFile, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.engines.storage import SpillFolder
    from dedup.progress import Watch
    from dedup.reading.outcomes import Outcome, ReadPart

_CHUNK = 1 << 16
"""Bytes taken from a file at a time. Larger ones are no faster, and of a damaged gzip stream a chunk may be lost."""

_PAGE_FORMATS = frozenset({"html", "mhtml", "webarchive"})
"""Formats whose files are pages."""
_PART_BYTES = 1 << 24
"""Bytes of files that an executor reads at a time, unless one file has more."""

_NO_ROWS = "empty: there are no rows with text in it"

_MOST_NOTES = 3
"""Notes that tell why nothing could be read."""

DEFAULTS = ReadingOptions()


def read_paths(
    paths: Sequence[str | os.PathLike[str]],
    options: ReadingOptions = DEFAULTS,
    watch: Watch = SILENT,
    engine: Engine = LOCAL,
) -> Collection:
    """Return the documents of the paths, in a fixed order, with the inputs that could not be read.

    A path is a file, a folder, a glob or ``-``. The collection is empty where nothing could be read. Raises
    `UsageError` for a path that is not there. A document with the id of an earlier one gets a number behind it. The
    files are read where the `engine` runs work, if that is not this machine.
    """
    builder = DocumentBuilder(options, watch)
    files = walk([paths] if isinstance(paths, (str, os.PathLike)) else paths, options, builder)
    return read_files(files, options, builder, watch, engine)


def read_files(
    files: Sequence[InputFile],
    options: ReadingOptions,
    builder: DocumentBuilder,
    watch: Watch = SILENT,
    engine: Engine = LOCAL,
) -> Collection:
    """Return the documents of files that were walked, with what the `builder` recorded on the way."""
    sizes = [file.size for file in files]
    builder.expected = sum(size or 0 for size in sizes)
    total = None if None in sizes else builder.expected
    engine = engine.for_texts(0)  # of no texts at all, only an engine of other machines has files
    with watch.stage("reading", total) as advance:
        pages = _processes_for(files, options)
        if engine.spill_folder is not None:
            watch.tell(engine.spill_folder.message())
            _read_on_executors(files, options, builder, engine, engine.spill_folder, watch, advance)
        elif pages:
            _read_by_processes(pages, files, options, builder, advance)
        else:
            for file in files:
                _read_file(file, options, builder, advance)
    builder.report_empty()
    return builder.collection()


def require_documents(found: Collection, paths: Sequence[str | os.PathLike[str]]) -> None:
    """Raise `UsageError` where paths gave no document and no page without text; it names what they hold instead.

    The reasons of unreadable inputs are not repeated, because they were told as they were read.
    """
    if len(found) or found.without_text:
        return
    told = [f"{each.path}: {each.note}" for each in found.notes[:_MOST_NOTES]]
    why = "; ".join(told) or ("" if found.unreadable else "there are no files")
    msg = f"nothing could be read from {', '.join(str(path) for path in paths)}{why and f' ({why})'}"
    raise UsageError(msg)


def read_contents(
    contents: Iterable[tuple[str, bytes | InputError]], options: ReadingOptions = DEFAULTS, watch: Watch = SILENT
) -> Collection:
    """Return the documents of files that are given by name and bytes, or by why there are none, in their order.

    Unreadable inputs and equal ids are treated as by `read_paths`.
    """
    builder = DocumentBuilder(options, watch)
    for name, data in contents:
        if isinstance(data, InputError):
            builder.refuse_for(data)
            continue
        file = InputFile(name, format_of_name(name, site=options.site), None)
        _read_file(file, options, builder, lambda _count: None, data)
    return builder.collection()


def read_table(table: pa.Table, options: ReadingOptions = DEFAULTS, watch: Watch = SILENT) -> Collection:
    """Return the documents of an Arrow table with a text column (or an html column); ids are ``table#row`` without ids.

    Raises `InputError` where the table has no such column.
    """
    from dedup.reading.columnar import read_arrow_table  # noqa: PLC0415 - few calls give a table

    builder = DocumentBuilder(options, watch)
    read_arrow_table(table, options, builder)
    return builder.collection()


def _read_by_processes(
    count: int,
    files: Sequence[InputFile],
    options: ReadingOptions,
    builder: DocumentBuilder,
    advance: Callable[[int], None],
) -> None:
    """Add the documents of files, in their order, of which so many processes read the pages."""
    from dedup.reading.page_processes import PageProcesses  # noqa: PLC0415 - most scans need none

    pages = [replace(file, format=None) for file in files if _is_page(file)]  # a format has functions: no pipe takes it
    with PageProcesses(count, options, read_apart) as processes, closing(processes.read(pages)) as read:
        for file in files:
            if _is_page(file):
                builder.add_outcome(next(read))
                advance(file.size or 0)
            else:
                _read_file(file, options, builder, advance)


def _read_on_executors(
    files: Sequence[InputFile],
    options: ReadingOptions,
    builder: DocumentBuilder,
    engine: Engine,
    folder: SpillFolder,
    watch: Watch,
    advance: Callable[[int], None],
) -> None:
    """Add the documents of files, which an engine reads into files of its folder; what it does not see is read here."""
    parts = list(_parts_of(files))
    options = replace(options, workers=1)  # the engine has work for all processors
    work = partial(_read_into, options=options, folder=folder.path, expected=builder.expected)
    unseen = 0
    for part, read in zip(parts, engine.stream(work, map(_for_elsewhere, parts)), strict=True):
        if read is not None:
            builder.add_part(read, folder)
            advance(sum(file.size or 0 for file in part))
            continue
        unseen += sum(file.path != STANDARD_INPUT for file in part)
        for file in part:
            _read_file(file, options, builder, advance)
    if unseen:
        watch.tell(f"inputs that other machines do not see under the same path are read by this one: {unseen:,}")


def _parts_of(files: Sequence[InputFile]) -> Iterator[list[InputFile]]:
    """Yield neighbouring files of some megabytes together, and a larger file by itself."""
    part: list[InputFile] = []
    size = 0
    for file in files:
        own = _PART_BYTES if file.size is None else file.size
        if part and size + own > _PART_BYTES:
            yield part
            part, size = [], 0
        part.append(file)
        size += own
    if part:
        yield part


def _for_elsewhere(files: list[InputFile]) -> list[InputFile]:
    """Return files as another machine takes them: without formats, which have functions, and by whole paths."""
    paths = (file.path if file.address else os.path.abspath(file.path) for file in files)  # noqa: PTH100 - strings
    return [replace(file, format=None, elsewhere=path) for file, path in zip(files, paths, strict=True)]


def _read_into(files: list[InputFile], options: ReadingOptions, folder: str, expected: int) -> ReadPart | None:
    """Read files into an Arrow file of a folder; None if this machine does not see all of them."""
    if any(file.path == STANDARD_INPUT or not (file.address or os.path.lexists(file.opens)) for file in files):
        return None
    # A name of its own: what was begun on a machine that was lost may lie there.
    builder = DocumentBuilder(options, SILENT, Path(folder, f"{uuid4().hex}.arrow"))
    builder.expected = expected
    for file in files:
        named = replace(file, format=format_of_name(file.path, site=options.site))
        _read_file(named, options, builder, lambda _count: None)
    return builder.take_part()


def read_apart(files: Sequence[InputFile], options: ReadingOptions) -> list[Outcome]:
    """Return what is read of each file, for a builder elsewhere; the formats of the files are those of their names."""
    builder = DocumentBuilder(replace(options, batch_bytes=sys.maxsize, in_memory=0), SILENT)
    outcomes = []
    for file in files:
        named = replace(file, format=format_of_name(file.path, site=options.site))
        _read_file(named, options, builder, lambda _count: None)
        outcomes.append(builder.take_outcome())
    return outcomes


def _processes_for(files: Sequence[InputFile], options: ReadingOptions) -> int:
    """Return how many processes are to read the pages among some files; 0 where this process reads them itself."""
    from dedup.reading.page_processes import FEWEST, processes_of  # noqa: PLC0415 - most scans need none

    workers = processes_of(options)
    return 0 if workers == 1 or sum(map(_is_page, files)) < FEWEST else workers


def _is_page(file: InputFile) -> bool:
    """Return whether a file is a page that another process can read: a file of this machine."""
    return file.format is not None and file.format.name in _PAGE_FORMATS and file.size is not None and not file.address


def _read_file(
    file: InputFile,
    options: ReadingOptions,
    builder: DocumentBuilder,
    advance: Callable[[int], None],
    data: bytes | None = None,
) -> None:
    """Add the documents of a file; `data` is its content, where it need not be opened."""
    before = builder.outcomes
    builder.packed = (file.size or 0) if data is None else len(data)
    taken = 0

    def take(count: int) -> None:
        nonlocal taken
        taken += count
        advance(count)

    def read() -> None:
        with _opened(file) if data is None else BytesIO(data) as stream:
            _read_stream(file, stream, options, builder, take)

    builder.attempt(file.name, read)
    if before == builder.outcomes:
        if _may_be_empty(file):
            builder.add_empty(file.name, _NO_ROWS)
        else:
            builder.refuse_for(NoTextError(file.name, _NO_ROWS))
    # Arrow opens files by itself, and a damaged file is read in part; the watch is to see all bytes.
    advance(max((file.size or 0) - taken, 0))


def _opened(file: InputFile) -> AbstractContextManager[IO[bytes]]:
    if file.path == STANDARD_INPUT:
        if sys.stdin is None:
            raise InputError(file.name, "standard input is closed")
        return nullcontext(sys.stdin.buffer)
    return opened_input(file.opens)


def _read_stream(
    file: InputFile,
    stream: IO[bytes],
    options: ReadingOptions,
    builder: DocumentBuilder,
    advance: Callable[[int], None],
) -> None:
    # Arrow opens regular files, at paths that are UTF-8.
    path = file.opens if file.size is not None and file.name == file.path and not file.address else None
    try:
        read_content(file.name, _chunks(stream, advance), file.format, options, builder, path=path)
    except NoTextError as error:
        if error.reason != EMPTY or not _may_be_empty(file):
            raise
        builder.add_empty(file.name, EMPTY)


def _may_be_empty(file: InputFile) -> bool:
    """Return whether a file may be an empty part of a table, of which there are others."""
    return file.several and file.format is not None and file.format.table


def _chunks(stream: IO[bytes], advance: Callable[[int], None]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        advance(len(chunk))
        yield chunk
