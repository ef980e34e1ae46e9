"""Memory as it is: what Numba's arrays do not offer, as LLVM instructions, by name.

Parts of kernels take bare pointers, because Numba counts references to an array, atomically, wherever one is handed
on: that took more time than all the rest. Nothing checks bounds here. Lanes are little-endian, as on every machine that
Numba supports. How the instructions are made is the affair of `instructions`, which is imported only to compile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pointer: TypeAlias = Any
"""To the first item of an array; indexed like the array."""

WIDTH = 64
"""Bytes that are classed at once, one bit each."""

_ONLY_COMPILED = "an instruction of machine code has no other form"


def bare(_array: NDArray[Any]) -> Pointer:
    """Return the pointer to an array's first item; it does not keep the array alive."""
    raise NotImplementedError(_ONLY_COMPILED)


def reserve(_size: int) -> Pointer:
    """Return the pointer to so many bytes (uint8) of fresh memory, for `release` to give back."""
    raise NotImplementedError(_ONLY_COMPILED)


def release(_pointer: Pointer) -> None:
    """Give back what was reserved."""
    raise NotImplementedError(_ONLY_COMPILED)


def lane(_pointer: Pointer, _at: int) -> np.uint64:
    """Return the eight bytes at a place as a uint64."""
    raise NotImplementedError(_ONLY_COMPILED)


def letter_bits(_pointer: Pointer, _at: int) -> np.uint64:
    """Return which of the 64 bytes at a place are ASCII letters or digits, the first byte in the lowest bit."""
    raise NotImplementedError(_ONLY_COMPILED)


def special_bits(_pointer: Pointer, _at: int) -> np.uint64:
    """Return which of the 64 bytes at a place need a closer look: all beyond ASCII, and hyphens that may end a line.

    A hyphen may when white space, a control character or anything beyond ASCII follows it, or the end of the block.
    """
    raise NotImplementedError(_ONLY_COMPILED)


def newline_bits(_pointer: Pointer, _at: int) -> np.uint64:
    """Return which of the 64 bytes at a place are line feeds, the first byte in the lowest bit."""
    raise NotImplementedError(_ONLY_COMPILED)


def equal_bits(_pointer: Pointer, _at: int, _value: int) -> np.uint64:
    """Return which of the 64 bytes at a place are a value, the first byte in the lowest bit."""
    raise NotImplementedError(_ONLY_COMPILED)


def triple_bits(_pointer: Pointer, _at: int, _packed: int) -> np.uint64:
    """Return at which of the 64 bytes at a place three bytes stand, the first place in the lowest bit.

    They are the lowest three of a number, and compared with the bit set that makes ASCII letters small. The two bytes
    above them say how many places after the first the second and the third stand.
    """
    raise NotImplementedError(_ONLY_COMPILED)


def most_bits(_pointer: Pointer, _at: int, _value: int) -> np.uint64:
    """Return which of the 64 bytes at a place are at most a value, the first byte in the lowest bit."""
    raise NotImplementedError(_ONLY_COMPILED)


def set_bits(_bits: np.uint64) -> int:
    """Return how many bits are set."""
    raise NotImplementedError(_ONLY_COMPILED)


def lowest(_bits: np.uint64) -> int:
    """Return the number of the lowest bit that is set, 64 if none is."""
    raise NotImplementedError(_ONLY_COMPILED)


def highest(_bits: np.uint64) -> int:
    """Return the number of the highest bit that is set, -1 if none is."""
    raise NotImplementedError(_ONLY_COMPILED)
