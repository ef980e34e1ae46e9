"""Strings into hashes, one by one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import xxhash

if TYPE_CHECKING:
    from numpy.typing import NDArray


def hash_strings(buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return XXH64 of each string that lies in `buffer`: ``buffer[offsets[i] : offsets[i + 1]]``."""
    raw = buffer.tobytes()
    hashes = (xxhash.xxh64_intdigest(raw[low:high]) for low, high in pairwise(offsets.tolist()))
    return np.fromiter(hashes, np.uint64, offsets.size - 1)
