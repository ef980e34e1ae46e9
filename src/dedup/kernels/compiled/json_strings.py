"""JSON strings: where they end, whether they are sound, and the text that they write.

A string is sound when it is UTF-8 and breaks no rule of RFC 8259; a lone surrogate, which no text can hold, is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.lanes import WIDTH, copied, lowest, quote_bits
from dedup.kernels.compiled.machine import part
from dedup.kernels.compiled.utf8 import foreign_end

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

QUOTE, _BACKSLASH, _U = ord('"'), ord("\\"), ord("u")
_HIGH, _LOW, _AFTER = 0xD800, 0xDC00, 0xE000
"""Where high surrogates begin, low ones, and other characters again."""
_TWO, _THREE, _FOUR = 0x80, 0x800, 0x10000
"""The first characters of two, three and four bytes."""
_NO_DIGIT = 16
_DIGIT = np.full(256, _NO_DIGIT, np.uint8)
_DIGIT[[ord(digit) for digit in "0123456789abcdefABCDEF"]] = [int(digit, 16) for digit in "0123456789abcdefABCDEF"]
_PLAIN = np.zeros(256, np.uint8)
_PLAIN[[ord(letter) for letter in '"\\/bfnrt']] = [ord(character) for character in '"\\/\b\f\n\r\t']
"""What a letter behind a backslash stands for; 0 where it stands for nothing."""


@part
def string_end(raw: Pointer, at: int) -> Any:
    """Return where the closing quote is of the string that begins at a place, -1 if it is not sound; and if it escapes.

    The bytes must have a line feed somewhere behind the place, and a block's width behind that.
    """
    escapes, base, bits = False, at, quote_bits(raw, at)
    while True:
        if bits == 0:
            base += WIDTH
            bits = quote_bits(raw, base)
            continue
        at = base + lowest(bits)
        if raw[at] == QUOTE:
            return at, escapes
        if raw[at] == _BACKSLASH:
            escapes = True
            at = _escape_end(raw, at + 1)
        else:
            at = foreign_end(raw, at)
        if at < 0:
            return at, escapes
        if at < base + WIDTH:
            passed = np.uint64(at - base)
            bits = bits >> passed << passed
        else:
            base, bits = at, quote_bits(raw, at)


@part
def _escape_end(raw: Pointer, at: int) -> int:
    """Return where an escape ends whose letter stands at a place; -1 where it is none."""
    if raw[at] != _U:
        return at + 1 if _PLAIN[raw[at]] else -1
    unit = _unit(raw, at + 1)
    if unit < _HIGH or unit >= _AFTER:
        return at + 5 if unit >= 0 else -1
    if unit >= _LOW or raw[at + 5] != _BACKSLASH or raw[at + 6] != _U:
        return -1
    return at + 11 if _LOW <= _unit(raw, at + 7) < _AFTER else -1


@part
def _unit(raw: Pointer, at: int) -> Any:
    """Return the number that four hexadecimal digits write, -1 where they are none."""
    value: Any = 0
    for i in range(4):
        digit = np.int64(_DIGIT[raw[at + i]])
        if digit == _NO_DIGIT:
            return -1
        value = 16 * value + digit
    return value


@part
def unescape(raw: Pointer, at: int, end: int, out: Pointer, to: int) -> int:
    """Write the text of a sound string to a place, as `copy` does; return where it ends there."""
    while at < end:
        size = min(lowest(copied(raw, at, out, to, _BACKSLASH)), end - at)
        at += size
        to += size
        while at < end and raw[at] == _BACKSLASH:
            letter = raw[at + 1]
            if letter != _U:
                out[to] = _PLAIN[letter]
                at += 2
                to += 1
                continue
            code = _unit(raw, at + 2)
            at += 6
            if _HIGH <= code < _LOW:
                code = _FOUR + ((code - _HIGH) << 10) + _unit(raw, at + 2) - _LOW
                at += 6
            to = _encode(code, out, to)
    return to


@part
def _encode(code: int, out: Pointer, to: int) -> int:
    """Write a character as UTF-8; return where it ends."""
    if code < _TWO:
        out[to] = code
        return to + 1
    if code < _THREE:
        out[to] = 0xC0 | (code >> 6)
    elif code < _FOUR:
        out[to] = 0xE0 | (code >> 12)
        to += 1
        out[to] = 0x80 | ((code >> 6) & 0x3F)
    else:
        out[to] = 0xF0 | (code >> 18)
        out[to + 1] = 0x80 | ((code >> 12) & 0x3F)
        to += 2
        out[to] = 0x80 | ((code >> 6) & 0x3F)
    out[to + 1] = 0x80 | (code & 0x3F)
    return to + 2
