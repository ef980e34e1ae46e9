"""Chunks of bytes become blocks of whole lines, some megabytes each, which several threads parse.

Arrow reads JSON Lines and CSV a block at a time.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa

from dedup.engines.local import cancel, threads
from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from numpy.typing import NDArray

Item = TypeVar("Item")
Result = TypeVar("Result")

SIZE = 8 << 20
"""Bytes of a block: with fewer, starting the work on a block would cost too much beside the work."""
LARGEST = 1 << 30
"""Bytes of a block that Arrow's readers surely take: they count in 32 bits."""
MOST_WORKERS = 4
"""Threads that parse blocks; one thread fetches the bytes for all, and would not keep more busy."""
_QUEUED = 1
"""Blocks that wait for a thread, so that no thread waits for a block."""
_SCAN_SIZE = 1 << 18
"""Bytes that are searched together, so that the arrays of the search stay in the cache."""
_SMALLEST = 1 << 18
"""Least bytes of a block, however small batches are to be."""


def block_size(batch_bytes: int) -> int:
    """Return the bytes of a block, where a batch of documents has `batch_bytes`."""
    return min(SIZE, max(batch_bytes, _SMALLEST))


def blocks_of(chunks: Iterable[bytes], size: int = SIZE, longest: int = 0) -> Iterator[bytes]:
    """Yield the blocks; each ends with a line feed, the last too, and has as many bytes as `size`, or a few more.

    A longer line makes its block longer. Of a line of more than `longest` bytes (0: no limit) a few more than these are
    kept, so that whoever reads it sees that it is too long. An error of the input is raised behind the last whole line.
    """
    pending, count = list[bytes](), 0
    failure: Exception | None = None
    source = iter(cut_lines(chunks, longest))
    while True:
        try:
            chunk = next(source, b"")
        except (InputError, OSError) as error:
            chunk, failure = b"", error
        pending.append(chunk)
        count += len(chunk)
        if chunk and (count < size or b"\n" not in chunk):
            continue
        if chunk:
            end = chunk.rfind(b"\n") + 1
            pending[-1] = chunk[:end]
            yield b"".join(pending)
            pending, count = [chunk[end:]], len(chunk) - end
            continue
        whole = b"".join(pending)
        if failure is not None:
            whole = whole[: whole.rfind(b"\n") + 1]
        elif whole and not whole.endswith(b"\n"):
            whole += b"\n"
        if whole:
            yield whole
        if failure is not None:
            raise failure
        return


def cut_lines(chunks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Yield the chunks without what lines have behind their first `longest` bytes and the rest of that chunk.

    With `longest` 0 nothing is cut.
    """
    if not longest:
        yield from chunks
        return
    length = 0  # of the line so far that the next chunk goes on with
    for chunk in chunks:
        whole = chunk
        if length > longest:
            whole = chunk[chunk.find(b"\n") :] if b"\n" in chunk else b""
        last = chunk.rfind(b"\n")
        length = len(chunk) - last - 1 if last >= 0 else length + len(chunk)
        if whole:
            yield whole


def parallel_map(function: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """Yield what `function` returns for each item, in order; threads work on a few items while the next are fetched.

    An error of the input while an item is fetched is raised behind the results of the items before it.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    source = iter(items)
    pending: deque[Future[Result]] = deque()
    failure: Exception | None = None
    with threads(workers) as pool:
        try:
            while failure is None:
                try:
                    pending.append(pool.submit(function, next(source)))
                except (StopIteration, InputError, OSError) as error:
                    failure = error
                while len(pending) > (workers + _QUEUED if failure is None else 0):
                    yield pending.popleft().result()
        finally:
            cancel(pending)
    if not isinstance(failure, StopIteration):
        raise failure


def split_lines(block: bytes) -> list[bytes]:
    r"""Return the lines of a block without their ``\n``."""
    return block[:-1].split(b"\n")


def byte_positions(block: bytes, byte: int, folded: int = 0) -> NDArray[np.int64]:
    """Return the positions of a byte in a block, whose bytes are compared with the bits of `folded` set."""
    data, positions = np.frombuffer(block, np.uint8), [np.zeros(0, np.int64)]
    for at in range(0, data.size, _SCAN_SIZE):
        part = data[at : at + _SCAN_SIZE]
        positions.append(np.flatnonzero((part | np.uint8(folded) if folded else part) == byte) + at)
    return np.concatenate(positions)


def as_text(block: bytes) -> pa.LargeStringArray | None:
    """Return a block as one string on the same memory; None where it is not UTF-8."""
    offsets = pa.py_buffer(np.array([0, len(block)], np.int64))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(block)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return None
    return text
