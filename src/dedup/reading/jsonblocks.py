"""Blocks of JSON Lines become record batches by compiled kernels, block beside block.

A kernel finds the cells of the columns that are needed and passes over everything else. Lines that it leaves, because
they are no plain objects or tell their text in another way, are given to who reads line by line, at their place in the
order.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import orjson

from dedup.kernels.compiled.json_rows import PAGE, Names, find_cells, room_for
from dedup.kernels.compiled.json_values import ABSENT, COMPLEX, PLAIN
from dedup.reading.blocks import REACH
from dedup.reading.columns import COLUMNS, ID, Batcher, column_of
from dedup.reading.rows import GUESSES, identity_of
from dedup.reading.values import worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.kernels.compiled.cells import Strings
    from dedup.kernels.compiled.json_rows import Cells, Found
    from dedup.reading.blocks import Block

_MOST_ROWS = 1 << 16
_LARGEST = 1 << 30
"""Bytes of a block whose places are sure to be 32-bit numbers, with what is written behind it."""
_FEW = 8
"""Of so many rows one may be odd; reading all of them one by one costs less than putting many pieces together."""
_FOLDED = 64
"""What is added to the rank of a name that is right but for the case of its letters: exact names come first."""


class Part(NamedTuple):
    """What was found in some lines of a block, which begin at `start` and end at `end`.

    `columns` are those of the rows, `lines` (int64) the lines that they were, from 0. Of each line that was left, `odd`
    has how many rows come before it, its number, start and end. `height` is how many lines there were, empty ones too.
    Where `columns` is empty, all lines were left, and nothing is said of them.
    """

    columns: list[Strings]
    lines: NDArray[np.int64]
    odd: list[tuple[int, tuple[int, int, int]]]
    height: int
    start: int
    end: int


class JsonBlocks:
    """Reads the blocks of one file. `columns` are the names that the call gives."""

    def __init__(self, name: str, columns: Mapping[str, str]) -> None:
        self._batcher = Batcher(name, name)
        self._names = _names(columns)
        self._free: list[Cells] = []

    def read(self, block: Block) -> tuple[Block, list[Part]]:
        """Return the block, and its parts in order; several threads may do so at a time."""
        if block.size > _LARGEST:
            return block, [_left(0, block.size)]
        cells = self._free.pop() if self._free else room_for(_MOST_ROWS, len(COLUMNS))
        data, parts, at = np.frombuffer(block.buffer, np.uint8), list[Part](), 0
        while at < block.size:
            found = find_cells(data, at, block.size, self._names, cells)
            parts.append(_part(data, at, found, cells))
            at = found.end
        self._free.append(cells)
        return block, parts

    def batch(self, part: Part, before: int) -> tuple[pa.RecordBatch, NDArray[np.int64]]:
        """Return the documents of a part with their line numbers; `before` is how many lines come before it."""
        numbers = part.lines + (before + 1)
        return self._batcher.batch(part.columns, numbers), numbers


def _part(data: NDArray[np.uint8], start: int, found: Found, cells: Cells) -> Part:
    if found.odd * _FEW > found.rows or not (data := _simplified(data, found, cells)).size:
        return _left(start, found.end)
    rows = found.rows
    columns = [
        column_of(number, data, cells.starts[number, :rows], cells.sizes[number, :rows], cells.kinds[number, :rows])
        for number in range(len(COLUMNS))
    ]
    lines, odd = cells.lines[:rows].astype(np.int64), cells.odd[:, : found.odd]
    left = list(zip(np.searchsorted(lines, odd[0]).tolist(), zip(*odd.tolist(), strict=True), strict=True))
    return Part(columns, lines, left, found.lines, start, found.end)


def _left(start: int, end: int) -> Part:
    """Return a part of which nothing was read: its lines are as quickly read one by one."""
    return Part([], np.empty(0, np.int64), [], 0, start, end)


def _simplified(data: NDArray[np.uint8], found: Found, cells: Cells) -> NDArray[np.uint8]:
    """Return the block with what lists, objects and broken numbers say as text behind it, and point the cells there.

    What is returned is empty where a value takes a reader of lines.
    """
    complex_ones = np.argwhere(cells.kinds[:, : found.rows] == COMPLEX).tolist()
    if not complex_ones:
        return data
    texts, end = [], data.size
    for column, row in complex_ones:
        start = cells.starts[column, row]
        try:
            text = _text_of(data[start : start + cells.sizes[column, row]].tobytes(), is_id=column == ID)
        except orjson.JSONDecodeError:
            return data[:0]
        cells.kinds[column, row] = PLAIN if text else ABSENT
        cells.starts[column, row], cells.sizes[column, row] = end, len(text)
        texts.append(text)
        end += len(text)
    return np.frombuffer(b"".join([data.tobytes(), *texts, bytes(REACH)]), np.uint8)


def _text_of(written: bytes, *, is_id: bool) -> bytes:
    """Return what a value says, as `dedup.reading.rows` has it."""
    value = orjson.loads(written)
    if is_id and type(value) is float:
        value = json.loads(written, parse_float=str, parse_int=str)
    text = identity_of(value) if is_id else worded(value)
    return (text or "").encode()


def _names(columns: Mapping[str, str]) -> Names:
    """Return the names of columns and their ranks, so that the same are taken as by `dedup.reading.rows.layout_of`."""
    names = list(dict.fromkeys([*columns.values(), *(name for guesses in GUESSES.values() for name in guesses)]))
    ranks = np.full((2, len(names), len(COLUMNS)), -1, np.int8)
    for number, column in enumerate(COLUMNS):
        if column in columns:
            ranks[0, names.index(columns[column]), number] = 0
            continue
        for rank, guess in enumerate(GUESSES[column]):
            ranked = 2 * rank + (PAGE if guess == "html" else 0)
            ranks[1, names.index(guess), number] = _FOLDED + ranked
            for place, name in enumerate(names):
                if name.casefold() == guess:
                    ranks[0, place, number] = ranked if name == guess else _FOLDED + ranked
    encoded = [name.encode() for name in names]
    pool = np.frombuffer(b"".join(encoded), np.uint8)
    bounds = np.cumsum([0, *map(len, encoded)]).astype(np.int32)
    return Names(pool, bounds, ranks.reshape(-1, len(COLUMNS)))
