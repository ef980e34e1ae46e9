"""Chunks of bytes become blocks of whole lines, some megabytes each: what Arrow reads at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

SIZE = 8 << 20
"""Bytes of a block: enough that the work on it outweighs its beginning."""
LARGEST = 1 << 30
"""Bytes of a block that Arrow's readers surely take: they count in 32 bits."""
MOST_WORKERS = 4
"""Threads that read blocks; fetching the bytes, which one thread does for all, would not keep more busy."""
_AT_ONCE = 1 << 18
"""Bytes that are looked through together: what is made of them stays in the cache."""
_SMALLEST = 1 << 18
"""Bytes of a block at least, however small batches are to be."""


def block_size(batch_bytes: int) -> int:
    """Return how large blocks are, for batches of so many bytes."""
    return min(SIZE, max(batch_bytes, _SMALLEST))


def blocks_of(chunks: Iterable[bytes], size: int = SIZE) -> Iterator[bytes]:
    """Yield the blocks; each ends with a line feed, the last too, and has as many bytes as `size`, or a few more.

    A line that is longer has a block of its own length. An error of the input is raised behind the last whole line.
    """
    held, count = list[bytes](), 0
    trouble: Exception | None = None
    coming = iter(chunks)
    while True:
        try:
            chunk = next(coming, b"")
        except (InputError, OSError) as error:
            chunk, trouble = b"", error
        held.append(chunk)
        count += len(chunk)
        if chunk and (count < size or b"\n" not in chunk):
            continue
        whole = b"".join(held)
        if not chunk and trouble is None and whole and not whole.endswith(b"\n"):
            whole += b"\n"
        end = whole.rfind(b"\n") + 1
        if end:
            yield whole[:end]
        if trouble is not None:
            raise trouble
        if not chunk:
            return
        held, count = [whole[end:]], len(whole) - end


def lines_in(block: bytes) -> list[bytes]:
    r"""Return the lines of a block without their ``\n``."""
    return block[:-1].split(b"\n")


def places_of(block: bytes, byte: int, folded: int = 0) -> NDArray[np.int64]:
    """Return where a byte stands in a block, each byte of it taken with the bits of `folded` set."""
    data, found = np.frombuffer(block, np.uint8), [np.zeros(0, np.int64)]
    for at in range(0, data.size, _AT_ONCE):
        some = data[at : at + _AT_ONCE]
        found.append(np.flatnonzero((some | np.uint8(folded) if folded else some) == byte) + at)
    return np.concatenate(found)


def as_text(block: bytes) -> pa.LargeStringArray | None:
    """Return a block as one string on the same memory; None where it is not UTF-8."""
    places = pa.py_buffer(np.array([0, len(block)], np.int64))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, places, pa.py_buffer(block)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return None
    return text
