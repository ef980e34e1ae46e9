"""The decompressed bytes of an input, for the reader of its format: in chunks, whole, or as an Arrow file.

gzip, zstd, bzip2 and xz are known by their first bytes, so a file that is not named for its compression is read too. A
stream that breaks off gives the bytes before the break and then raises `InputError`; each format decides whether
these bytes are of use. ISA-L decompresses gzip in a third of zlib's time.

A few bytes may stand for gigabytes. So streams are decompressed some megabytes at a time, one that grows beyond
`_MOST_GROWTH` times its size breaks off there, and what has to be in memory whole may be as large as one document. One
document that is fifty times as large as its file is no text that somebody wrote (`excess`).
"""

from __future__ import annotations

import bz2
import lzma
import re
from dataclasses import dataclass
from functools import partial
from io import SEEK_END
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

import pyarrow as pa
import zstandard

from dedup.engines.memory import format_size
from dedup.engines.storage import writing
from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

EMPTY = "empty: there is no text in it"
"""The reason to give where an input has no text."""

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_XZ = b"\xfd7zXZ\0"
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
"""What a bzip2 file begins with: its size of blocks, and the mark of a block or of the end."""
MARK_SIZE = 10
"""First bytes that show how a file is compressed."""
_SKIPPABLE = (bytes(range(0x50, 0x60)), b"\x2a\x4d\x18")
"""What a skippable frame begins with: one of these bytes, and then these (RFC 8878, 3.1.2); pzstd begins with one."""

_MOST_GROWTH, _ALWAYS = 1000, 4
"""How many times its size a compressed input may become, and how many times the size of one document it may have
whatever its own. Text becomes three to ten times its size, the same line over and over some thousand times."""
_TEXT_GROWTH, _SMALL, _SMALL_SHARE = 50, 1 << 21, 32
"""How many times the size of its file one document may have, and the bytes, or share of the largest document, that it
may always have."""
_GZIP_PIECE, _ZSTD_PIECE, _BZIP2_PIECE, _XZ_PIECE = 1 << 14, 1 << 10, 1 << 10, 1 << 10
"""Compressed bytes that are decompressed at a time: at most 16 to 32 MB come of them, by the limits of the formats."""
_XZ_MEMORY = 1 << 28
"""Bytes that a stream of xz may want for its dictionary; its strongest preset wants a quarter of that."""

_IN_MEMORY = 1 << 26
"""Bytes of an input for Arrow that are kept in memory."""

_GZIP_WINDOW = 16 + 15
"""Asks for a gzip header and trailer, as it does in zlib."""


@dataclass(frozen=True, slots=True)
class Content:
    """The decompressed bytes of one input, which can be read once.

    `name` is what the input is called in results, `head` its first bytes and `rest` the chunks behind them. `path` is
    where Arrow may open the input by itself. `count` is told how many bytes were read. `most` is how many bytes one
    document may have (0: no limit), `packed` how many the file has that it comes from (0: unknown). `depth` is the
    number of archives and mails that the input lies in.
    """

    name: str
    rest: Iterable[bytes]
    head: bytes = b""
    path: str | None = None
    count: Callable[[int], None] = lambda _size: None
    most: int = 0
    depth: int = 0
    packed: int = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, some at a time."""
        for chunk in self._chunks():
            self.count(len(chunk))
            yield chunk

    def whole(self) -> bytes:
        """Return all bytes; raises `InputError` where they are more than one document may have."""
        return joined(self.name, self.chunks(), self.most, self.packed)

    def arrow_file(self) -> pa.NativeFile:
        """Return an Arrow file: the input itself where it is not compressed, else all its bytes in memory or in a file.

        These bytes are not counted: Arrow reads only what is asked for.
        """
        if self.path is not None:
            file = pa.OSFile(self.path)
            if compression_of(file.read(len(self.head))) is None:
                file.seek(0)
                return file
            file.close()
        return pa.PythonFile(self._spooled(), "r")

    def file(self) -> IO[bytes]:
        """Return a file that can be read from any place: the input itself where it is not compressed, or its bytes.

        These bytes are not counted, as whoever reads the file counts what it takes from it.
        """
        if self.path is not None:
            file = open(self.path, "rb")  # noqa: SIM115, PTH123 - whoever reads it closes it; paths are strings here
            if compression_of(file.read(MARK_SIZE)) is None:
                file.seek(0)
                return file
            file.close()
        return self._spooled()

    def _spooled(self) -> IO[bytes]:
        """Return all bytes in memory, or in a temporary file where they are many."""
        spooled = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
        for chunk in self._chunks():
            with writing():
                spooled.write(chunk)
        spooled.seek(0)
        return cast("IO[bytes]", spooled)

    def _chunks(self) -> Iterable[bytes]:
        return chain([self.head], self.rest) if self.head else self.rest


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def compression_of(head: bytes) -> str | None:
    """Return ``gzip``, ``zstd``, ``bzip2`` or ``xz`` where the first `MARK_SIZE` bytes show it."""
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(_XZ):
        return "xz"
    if _BZIP2.match(head):
        return "bzip2"
    skippable = head[:1] in _SKIPPABLE[0] and head[1:4] == _SKIPPABLE[1]
    return "zstd" if skippable or head.startswith(ZSTD) else None


def decompressed(name: str, chunks: Iterable[bytes], most: int = 0) -> Iterator[bytes]:
    """Yield the content of a file whose raw bytes are `chunks`, which may be compressed or not.

    Several members, frames or streams that follow each other are one content. Raises `InputError` naming `name`
    after the last sound bytes of a stream that is damaged or breaks off, or that grows beyond measure and beyond `most`
    bytes (0: no limit).
    """
    raw = iter(chunks)
    head = b""
    while len(head) < MARK_SIZE and (chunk := next(raw, b"")):
        head += chunk
    whole = chain([head], raw) if head else iter(())
    match compression_of(head):
        case "gzip":
            from isal import igzip_lib, isal_zlib  # noqa: PLC0415 - most input is not compressed

            damage: Any = igzip_lib.IsalError  # declared as an exception, not as the class that it is
            measured = _Measured(name, whole, _GZIP_PIECE, most)
            yield from _members(name, "gzip", measured, partial(isal_zlib.decompressobj, _GZIP_WINDOW), damage)
        case "zstd":
            measured = _Measured(name, whole, _ZSTD_PIECE, most)
            begin = zstandard.ZstdDecompressor().decompressobj
            yield from _members(name, "zstd", measured, begin, zstandard.ZstdError)
        case "bzip2":
            measured = _Measured(name, whole, _BZIP2_PIECE, most)
            yield from _members(name, "bzip2", measured, bz2.BZ2Decompressor, OSError)
        case "xz":
            measured = _Measured(name, whole, _XZ_PIECE, most)
            begin_xz = partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _XZ_MEMORY)
            yield from _members(name, "xz", measured, begin_xz, lzma.LZMAError)
        case _:
            yield from whole


def joined(name: str, chunks: Iterable[bytes], most: int, packed: int = 0) -> bytes:
    """Return the bytes of one document; raises `InputError` where they are more than it may have (see `excess`)."""
    taken, size = list[bytes](), 0
    for chunk in chunks:
        taken.append(chunk)
        size += len(chunk)
        if reason := excess(size, most, packed):
            raise InputError(name, f"it {reason}")
    return b"".join(taken)


def excess(size: int, most: int, packed: int) -> str:
    """Return why one document may not have so many bytes: it has more than something; empty where it may.

    `most` is how many a document may have (0: no limit), `packed` how many its file has (0: unknown).
    """
    if most and size > most:
        return f"has more than {format_size(most)} (--max-document)"
    always = max(_SMALL, most // _SMALL_SHARE)
    if most and packed and size > max(always, _TEXT_GROWTH * packed):
        least = f"more than {format_size(always)}, which a larger --max-document allows"
        return f"has more than {_TEXT_GROWTH} times the size of its file, and {least}"
    return ""


def size_of(file: IO[bytes]) -> int:
    """Return the bytes of a file, which is at its beginning afterwards."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    return size


def refuse_growth(name: str, taken: int, given: int, most: int) -> None:
    """Raise `InputError` where so many compressed bytes may not have become so many.

    `most` is how many bytes one document may have (0: no limit).
    """
    if most and given > max(_ALWAYS * most, _MOST_GROWTH * taken):
        reason = f"it unpacks to more than {_MOST_GROWTH:,} times its size, and more than {format_size(_ALWAYS * most)}"
        raise InputError(name, f"{reason} (--max-document)")


class _Measured:
    """Compressed bytes in small pieces, and a measure of how much becomes of them."""

    def __init__(self, name: str, chunks: Iterable[bytes], piece: int, most: int) -> None:
        self._name = name
        self._chunks = chunks
        self._piece = piece
        self._most = most
        self._taken = self._given = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            for start in range(0, len(chunk), self._piece):
                piece = chunk[start : start + self._piece]
                self._taken += len(piece)
                yield piece

    def count(self, size: int) -> None:
        """Count decompressed bytes; raises `InputError` where they are too many."""
        self._given += size
        refuse_growth(self._name, self._taken, self._given, self._most)


def _members(
    name: str, kind: str, raw: _Measured, begin: Callable[[], _Decompressor], damage: type[Exception]
) -> Iterator[bytes]:
    member: _Decompressor | None = None
    for piece in raw:
        data = piece
        while data:
            if member is None:
                data = data.lstrip(b"\0")  # tapes and block devices pad the last member with zeros
                if not data:
                    break
                member = begin()
            try:
                content = member.decompress(data)
            except damage as error:
                raise InputError(name, f"damaged {kind} stream ({error})") from error
            if content:
                yield content
                raw.count(len(content))
            data = b""
            if member.eof:
                data, member = member.unused_data, None
    if member is not None:
        raise InputError(name, f"truncated {kind} stream: it breaks off before its end")
