"""Texts or shingles into MinHash signatures, compiled: permutations outside, shingles inside, block by block.

A block of mixed hashes stays in the first-level cache while all permutations pass over it, four at a time so that
each value is loaded once for them; it is filled up to whole vectors with a value that it has already, which changes no
minimum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.blocks import DESK, REACH, TABLE, Text, desk, hash_rest, hash_text
from dedup.kernels.compiled.hashing import finalize_32
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import BYTES, HALVES, INTEGERS, WHOLE, kernel, part
from dedup.kernels.compiled.shingles import roll
from dedup.kernels.folding import FoldingTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer
    from dedup.kernels.shapes import Shingles

_BLOCK = 4096
"""Mixed hashes at once: 16 KiB."""
_WHOLE = 64
"""Values that the compiler's vector loop takes at once, at most."""
_TOGETHER = 4
_ALL = np.uint32(0xFFFFFFFF)


def signatures(shingles: Shingles, a: NDArray[np.uint32], b: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the MinHash signature of each text: uint32[texts, permutations], all ones for a text without words.

    The scheme is datasketch's ``affine32``: the low 32 bits of a shingle's hash under MurmurHash3's 32-bit
    finaliser, then ``a * h + b mod 2**32`` for each permutation, and the least value of the text.
    """
    result = np.full((shingles.offsets.size - 1, a.size), _ALL)
    _sign(shingles.hashes, shingles.offsets, a, b, np.empty(_BLOCK, np.uint32), result)
    return result


def sign_texts(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    table: FoldingTable,
    size: int,
    permutations: tuple[NDArray[np.uint32], NDArray[np.uint32]],
) -> NDArray[np.uint32]:
    """Return the signatures of texts in UTF-8, as `signatures` does of the `shingle_hashes` of their `split_words`.

    Nothing but the signatures outlives a text, so that all the rest stays in cache.
    """
    longest = int(np.diff(offsets).max(initial=0)) // 2 + 1
    result = np.full((offsets.size - 1, permutations[0].size), _ALL)
    words, hashes = np.empty((2, longest), np.uint64)
    mixed = np.empty(_BLOCK, np.uint32)
    _sign_texts(buffer, offsets, *table, *desk(), size, *permutations, words, hashes, mixed, result)
    return result


@kernel(f"void({WHOLE}, {INTEGERS}, {HALVES}, {HALVES}, uint32[::1], uint32[:, ::1])")
def _sign(
    hashes: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    mixed: NDArray[np.uint32],
    result: NDArray[np.uint32],
) -> None:
    for i in range(offsets.size - 1):
        row = i * a.size
        _sign_text(bare(hashes), offsets[i], offsets[i + 1], bare(a), bare(b), a.size, bare(mixed), bare(result), row)


@kernel(
    f"void({BYTES}, {INTEGERS}, {TABLE}, {DESK}, int64, {HALVES}, {HALVES}, uint64[::1], uint64[::1], uint32[::1], "
    "uint32[:, ::1])"
)
def _sign_texts(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    kind: NDArray[np.uint8],
    flags: NDArray[np.uint8],
    start: NDArray[np.int32],
    length: NDArray[np.uint8],
    script: NDArray[np.uint8],
    order: NDArray[np.uint8],
    row: NDArray[np.uint16],
    alike: NDArray[np.int32],
    pool: NDArray[np.uint8],
    rest: NDArray[np.uint64],
    sizes: NDArray[np.uint8],
    form: NDArray[np.uint8],
    size: int,
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    words: NDArray[np.uint64],
    hashes: NDArray[np.uint64],
    mixed: NDArray[np.uint32],
    result: NDArray[np.uint32],
) -> None:
    table = FoldingTable(
        bare(kind),
        bare(flags),
        bare(start),
        bare(length),
        bare(script),
        bare(order),
        bare(row),
        bare(alike),
        bare(pool),
    )
    text = Text(bare(buffer), buffer.size - REACH, table, bare(rest), bare(sizes), bare(form))
    keys, nowhere = bare(words), bare(offsets)
    for i in range(offsets.size - 1):
        count, done = hash_text(text, offsets[i], offsets[i + 1], keys, nowhere, nowhere, False, 0, 0)
        hash_rest(text, keys, done, count)
        roll(keys, 0, count, size, bare(hashes), 0)
        shingles = count - size + 1 if count >= size else min(count, 1)
        _sign_text(bare(hashes), 0, shingles, bare(a), bare(b), a.size, bare(mixed), bare(result), i * a.size)


@part
def _sign_text(
    hashes: Pointer,
    low: int,
    high: int,
    a: Pointer,
    b: Pointer,
    permutations: int,
    mixed: Pointer,
    result: Pointer,
    row: int,
) -> None:
    """Lower the values of a row of `result` to the least of the shingles between two places."""
    for first in range(low, high, _BLOCK):
        size = min(high - first, _BLOCK)
        for i in range(size):
            mixed[i] = finalize_32(np.uint32(hashes[first + i]))
        whole = (size + _WHOLE - 1) // _WHOLE * _WHOLE
        for i in range(size, whole):
            mixed[i] = mixed[0]
        for p in range(0, permutations, _TOGETHER):
            _lower(mixed, whole, a, b, result, row, p, permutations - 1)


@part
def _lower(mixed: Pointer, size: int, a: Pointer, b: Pointer, result: Pointer, row: int, first: int, last: int) -> None:
    """Do so for the permutation `first` and the three after it, or `last` again where there are not so many."""
    p, q, r, s = first, min(first + 1, last), min(first + 2, last), min(first + 3, last)
    a_p, a_q, a_r, a_s = a[p], a[q], a[r], a[s]
    b_p, b_q, b_r, b_s = b[p], b[q], b[r], b[s]
    least_p, least_q, least_r, least_s = result[row + p], result[row + q], result[row + r], result[row + s]
    for i in range(size):
        value = mixed[i]
        least_p = min(least_p, np.uint32(a_p * value + b_p))
        least_q = min(least_q, np.uint32(a_q * value + b_q))
        least_r = min(least_r, np.uint32(a_r * value + b_r))
        least_s = min(least_s, np.uint32(a_s * value + b_s))
    result[row + p], result[row + q], result[row + r], result[row + s] = least_p, least_q, least_r, least_s
