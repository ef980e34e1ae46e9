"""The output folder: shards that are written whole or not at all, and what a run that was killed left there.

A shard is written under a temporary name and then renamed. So a shard that is there is whole, and a run that goes on
leaves it as it is.
"""

from __future__ import annotations

import bz2
import json
import lzma
import os
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from dedup.errors import InputError, OutputError, UsageError
from dedup.filtering.columnar_shards import write_arrow, write_parquet
from dedup.filtering.line_shards import filtered_lines
from dedup.filtering.record_shards import filtered_records
from dedup.filtering.shards import ARROW, LINES, PARQUET, WHOLE, content_chunks, raw_chunks
from dedup.reading.columnar import read_other_columns
from dedup.reading.content import Content
from dedup.reading.failures import failure_of, refusal_to_write
from dedup.reading.walk import ACCOUNT, is_account

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from dedup.filtering.row_decisions import RowDecisions
    from dedup.filtering.shards import Form, Shard
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile

PLOT = "losses.svg"
PART = ".part"
_GZIP_LEVEL, _GZIP_FORMAT, _ZSTD_LEVEL = 3, 31, 3


def lies_in(path: str, folder: Path) -> bool:
    """Return whether a file lies in the output folder, so that it was written by a run before."""
    return os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)


def written_by_filters(paths: Iterable[str], given: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the folders that filters wrote, among those in which some of the paths lie.

    Of an output folder that is `given`, or holds what is given, it is the account only, which no walk enters.
    """
    named = [Path(os.path.realpath(each)) for each in given]
    parents = {Path(os.path.realpath(path)).parent for path in paths}
    found = []
    for folder in sorted({folder for parent in parents for folder in (parent, *parent.parents)}):
        account = folder / ACCOUNT
        if is_account(str(account)):
            unnamed = (each for each in (folder, account) if not any(one.is_relative_to(each) for one in named))
            found += list(islice(unnamed, 1))
    return found


def without_outputs(
    files: Sequence[InputFile], given: Sequence[str | os.PathLike[str]], watch: Watch
) -> list[InputFile]:
    """Return the files without what filters wrote, which is told; see `written_by_filters`."""
    inputs = list(files)
    for written in written_by_filters((file.path for file in files), given):
        watch.tell(f"{written}: left out, as a filter wrote it")
        inputs = [file for file in inputs if not lies_in(file.path, written)]
    return inputs


def refuse_used(folder: Path, shards: Sequence[Shard], *, resume: bool) -> None:
    """Raise `UsageError` for an output folder that has files in it, unless they are of a run that is resumed.

    Two shards that would get one name are a `UsageError` too; a folder that cannot be written is an `OutputError`.
    """
    there = next(each for each in (folder, *folder.absolute().parents) if os.path.lexists(each))
    if not there.is_dir():
        msg = f"{there} is no folder"
        raise UsageError(msg)
    if not os.access(there, os.W_OK):
        msg = f"{folder} cannot be written: {refusal_to_write(there)}"
        raise OutputError(msg)
    if folder.is_dir() and any(folder.iterdir()):
        if not resume:
            msg = f"{folder} is not empty: give another folder, or --resume to go on with a run that was stopped"
            raise UsageError(msg)
        if not (folder / ACCOUNT).is_dir():
            msg = f"{folder} is not empty, and holds no run that could be resumed"
            raise UsageError(msg)
    for shard in shards:
        if Path(shard.output).parts[0] == ACCOUNT:
            msg = f"{shard.name} would be written to {ACCOUNT}, the folder of the account; rename it"
            raise UsageError(msg)


def make(folder: Path) -> None:
    """Make the output folder and that of the account."""
    with translated(str(folder)):
        (folder / ACCOUNT).mkdir(parents=True, exist_ok=True)


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table of the account as Parquet."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - runs on other formats need it only here

    with translated(str(path)), whole_file(path) as file:
        pq.write_table(table, file, compression="zstd")


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Write a value of the account as JSON, piece by piece: thousands of sources would take tens of megabytes whole."""
    write_text(path, chain(json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(values), "\n"))


def write_text(path: Path, text: Iterable[str]) -> None:
    r"""Write a text of the account in UTF-8; what is no UTF-8 in the name of a file becomes ``\udcff``, as in JSON."""
    with translated(str(path)), whole_file(path) as file:
        for part in text:
            file.write(part.encode(errors="backslashreplace"))


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the value that a file of the account has, or None where it is not there."""
    try:
        value = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError as error:
        msg = f"{path} cannot be read: {error}"
        raise UsageError(msg) from error
    if not isinstance(value, dict) or "of" not in value:
        msg = f"{path} is no account of a filter"
        raise UsageError(msg)
    return value


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that is there when all of it was written, and not at all otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}{PART}")
    try:
        with draft.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise `OutputError` where something cannot be written; an error of Arrow without a number is of what it read."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        msg = f"{name} cannot be written: {error.strerror or error}"
        raise OutputError(msg) from error


def refuse_damaged(shard: Shard, form: Form, options: ReadingOptions) -> None:
    """Raise `InputError` where a column of a Parquet or Arrow file cannot be read to its end.

    If the damage showed only when the shard is written, copies of its texts would have been removed elsewhere by then.
    """
    if form.kind in (PARQUET, ARROW) and shard.size:
        try:
            read_other_columns(_content(shard, form, options), options, is_parquet=form.kind == PARQUET)
        except Exception as error:  # whatever Arrow makes of it, the next shard can be read
            raise failure_of(shard.name, error) from error


class ShardWriter:
    """Writes shards to the output folder."""

    def __init__(self, folder: Path, options: ReadingOptions) -> None:
        self._folder = folder
        self._options = options

    def is_written(self, shard: Shard) -> bool:
        """Return whether a shard was written by a run before."""
        return (self._folder / shard.output).exists()

    def write(self, shard: Shard, form: Form, decisions: RowDecisions) -> None:
        """Write what is left of a shard; raises `InputError` where it cannot be read, `OutputError` where not written.

        Of a file that is one document nothing is written where that goes.
        """
        if form.kind == WHOLE and decisions.rows.size:
            return
        target = self._folder / shard.output
        unchanged = not (decisions.changes and shard.size)  # what has no bytes gets no annotations
        try:
            with (
                translated(str(target)),
                whole_file(target) as file,
                _compressed(file, None if unchanged else form.compression) as sink,
            ):
                if unchanged:
                    sink.writelines(raw_chunks(shard))
                elif form.kind in (PARQUET, ARROW):
                    with _content(shard, form, self._options).arrow_file() as source:
                        (write_parquet if form.kind == PARQUET else write_arrow)(
                            source, sink, decisions, self._options.columns
                        )
                else:
                    for piece in _pieces(shard, form, decisions, self._options):
                        sink.write(piece)
        except UsageError as error:  # a column that annotating would add is there
            raise InputError(shard.name, str(error)) from error
        except Exception as error:  # whatever a library makes of one shard, the next can be written
            raise failure_of(shard.name, error) from error


def _pieces(shard: Shard, form: Form, decisions: RowDecisions, options: ReadingOptions) -> Iterator[bytes]:
    chunks = content_chunks(shard, options)
    if form.kind == LINES:
        return filtered_lines(chunks, decisions, options.columns)
    return filtered_records(chunks, decisions, "\t" if form.format == "tsv" else None, options.columns)


def _content(shard: Shard, form: Form, options: ReadingOptions) -> Content:
    path = None if form.compression else shard.path
    return Content(shard.name, content_chunks(shard, options), path=path)


@contextmanager
def _compressed(file: IO[bytes], compression: str | None) -> Iterator[IO[bytes]]:
    """Give a file whose content is compressed as it is written; the same content always becomes the same bytes."""
    if compression is None:
        yield file
        return
    sink = _CompressedFile(file, _compressor(compression))
    yield cast("IO[bytes]", sink)
    sink.finish()


def _compressor(compression: str) -> Any:
    import zstandard  # noqa: PLC0415 - most shards are not compressed
    from isal import isal_zlib  # noqa: PLC0415 - see above

    match compression:
        case "gzip":
            return isal_zlib.compressobj(_GZIP_LEVEL, isal_zlib.DEFLATED, _GZIP_FORMAT)
        case "bzip2":
            return bz2.BZ2Compressor()
        case "xz":
            return lzma.LZMACompressor()
        case _:
            return zstandard.ZstdCompressor(_ZSTD_LEVEL).compressobj()


class _CompressedFile:
    """A file to which Arrow and others write, whose bytes are compressed."""

    closed = False

    def __init__(self, file: IO[bytes], compressor: Any) -> None:
        self._file = file
        self._compressor = compressor
        self._taken = 0

    def write(self, data: Any) -> int:
        self._file.write(self._compressor.compress(data))
        size = memoryview(data).nbytes
        self._taken += size
        return size

    def tell(self) -> int:
        return self._taken

    def flush(self) -> None:
        """Flush nothing before the end: the content would become other bytes."""

    def close(self) -> None:
        """Leave the file to who opened it."""

    def finish(self) -> None:
        self._file.write(self._compressor.flush())
