"""Work, items and results as bytes for another process, in which arrays of mapped files are named and not copied.

A process that sees the same folder maps the file again. All else travels as it is: functions within functions by
cloudpickle, columns of Arrow as a stream of their own rows.
"""

# ruff: noqa: S301 - what is loaded was pickled by the same program

from __future__ import annotations

import mmap
import pickle
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from cloudpickle import CloudPickler

from dedup.engines.storage import MappedBatches, mapped_place

Value = TypeVar("Value")

_WORTH_NAMING = 1 << 12
"""Bytes from which an array is named: fewer travel with all else."""
_FILES_KEPT = 16
"""Mapped files that a process keeps open."""


def packed(value: object) -> bytes:
    """Return a value as bytes; `unpacked` makes it anew in a process that sees the same files."""
    file = BytesIO()
    _Packer(file, protocol=5).dump(value)
    return file.getvalue()


def unpacked(content: bytes) -> Any:
    """Return the value that was packed; its arrays are read-only."""
    return pickle.loads(content)


class _Packer(CloudPickler):  # type: ignore[misc] # it may be missing
    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.nbytes >= _WORTH_NAMING and value.flags.c_contiguous:
            place = mapped_place(value.ctypes.data, value.nbytes)
            if place is not None:
                _flush(value)
                return _array, (*place, value.dtype.str, value.shape)
        if isinstance(value, pa.Array):
            return _reduced_column(value)
        if isinstance(value, MappedBatches):
            return _batches, (value.path, value.rows, value.replaced)
        return super().reducer_override(value)


def _flush(array: np.ndarray[Any, Any]) -> None:
    """Write what was changed in the file of an array, for other machines that read it."""
    base: Any = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, memoryview) and not base.readonly and isinstance(base.obj, mmap.mmap):
        base.obj.flush()


def _reduced_column(column: pa.Array) -> Any:
    places: list[tuple[str, int, int] | None] = []
    for buffer in column.buffers():
        place = mapped_place(buffer.address, buffer.size) if buffer is not None and buffer.size else None
        if buffer is not None and place is None:
            break
        places.append(None if place is None else (*place, buffer.size))
    else:
        return _named_column, (column.type, len(column), column.offset, places)
    batch = pa.RecordBatch.from_arrays([column], ["column"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return _sent_column, (sink.getvalue().to_pybytes(),)


@lru_cache(_FILES_KEPT)
def _mapped(path: str) -> mmap.mmap:
    with Path(path).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _array(path: str, start: int, kind: str, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    return np.frombuffer(_mapped(path), kind, int(np.prod(shape)), start).reshape(shape)


def _named_column(kind: pa.DataType, size: int, offset: int, places: list[tuple[str, int, int] | None]) -> pa.Array:
    buffers = [None if place is None else pa.py_buffer(_mapped(place[0])).slice(*place[1:]) for place in places]
    return pa.Array.from_buffers(kind, size, buffers, offset=offset)


def _sent_column(content: bytes) -> pa.Array:
    with pa.ipc.open_stream(content) as reader:
        return reader.read_all().column(0).combine_chunks()


def _batches(path: str, rows: tuple[int, ...], replaced: dict[int, pa.RecordBatch]) -> MappedBatches:
    batches = MappedBatches(None, Path(path), rows)
    batches.replace(replaced)
    return batches
