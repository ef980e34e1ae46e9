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
_NO_ORDER = 256
"""More than any combining class."""
_NEXT_PARAGRAPH = 2
"""Line ends that no word reaches across."""
_SPELLED = np.array([f.undecided(scripts) for scripts in range(256)])
"""Whether a word is to be spelled anew, by the bits of its scripts together."""
_MOST_LARGER = 4
"""Times that a letter's look-alike in another script may be larger: ї (і and its dots) for ï, folded to i."""  # noqa: RUF001


@part
def next_word(buffer: Pointer, at: int, high: int, table: Any, form: Pointer) -> Any:
    """Return the word at a place, or that there is none before the next separator; write its folded form to `form`.

    The result is where the word begins and ends (0 where there is none), where to go on, the size of its folded form,
    and whether `spell` has to write it anew: its letters are of more than one script, or its signs out of order. Of a
    form that is larger than `ROOM`, the rest is not written.
    """
    first = after = size = letter = 0
    scripts: Any = 0
    order: Any = 0
    unsorted: Any = False
    alone = joinable = False
    while at < high:
        code, then = decode(buffer, at, high)
        kind = table.kind[code]
        if kind in (f.LETTER, f.SINGLE):
            if after > 0 and (alone or kind == f.SINGLE):
                break
            if after == 0:
                first, alone = at, kind == f.SINGLE
            letter = code
        if kind in (f.LETTER, f.SINGLE) or (after > 0 and kind in (f.SIGN, f.MARK)):
            if kind != f.MARK or _makes_another_letter(letter, code, table):
                size += _fold(buffer, at, then, code, table, form, min(size, ROOM))
                unsorted |= 0 < np.int64(table.order[code]) < order
                order = np.int64(table.order[code])
            scripts |= np.int64(table.script[code])
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
    return first, after, at, size, unsorted or _SPELLED[scripts]


@part
def _makes_another_letter(letter: int, mark: int, table: Any) -> Any:
    """Return whether a mark makes another letter of the one before it."""
    return (table.flags[letter] & table.flags[mark]) > f.LOWER


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
def most_spelled(size: int, at: int, after: int) -> Any:
    """Return the most bytes that `spell` writes of a word whose folded form has so many."""
    return _MOST_LARGER * size + after - at


@part
def spell(buffer: Pointer, at: int, after: int, table: Any, anew: bool, out: Pointer) -> Any:
    """Write the folded form of the word between two places to `out`; return its size.

    Where `anew` says so, letters that look like one of the word's main script become that one, and signs in a row are
    sorted.
    """
    script: Any = _main_script(buffer, at, after, table) if anew else -1
    size: Any = 0
    letter: Any = 0
    while at < after:
        code, then = decode(buffer, at, after)
        kind = table.kind[code]
        if kind == f.SIGN and anew and table.order[code] > 0:
            at, size = _sort_signs(buffer, at, after, letter, table, out, size)
            continue
        shown: Any = code
        if script >= 0 and table.script[code] > 0 and (table.script[code] >> script) & 1 == 0:
            alike = np.int64(table.alike[f.ROW * np.int64(table.row[code]) + f.FIRST + script])
            shown = alike if alike > 0 else code
        if kind in (f.LETTER, f.SINGLE):
            letter = shown
        if kind in (f.LETTER, f.SINGLE, f.SIGN) or (kind == f.MARK and _makes_another_letter(letter, code, table)):
            size += _fold_code(buffer, at, then, code, shown, table, out, size)
        at = then
    return size


@part
def _main_script(buffer: Pointer, at: int, after: int, table: Any) -> int:
    """Return the number of the script that a word is of, or -1 to leave it: two have the same weight, or it has one."""
    scripts: Any = 0
    i = at
    while i < after:
        code, i = decode(buffer, i, after)
        scripts |= np.int64(table.script[code])
    if not _SPELLED[scripts]:
        return -1
    if scripts < f.NOT_LATIN:
        return 0
    main, most = -1, 0
    for script in range(f.SCRIPTS):
        weight = _weight(buffer, at, after, table, scripts & ~f.NOT_LATIN, script)
        if weight == most:
            main = -1
        elif weight > most:
            main, most = script, weight
    return main


@part
def _weight(buffer: Pointer, at: int, after: int, table: Any, scripts: int, script: int) -> int:
    """Return how much the letters of one script weigh in a word: most those that no letter of the others looks like."""
    weight, others = 0, scripts & ~(1 << script)
    while at < after:
        code, at = decode(buffer, at, after)
        if (table.script[code] >> script) & 1:
            row = f.ROW * np.int64(table.row[code])
            if table.alike[row + f.EXACT] & others == 0:
                weight += f.TELLING
            else:
                weight += 2 if table.alike[row + f.SMALL] & others == 0 else 1
    return weight


@part
def _sort_signs(buffer: Pointer, at: int, after: int, letter: Any, table: Any, out: Pointer, size: int) -> Any:
    """Write the signs of a class that stand in a row, by class; return the place behind them, and the size then."""
    order: Any = 0
    end = at
    while order < _NO_ORDER:
        least: Any = _NO_ORDER
        end = at
        while end < after:
            code, then = decode(buffer, end, after)
            found = np.int64(table.order[code])
            kind = table.kind[code]
            if found == 0 and (kind in (f.LETTER, f.SINGLE, f.SIGN) or _makes_another_letter(letter, code, table)):
                break
            if found == order and found > 0:
                size += _fold(buffer, end, then, code, table, out, size)
            elif found > order:
                least = min(least, found)
            end = then
        order = least
    return end, size


@part
def _fold_code(buffer: Pointer, at: int, then: int, code: int, shown: int, table: Any, out: Pointer, size: int) -> Any:
    """Write the folded form of the letter that a character is shown as."""
    if shown == code or table.length[shown] > 0:
        return _fold(buffer, at, then, shown, table, out, size)
    return _encode(shown, out, size)


@part
def _encode(code: int, out: Pointer, size: int) -> int:
    """Write a code point beyond ASCII and below U+10000, as all look-alikes are, in UTF-8; return its bytes."""
    if code < ASCII:
        out[size] = code
        return 1
    if code < 0x800:  # noqa: PLR2004 - UTF-8's steps
        out[size], out[size + 1] = 0xC0 | code >> 6, 0x80 | (code & 0x3F)
        return 2
    out[size], out[size + 1], out[size + 2] = 0xE0 | code >> 12, 0x80 | (code >> 6 & 0x3F), 0x80 | (code & 0x3F)
    return 3


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
