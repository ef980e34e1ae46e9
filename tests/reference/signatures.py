"""Texts or shingles into MinHash signatures, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.reference.shingles import shingle_hashes
from tests.reference.words import hash_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable
    from dedup.kernels.shapes import Shingles

_MIX_32 = (np.uint32(16), np.uint32(0x85EBCA6B), np.uint32(13), np.uint32(0xC2B2AE35))
_CELLS = 1 << 20
"""Values held at once while signatures are reduced: four MiB, so that they stay in cache."""


def signatures(shingles: Shingles, a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the MinHash signature of each text: uint32[texts, permutations], all ones for a text without words.

    The scheme is datasketch's ``affine32``: the low 32 bits of a shingle's hash under MurmurHash3's 32-bit
    finaliser, then ``a * h + b mod 2**32`` for each permutation, and the least value of the text.
    """
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
    """Return the signatures of texts in UTF-8, as `signatures` does of the `shingle_hashes` of their `split_words`."""
    return signatures(shingle_hashes(*hash_words(buffer, offsets, table), size), *permutations)


def _finalize_32(value: NDArray[np.uint32]) -> NDArray[np.uint32]:
    shift, first, middle, second = _MIX_32
    value = value ^ (value >> shift)
    value *= first
    value ^= value >> middle
    value *= second
    value ^= value >> shift
    return value
