"""Texts into digests of their words, in NumPy, as a reference for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.reference.shingles import BASE, finalize

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))


def digests(words: NDArray[np.uint64], offsets: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a digest of the words of each text, in their order: uint64[texts, 2].

    Word i of a text (from 1) counts as ``word + i * BASE``, so that its place matters. The two values are the sums
    mod 2**64 of these under MurmurHash3's 64-bit finaliser, and under that of SplitMix64 (Steele, Lea, Flood: "Fast
    splittable pseudorandom number generators", OOPSLA 2014, with D. Stafford's constants, his Mix13). Equal texts have
    equal digests, and a text without words has zeros; unequal ones have equal digests about once in 2**128.
    """
    counts = np.diff(offsets)
    places = np.arange(offsets[0] + 1, offsets[-1] + 1) - np.repeat(offsets[:-1], counts)
    placed = words[offsets[0] : offsets[-1]] + places.astype(np.uint64) * BASE
    bounds = offsets - offsets[0]
    return np.stack([_sums(finalize(placed), bounds), _sums(_split_mix(placed), bounds)], axis=1)


def _sums(values: NDArray[np.uint64], bounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the sum of each text's values, as what the sum of all before it grows by."""
    total = np.zeros(values.size + 1, np.uint64)
    np.cumsum(values, out=total[1:])
    return np.diff(total[bounds])


def _split_mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, factor in _MIX:
        value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
    return value
