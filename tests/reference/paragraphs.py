"""UTF-8 bytes into blocks between blank lines, text by text, as a reference for the kernel.

Python's regular expressions find them faster than NumPy would.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import characters as c
from dedup.kernels.seams import is_seam
from dedup.kernels.shapes import Blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")


def find_blocks(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], flags: NDArray[np.uint8]) -> Blocks:
    """Return the blocks of texts, and which of them go on from the one before.

    A block is what stands between blank lines and has a letter or digit: rules such as ``====`` have none, and are no
    blocks. A block goes on where nothing but blank lines stands before it and what the block before it belongs to, and
    there is a seam (`dedup.kernels.seams`). `flags` (uint8[0x110000]) are those of `dedup.kernels.characters`.
    """
    kinds = flags.tobytes()
    found = [_blocks(buffer[low:high].tobytes().decode(), low, kinds) for low, high in pairwise(offsets.tolist())]
    bounds = np.cumsum([0, *map(len, found)])
    rows = np.array([row for rows in found for row in rows], np.int64).reshape(-1, 3)
    return Blocks(bounds, rows[:, 0], rows[:, 1], rows[:, 2] > 0)


def _blocks(text: str, at: int, kinds: bytes) -> list[tuple[int, int, bool]]:
    """Return start, end and whether it goes on from the one before of each block of a text that begins at a byte."""
    rows: list[tuple[int, int, bool]] = []
    joinable = False
    paragraph = done = 0
    for found in _BLOCK.finditer(text):
        block = found.group().rstrip()
        if not kinds[ord(block[0])] & c.WORD and not any(kinds[ord(character)] & c.WORD for character in block):
            joinable = False
            continue
        goes_on = joinable and is_seam(text[paragraph:done], block)
        if not goes_on:
            paragraph = found.start()
        joinable = True
        start = at + len(text[done : found.start()].encode())
        done, at = found.start() + len(block), start + len(block.encode())
        rows.append((start, at, goes_on))
    return rows
