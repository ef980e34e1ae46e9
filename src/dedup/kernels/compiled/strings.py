"""Strings into hashes, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.hashing import xxh64
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import BYTES, INTEGERS, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AS_IT_IS = np.uint64(0)


def hash_strings(buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return XXH64 of each string that lies in `buffer`: ``buffer[offsets[i] : offsets[i + 1]]``."""
    hashes = np.empty(offsets.size - 1, np.uint64)
    _hash(buffer, offsets, hashes)
    return hashes


@kernel(f"void({BYTES}, {INTEGERS}, uint64[::1])")
def _hash(buffer: NDArray[np.uint8], offsets: NDArray[np.int64], hashes: NDArray[np.uint64]) -> None:
    raw = bare(buffer)
    for i in range(hashes.size):
        hashes[i] = xxh64(raw, offsets[i], offsets[i + 1] - offsets[i], _AS_IT_IS)
