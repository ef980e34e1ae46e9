"""UTF-8 bytes into blocks between blank lines, text by text: the readable twin of the compiled pass.

Python's regular expressions find them faster than NumPy would.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import characters as c
from dedup.kernels.shapes import Blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")


def find_blocks(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], flags: NDArray[np.uint8]) -> Blocks:
    """Return how many blocks each text has, and which of them may belong together.

    A block is what stands between blank lines and has a letter or digit: rules such as ``====`` have none, and are no
    blocks. Two blocks may belong together where nothing but blank lines stands between them, the second begins with a
    `LOWER` character and the first ends with an `OPEN` one. `flags` (uint8[0x110000]) are those of
    `dedup.kernels.characters`.
    """
    counts = np.zeros(offsets.size - 1, np.int64)
    kinds, stretches = flags.tobytes(), []
    for number, (low, high) in enumerate(pairwise(offsets.tolist())):
        text = buffer[low:high].tobytes().decode()
        for start, end, blocks in _stretches(text, kinds):
            counts[number] += blocks
            if blocks > 1:
                bounds = (low + len(text[:at].encode()) for at in (start, end))
                stretches.append((number, *bounds, blocks))
    return Blocks(counts, *np.array(stretches, np.int64).reshape(-1, 4).T)


def _stretches(text: str, kinds: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and number of blocks of all that may belong together, of single blocks too."""
    start = end = blocks = 0
    for found in _BLOCK.finditer(text):
        block = found.group().rstrip()
        rule = not kinds[ord(block[0])] & c.WORD and not any(kinds[ord(character)] & c.WORD for character in block)
        if blocks and not rule and kinds[ord(block[0])] & c.LOWER and kinds[ord(text[end - 1])] & c.OPEN:
            blocks += 1
        else:
            if blocks:
                yield start, end, blocks
            start, blocks = found.start(), int(not rule)
        end = found.start() + len(block)
    if blocks:
        yield start, end, blocks
