"""Bytes from one place to another, a block at a time; with quotes that are doubled, or as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.kernels.compiled.lanes import WIDTH, copied, lowest
from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

_QUOTE = ord('"')


@part
def copy(raw: Pointer, at: int, end: int, out: Pointer, to: int) -> int:
    """Copy bytes to a place; return where they end there. Up to a block's width is read and written behind them."""
    while at < end:
        copied(raw, at, out, to, _QUOTE)
        size = min(end - at, WIDTH)
        at += size
        to += size
    return to


@part
def undouble(raw: Pointer, at: int, end: int, out: Pointer, to: int) -> int:
    """Copy bytes as `copy` does, but of each two quotes, which stand beside each other, only one."""
    while at < end:
        size = min(lowest(copied(raw, at, out, to, _QUOTE)) + 1, end - at, WIDTH)
        at += size
        to += size
        if raw[at - 1] == _QUOTE:
            at += 1
    return to
