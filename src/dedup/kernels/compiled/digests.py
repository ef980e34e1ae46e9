"""Texts into digests of their words, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels.compiled.hashing import BASE, finalize, split_mix
from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


def digests(words: NDArray[np.uint64], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a digest of the words of each text, in their order: uint64[texts, 2].

    Word i of a text (from 1) counts as ``word + i * BASE``, so that its place matters. The two values are the sums
    mod 2**64 of these under MurmurHash3's 64-bit finaliser, and under that of SplitMix64 (Steele, Lea, Flood: "Fast
    splittable pseudorandom number generators", OOPSLA 2014, with D. Stafford's constants, his Mix13). Equal texts have
    equal digests, and a text without words has zeros; unequal ones have equal digests about once in 2**128.
    """
    result = np.empty((offsets.size - 1, 2), np.uint64)
    _digest(words, offsets, result)
    return result


@kernel(f"void({WHOLE}, {INTEGERS}, uint64[:, ::1])")
def _digest(words: NDArray[np.uint64], offsets: NDArray[np.int64], result: NDArray[np.uint64]) -> None:
    hashes = bare(words)
    for text in range(offsets.size - 1):
        low, high = offsets[text], offsets[text + 1]
        first = second = np.uint64(0)
        for i in range(low, high):
            placed = hashes[i] + np.uint64(i - low + 1) * BASE
            first += finalize(placed)
            second += split_mix(placed)
        result[text, 0], result[text, 1] = first, second
