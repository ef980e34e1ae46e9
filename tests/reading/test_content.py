"""Compressed bytes come out as they went in, or say where they broke."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from typing import TYPE_CHECKING

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.reading.content import decompressed
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def chunked(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress, bz2.compress, lzma.compress, bytes])
@pytest.mark.parametrize("size", [1, 7, 65536])
def test_content_does_not_depend_on_chunks(compress: Callable[[bytes], bytes], size: int) -> None:
    """Plain, gzip, zstd, bzip2 and xz give their content however it is cut; several streams in a row are one."""
    packed = compress(b"one " * 100) + compress(b"two " * 100)
    assert b"".join(decompressed("x", chunked(packed, size))) == b"one " * 100 + b"two " * 100


def test_gzip_padding_is_no_trouble() -> None:
    """Zeros behind the last member are padding."""
    assert b"".join(decompressed("x", [gzip.compress(b"text") + b"\0" * 20])) == b"text"


@given(st.binary(max_size=3000), st.sampled_from([0, 1, 6, 9]), st.integers(1, 500), st.data())
def test_gzip_is_read_as_zlib_reads_it(content: bytes, level: int, size: int, data: st.DataObject) -> None:
    """What one compressed comes out whole; where a byte was changed, either gives the same content or both refuse."""
    packed = gzip.compress(content, level)
    assert b"".join(decompressed("x", chunked(packed, size))) == content
    place = data.draw(st.integers(4, len(packed) - 1))  # the name of the format itself stays
    changed = packed[:place] + bytes([packed[place] ^ data.draw(st.integers(1, 255))]) + packed[place + 1 :]
    try:
        expected = gzip.decompress(changed)
    except (OSError, EOFError, zlib.error):
        with pytest.raises(InputError):
            b"".join(decompressed("x", chunked(changed, size)))
    else:
        assert b"".join(decompressed("x", chunked(changed, size))) == expected


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress, bz2.compress, lzma.compress])
def test_broken_stream_gives_what_stands_before_the_break(compress: Callable[[bytes], bytes]) -> None:
    """The error comes after the sound bytes, not instead of them."""
    packed = compress(b"first ") + compress(b"second")[:-3]
    got: list[bytes] = []
    with pytest.raises(InputError, match="truncated"):
        got.extend(decompressed("x", chunked(packed, 4)))
    assert b"".join(got).startswith(b"first ")


@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress])
def test_a_stream_gives_some_megabytes_at_a_time(compress: Callable[[bytes], bytes]) -> None:
    """A few bytes of bzip2 or xz become any number at once; growth is measured on the way."""
    packed = compress(bytes(20 << 20))
    chunks = list(decompressed("x", [packed]))
    assert sum(map(len, chunks)) == 20 << 20
    assert max(map(len, chunks)) <= 4 << 20
    with pytest.raises(InputError, match="it unpacks to more than 1,000 times its size"):
        b"".join(decompressed("x", [packed], 1 << 20))


def test_a_text_that_begins_as_bzip2_does_is_a_text() -> None:
    """Three letters and a digit are no compression."""
    assert b"".join(decompressed("x", [b"BZh9 and other words"])) == b"BZh9 and other words"


def test_compression_is_known_by_content_not_by_name(tmp_path: Path) -> None:
    """A gzip file without the suffix is unpacked, and a plain file with it is read."""
    (tmp_path / "packed.txt").write_bytes(gzip.compress(b"was packed"))
    (tmp_path / "plain.txt.gz").write_bytes(b"was not")
    (tmp_path / "z.txt.zst").write_bytes(zstandard.compress(b"by zstd"))
    found = read_paths([tmp_path])
    assert found.column("text") == ["was packed", "was not", "by zstd"]
    assert found.bytes == len("was packed" + "was not" + "by zstd")


@pytest.mark.parametrize("number", range(16))
@pytest.mark.parametrize("size", [1, 5, 65536])
def test_skippable_frames_of_zstd_are_skipped(number: int, size: int) -> None:
    """The tool pzstd writes one before each frame (RFC 8878, 3.1.2); they may stand anywhere, and hold anything."""
    skipped = bytes([0x50 + number]) + b"\x2a\x4d\x18" + (6).to_bytes(4, "little") + b"\x28\xb5\x2f\xfd\0\0"
    packed = skipped + zstandard.compress(b"one ") + skipped + skipped + zstandard.compress(b"two ") + skipped
    assert b"".join(decompressed("x", chunked(packed, size))) == b"one two "
