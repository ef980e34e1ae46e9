"""Bytes become blocks of whole lines, in buffers that are filled again and again.

A block is some megabytes, or one line where that is longer; nothing else of the input is held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Fill: TypeAlias = Callable[[memoryview], int]

SIZE = 8 << 20
"""Bytes of a block: enough that the work on it outweighs its beginning, and little beside the processor's caches."""
PAYS = 1 << 18
"""Bytes of a file from which it is worth the beginning to read it by kernels, where these are used anyway."""
MOST_WORKERS = 4
"""Threads that read blocks: they take four times as long as fetching the bytes, which one thread does for all."""
_SMALLEST = 1 << 18
"""Bytes of a block at least, however small batches are to be."""
_FIRST = 1 << 18
"""Bytes of the first buffer, until it is full: most inputs are small, and large buffers take time to make."""
_CHUNK = 1 << 16
REACH = 128
"""Bytes that may be read behind a block, whatever they are."""


def block_size(batch_bytes: int) -> int:
    """Return how large blocks are, for batches of so many bytes."""
    return min(SIZE, max(batch_bytes, _SMALLEST))


class Block(NamedTuple):
    """Whole lines: the first `size` bytes of `buffer`. The last line, too, ends with a line feed."""

    buffer: bytearray
    size: int


def lines_in(block: Block, start: int = 0, end: int | None = None) -> list[bytes]:
    r"""Return the lines of a block, or of a part of it that ends with one, without their ``\n``."""
    return bytes(block.buffer[start : (block.size if end is None else end) - 1]).split(b"\n")


def filling(chunks: Iterable[bytes], rest: Fill | None = None) -> Fill:
    """Return what writes the chunks into buffers, as much as fits at a time, and then what `rest` writes.

    Such a function returns how many bytes it wrote, 0 at the end of the input.
    """
    waiting, held = iter(chunks), memoryview(b"")

    def fill(room: memoryview) -> int:
        nonlocal held
        while not held:
            chunk = next(waiting, None)
            if chunk is None:
                return rest(room) if rest else 0
            held = memoryview(chunk)
        count = min(len(held), len(room))
        room[:count], held = held[:count], held[count:]
        return count

    return fill


def chunks_of(fill: Fill) -> Iterator[bytes]:
    """Yield, a chunk at a time, what would fill buffers."""
    buffer = memoryview(bytearray(_CHUNK))
    while count := fill(buffer):
        yield bytes(buffer[:count])


class Blocks:
    """The blocks of an input: iterate, and give each back when nothing of it is needed any more.

    What is set as `kept` before the next block is asked for, the end of the last one, stands at the beginning of that.
    """

    def __init__(self, fill: Fill, size: int = SIZE) -> None:
        self._fill = fill
        self._room = size
        self._free: list[bytearray] = []
        self.kept = b""

    def give_back(self, block: Block) -> None:
        """Take a block back, so that its buffer is used again."""
        if len(block.buffer) == self._room + REACH:
            self._free.append(block.buffer)

    def spent(self, block: Block) -> list[bytes]:
        """Return the lines of a block and take it back."""
        lines = lines_in(block)
        self.give_back(block)
        return lines

    def __iter__(self) -> Iterator[Block]:
        """Yield the blocks; an error of the input is raised behind the last whole line before it."""
        begun, room = b"", min(self._room, _FIRST)
        while True:
            buffer = self._free.pop() if self._free else bytearray(room + REACH)
            room = self._room
            buffer[: len(begun)] = begun
            size, end, trouble = self._read(buffer, len(begun))
            if trouble is _ENDED and size > end:
                buffer[size] = _LINE_FEED
                end = size + (buffer[size - 1] != _LINE_FEED)  # what was kept does not lack its end
            begun = bytes(buffer[end:size])
            if end:
                self.kept = b""
                yield Block(buffer, end)
                begun = self.kept + begun
            if trouble is _ENDED:
                return
            if trouble is not None:
                raise trouble

    def _read(self, buffer: bytearray, size: int) -> tuple[int, int, Exception | None]:
        """Fill a buffer in which `size` bytes stand; return how many it holds, where its last line ends, and why."""
        end = 0
        while True:
            room = len(buffer) - REACH
            if size >= room:
                more = self._room - room if room < self._room else room if end == 0 else 0
                if not more:
                    return size, end, None
                buffer.extend(bytes(more))  # for more than there is in a small file, or for a line longer than a block
                continue
            try:
                count = self._fill(memoryview(buffer)[size:room])
            except (InputError, OSError) as error:
                return size, end, error
            if count == 0:
                return size, end, _ENDED
            end = buffer.rfind(b"\n", size, size + count) + 1 or end
            size += count


_ENDED = StopIteration()
_LINE_FEED = ord("\n")
