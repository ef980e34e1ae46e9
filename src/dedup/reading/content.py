"""The decompressed bytes of an input, for the reader of its format: in chunks, whole, or as an Arrow file.

gzip and zstd are known by their first bytes, so a file that is not named for its compression is read as well. A
stream that breaks off gives the bytes before the break and then raises `InputError`; each format decides whether these
bytes are of use. ISA-L decompresses gzip in a third of zlib's time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import zstandard

from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

EMPTY = "empty: there is no text in it"
"""The reason to give where an input has no text."""

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = (bytes(range(0x50, 0x60)), b"\x2a\x4d\x18")
"""What a skippable frame begins with: one of these bytes, and then these (RFC 8878, 3.1.2); pzstd begins with one."""

_GZIP_WINDOW = 16 + 15
"""Asks for a gzip header and trailer, as it does in zlib."""


@dataclass(frozen=True, slots=True)
class Content:
    """The decompressed bytes of one input, which can be read once.

    `name` is what the input is called in results, `head` its first bytes and `rest` the chunks behind them. `path` is
    where Arrow may open the input by itself. `count` is told how many bytes were read.
    """

    name: str
    rest: Iterable[bytes]
    head: bytes = b""
    path: str | None = None
    count: Callable[[int], None] = lambda _size: None

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, some at a time."""
        for chunk in self._chunks():
            self.count(len(chunk))
            yield chunk

    def whole(self) -> bytes:
        """Return all bytes."""
        return b"".join(self.chunks())

    def arrow_file(self) -> pa.NativeFile:
        """Return an Arrow file: the input itself where it is not compressed, else all bytes in memory.

        These bytes are not counted: Arrow reads only what is asked for.
        """
        if self.path is not None:
            file = pa.OSFile(self.path)
            if compression_of(file.read(len(self.head))) is None:
                file.seek(0)
                return file
            file.close()
        return pa.BufferReader(b"".join(self._chunks()))

    def _chunks(self) -> Iterable[bytes]:
        return chain([self.head], self.rest) if self.head else self.rest


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def compression_of(head: bytes) -> str | None:
    """Return ``gzip`` or ``zstd`` where the first bytes show it."""
    if head.startswith(GZIP):
        return "gzip"
    skippable = head[:1] in _SKIPPABLE[0] and head[1:4] == _SKIPPABLE[1]
    return "zstd" if skippable or head.startswith(ZSTD) else None


def decompressed(name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of a file whose raw bytes are `chunks`, which may be compressed or not.

    Several gzip members or zstd frames that follow each other are one content. Raises `InputError` naming `name`
    after the last sound bytes of a stream that is damaged or breaks off.
    """
    raw = iter(chunks)
    head = b""
    while len(head) < len(ZSTD) and (chunk := next(raw, b"")):
        head += chunk
    whole = chain([head], raw) if head else iter(())
    match compression_of(head):
        case "gzip":
            from isal import igzip_lib, isal_zlib  # noqa: PLC0415 - most input is not compressed

            damage: Any = igzip_lib.IsalError  # declared as an exception, not as the class that it is
            yield from _members(name, "gzip", whole, partial(isal_zlib.decompressobj, _GZIP_WINDOW), damage)
        case "zstd":
            yield from _members(name, "zstd", whole, zstandard.ZstdDecompressor().decompressobj, zstandard.ZstdError)
        case _:
            yield from whole


def _members(
    name: str, kind: str, chunks: Iterable[bytes], begin: Callable[[], _Decompressor], damage: type[Exception]
) -> Iterator[bytes]:
    member: _Decompressor | None = None
    for chunk in chunks:
        data = chunk
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
            data = b""
            if member.eof:
                data, member = member.unused_data, None
    if member is not None:
        raise InputError(name, f"truncated {kind} stream: it breaks off before its end")
