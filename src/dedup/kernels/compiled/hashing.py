"""Bytes and numbers into hashes, as parts of kernels: XXH64, and the finalisers of MurmurHash3 and SplitMix64.

XXH64 after its specification (xxHash, doc/xxhash_spec.md), seed 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.lanes import lane
from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

BASE = np.uint64(0x9E3779B97F4A7C15)
"""The base of the shingle polynomial, as in the NumPy twin."""

_P1 = np.uint64(0x9E3779B185EBCA87)
_P2 = np.uint64(0xC2B2AE3D27D4EB4F)
_P3 = np.uint64(0x165667B19E3779F9)
_P4 = np.uint64(0x85EBCA77C2B2AE63)
_P5 = np.uint64(0x27D4EB2F165667C5)
_HALF = np.uint64(0xFFFFFFFF)
_BYTE = np.uint64(0xFF)
_STRIPE = 32
SHORT = 15
"""Bytes of the longest word that `xxh64_of_lanes` takes."""


@part
def xxh64(buffer: Pointer, at: int, size: int, raised: np.uint64) -> np.uint64:
    """Return XXH64 of `size` bytes, the bits of `raised` set in every lane of eight of them."""
    end = at + size
    if size >= _STRIPE:
        value, at = _stripes(buffer, at, end, raised)
    else:
        value = _P5
    value += np.uint64(size)
    while at + 8 <= end:
        value ^= _round(np.uint64(0), lane(buffer, at) | raised)
        value = _rotated(value, 27) * _P1 + _P4
        at += 8
    if at + 4 <= end:
        half = np.uint64(0)
        for i in range(4):
            half |= np.uint64(buffer[at + i]) << np.uint64(8 * i)
        value ^= ((half | raised) & _HALF) * _P1
        value = _rotated(value, 23) * _P2 + _P3
        at += 4
    while at < end:
        value ^= ((np.uint64(buffer[at]) | raised) & _BYTE) * _P5
        value = _rotated(value, 11) * _P1
        at += 1
    value = (value ^ (value >> np.uint64(33))) * _P2
    value = (value ^ (value >> np.uint64(29))) * _P3
    result: np.uint64 = value ^ (value >> np.uint64(32))
    return result


@part
def _stripes(buffer: Pointer, at: int, end: int, raised: np.uint64) -> Any:
    """Return the state after all whole stripes of 32 bytes, and where they end."""
    v1, v2, v3, v4 = _P1 + _P2, _P2, np.uint64(0), np.uint64(0) - _P1
    while at + _STRIPE <= end:
        v1 = _round(v1, lane(buffer, at) | raised)
        v2 = _round(v2, lane(buffer, at + 8) | raised)
        v3 = _round(v3, lane(buffer, at + 16) | raised)
        v4 = _round(v4, lane(buffer, at + 24) | raised)
        at += _STRIPE
    value = _rotated(v1, 1) + _rotated(v2, 7) + _rotated(v3, 12) + _rotated(v4, 18)
    for each in (v1, v2, v3, v4):
        value = (value ^ _round(np.uint64(0), each)) * _P1 + _P4
    return value, at


@part
def _round(state: np.uint64, value: np.uint64) -> np.uint64:
    return _rotated(state + value * _P2, 31) * _P1


@part
def _rotated(value: np.uint64, by: int) -> np.uint64:
    return (value << np.uint64(by)) | (value >> np.uint64(64 - by))


@part
def xxh64_of_lanes(hashes: Pointer, low: int, count: int, rest: Pointer, sizes: Pointer) -> None:
    """Put XXH64 of short words in the place of their first eight bytes, from `low` on in `hashes`.

    Word i has its next eight bytes in ``rest[i]``, and its size in ``sizes[i]``; where that is 0, nothing is done.
    There are no branches, so that the compiler takes several words at once: each step is made, and taken or not.
    """
    for i in range(count):
        size = np.uint64(sizes[i])
        first, second = hashes[low + i], rest[i]
        value = _P5 + size
        whole = size > np.uint64(7)
        value = _chosen(whole, _rotated(value ^ _round(np.uint64(0), first), 27) * _P1 + _P4, value)
        left = _chosen(whole, second, first)
        half = size & np.uint64(4) != np.uint64(0)
        value = _chosen(half, _rotated(value ^ ((left & _HALF) * _P1), 23) * _P2 + _P3, value)
        left = _chosen(half, left >> np.uint64(32), left)
        for byte in range(3):
            further = size & np.uint64(3) > np.uint64(byte)
            value = _chosen(further, _rotated(value ^ ((left & _BYTE) * _P5), 11) * _P1, value)
            left >>= np.uint64(8)
        value = (value ^ (value >> np.uint64(33))) * _P2
        value = (value ^ (value >> np.uint64(29))) * _P3
        hashes[low + i] = _chosen(size > np.uint64(0), value ^ (value >> np.uint64(32)), hashes[low + i])


@part
def _chosen(condition: np.bool, value: np.uint64, other: np.uint64) -> np.uint64:
    return value if condition else other


@part
def finalize(value: np.uint64) -> np.uint64:
    """Return MurmurHash3's 64-bit finaliser."""
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))


@part
def split_mix(value: np.uint64) -> np.uint64:
    """Return SplitMix64's finaliser."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@part
def finalize_32(value: np.uint32) -> np.uint32:
    """Return MurmurHash3's 32-bit finaliser."""
    value = np.uint32((value ^ (value >> np.uint32(16))) * np.uint32(0x85EBCA6B))
    value = np.uint32((value ^ (value >> np.uint32(13))) * np.uint32(0xC2B2AE35))
    return np.uint32(value ^ (value >> np.uint32(16)))
