"""UTF-8 into one word at a time, character by character: the way for all that is not plain ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels import folding as f
from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

ASCII, _OF_TWO, _OF_THREE = 0x80, 0xE0, 0xF0
"""First bytes below these begin characters of one, two and three bytes."""
FORM = 1024
"""Bytes of scratch for a folded word."""
ROOM = FORM - 256
"""Bytes of a folded word that the scratch surely holds: one more character has at most 255."""
_LAST_CODE_POINT = 0x10FFFF
_NEXT_PARAGRAPH = 2
"""Line ends that no word reaches across."""
_DISGUISED = f.LATIN | f.LOOKALIKE


@part
def next_word(buffer: Pointer, at: int, high: int, table: Any, form: Pointer) -> Any:
    """Return the word at a place, or that there is none before the next separator; write its folded form to `form`.

    The result is where the word begins and ends (0 where there is none), where to go on, the size of its folded form,
    and whether look-alikes are to be folded as what they imitate: then that size may be less. Of a form that is larger
    than `ROOM`, the rest is not written.
    """
    first = after = size = seen = 0
    alone = joinable = False
    while at < high:
        code, then = decode(buffer, at, high)
        kind = table.kind[code]
        if kind in (f.LETTER, f.SINGLE):
            if after > 0 and (alone or kind == f.SINGLE):
                break
            if after == 0:
                first, alone = at, kind == f.SINGLE
        if kind in (f.LETTER, f.SINGLE) or (after > 0 and kind in (f.SIGN, f.MARK)):
            if kind != f.MARK:
                size += _fold(buffer, at, then, code, table, form, min(size, ROOM))
            seen |= table.flags[code]
            after, joinable = then, True
        else:
            goes_on = 0
            if joinable and kind in (f.HYPHEN, f.SOFT_HYPHEN):
                goes_on = _continuation(buffer, then, high, table)
            joinable = False
            if goes_on > 0:
                then = goes_on
            elif kind in (f.SEPARATOR, f.HYPHEN, f.NEWLINE, f.BLANK):
                at = then
                break
        at = then
    return first, after, at, size, (seen & _DISGUISED) == _DISGUISED


@part
def _fold(buffer: Pointer, at: int, then: int, code: int, table: Any, out: Pointer, size: int) -> Any:
    """Write the folded form of a character to `out` at `size`; return how long it is."""
    length = np.int64(table.length[code])
    if length == 0:
        _copy(buffer, at, then - at, out, size)
        return then - at
    _copy(table.pool, np.int64(table.start[code]), length, out, size)
    return length


@part
def _copy(source: Pointer, at: Any, length: Any, out: Pointer, size: int) -> None:
    """Copy some bytes, mostly one or two: the compiler would make a loop over them ready for many."""
    out[size] = source[at]
    if length > 1:
        out[size + 1] = source[at + 1]
    if length > 2:  # noqa: PLR2004 - of most scripts, no character is longer
        out[size + 2] = source[at + 2]
    for i in range(3, length):
        out[size + i] = source[at + i]


@part
def spell(buffer: Pointer, at: int, after: int, table: Any, disguised: bool, out: Pointer) -> Any:
    """Write the folded form of the word between two places to `out`; return its size."""
    size: Any = 0
    while at < after:
        code, then = decode(buffer, at, after)
        if disguised and table.lookalike[code] > 0:
            out[size] = table.lookalike[code]
            size += 1
        elif table.kind[code] in (f.LETTER, f.SINGLE, f.SIGN):
            size += _fold(buffer, at, then, code, table, out, size)
        at = then
    return size


@part
def decode(buffer: Pointer, at: int, high: int) -> Any:
    """Return the code point at a place and where the next one begins, within the text even if its bytes are broken."""
    lead = np.int64(buffer[at])
    if lead < ASCII:
        return lead, at + 1
    if lead < _OF_TWO and at + 1 < high:
        return (lead & 0x1F) << 6 | _six_bits(buffer, at + 1), at + 2
    if _OF_TWO <= lead < _OF_THREE and at + 2 < high:
        return (lead & 0x0F) << 12 | _six_bits(buffer, at + 1) << 6 | _six_bits(buffer, at + 2), at + 3
    if lead < _OF_TWO:
        code, then = lead & 0x1F, high
    elif lead < _OF_THREE:
        code, then = lead & 0x0F, min(at + 3, high)
    else:
        code, then = lead & 0x07, min(at + 4, high)
    for i in range(at + 1, then):
        code = (code << 6) | _six_bits(buffer, i)
    return min(code, _LAST_CODE_POINT), then


@part
def _six_bits(buffer: Pointer, at: int) -> Any:
    return np.int64(buffer[at]) & 0x3F


@part
def _continuation(buffer: Pointer, at: int, high: int, table: Any) -> int:
    """Return the place of the lower-case letter that continues a hyphenated word on the next line, or 0."""
    lines = 0
    while at < high and lines < _NEXT_PARAGRAPH:
        code, then = decode(buffer, at, high)
        if table.kind[code] == f.NEWLINE:
            lines += 1
        elif table.kind[code] != f.BLANK:
            lower = table.kind[code] == f.LETTER and (table.flags[code] & f.LOWER) != 0
            return at if lower and lines == 1 else 0
        at = then
    return 0
