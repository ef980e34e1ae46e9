"""What does not fit into memory: Arrow files in a temporary folder, which goes when nobody needs it any more."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


class Shelf:
    """A temporary folder; its files vanish with it, at the latest when the program ends."""

    def __init__(self) -> None:
        import tempfile  # noqa: PLC0415 - few scans need a folder

        self._folder = tempfile.TemporaryDirectory(prefix="dedup-", ignore_cleanup_errors=True)
        self._files = 0

    @property
    def folder(self) -> str:
        """Where the folder is."""
        return self._folder.name

    def new(self) -> Path:
        """Return the path of a file that does not exist yet."""
        self._files += 1
        return Path(self.folder, f"{self._files}.arrow")

    def numbers(self, size: int, kind: type[np.generic]) -> NDArray[Any]:
        """Return room for so many numbers that lies in a file: its pages may leave memory at any time."""
        room = size * np.dtype(kind).itemsize
        if not room:
            return np.empty(0, kind)
        with self.new().open("w+b") as file:
            file.truncate(room)
            pages = mmap.mmap(file.fileno(), room)
        return np.frombuffer(pages, kind)


class StoredNumbers:
    """Columns of numbers in an Arrow file: appended piece by piece, read whole."""

    def __init__(self, shelf: Shelf, types: dict[str, pa.DataType]) -> None:
        self._shelf = shelf  # keeps the folder
        self._schema = pa.schema(list(types.items()))
        self._path = shelf.new()
        self._sink = pa.OSFile(str(self._path), "wb")
        self._writer = pa.ipc.new_stream(self._sink, self._schema)

    def append(self, *columns: NDArray[Any]) -> None:
        """Write one piece: an array for each column."""
        arrays = [pa.array(column, kind) for column, kind in zip(columns, self._schema.types, strict=True)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))

    def read(self) -> list[NDArray[Any]]:
        """Return all that was written, an array for each column; nothing can be appended any more."""
        self._writer.close()
        self._sink.close()
        with pa.OSFile(str(self._path), "rb") as source:
            table = pa.ipc.open_stream(source).read_all()
        parts = [[chunk.to_numpy() for chunk in column.chunks] for column in table.columns]
        empty = [np.zeros(0, kind.to_pandas_dtype()) for kind in self._schema.types]
        return [np.concatenate([none, *part]) for none, part in zip(empty, parts, strict=True)]


class StoredBatches(Sequence[pa.RecordBatch]):
    """Record batches in an Arrow file, mapped into memory: the system has their pages as long as it likes."""

    def __init__(self, shelf: Shelf, path: Path, rows: Sequence[int]) -> None:
        self._shelf = shelf  # keeps the folder
        self.rows = tuple(rows)
        with path.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._reader = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(pages)))
        self._known: dict[int, pa.RecordBatch] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, number: int) -> pa.RecordBatch: ...
    @overload
    def __getitem__(self, number: slice) -> list[pa.RecordBatch]: ...
    def __getitem__(self, number: int | slice) -> pa.RecordBatch | list[pa.RecordBatch]:
        if isinstance(number, slice):
            return [self[at] for at in range(len(self))[number]]
        batch = self._known.get(number)
        if batch is None:  # only where its columns lie is kept; to find that out takes longer than to read a cell
            batch = self._known[number] = self._reader.get_batch(range(len(self))[number])
        return batch


class BatchStore:
    """Takes record batches of one schema: in memory until they are more than `most` bytes, then all in a file.

    `tell` is told when that happens. With `most` 0 all stays.
    """

    def __init__(self, schema: pa.Schema, most: int, tell: Callable[[str], None]) -> None:
        self._schema = schema
        self._most = most
        self._tell = tell
        self._size = 0
        self._held: list[pa.RecordBatch] = []
        self._file: _BatchFile | None = None

    def add(self, batch: pa.RecordBatch) -> None:
        """Take a batch in."""
        if self._file is not None:
            self._file.write(batch)
            return
        self._held.append(batch)
        self._size += batch.nbytes
        if self._most and self._size > self._most:
            shelf = Shelf()
            self._tell(through_files(shelf))
            self._file = _BatchFile(shelf, self._schema)
            for each in self._held:
                self._file.write(each)
            self._held.clear()

    def batches(self) -> Sequence[pa.RecordBatch]:
        """Return all batches in order; none can be added any more."""
        return tuple(self._held) if self._file is None else self._file.close()


def through_files(shelf: Shelf) -> str:
    """Return what to tell of work that does not fit into memory."""
    return f"too much text for the memory that may be used (--memory): it goes through files in {shelf.folder}"


class _BatchFile:
    def __init__(self, shelf: Shelf, schema: pa.Schema) -> None:
        self._shelf = shelf
        self._path = shelf.new()
        self._sink = pa.OSFile(str(self._path), "wb")
        self._writer = pa.ipc.new_file(self._sink, schema)
        self._rows: list[int] = []

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)
        self._rows.append(batch.num_rows)

    def close(self) -> StoredBatches:
        self._writer.close()
        self._sink.close()
        return StoredBatches(self._shelf, self._path, self._rows)
