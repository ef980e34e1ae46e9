"""Compressed bytes become the bytes that were compressed, chunk by chunk.

gzip and zstd are known by their first bytes, so a file that is not named for its compression is read as well. A
stream that breaks off gives what stands before the break and then raises `InputError`; whether that much is of use
is for the format to decide. gzip is taken apart by ISA-L, in a third of zlib's time.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

import zstandard

from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = (bytes(range(0x50, 0x60)), b"\x2a\x4d\x18")
"""What a skippable frame begins with: one of these bytes, and then these (RFC 8878, 3.1.2); pzstd begins with one."""

_GZIP_WINDOW = 16 + 15
"""Asks for a gzip header and trailer, as it does in zlib."""


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
