"""Records of CSV into the places of the cells that are needed.

Fields are told apart as Python's `csv` does it: a quote opens a field only at its beginning, and a line end within
quotes is part of the field. A record is odd that has another number of fields than the header, text behind a closing
quote, a carriage return that ends no line, or bytes that are not UTF-8. Its twin is the reading record by record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.kernels.compiled.cells import ABSENT, CELLS, DOUBLED, PLAIN, Cells, Found, Places
from dedup.kernels.compiled.lanes import WIDTH, bare, field_bits, lowest, quoted_bits
from dedup.kernels.compiled.machine import BYTES, kernel, part
from dedup.kernels.compiled.utf8 import foreign_end

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_QUOTE, _LINE_FEED, _RETURN, _ASCII = ord('"'), ord("\n"), ord("\r"), 0x80


def find_records(
    block: NDArray[np.uint8], at: int, end: int, delimiter: int, fields: NDArray[np.int32], width: int, cells: Cells
) -> Found:
    """Find the cells of the records between two places, until there is no more room in `cells`.

    Column i is in field ``fields[i]``, of `width` fields, or in none where that is negative. The last line ends with a
    line feed, and two blocks' width of bytes stand behind it. A record that does not end before `end` is not read.
    Empty lines are no records and have no number.
    """
    found = np.empty(3, np.int64)
    taken = cells.starts, cells.sizes, cells.kinds, cells.lines, cells.odd
    place = _find(block, at, end, delimiter, fields, width, *taken, found)
    rows, odd, records = found.tolist()
    return Found(rows, odd, records, place)


@kernel(f"int64({BYTES}, int64, int64, int64, Array(int32, 1, 'C', readonly=True), int64, {CELLS}, int64[::1])")
def _find(
    block: NDArray[np.uint8],
    at: int,
    end: int,
    delimiter: int,
    fields: NDArray[np.int32],
    width: int,
    starts: NDArray[np.int32],
    sizes: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    lines: NDArray[np.int32],
    odd: NDArray[np.int32],
    found: NDArray[np.int64],
) -> int:
    """Fill the cells, and `found` with rows, odd records and all records; return where the last one ends."""
    raw, most = bare(block), lines.size
    cells = Places(bare(starts), bare(sizes), bare(kinds), most)
    rows = odds = records = 0
    while at < end and rows < most and odds < most:
        for column in range(fields.size):
            cells.kinds[column * most + rows] = ABSENT
            cells.sizes[column * most + rows] = 0
        after, count, sound = _record(raw, at, end, delimiter, bare(fields), fields.size, cells, rows)
        if after < 0:
            break
        if count == width and sound:
            lines[rows] = records
            rows += 1
        elif count > 0:
            odd[0, odds], odd[1, odds], odd[2, odds] = records, at, after - 1
            odds += 1
        records += count > 0
        at = after
    found[0], found[1], found[2] = rows, odds, records
    return at


@part
def _record(
    raw: Pointer, at: int, end: int, delimiter: int, fields: Pointer, columns: int, cells: Any, row: int
) -> Any:
    """Find the cells of the record at a place; return where the next begins, the number of fields, if all is sound.

    That place is negative where the record does not end, and an empty line has no fields.
    """
    number, sound = 0, True
    first = at
    while True:
        start, kind = at, PLAIN
        if raw[at] == _QUOTE:
            start = at + 1
            stop, doubled, fine = _quoted_end(raw, start, end)
            if stop < 0:
                return -1, 0, False
            kind = DOUBLED if doubled else PLAIN
            at = stop + 1
            if raw[at] not in (delimiter, _RETURN, _LINE_FEED):
                at, _ = _field_end(raw, at, delimiter)
                fine = False
        else:
            at, fine = _field_end(raw, at, delimiter)
            stop = at
        sound &= fine
        for column in range(columns):
            if fields[column] == number:
                place = column * cells.step + row
                cells.kinds[place], cells.starts[place], cells.sizes[place] = kind, start, stop - start
        number += 1
        if raw[at] != delimiter:
            break
        at += 1
    after, fine = _line_end(raw, at)
    if at == first and fine:
        number = 0
    return after, number, sound and fine


@part
def _line_end(raw: Pointer, at: int) -> Any:
    """Return the place behind the line that ends at a place, and whether only its end stood there."""
    while raw[at] == _RETURN:
        at += 1
    sound = raw[at] == _LINE_FEED
    while raw[at] != _LINE_FEED:
        at += 1
    return at + 1, sound


@part
def _field_end(raw: Pointer, at: int, delimiter: int) -> Any:
    """Return where a field without quotes ends, and whether it is UTF-8."""
    base, bits, sound = at, field_bits(raw, at, delimiter), True
    while True:
        if bits == 0:
            base += WIDTH
            bits = field_bits(raw, base, delimiter)
            continue
        at = base + lowest(bits)
        if raw[at] < _ASCII:
            return at, sound
        at, sound = _behind_foreign(raw, at, sound)
        if at < base + WIDTH:
            passed = np.uint64(at - base)
            bits = bits >> passed << passed
        else:
            base, bits = at, field_bits(raw, at, delimiter)


@part
def _quoted_end(raw: Pointer, at: int, end: int) -> Any:
    """Return where the closing quote is, -1 if there is none; whether quotes are doubled; and if all is UTF-8."""
    base, bits, doubled, sound = at, quoted_bits(raw, at), False, True
    while at < end:
        if bits == 0:
            base += WIDTH
            at, bits = base, quoted_bits(raw, base)
            continue
        at = base + lowest(bits)
        if at >= end:
            break
        if raw[at] < _ASCII:
            if raw[at + 1] != _QUOTE:
                return at, doubled, sound
            doubled = True
            at += 2
        else:
            at, sound = _behind_foreign(raw, at, sound)
        if at < base + WIDTH:
            passed = np.uint64(at - base)
            bits = bits >> passed << passed
        else:
            base, bits = at, quoted_bits(raw, at)
    return -1, doubled, sound


@part
def _behind_foreign(raw: Pointer, at: int, sound: bool) -> Any:
    """Return the place behind the characters beyond ASCII at a place, and whether all is sound still."""
    after = foreign_end(raw, at)
    return (after, sound) if after >= 0 else (at + 1, False)
