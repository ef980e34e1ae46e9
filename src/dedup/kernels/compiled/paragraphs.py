"""UTF-8 bytes into blocks between blank lines, compiled: 64 bytes at a time to a line's end, and one look at the next.

What characters are is asked only of those that decide: the first of a line, and a block's own up to its first letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels import characters as c
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.lines import line_end
from dedup.kernels.compiled.machine import BYTES, INTEGERS, kernel, part
from dedup.kernels.compiled.seams import is_seam, last_character
from dedup.kernels.compiled.spelling import ASCII, decode
from dedup.kernels.shapes import Blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_NEWLINE, _BLANK = 0x0A, 0x20


def find_blocks(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], flags: NDArray[np.uint8]) -> Blocks:
    """Return the blocks of texts, and which of them go on from the one before.

    A block is what stands between blank lines and has a letter or digit: rules such as ``====`` have none, and are no
    blocks. A block goes on where nothing but blank lines stands before it and what the block before it belongs to, and
    there is a seam (`dedup.kernels.seams`). `flags` (uint8[0x110000]) are those of `dedup.kernels.characters`.
    """
    most = (int(offsets[-1]) - int(offsets[0])) // 3 + offsets.size  # what is not filled takes no memory
    bounds, places, goes_on = np.zeros(offsets.size, np.int64), np.empty((2, most), np.int64), np.empty(most, np.uint8)
    starts, ends = places
    count = _find(buffer, offsets, flags, bounds, starts, ends, goes_on)
    return Blocks(bounds, starts[:count], ends[:count], goes_on[:count].view(bool))


@kernel(f"int64({BYTES}, {INTEGERS}, {BYTES}, int64[::1], int64[::1], int64[::1], uint8[::1])")
def _find(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    flags: NDArray[np.uint8],
    bounds: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    goes_on: NDArray[np.uint8],
) -> int:
    """Fill the last four arrays; return how many blocks there are."""
    raw, kinds, size = bare(buffer), bare(flags), buffer.size
    count = 0
    for text in range(offsets.size - 1):
        rows = bare(starts), bare(ends), bare(goes_on)
        count = _find_in(raw, offsets[text], offsets[text + 1], kinds, size, rows, count)
        bounds[text + 1] = count
    return count


@part
def _find_in(raw: Pointer, at: int, high: int, kinds: Pointer, size: int, rows: tuple[Pointer, ...], count: int) -> Any:
    """Fill in the blocks of a text; return the number of all blocks so far."""
    starts, ends, goes_on = rows
    joinable, paragraph = False, at
    at = _solid(raw, at, high, kinds, True)
    while at < high:
        start = at
        end, at = _block_end(raw, start, high, kinds, size)
        if not _has_word(raw, start, end, kinds):
            joinable = False
            continue
        starts[count], ends[count] = start, _solid_end(raw, start, end, kinds)
        goes_on[count] = joinable and is_seam(raw, paragraph, ends[count - 1], start, ends[count], kinds)
        if not goes_on[count]:
            paragraph = start
        joinable = True
        count += 1
    return count


@part
def _solid(raw: Pointer, at: int, high: int, kinds: Pointer, lines: bool) -> int:
    """Return the place of the next character that is no white space, or before it of a line feed unless `lines`."""
    while at < high:
        byte = raw[at]
        if (_BLANK < byte < ASCII) or (byte == _NEWLINE and not lines):
            return at
        code, then = decode(raw, at, high)
        if not kinds[code] & c.SPACE:
            return at
        at = then
    return high


@part
def _block_end(raw: Pointer, at: int, high: int, kinds: Pointer, size: int) -> Any:
    """Return where the last line of the block at a place ends, and where the next block begins."""
    while True:
        end = line_end(raw, at, high, size)
        at = _solid(raw, end + 1, high, kinds, False)
        if at >= high:
            return end, high
        if raw[at] == _NEWLINE:
            return end, _solid(raw, at, high, kinds, True)


@part
def _has_word(raw: Pointer, at: int, end: int, kinds: Pointer) -> bool:
    while at < end:
        code, at = decode(raw, at, end)
        if kinds[code] & c.WORD:
            return True
    return False


@part
def _solid_end(raw: Pointer, start: int, end: int, kinds: Pointer) -> int:
    """Return where a block ends without the white space after it."""
    while end > start:
        at = last_character(raw, start, end)
        code, _ = decode(raw, at, end)
        if not kinds[code] & c.SPACE:
            return end
        end = at
    return end
