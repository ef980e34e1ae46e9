"""Whether bytes are UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

CONTINUES, MARK = 0x80, 0xC0
"""A byte that continues a character, and the bits that show it."""
_ASCII = 0x80
_SIZE = np.zeros(256, np.uint8)
_SIZE[0xC2:0xE0], _SIZE[0xE0:0xF0], _SIZE[0xF0:0xF5] = 2, 3, 4
_LEAST, _MOST = np.full(256, 0x80, np.uint8), np.full(256, 0xBF, np.uint8)
_LEAST[0xE0], _MOST[0xED], _LEAST[0xF0], _MOST[0xF4] = 0xA0, 0x9F, 0x90, 0x8F
"""Bytes of a character, by its first one, and what its second one can be (RFC 3629, 4)."""


@part
def foreign_end(raw: Pointer, at: int) -> int:
    """Return where the characters beyond ASCII at a place end; -1 where one is not UTF-8, or there is none."""
    if raw[at] < _ASCII:
        return -1
    while raw[at] >= _ASCII:
        first, second = raw[at], raw[at + 1]
        size: Any = np.int64(_SIZE[first])
        if size == 0 or second < _LEAST[first] or second > _MOST[first]:
            return -1
        for i in range(2, size):
            if raw[at + i] & MARK != CONTINUES:
                return -1
        at += size
    return at
