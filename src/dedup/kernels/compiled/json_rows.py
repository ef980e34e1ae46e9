"""Lines of JSON objects into the places of the cells that are needed.

A line that is no plain object, or of which it takes more to tell what is which, is *odd*: it is left to a reader that
knows better, and nothing is said of it but where it stands. That reader is the slow twin of this kernel: what is not
odd, both read alike, and `tests/reading` holds them to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels.compiled.cells import ABSENT, CELLS, ESCAPED, Cells, Found, Places
from dedup.kernels.compiled.json_strings import QUOTE, string_end, unescape
from dedup.kernels.compiled.json_values import CLOSE, COLON, COMMA, OPEN, space_end, value_end
from dedup.kernels.compiled.lanes import WIDTH, bare
from dedup.kernels.compiled.machine import BYTES, kernel, part
from dedup.kernels.compiled.spelling import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

REACH = 2 * WIDTH
"""Bytes that may be read behind the last line."""
PAGE = 1
"""The bit of a rank in the first column that says that a row with this text is odd, because it is a page."""

LONG_S = 0x17F
"""The one character beyond ASCII that folds to a letter of the names of columns; `tests/reading` looks for others."""

_KEYS = 64
"""Keys of a line that are compared with those of the line before."""
_KEY = 256
"""Bytes of the longest key with escapes that is read."""
_LINE_FEED, _ASCII = ord("\n"), 0x80
_NEEDLESS, _ODD = -1, -2
_UNSET = 127


class Names(NamedTuple):
    """The names of columns that matter, and what for.

    Name i is ``pool[bounds[i] : bounds[i + 1]]`` (UTF-8). A key that is name i has row i of `ranks` (int8[2 * names,
    columns]), one that is it but for the case of its letters row ``names + i``. In each column the key of the lowest
    rank is taken; a negative rank is none.
    """

    pool: NDArray[np.uint8]
    bounds: NDArray[np.int32]
    ranks: NDArray[np.int8]


def find_cells(block: NDArray[np.uint8], at: int, end: int, names: Names, cells: Cells) -> Found:
    """Find the cells of the lines between two places, until there is no more room in `cells`.

    The last line ends with a line feed, and `REACH` bytes stand behind it. Column 0 is the text, which no row lacks.
    """
    found, keys, best = np.empty(3, np.int64), np.zeros(3 * _KEYS, np.int64), np.empty(names.ranks.shape[1], np.int8)
    key = np.empty(_KEY + WIDTH, np.uint8)
    taken = cells.starts, cells.sizes, cells.kinds, cells.lines, cells.odd, keys, best, key, found
    place = _find(block, at, end, names.pool, names.bounds, names.ranks, *taken)
    rows, odd, lines = found.tolist()
    return Found(rows, odd, lines, place)


class _Reader(NamedTuple):
    """What it takes to read a line, as pointers.

    Of each key of the line before, `keys` has start, size and row of ranks; `key` is room for one without its escapes.
    """

    raw: Pointer
    pool: Pointer
    bounds: Pointer
    names: int
    ranks: Pointer
    width: int
    keys: Pointer
    best: Pointer
    key: Pointer


_NAMES = f"{BYTES}, Array(int32, 1, 'C', readonly=True), Array(int8, 2, 'C', readonly=True)"
"""Names in a kernel's signature."""


@kernel(f"int64({BYTES}, int64, int64, {_NAMES}, {CELLS}, int64[::1], int8[::1], uint8[::1], int64[::1])")
def _find(
    block: NDArray[np.uint8],
    at: int,
    end: int,
    pool: NDArray[np.uint8],
    bounds: NDArray[np.int32],
    ranks: NDArray[np.int8],
    starts: NDArray[np.int32],
    sizes: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    lines: NDArray[np.int32],
    odd: NDArray[np.int32],
    keys: NDArray[np.int64],
    best: NDArray[np.int8],
    key: NDArray[np.uint8],
    found: NDArray[np.int64],
) -> int:
    """Fill the cells, and `found` with rows, odd lines and lines; return where the last line ends."""
    raw, width, most = bare(block), ranks.shape[1], lines.size
    reader = _Reader(
        raw, bare(pool), bare(bounds), bounds.size - 1, bare(ranks), width, bare(keys), bare(best), bare(key)
    )
    cells = Places(bare(starts), bare(sizes), bare(kinds), most)
    rows = odds = line = 0
    while at < end and rows < most and odds < most:
        first = space_end(raw, at)
        if raw[first] != _LINE_FEED:
            after = _row(reader, first, cells, rows)
            if after >= 0:
                lines[rows] = line
                rows += 1
                first = after
            else:
                while raw[first] != _LINE_FEED:
                    first += 1
                odd[0, odds], odd[1, odds], odd[2, odds] = line, at, first
                odds += 1
        at = first + 1
        line += 1
    found[0], found[1], found[2] = rows, odds, line
    return at


@part
def _row(reader: Any, at: int, cells: Any, row: int) -> int:
    """Find the cells of the object that begins at a place; return where its line ends, -1 if it is odd."""
    raw = reader.raw
    if raw[at] != OPEN:
        return -1
    for column in range(reader.width):
        reader.best[column] = _UNSET
        cells.kinds[column * cells.step + row] = ABSENT
        cells.sizes[column * cells.step + row] = 0
    key = 0
    at = space_end(raw, at + 1)
    while True:
        at, ranked = _key(reader, at, key)
        if ranked == _ODD:
            return -1
        at = space_end(raw, at)
        if raw[at] != COLON:
            return -1
        at, kind, start, end = value_end(raw, space_end(raw, at + 1))
        if at < 0 or (ranked != _NEEDLESS and not _take(reader, ranked, cells, row, kind, start, end)):
            return -1
        at = space_end(raw, at)
        if raw[at] != COMMA:
            break
        at = space_end(raw, at + 1)
        key += 1
    text = cells.kinds[row]
    if raw[at] != CLOSE or text == ABSENT or text > ESCAPED or reader.best[0] & PAGE:
        return -1
    at = space_end(raw, at + 1)
    return at if raw[at] == _LINE_FEED else -1


@part
def _take(reader: Any, ranked: int, cells: Any, row: int, kind: int, start: int, end: int) -> bool:
    """Note a cell in every column of which it is the best so far; return False where one key has come twice."""
    for column in range(reader.width):
        rank = reader.ranks[ranked * reader.width + column]
        if rank < 0 or rank > reader.best[column]:
            continue
        if rank == reader.best[column]:
            return False
        reader.best[column] = rank
        place = column * cells.step + row
        cells.kinds[place] = kind
        cells.starts[place] = start
        cells.sizes[place] = end - start if kind != ABSENT else 0
    return True


@part
def _key(reader: Any, at: int, number: int) -> Any:
    """Return where a key ends, and its row of ranks, or that it is needless or odd."""
    raw, known = reader.raw, reader.keys
    if number < _KEYS:
        start, size = known[3 * number], known[3 * number + 1]
        if size > 0 and _same(raw, at, raw, start, size):
            return at + size, known[3 * number + 2]
    if raw[at] != QUOTE:
        return at, _ODD
    end, escapes = string_end(raw, at + 1)
    if end < 0 or (escapes and end - at > _KEY):
        return at, _ODD
    if escapes:
        ranked = _ranked(reader, reader.key, 0, unescape(raw, at + 1, end, reader.key, 0))
    else:
        ranked = _ranked(reader, raw, at + 1, end)
    if number < _KEYS and ranked != _ODD:
        known[3 * number], known[3 * number + 1], known[3 * number + 2] = at, end + 1 - at, ranked
    return end + 1, ranked


@part
def _ranked(reader: Any, raw: Pointer, start: int, end: int) -> int:
    """Return the row of ranks of a key, or that it is needless or odd."""
    folded = _NEEDLESS
    for name in range(reader.names):
        low = reader.bounds[name]
        if reader.bounds[name + 1] - low != end - start:
            continue
        if _same(raw, start, reader.pool, low, end - start):
            return name
        if _same_folded(raw, start, reader.pool, low, end - start):
            folded = reader.names + name
    if folded == _NEEDLESS:
        for at in range(start, end):
            if raw[at] >= _ASCII and decode(raw, at, end)[0] == LONG_S:
                return _ODD
    return folded


@part
def _same(a: Pointer, at: int, b: Pointer, to: int, size: int) -> bool:
    for i in range(size):  # noqa: SIM110 - all() would be a generator, which kernels have not
        if a[at + i] != b[to + i]:
            return False
    return True


@part
def _same_folded(a: Pointer, at: int, b: Pointer, to: int, size: int) -> bool:
    for i in range(size):
        byte = a[at + i]
        if ord("A") <= byte <= ord("Z"):
            byte |= 0x20
        if byte != b[to + i]:
            return False
    return True
