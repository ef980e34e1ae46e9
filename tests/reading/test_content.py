"""Compressed bytes come out as they went in, or say where they broke."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
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
    """Plain and in each compression, bytes give their content however it is cut; several streams in a row are one."""
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


def test_compression_is_known_by_content_not_by_name(tmp_path: Path) -> None:
    """A gzip file without the suffix is unpacked, and a plain file with it is read."""
    (tmp_path / "packed.txt").write_bytes(gzip.compress(b"was packed"))
    (tmp_path / "plain.txt.gz").write_bytes(b"was not")
    (tmp_path / "x.txt.xz").write_bytes(lzma.compress(b"by xz"))
    (tmp_path / "y.txt.bz2").write_bytes(bz2.compress(b"by bzip2"))
    (tmp_path / "z.txt.zst").write_bytes(zstandard.compress(b"by zstd"))
    found = read_paths([tmp_path])
    texts = ["was packed", "was not", "by xz", "by bzip2", "by zstd"]
    assert found.column("text") == texts
    assert found.bytes == len("".join(texts))


@pytest.mark.parametrize("name", ["a.tar.bz2", "a.tbz2", "a.tar.xz", "a.txz", "a.tar", "without suffix"])
def test_compressed_tar_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    """Its members are documents, as those of a TAR file are."""
    with tarfile.open(tmp_path / name, "w:xz" if "x" in name else "w:bz2") as archive:
        (tmp_path / "b.txt").write_bytes(b"the words of b")
        archive.add(tmp_path / "b.txt", "b.txt")
    found = read_paths([tmp_path / name])
    assert found.column("text") == ["the words of b"]


@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress])
def test_a_changed_byte_is_told(compress: Callable[[bytes], bytes]) -> None:
    """Both formats have checksums."""
    packed = bytearray(compress(b"some words of a text " * 50))
    packed[len(packed) // 2] ^= 1
    with pytest.raises(InputError, match=r"damaged (?:bzip2|xz) stream"):
        b"".join(decompressed("x", [bytes(packed)]))


@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress])
def test_growth_beyond_measure_is_refused(compress: Callable[[bytes], bytes]) -> None:
    """A stream may become four documents, or a thousand times its size."""
    packed = compress(b"\0" * (64 << 20))
    with pytest.raises(InputError, match="unpacks to more than 1,000 times its size"):
        sum(map(len, decompressed("x", chunked(packed, 4096), 1 << 20)))


@pytest.mark.parametrize("number", range(16))
@pytest.mark.parametrize("size", [1, 5, 65536])
def test_skippable_frames_of_zstd_are_skipped(number: int, size: int) -> None:
    """The tool pzstd writes one before each frame (RFC 8878, 3.1.2); they may stand anywhere, and hold anything."""
    skipped = bytes([0x50 + number]) + b"\x2a\x4d\x18" + (6).to_bytes(4, "little") + b"\x28\xb5\x2f\xfd\0\0"
    packed = skipped + zstandard.compress(b"one ") + skipped + skipped + zstandard.compress(b"two ") + skipped
    assert b"".join(decompressed("x", chunked(packed, size))) == b"one two "
