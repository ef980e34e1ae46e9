"""Where lines begin and end, 64 bytes at a time, as parts of kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.kernels.compiled.lanes import WIDTH, highest, lowest, newline_bits
from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

_NEWLINE = 0x0A


@part
def line_end(raw: Pointer, at: int, high: int, size: int) -> int:
    """Return the place of the next line feed, or of the text's end; the buffer has `size` bytes."""
    while at < high and at + WIDTH <= size:
        bits = newline_bits(raw, at)
        if bits:
            return min(at + lowest(bits), high)
        at += WIDTH
    while at < high and raw[at] != _NEWLINE:
        at += 1
    return min(at, high)


@part
def line_start(raw: Pointer, low: int, end: int) -> int:
    """Return the place after the line feed before a place, or that of the text's beginning."""
    while end - WIDTH >= low:
        bits = newline_bits(raw, end - WIDTH)
        if bits:
            return end - WIDTH + highest(bits) + 1
        end -= WIDTH
    while end > low and raw[end - 1] != _NEWLINE:
        end -= 1
    return end
