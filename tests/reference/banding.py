"""Signatures into band keys, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PRIME = np.uint64(0x9E3779B185EBCA87)
_SHIFT = np.uint64(29)


def band_keys(signatures: NDArray[np.uint32], bands: int, rows: int, keys: NDArray[np.uint64]) -> None:
    """Fill `keys` (uint64[bands, texts]) from signatures (uint32[texts, permutations]), `rows` values to a band.

    A key takes in one value of its band after the other: exclusive or, times XXH64's first prime mod 2**64, exclusive
    or with itself shifted right by 29. `keys` may be some columns of a larger array.
    """
    texts = signatures.shape[0]
    values = signatures[:, : bands * rows].reshape(texts, bands, rows)
    keys[:] = 0
    for row in range(rows):
        keys ^= values[:, :, row].T.astype(np.uint64)
        keys *= _PRIME
        keys ^= keys >> _SHIFT
