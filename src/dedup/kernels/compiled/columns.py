"""Cells that lie anywhere in a block of bytes into one column: its bytes, offsets and what is null.

Values of metadata are brought into the form that results have: without white space around them, nulls for empty ones,
and authors without the word "by" before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels.compiled.cells import ABSENT, DOUBLED, ESCAPED
from dedup.kernels.compiled.copying import copy, undouble
from dedup.kernels.compiled.json_strings import unescape
from dedup.kernels.compiled.lanes import WIDTH, bare
from dedup.kernels.compiled.machine import BYTES, kernel, part
from dedup.kernels.compiled.spelling import decode
from dedup.kernels.compiled.utf8 import CONTINUES, MARK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

AS_IT_IS, UNLESS_EMPTY, WORDED, AUTHOR = range(4)
"""What becomes of the values: nothing; nulls for empty ones; also no space around them; also no "by" before them."""

_SPACE = np.array([chr(code).isspace() for code in range(0x3001)])
"""Whether a character is white space; none beyond these is."""
_LOWER = 0x20
"""The bit that makes an ASCII letter lower case."""
_NUMBERS = "Array(int64, 1, 'C', readonly=True)"
_PLACES = "Array(int32, 1, 'C', readonly=True)"


class Strings(NamedTuple):
    """A column: value i is ``data[offsets[i] : offsets[i + 1]]``, none where `valid` is 0; `filled` are valid."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    valid: NDArray[np.uint8]
    filled: int


def gather_cells(
    block: NDArray[np.uint8],
    starts: NDArray[np.int32],
    sizes: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    rule: int,
) -> Strings:
    """Return the column that cells make, each as its kind and the rule say.

    A block's width of bytes stands behind the last cell.
    """
    out = np.empty(int(sizes.sum(dtype=np.int64)) + WIDTH, np.uint8)
    offsets, valid = np.empty(sizes.size + 1, np.int64), np.empty(sizes.size, np.uint8)
    count = _gather(block, starts, sizes, kinds, rule, out, offsets, valid)
    return Strings(out, offsets, valid, count)


@kernel(f"int64({BYTES}, {_PLACES}, {_PLACES}, {BYTES}, int64, uint8[::1], int64[::1], uint8[::1])")
def _gather(
    block: NDArray[np.uint8],
    starts: NDArray[np.int32],
    sizes: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    rule: int,
    out: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    valid: NDArray[np.uint8],
) -> int:
    """Fill the column; return how many values are valid."""
    raw, target = bare(block), bare(out)
    count = to = 0
    offsets[0] = 0
    for row in range(starts.size):
        begin = to
        start: Any = np.int64(starts[row])
        if kinds[row] == ESCAPED:
            to = unescape(raw, start, start + sizes[row], target, to)
        elif kinds[row] == DOUBLED:
            to = undouble(raw, start, start + sizes[row], target, to)
        else:
            to = copy(raw, start, start + sizes[row], target, to)
        if rule >= WORDED:
            to = _worded(target, begin, to, rule == AUTHOR)
        valid[row] = kinds[row] != ABSENT and (to > begin or rule == AS_IT_IS)
        count += valid[row]
        offsets[row + 1] = to
    return count


@part
def _worded(out: Pointer, begin: int, end: int, author: bool) -> int:
    """Take the space around a value away, and the "by" before an author; return where it ends."""
    while end > begin:
        last = end - 1
        while out[last] & MARK == CONTINUES:
            last -= 1
        if not _is_space(out, last, end):
            break
        end = last
    first = _behind_space(out, begin, end)
    if author:
        first = _behind_by(out, first, end)
    if first > begin:
        for i in range(end - first):
            out[begin + i] = out[first + i]
    return begin + end - first


@part
def _behind_by(out: Pointer, at: int, end: int) -> int:
    """Return where the name begins behind "by", if that and white space stand at a place, else the place."""
    by = at + 2
    if by >= end or out[at] | _LOWER != ord("b") or out[at + 1] | _LOWER != ord("y"):
        return at
    if out[by] == ord(":"):
        by += 1
    name = _behind_space(out, by, end)
    return name if name > by else at


@part
def _behind_space(out: Pointer, at: int, end: int) -> int:
    while at < end and _is_space(out, at, end):
        at += 1
        while at < end and out[at] & MARK == CONTINUES:
            at += 1
    return at


@part
def _is_space(out: Pointer, at: int, end: int) -> Any:
    """Return whether the character at a place is white space."""
    code, _ = decode(out, at, end)
    return code < _SPACE.size and _SPACE[code]


def label_rows(column: Strings, prefix: bytes, numbers: NDArray[np.int64]) -> Strings:
    """Return the column with each value that is none replaced by the prefix and the number of the row."""
    room = int(column.offsets[-1]) + (len(prefix) + 20) * (column.valid.size - column.filled) + WIDTH
    out, offsets = np.empty(room, np.uint8), np.empty_like(column.offsets)
    label = np.frombuffer(prefix, np.uint8)
    _label(column.data, column.offsets, column.valid, label, numbers, out, offsets)
    return Strings(out, offsets, np.ones_like(column.valid), column.valid.size)


@kernel(f"void({BYTES}, {_NUMBERS}, {BYTES}, {BYTES}, {_NUMBERS}, uint8[::1], int64[::1])")
def _label(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    valid: NDArray[np.uint8],
    label: NDArray[np.uint8],
    numbers: NDArray[np.int64],
    out: NDArray[np.uint8],
    places: NDArray[np.int64],
) -> None:
    to = 0
    places[0] = 0
    for row in range(valid.size):
        if valid[row]:
            for at in range(offsets[row], offsets[row + 1]):
                out[to] = data[at]
                to += 1
        else:
            for byte in label:
                out[to] = byte
                to += 1
            to = _decimal(out, to, numbers[row])
        places[row + 1] = to


@part
def _decimal(out: NDArray[np.uint8], to: int, number: int) -> int:
    size, rest = 1, number // 10
    while rest:
        size, rest = size + 1, rest // 10
    for i in range(size):
        out[to + size - 1 - i] = ord("0") + number % 10
        number //= 10
    return to + size
