"""Texts or shingles → MinHash signatures, and signatures → band keys, in NumPy, as a reference for the kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.reference.shingles import shingle_hashes
from tests.reference.words import hash_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable
    from dedup.kernels.shingles import Shingles

_MIX_32 = (np.uint32(16), np.uint32(0x85EBCA6B), np.uint32(13), np.uint32(0xC2B2AE35))
_CELLS = 1 << 20
"""The number of values that are reduced at once: four MiB, which fit the cache."""
_PRIME = np.uint64(0x9E3779B185EBCA87)
_SHIFT = np.uint64(29)


def sign_shingles(shingles: Shingles, a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the MinHash signature of each text: uint32[texts, permutations], all ones for a text without words."""
    texts = shingles.offsets.size - 1
    result = np.full((texts, a.size), 0xFFFFFFFF, np.uint32)
    mixed = _finalize_32(shingles.hashes.astype(np.uint32))
    step = max(_CELLS // a.size, 1)
    for low in range(0, mixed.size, step):
        values = a[:, None] * mixed[None, low : low + step] + b[:, None]
        inside = np.clip(shingles.offsets - low, 0, values.shape[1])
        touched = np.flatnonzero(np.diff(inside))
        least = np.minimum.reduceat(values, inside[touched], axis=1)
        result[touched] = np.minimum(result[touched], least.T)
    return result


def sign_texts(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    table: FoldingTable,
    size: int,
    permutations: tuple[NDArray[np.uint32], NDArray[np.uint32]],
) -> NDArray[np.uint32]:
    """Return the signatures of UTF-8 texts."""
    return sign_shingles(shingle_hashes(*hash_words(buffer, offsets, table), size), *permutations)


def band_keys(signatures: NDArray[np.uint32], bands: int, rows: int, keys: NDArray[np.uint64]) -> None:
    """Fill `keys` (uint64[bands, texts]) from signatures (uint32[texts, permutations]), `rows` values to a band."""
    texts = signatures.shape[0]
    values = signatures[:, : bands * rows].reshape(texts, bands, rows)
    keys[:] = 0
    for row in range(rows):
        keys ^= values[:, :, row].T.astype(np.uint64)
        keys *= _PRIME
        keys ^= keys >> _SHIFT


def _finalize_32(value: NDArray[np.uint32]) -> NDArray[np.uint32]:
    shift, first, middle, second = _MIX_32
    value = value ^ (value >> shift)
    value *= first
    value ^= value >> middle
    value *= second
    value ^= value >> shift
    return value
