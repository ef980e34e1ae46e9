"""Texts or shingles → MinHash signatures, and signatures → band keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.bindings import INT64, OUT_UINT32, OUT_UINT64, TEXTS, UINT32, UINT64, Kernel
from dedup.kernels.words import FOLDING_TABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.folding import FoldingTable
    from dedup.kernels.shingles import Shingles

_ALL_ONES = np.uint32(0xFFFFFFFF)

_sign_shingles = Kernel("sign_shingles", UINT64, INT64, UINT32, UINT32, OUT_UINT32)
_sign_texts = Kernel("sign_texts", *TEXTS, FOLDING_TABLE, int, UINT32, UINT32, OUT_UINT32)
_band_keys = Kernel("band_keys", UINT32, int, int, int, int, OUT_UINT64)


def sign_shingles(shingles: Shingles, a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the MinHash signature of each text: uint32[texts, permutations], all ones for a text without words.

    The scheme is datasketch's ``affine32``. The low 32 bits of a shingle's hash go through MurmurHash3's 32-bit
    finaliser, which gives h. The signature has the least ``a * h + b mod 2**32`` of the text for each permutation.
    """
    result = np.full((shingles.offsets.size - 1, a.size), _ALL_ONES)
    _sign_shingles(shingles.hashes, shingles.offsets, a, b, result)
    return result


def sign_texts(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    table: FoldingTable,
    size: int,
    permutations: tuple[NDArray[np.uint32], NDArray[np.uint32]],
) -> NDArray[np.uint32]:
    """Return the signatures of UTF-8 texts, as `split_words`, `shingle_hashes` and `sign_shingles` give them.

    The words and shingles of a text are dropped once it is signed, so they stay in the processor's cache.
    """
    result = np.full((offsets.size - 1, permutations[0].size), _ALL_ONES)
    _sign_texts(buffer, offsets, table, size, *permutations, result)
    return result


def band_keys(signatures: NDArray[np.uint32], bands: int, rows: int, keys: NDArray[np.uint64]) -> None:
    """Fill `keys` (uint64[bands, texts]) from signatures (uint32[texts, permutations]), `rows` values to a band.

    The key of a band takes its values in turn: exclusive or, times XXH64's first prime mod 2**64, exclusive or with
    itself shifted right by 29. `keys` may be some columns of a larger array.
    """
    stride = keys.strides[0] // keys.itemsize
    flat = np.lib.stride_tricks.as_strided(keys, (max(bands - 1, 0) * stride + keys.shape[1],), (keys.itemsize,))
    _band_keys(signatures, signatures.shape[1], bands, rows, stride, flat)
