"""Where the cells of rows stand in a block of bytes, as finding them tells and gathering them into columns reads it.

A row is *odd* where it takes more than finding cells to read it: it is left to a reader that knows better, and nothing
is said of it but where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

ABSENT, PLAIN, ESCAPED, DOUBLED, LITERAL, COMPLEX = range(6)
"""What a cell holds: nothing; a string as it stands, with JSON's escapes, with doubled quotes; what says by its letters
what it is; anything else."""


class Cells(NamedTuple):
    """Where the cells of rows stand in a block; made once, and filled again and again.

    `starts`, `sizes` (int32) and `kinds` (uint8) are [columns, most rows]. `lines` (int32[most]) are the numbers of the
    rows, from 0, which count odd ones too; `odd` (int32[3, most]) are number, start and end of the odd ones.
    """

    starts: NDArray[np.int32]
    sizes: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    lines: NDArray[np.int32]
    odd: NDArray[np.int32]


class Found(NamedTuple):
    """How many rows and odd ones were found, how many numbers were given, and the place behind the last of them."""

    rows: int
    odd: int
    lines: int
    end: int


def room_for(most: int, columns: int) -> Cells:
    """Return cells for that many rows."""
    starts, sizes = np.empty((columns, most), np.int32), np.empty((columns, most), np.int32)
    lines, odd = np.empty(most, np.int32), np.empty((3, most), np.int32)
    return Cells(starts, sizes, np.empty((columns, most), np.uint8), lines, odd)


class Places(NamedTuple):
    """Where the cells of a row are written, as pointers; those of the next column are `step` further."""

    starts: Pointer
    sizes: Pointer
    kinds: Pointer
    step: int


CELLS = "int32[:, ::1], int32[:, ::1], uint8[:, ::1], int32[::1], int32[:, ::1]"
"""Cells in a kernel's signature."""
