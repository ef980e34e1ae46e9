"""Numbers as few bytes for the way between machines: the lowest bytes of all, the second ones, and so on, each by zstd.

So the high bytes of numbers take next to nothing, as they differ little. But zstd takes a bit at least for each byte
that differs at all. So differences of rising numbers lose as many of their lowest bits, which are packed as they are,
as leave about five to the highest byte that differs (a Golomb code, whose quotients are coded by zstd).
"""

from __future__ import annotations

import struct
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

_HEAD = "<IB"
"""How many numbers there are, and how many bytes of each; the size of the code of each of these bytes follows."""
_CODED_BITS = 5
"""Bits of a usual difference that are coded: with fewer, or more than eight, it takes up to half a bit more."""


def coded(numbers: Numbers) -> bytes:
    """Return numbers in any order (uint64) as bytes."""
    width = -(-int(numbers.max(initial=0)).bit_length() // 8)
    places = np.ascontiguousarray(numbers, "<u8").view(np.uint8).reshape(-1, 8).T[:width]
    codes = [_shorter(np.ascontiguousarray(place).tobytes()) for place in places]
    return struct.pack(f"{_HEAD}{width}I", numbers.size, width, *map(len, codes)) + b"".join(codes)


def decoded(content: bytes) -> Numbers:
    """Return the numbers of a code (uint64)."""
    count, width = struct.unpack_from(_HEAD, content)
    sizes = struct.unpack_from(f"{width}I", content, struct.calcsize(_HEAD))
    first = struct.calcsize(f"{_HEAD}{width}I")
    numbers = np.zeros((count, 8), np.uint8)
    for place, (low, high) in enumerate(pairwise(accumulate(sizes, initial=first))):
        code = content[low:high]
        whole = code if high - low == count else pa.decompress(code, count, "zstd", asbytes=True)
        numbers[:, place] = np.frombuffer(whole, np.uint8)
    return numbers.view("<u8").ravel().astype(np.uint64)


def coded_steps(rising: Numbers) -> bytes:
    """Return numbers in rising order (uint64) as bytes: the code of their differences."""
    steps = np.diff(rising, prepend=np.uint64(0))
    middle = int(np.partition(steps, steps.size // 2)[steps.size // 2]) if steps.size else 0
    bits = max(middle.bit_length() - _CODED_BITS, 0) % 8
    lowest = np.unpackbits(steps.astype(np.uint8)[:, None], axis=1)[:, 8 - bits :]
    return struct.pack("B", bits) + coded(steps >> np.uint64(bits)) + np.packbits(lowest).tobytes()


def decoded_steps(content: bytes) -> Numbers:
    """Return the numbers whose differences were coded (uint64)."""
    bits, code = content[0], content[1:]
    high = decoded(code)
    packed = np.frombuffer(code, np.uint8)[len(code) - -(-high.size * bits // 8) :]
    lowest = np.zeros((high.size, 8), np.uint8)
    lowest[:, 8 - bits :] = np.unpackbits(packed, count=high.size * bits).reshape(high.size, bits)
    steps = high << np.uint64(bits) | np.packbits(lowest, axis=1).ravel()
    return np.cumsum(steps, dtype=np.uint64)


def _shorter(content: bytes) -> bytes:
    """Return the code of some bytes, or the bytes themselves if it is no shorter."""
    code = bytes(pa.compress(content, "zstd", asbytes=True))
    return code if len(code) < len(content) else content
