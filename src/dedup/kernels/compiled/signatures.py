"""Shingles into MinHash signatures, compiled: permutations outside, shingles inside, block by block.

A block of mixed hashes stays in the first-level cache while all permutations pass over it, and the inner loop is one
that the compiler turns into vector instructions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.hashing import finalize_32
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import HALVES, INTEGERS, WHOLE, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.shapes import Shingles

_BLOCK = 4096
"""Mixed hashes at once: 16 KiB."""
_NONE = np.uint32(0xFFFFFFFF)


def signatures(shingles: Shingles, a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the MinHash signature of each text: uint32[texts, permutations], all ones for a text without words.

    The scheme is datasketch's ``affine32``: the low 32 bits of a shingle's hash under MurmurHash3's 32-bit
    finaliser, then ``a * h + b mod 2**32`` for each permutation, and the least value of the text.
    """
    result = np.full((shingles.offsets.size - 1, a.size), _NONE)
    _sign(shingles.hashes, shingles.offsets, a, b, result)
    return result


@kernel(f"void({WHOLE}, {INTEGERS}, {HALVES}, {HALVES}, uint32[:, ::1])")
def _sign(
    hashes: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    result: NDArray[np.uint32],
) -> None:
    block = np.empty(_BLOCK, np.uint32)
    mixed = bare(block)
    for text in range(offsets.size - 1):
        for low in range(offsets[text], offsets[text + 1], _BLOCK):
            size = min(offsets[text + 1] - low, _BLOCK)
            for i in range(size):
                mixed[i] = finalize_32(np.uint32(hashes[low + i]))
            for p in range(a.size):
                factor, term, least = a[p], b[p], result[text, p]
                for i in range(size):
                    least = min(least, np.uint32(factor * mixed[i] + term))
                result[text, p] = least
    block[0] = 0  # the block is in use up to here: a bare pointer does not keep it alive
