"""The shards of a corpus: the files that are filtered one by one, what each is called in the output, and its form."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import InputError, UsageError
from dedup.reading.content import compression_of, decompressed
from dedup.reading.formats import format_of
from dedup.reading.walk import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.filtering.options import Level
    from dedup.reading.options import ReadingOptions
    from dedup.reading.walk import InputFile

LINES, RECORDS, PARQUET, ARROW, WHOLE = "lines", "records", "parquet", "arrow", "whole"
"""The forms of shards: JSON Lines, CSV and TSV, Parquet, Arrow IPC, and files of one document each."""

_FORMS = {"jsonl": LINES, "csv": RECORDS, "tsv": RECORDS, "parquet": PARQUET, "arrow": ARROW}
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""What text in UTF-16 and UTF-32 begins with."""
_WIDE = ("utf16", "utf32", "u16", "u32", "utf7")
CHUNK = 1 << 16
"""Bytes that are taken from a file at a time, as when it is read."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of the corpus: its `name` in results, the `path` that opens it, and its path below the `output` folder.

    `size` and `changed` (nanoseconds) tell whether it is still the same file.
    """

    name: str
    path: str
    output: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Form:
    """How a shard is written: its form, the name of its format, and its compression (see `compression_of`) or None."""

    kind: str
    format: str
    compression: str | None


def shards_of(files: Sequence[InputFile], paths: Sequence[str | os.PathLike[str]]) -> list[Shard]:
    """Return the shards that the files are; names in the output are paths below the folder that holds all of them.

    Raises `UsageError` for standard input, which cannot be read twice, and for addresses, which name no place below
    the output folder.
    """
    if any(file.path == STANDARD_INPUT for file in files):
        msg = "dedup filter reads its input twice, so it takes files and no standard input"
        raise UsageError(msg)
    address = next((file.path for file in files if file.address), None)
    if address is not None:
        msg = f"dedup filter takes files of this machine: copy {address} here first"
        raise UsageError(msg)
    base = _base([file.path for file in files], [os.fspath(path) for path in paths])
    shards = []
    for file in files:
        try:
            known = os.stat(file.path)  # noqa: PTH116 - paths are strings here
            size, changed = known.st_size, known.st_mtime_ns
        except OSError:
            size = changed = 0  # reading it has told why
        shards.append(Shard(file.name, file.path, os.path.relpath(os.path.abspath(file.path), base), size, changed))  # noqa: PTH100 - see above
    return shards


def _base(files: Sequence[str], paths: Sequence[str]) -> str:
    """Return the folder that names in the output are below of: the only one that was given, or else that of all."""
    if len(paths) == 1 and Path(paths[0]).is_dir():
        return os.path.abspath(paths[0])  # noqa: PTH100 - links stay links
    folders = [os.path.dirname(os.path.abspath(file)) for file in files]  # noqa: PTH100, PTH120 - see above
    return os.path.commonpath(folders) if folders else os.getcwd()  # noqa: PTH109 - see above


def form_of(file: InputFile, options: ReadingOptions, level: Level = "document") -> Form:
    """Return how a file is written again; raises `InputError` for what cannot be written row by row."""
    with Path(file.path).open("rb") as stream:
        raw = stream.read(CHUNK)
        head = next(decompressed(file.name, chain([raw], iter(lambda: stream.read(CHUNK), b""))), b"")
    known = format_of(file.format, head)
    if known.name == "json":
        raise InputError(file.name, "dedup filter writes no JSON arrays: make it JSON Lines, one object a line")
    kind = _FORMS.get(known.name, WHOLE)
    if kind == WHOLE and level != "document":
        raise InputError(file.name, f"--level {level} cuts texts of tables, and this file is one document")
    encoding = (options.encoding or "").lower().replace("-", "").replace("_", "")
    if kind in (LINES, RECORDS) and (head.startswith(_WIDE_MARKS) or encoding.startswith(_WIDE)):
        raise InputError(file.name, "dedup filter copies rows byte by byte, and cannot do so in UTF-16 or UTF-32")
    if kind in (LINES, RECORDS) and level != "document" and encoding not in ("", "utf8"):
        raise InputError(
            file.name, f"--level {level} cuts texts in UTF-8 only: convert the file from {options.encoding} to it"
        )
    return Form(kind, known.name, compression_of(raw))


def content_chunks(shard: Shard, options: ReadingOptions) -> Iterator[bytes]:
    """Yield the decompressed bytes of a shard; raises `InputError` where they cannot be read."""
    return decompressed(shard.name, raw_chunks(shard), options.max_document)


def raw_chunks(shard: Shard) -> Iterator[bytes]:
    """Yield the bytes of a shard as they lie in its file; raises `InputError` where they cannot be read."""
    try:
        with Path(shard.path).open("rb") as stream:
            yield from iter(lambda: stream.read(CHUNK), b"")
    except OSError as error:
        raise InputError(shard.name, f"cannot be read again: {error.strerror}") from error
