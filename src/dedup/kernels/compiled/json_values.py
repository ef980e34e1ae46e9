"""JSON values: where they end, and what can be taken of them as it is written.

The grammar is that of RFC 8259. What it does not allow, or only readers of patience do, is not sound here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.cells import ABSENT, COMPLEX, ESCAPED, LITERAL, PLAIN
from dedup.kernels.compiled.json_strings import QUOTE, string_end
from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

OPEN, CLOSE, COMMA, COLON = ord("{"), ord("}"), ord(","), ord(":")
_OPEN_LIST, _CLOSE_LIST = ord("["), ord("]")
_MINUS, _ZERO, _NINE = ord("-"), ord("0"), ord("9")
_DEEPEST = 60
"""Levels of nesting: one bit each of a word."""
_LONGEST_INTEGER, _LONGEST_NUMBER = 18, 64
"""Characters: an integer that every reader keeps as it is; a number that none takes for too long."""
_ONE = np.uint64(1)


@part
def space_end(raw: Pointer, at: int) -> int:
    """Return the place of the first byte from a place on that is not white space; a line feed is none here."""
    while raw[at] in (32, 9, 13):
        at += 1
    return at


@part
def value_end(raw: Pointer, at: int) -> Any:
    """Return where a value ends, -1 if it is not sound; what it is; and where a string's or literal's letters stand."""
    byte = raw[at]
    if byte == QUOTE:
        end, escapes = string_end(raw, at + 1)
        if end < 0:
            return -1, ABSENT, at, at
        return end + 1, ESCAPED if escapes else PLAIN, at + 1, end
    if byte in (OPEN, _OPEN_LIST):
        end = _nested_end(raw, at)
        return end, COMPLEX, at, end
    end, kind = _scalar_end(raw, at)
    return end, kind, at, end


@part
def _scalar_end(raw: Pointer, at: int) -> Any:
    byte = raw[at]
    if byte == ord("t"):
        return _word_end(raw, at, (ord("r"), ord("u"), ord("e"))), LITERAL
    if byte == ord("n"):
        return _word_end(raw, at, (ord("u"), ord("l"), ord("l"))), ABSENT
    if byte == ord("f"):
        if raw[at + 1] != ord("a"):
            return -1, ABSENT
        return _word_end(raw, at + 1, (ord("l"), ord("s"), ord("e"))), LITERAL
    return _number_end(raw, at)


@part
def _word_end(raw: Pointer, at: int, rest: Any) -> int:
    if raw[at + 1] == rest[0] and raw[at + 2] == rest[1] and raw[at + 3] == rest[2]:
        return at + 4
    return -1


@part
def _number_end(raw: Pointer, at: int) -> Any:
    """Return where a number ends, and whether it is an integer that every reader takes as it is written."""
    start = at
    if raw[at] == _MINUS:
        at += 1
    first = at
    at = _digits_end(raw, at)
    if at == first or (raw[first] == _ZERO and at > first + 1):
        return -1, ABSENT
    end = _fraction_end(raw, at)
    plain = end == at and at - start <= _LONGEST_INTEGER and (raw[first] != _ZERO or first == start)
    return end if end - start <= _LONGEST_NUMBER else -1, LITERAL if plain else COMPLEX


@part
def _fraction_end(raw: Pointer, at: int) -> int:
    """Return where the fraction and exponent of a number end, of which there may be none; -1 if they are not sound."""
    if raw[at] == ord("."):
        digits = at + 1
        at = _digits_end(raw, digits)
        if at == digits:
            return -1
    if raw[at] in (ord("e"), ord("E")):
        digits = at + 1
        if raw[digits] in (ord("+"), _MINUS):
            digits += 1
        at = _digits_end(raw, digits)
        if at == digits:
            return -1
    return at


@part
def _digits_end(raw: Pointer, at: int) -> int:
    while _ZERO <= raw[at] <= _NINE:
        at += 1
    return at


@part
def key_end(raw: Pointer, at: int) -> int:
    """Return where the value begins behind a key whose opening quote should be at a place; -1 if that is not sound."""
    if raw[at] != QUOTE:
        return -1
    at, _ = string_end(raw, at + 1)
    if at < 0:
        return -1
    at = space_end(raw, at + 1)
    return space_end(raw, at + 1) if raw[at] == COLON else -1


@part
def _nested_end(raw: Pointer, at: int) -> int:
    """Return where an array or an object ends, -1 if it is not sound or nested too deeply."""
    levels, depth = np.uint64(0), 0
    while True:
        byte = raw[at]
        if byte in (OPEN, _OPEN_LIST):
            levels = (levels << _ONE) | np.uint64(byte == OPEN)
            depth += 1
            at = space_end(raw, at + 1)
            if depth > _DEEPEST:
                return -1
            if raw[at] != _close_of(levels):
                at = _item(raw, at, levels)
                if at < 0:
                    return -1
                continue
        elif byte == QUOTE:
            at, _ = string_end(raw, at + 1)
            at += 1 if at >= 0 else 0
        else:
            at, _ = _scalar_end(raw, at)
        if at < 0:
            return -1
        at, levels, depth = _closed(raw, at, levels, depth)
        if depth == 0 or raw[at] != COMMA:
            return at if depth == 0 else -1
        at = _item(raw, space_end(raw, at + 1), levels)
        if at < 0:
            return -1


@part
def _close_of(levels: np.uint64) -> int:
    """Return what closes the innermost level: the lowest bit tells whether that is an object."""
    return CLOSE if levels & _ONE else _CLOSE_LIST


@part
def _item(raw: Pointer, at: int, levels: np.uint64) -> int:
    """Return where the value of an item begins, behind its key if it has one; -1 if that is not sound."""
    return key_end(raw, at) if levels & _ONE else at


@part
def _closed(raw: Pointer, at: int, levels: np.uint64, depth: int) -> Any:
    """Return the place behind all levels that close at a place, and what levels are left."""
    at = space_end(raw, at)
    while raw[at] == _close_of(levels):
        depth -= 1
        levels >>= _ONE
        if depth == 0:
            return at + 1, levels, depth
        at = space_end(raw, at + 1)
    return at, levels, depth
