"""Signatures into band keys, compiled: some texts at a time, so that their signatures stay in cache for all bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_PRIME = np.uint64(0x9E3779B185EBCA87)
_SHIFT = np.uint64(29)
_TOGETHER = 64
"""Texts at a time: 32 KiB of usual signatures, and eight whole lines of each band's keys."""


def band_keys(signatures: NDArray[np.uint32], bands: int, rows: int, keys: NDArray[np.uint64]) -> None:
    """Fill `keys` (uint64[bands, texts]) from signatures (uint32[texts, permutations]), `rows` values to a band.

    A key takes in one value of its band after the other: exclusive or, times XXH64's first prime mod 2**64, exclusive
    or with itself shifted right by 29. `keys` may be some columns of a larger array.
    """
    across = keys.strides[0] // keys.itemsize
    line = np.lib.stride_tricks.as_strided(keys, (max(bands - 1, 0) * across + keys.shape[1],), (keys.itemsize,))
    _band(signatures, bands, rows, across, line)


@kernel("void(Array(uint32, 2, 'C', readonly=True), int64, int64, int64, uint64[::1])")
def _band(signatures: NDArray[np.uint32], bands: int, rows: int, across: int, keys: NDArray[np.uint64]) -> None:
    """Fill `keys`, in which one band's key of a text stands `across` places after that of the band before."""
    texts, permutations = signatures.shape
    values, out = bare(signatures), bare(keys)
    for first in range(0, texts, _TOGETHER):
        last = min(first + _TOGETHER, texts)
        for band in range(bands):
            at = band * rows
            for text in range(first, last):
                out[band * across + text] = _key(values, text * permutations + at, rows)


@part
def _key(values: Pointer, at: int, rows: int) -> np.uint64:
    """Return the key of the values from a place on."""
    key = np.uint64(0)
    for row in range(at, at + rows):
        key = (key ^ np.uint64(values[row])) * _PRIME
        key ^= key >> _SHIFT
    return key
