"""Arrays and record batches that do not fit into memory: Arrow files in a temporary folder.

The folder is deleted with the last object that uses it, at the latest when the program ends. A file has its room on the
disk before it is mapped: a page for which there is none ends the process.
"""

from __future__ import annotations

import mmap
import os
import weakref
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import contextmanager
from itertools import accumulate, chain
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa

from dedup.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from io import BufferedRandom

    from numpy.typing import NDArray

_ZEROS = bytes(1 << 20)
_MAPPED: list[tuple[int, int, str]] = []
"""Where the mapped files of this process lie in its memory: first byte and end, in rising order, and path."""


def mapped_place(address: int, size: int) -> tuple[str, int] | None:
    """Return the mapped file in which so many bytes at an address lie, and where they begin in it; None if in none."""
    number = bisect_right(_MAPPED, address, key=itemgetter(0)) - 1
    if number < 0:
        return None
    low, high, path = _MAPPED[number]
    return (path, address - low) if address + size <= high else None


def _remember(pages: mmap.mmap, path: Path) -> None:
    """Keep where a mapped file lies, as long as it is mapped."""
    low = pa.py_buffer(pages).address
    place = (low, low + len(pages), str(path))
    _MAPPED.append(place)
    _MAPPED.sort()
    weakref.finalize(pages, _MAPPED.remove, place)


@contextmanager
def writing() -> Iterator[None]:
    """Turn what the system says against a temporary file, such as that the disk is full, into a `LimitError`."""
    try:
        yield
    except OSError as error:
        import tempfile  # noqa: PLC0415 - few scans need a folder

        place = f" in {tempfile.tempdir}" if tempfile.tempdir else ""
        reason = os.strerror(error.errno).lower() if error.errno else str(error)
        msg = (
            f"temporary files cannot be written{place} ({reason}); make room there, let TMPDIR name another folder, "
            "or allow more memory (--memory)"
        )
        raise LimitError(msg) from error


class SpillFolder:
    """A temporary folder for what does not fit into memory; its files are deleted with it."""

    def __init__(self) -> None:
        import tempfile  # noqa: PLC0415 - few scans need a folder

        with writing():
            self._folder = tempfile.TemporaryDirectory(prefix="dedup-", ignore_cleanup_errors=True)
        self._files = 0

    @property
    def path(self) -> str:
        """The path of the folder."""
        return self._folder.name

    def new_file(self) -> Path:
        """Return the path of a file that does not exist yet."""
        self._files += 1
        return Path(self.path, f"{self._files}.arrow")

    def new_array(self, size: int, kind: type[np.generic]) -> NDArray[Any]:
        """Return an array of zeros in a mapped file: the system may take its pages out of memory at any time."""
        length = size * np.dtype(kind).itemsize
        if not length:
            return np.empty(0, kind)
        path = self.new_file()
        with writing(), path.open("w+b") as file:
            _reserve(file, length)
            pages = mmap.mmap(file.fileno(), length)
        _remember(pages, path)
        return np.frombuffer(pages, kind)

    def message(self) -> str:
        """Return the sentence that tells the user of the folder."""
        return f"texts that do not fit into memory (--memory), or that a cluster reads, go through files in {self.path}"


def new_array(folder: SpillFolder | None, size: int, kind: type[np.generic]) -> NDArray[Any]:
    """Return an array of zeros: in a mapped file where there is a folder, and in memory otherwise."""
    return np.zeros(size, kind) if folder is None else folder.new_array(size, kind)


def _reserve(file: BufferedRandom, length: int) -> None:
    """Make a new file so long, with its room on the disk; where the system has no call for that, by writing it."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, length)
        return
    file.writelines(_ZEROS[: length - start] for start in range(0, length, len(_ZEROS)))
    file.flush()


class SpilledColumns:
    """Columns of numbers in an Arrow file: appended piece by piece, read whole or in the same pieces."""

    def __init__(self, folder: SpillFolder, types: dict[str, pa.DataType]) -> None:
        self._folder = folder  # the reference keeps the folder
        self._schema = pa.schema(list(types.items()))
        self._path = folder.new_file()
        with writing():
            self._sink = pa.OSFile(str(self._path), "wb")
            self._writer = pa.ipc.new_stream(self._sink, self._schema)

    def append(self, *columns: NDArray[Any]) -> None:
        """Write one piece: an array for each column."""
        arrays = [pa.array(column, kind) for column, kind in zip(columns, self._schema.types, strict=True)]
        with writing():
            self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))

    def read(self) -> list[NDArray[Any]]:
        """Return all rows that were written, an array for each column; nothing can be appended afterwards."""
        empty = [pa.array([], kind).to_numpy() for kind in self._schema.types]
        return [np.concatenate(column) for column in zip(empty, *self.read_parts(), strict=True)]

    def read_parts(self) -> list[list[NDArray[Any]]]:
        """Return the pieces that were written, an array for each column, as they lie in the mapped file.

        Nothing can be appended afterwards.
        """
        if not self._sink.closed:
            with writing():
                self._writer.close()
                self._sink.close()
        with pa.memory_map(str(self._path)) as source:
            batches = list(pa.ipc.open_stream(source))
        return [[column.to_numpy() for column in batch.columns] for batch in batches]


class FileBatches(Sequence[pa.RecordBatch], ABC):
    """Record batches that lie in files; `rows` are the numbers of their rows."""

    rows: tuple[int, ...]

    @abstractmethod
    def batch(self, number: int) -> pa.RecordBatch:
        """Return the batch of a number."""

    @abstractmethod
    def replace(self, changed: Mapping[int, pa.RecordBatch]) -> None:
        """Let some batches be others, which have as many rows and stay in memory."""

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, number: int) -> pa.RecordBatch: ...
    @overload
    def __getitem__(self, number: slice) -> list[pa.RecordBatch]: ...
    def __getitem__(self, number: int | slice) -> pa.RecordBatch | list[pa.RecordBatch]:
        if isinstance(number, slice):
            return [self[at] for at in range(len(self))[number]]
        return self.batch(range(len(self))[number])


class MappedBatches(FileBatches):
    """Record batches in an Arrow file that is mapped into memory: the system holds its pages as long as it likes."""

    def __init__(self, folder: SpillFolder | None, path: Path, rows: Sequence[int]) -> None:
        self._folder = folder  # the reference keeps the folder
        self.path = str(path)
        self.rows = tuple(rows)
        self.replaced: dict[int, pa.RecordBatch] = {}
        with path.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        _remember(pages, path)
        self._reader = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(pages)))
        self._known: dict[int, pa.RecordBatch] = {}

    def batch(self, number: int) -> pa.RecordBatch:
        """Return the batch of a number."""
        batch = self._known.get(number)
        if batch is None:  # only the places of the columns are kept: finding them takes longer than reading a cell
            batch = self._known[number] = self._reader.get_batch(number)
        return batch

    def replace(self, changed: Mapping[int, pa.RecordBatch]) -> None:
        """Let some batches be others, which have as many rows and stay in memory."""
        self.replaced.update(changed)
        self._known.update(changed)


class JoinedBatches(FileBatches):
    """The record batches of several files, one after the other."""

    def __init__(self, parts: Sequence[MappedBatches]) -> None:
        self._parts = parts
        self._starts = list(accumulate(map(len, parts), initial=0))
        self.rows = tuple(chain.from_iterable(part.rows for part in parts))

    def batch(self, number: int) -> pa.RecordBatch:
        """Return the batch of a number."""
        part, within = self._place(number)
        return self._parts[part].batch(within)

    def replace(self, changed: Mapping[int, pa.RecordBatch]) -> None:
        """Let some batches be others, which have as many rows and stay in memory."""
        for number, batch in changed.items():
            part, within = self._place(number)
            self._parts[part].replace({within: batch})

    def _place(self, number: int) -> tuple[int, int]:
        """Return the part of a batch, and its number there."""
        part = bisect_right(self._starts, number) - 1
        return part, number - self._starts[part]


def with_replaced(batches: Sequence[pa.RecordBatch], changed: Mapping[int, pa.RecordBatch]) -> Sequence[pa.RecordBatch]:
    """Return the batches of a `BatchStore`, of which some are others, in memory, with as many rows."""
    if isinstance(batches, FileBatches):
        batches.replace(changed)
        return batches
    return tuple(changed.get(number, batch) for number, batch in enumerate(batches))


class BatchStore:
    """Collects record batches of one schema: in memory up to `limit` bytes, and all of them in a file beyond it.

    `tell` is called with a sentence when the file is begun. With a `limit` of 0 all batches stay in memory. With a
    `path`, all batches go to that file, and nothing is told.
    """

    def __init__(self, schema: pa.Schema, limit: int, tell: Callable[[str], None], path: Path | None = None) -> None:
        self._schema = schema
        self._limit = limit
        self._tell = tell
        self._size = 0
        self._in_memory: list[pa.RecordBatch] = []
        self._file = None if path is None else _BatchFile(None, path, schema)
        self._parts: list[MappedBatches] = []

    def add(self, batch: pa.RecordBatch) -> None:
        """Add a batch."""
        if self._file is not None:
            self._file.write(batch)
            return
        self._in_memory.append(batch)
        self._size += batch.nbytes
        if self._limit and self._size > self._limit:
            folder = SpillFolder()
            self._tell(folder.message())
            self._begin_file(folder)

    def add_file(self, folder: SpillFolder, path: Path, rows: Sequence[int]) -> None:
        """Add the batches of a file in a folder, of so many rows each; what was added before goes to files as well."""
        if self._in_memory:
            self._begin_file(folder)
        self._end_file()
        self._parts.append(MappedBatches(folder, path, rows))

    def batches(self) -> Sequence[pa.RecordBatch]:
        """Return all batches in order; none can be added afterwards."""
        if self._parts and self._in_memory:
            self._begin_file(SpillFolder())
        self._end_file()
        if not self._parts:
            return tuple(self._in_memory)
        return self._parts[0] if len(self._parts) == 1 else JoinedBatches(self._parts)

    def _begin_file(self, folder: SpillFolder) -> None:
        """Write what is in memory to a new file."""
        self._file = _BatchFile(folder, folder.new_file(), self._schema)
        for each in self._in_memory:
            self._file.write(each)
        self._in_memory.clear()
        self._size = 0

    def _end_file(self) -> None:
        if self._file is not None:
            self._parts.append(self._file.close())
            self._file = None


class _BatchFile:
    def __init__(self, folder: SpillFolder | None, path: Path, schema: pa.Schema) -> None:
        self._folder = folder
        self._path = path
        with writing():
            self._sink = pa.OSFile(str(self._path), "wb")
            self._writer = pa.ipc.new_file(self._sink, schema)
        self._rows: list[int] = []

    def write(self, batch: pa.RecordBatch) -> None:
        with writing():
            self._writer.write_batch(batch)
        self._rows.append(batch.num_rows)

    def close(self) -> MappedBatches:
        with writing():
            self._writer.close()
            self._sink.close()
        return MappedBatches(self._folder, self._path, self._rows)
