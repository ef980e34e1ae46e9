"""Blocks of JSON Lines become record batches by compiled kernels, block beside block.

A kernel finds the cells of the columns that are needed and passes over everything else. Lines that it leaves, because
they are no plain objects or tell their text in another way, are given to who reads line by line, at their place in the
order.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import orjson

from dedup.kernels.compiled.cells import ABSENT, COMPLEX, PLAIN
from dedup.kernels.compiled.json_rows import PAGE, Names, find_cells
from dedup.reading.blocks import REACH
from dedup.reading.columns import COLUMNS, ID
from dedup.reading.parts import LARGEST, Part, left_part, part_of, room
from dedup.reading.rows import GUESSES, identity_of
from dedup.reading.values import worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from dedup.kernels.compiled.cells import Cells, Found
    from dedup.reading.blocks import Block

_FOLDED = 64
"""What is added to the rank of a name that is right but for the case of its letters: exact names come first."""


class JsonBlocks:
    """Reads the blocks of one file. `columns` are the names that the call gives."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self._names = _names(columns)
        self._free: list[Cells] = []

    def read(self, block: Block) -> tuple[Block, list[Part]]:
        """Return the block, and its parts in order; several threads may do so at a time."""
        if block.size > LARGEST:
            return block, [left_part(0, block.size)]
        cells = self._free.pop() if self._free else room()
        data, parts, at = np.frombuffer(block.buffer, np.uint8), list[Part](), 0
        while at < block.size:
            found = find_cells(data, at, block.size, self._names, cells)
            simple = _simplified(data, found, cells)
            parts.append(part_of(simple, at, found, cells) if simple.size else left_part(at, found.end))
            at = found.end
        self._free.append(cells)
        return block, parts


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
