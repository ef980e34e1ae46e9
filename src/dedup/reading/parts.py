"""The cells that were found in a part of a block become columns, and columns documents among what was left.

Shared by the formats whose rows are found by kernels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernels.compiled.cells import room_for
from dedup.reading.columns import COLUMNS, Batcher, column_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dedup.kernels.compiled.cells import Cells, Found
    from dedup.kernels.compiled.columns import Strings
    from dedup.reading.gathering import Gathering

LARGEST = 1 << 30
"""Bytes of a block whose places are sure to be 32-bit numbers, with what is written behind it."""
_MOST_ROWS = 1 << 16
_FEW = 8
"""Of so many rows one may be odd; reading all of them one by one costs less than putting many pieces together."""


class Left(NamedTuple):
    """A row that was left: its number, from 0, and where it starts and ends in the block."""

    number: int
    start: int
    end: int


class Part(NamedTuple):
    """What was found in a part of a block, from `start` to `end`.

    `columns` are those of the rows, `numbers` (int64) the numbers of these, from 0. `left` are the rows that were left,
    each behind so many that were not. `height` is how many numbers there are. Where `columns` is empty, all rows were
    left, and nothing is said of them.
    """

    columns: list[Strings]
    numbers: NDArray[np.int64]
    left: list[tuple[int, Left]]
    height: int
    start: int
    end: int

    def gather(self, batcher: Batcher, before: int, gathering: Gathering, read: Callable[[Left], None]) -> None:
        """Add the documents, and `read` what was left, in order; `before` is how many rows come before the part."""
        numbers = self.numbers + (before + 1)
        gathering.add_around(batcher.batch(self.columns, numbers), numbers, self.left, read)


def room() -> Cells:
    """Return cells for the rows of a part."""
    return room_for(_MOST_ROWS, len(COLUMNS))


def part_of(data: NDArray[np.uint8], start: int, found: Found, cells: Cells) -> Part:
    """Return the part of a block in which these cells were found."""
    if found.odd * _FEW > found.rows:
        return left_part(start, found.end)
    rows = found.rows
    columns = [
        column_of(number, data, cells.starts[number, :rows], cells.sizes[number, :rows], cells.kinds[number, :rows])
        for number in range(len(COLUMNS))
    ]
    numbers, odd = cells.lines[:rows].astype(np.int64), cells.odd[:, : found.odd]
    places = np.searchsorted(numbers, odd[0]).tolist()
    left = list(zip(places, map(Left, *odd.tolist()), strict=True))
    return Part(columns, numbers, left, found.lines, start, found.end)


def left_part(start: int, end: int) -> Part:
    """Return a part of which nothing was read: its rows are as quickly read one by one."""
    return Part([], np.empty(0, np.int64), [], 0, start, end)
