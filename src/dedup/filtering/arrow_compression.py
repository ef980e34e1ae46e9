"""The compression of the buffers of an Arrow file or stream, which pyarrow itself does not tell.

It stands in the metadata of each record batch, a FlatBuffers table (Arrow's ``format/Message.fbs``).
"""

from __future__ import annotations

import struct

import pyarrow as pa

_HEADER, _COMPRESSION, _CODEC = 2, 3, 0
"""The fields ``Message.header``, ``RecordBatch.compression`` and ``BodyCompression.codec``, by their places."""
_CODECS = ("lz4", "zstd")
_FILE_HEAD = 8


def compression_of_batches(source: pa.NativeFile, *, is_file: bool) -> str | None:
    """Return the codec of the first record batch: ``lz4``, ``zstd`` or None; the place in `source` is kept."""
    before = source.tell()
    source.seek(_FILE_HEAD if is_file else 0)
    try:
        reader = pa.ipc.MessageReader.open_stream(source)
        message = reader.read_next_message()
        while message.type != "record batch":
            message = reader.read_next_message()
        return _codec(message.metadata.to_pybytes())
    except (StopIteration, EOFError, pa.ArrowException, struct.error):
        return None  # there is no batch
    finally:
        source.seek(before)


def _codec(metadata: bytes) -> str | None:
    header = _table(metadata, _field(metadata, struct.unpack_from("<I", metadata)[0], _HEADER))
    compression = _field(metadata, header, _COMPRESSION)
    if not compression:
        return None
    codec = _field(metadata, _table(metadata, compression), _CODEC)
    return _CODECS[metadata[codec] if codec else 0]


def _field(metadata: bytes, table: int, number: int) -> int:
    """Return the place of a field of a table, or 0 where it has its default."""
    vtable = table - struct.unpack_from("<i", metadata, table)[0]
    size = struct.unpack_from("<H", metadata, vtable)[0]
    entry = 4 + 2 * number
    offset = struct.unpack_from("<H", metadata, vtable + entry)[0] if entry < size else 0
    return table + offset if offset else 0


def _table(metadata: bytes, field: int) -> int:
    """Return the place of the table to which a field leads."""
    return int(field + struct.unpack_from("<I", metadata, field)[0])
