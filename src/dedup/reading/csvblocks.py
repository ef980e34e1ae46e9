"""Blocks of CSV become columns of cells by compiled kernels.

Where records end is told block after block, because only the whole of what came before shows whether a line end is
within quotes; their columns are made block beside block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.compiled.csv_records import find_records
from dedup.reading.ahead import work_ahead
from dedup.reading.columns import COLUMNS
from dedup.reading.parts import LARGEST, Part, part_of, room

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.kernels.compiled.cells import Cells, Found
    from dedup.reading.blocks import Block, Blocks
    from dedup.reading.rows import Layout

_LINE_FEED = ord("\n")


class Records(NamedTuple):
    """The whole records of a block, in parts, and how many lines they are."""

    block: Block
    parts: list[Part]
    lines: int


class _Found(NamedTuple):
    block: Block
    start: int
    parts: list[tuple[Found, Cells]]


class CsvBlocks:
    """Reads the blocks of one file, of which the header has been read."""

    def __init__(self, names: Sequence[str], layout: Layout, delimiter: str) -> None:
        wanted = [getattr(layout, column) for column in COLUMNS]
        self._fields = np.array([-1 if name is None else names.index(name) for name in wanted], np.int32)
        self._width = len(names)
        self._delimiter = ord(delimiter)
        self._free: list[Cells] = []

    def read(self, blocks: Blocks, coming: Iterable[Block], start: int, workers: int) -> Iterator[Records]:
        """Yield the records of all blocks, in order; those of the first begin at `start`.

        A block has to be given back before the next is asked for. At the end, ``blocks.kept`` is what ends no record.
        """
        yield from work_ahead(self._gathered, self._found(blocks, coming, start), workers)

    def _found(self, blocks: Blocks, coming: Iterable[Block], start: int) -> Iterator[_Found]:
        for block in coming:
            data, at, parts = np.frombuffer(block.buffer, np.uint8), start, []
            full = True
            while full and at < block.size <= LARGEST:
                cells = self._free.pop() if self._free else room()
                found = find_records(data, at, block.size, self._delimiter, self._fields, self._width, cells)
                parts.append((found, cells))
                at, full = found.end, max(found.rows, found.odd) == cells.lines.size
            blocks.kept = bytes(block.buffer[at : block.size])
            yield _Found(block, start, parts)
            start = 0

    def _gathered(self, item: _Found) -> Records:
        data, at = np.frombuffer(item.block.buffer, np.uint8), item.start
        parts = []
        for found, cells in item.parts:
            parts.append(part_of(data, at, found, cells))
            self._free.append(cells)
            at = found.end
        lines = int(np.count_nonzero(data[item.start : at] == _LINE_FEED))
        return Records(item.block, parts, lines)
