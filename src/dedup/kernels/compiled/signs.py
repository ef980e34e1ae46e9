"""Texts into what their lines say by the strings that stand in them, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels import searches as s
from dedup.kernels.compiled.gates import Gate, Strings, gate_bits, is_at
from dedup.kernels.compiled.lanes import WIDTH, bare, lowest
from dedup.kernels.compiled.lines import line_end, line_start
from dedup.kernels.compiled.machine import BYTES, HALVES, INTEGERS, WHOLE, kernel, part
from dedup.kernels.compiled.places import alphanumeric, early_bound, mark_shape, opening_bound, stands
from dedup.kernels.compiled.rules import Rules, said
from dedup.kernels.compiled.spelling import ASCII
from dedup.kernels.shapes import Signs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer

_NONE, _ONE = np.uint64(0), np.uint64(1)
_FEW = 1024
"""Lines that there is room for at first."""
_TABLES = s.WINDOW * 256
_TABLE_AFTER = np.array([0 if chr(byte).isalnum() and byte < ASCII else _TABLES for byte in range(256)], np.int64)
"""Where the tables are of the strings that may stand after each byte."""

SEARCH = ", ".join(
    [
        *(WHOLE, INTEGERS, INTEGERS, BYTES, INTEGERS, INTEGERS, BYTES, BYTES, INTEGERS, INTEGERS, WHOLE),
        *(WHOLE, INTEGERS, HALVES, INTEGERS, INTEGERS, INTEGERS, INTEGERS, INTEGERS, INTEGERS, "int64", "int64"),
        *("boolean", "boolean", "boolean", "boolean", "int64"),
    ]
)


def signs(buffer: NDArray[np.uint8], starts: NDArray[np.int64], stops: NDArray[np.int64], search: s.Search) -> Signs:
    """Return the lines of texts that say something by the strings that stand in them.

    Text i is ``buffer[starts[i] : stops[i]]``. The lines come in order.
    """
    room, found = 0, _FEW
    while found > room:
        room = found
        rows = np.empty((3, room), np.int64)
        seen = np.zeros(search.size, np.uint8)
        found = _sign(buffer, starts, stops, *search[:11], *search.gate, *search[12:-1], seen, rows)
    texts, places, says = rows[:, :found]
    return Signs(texts, places, says)


@kernel(f"int64({BYTES}, {INTEGERS}, {INTEGERS}, {SEARCH}, uint8[::1], int64[:, ::1])")
def _sign(
    buffer: Any,
    starts: Any,
    stops: Any,
    prefixes: Any,
    heads: Any,
    members: Any,
    pool: Any,
    bounds: Any,
    groups: Any,
    places: Any,
    whole: Any,
    rules: Any,
    wanted: Any,
    says: Any,
    windows: Any,
    slots: Any,
    keys: Any,
    key_heads: Any,
    hashed: Any,
    shifts: Any,
    triples: Any,
    triple_heads: Any,
    short: Any,
    step: int,
    plain: int,
    gated: bool,
    opening: bool,
    opens: bool,
    shaped: bool,
    reach: int,
    seen: Any,
    result: Any,
) -> int:
    strings = Strings(bare(pool), bare(bounds), bare(places), bare(whole))
    lookup = Lookup(bare(prefixes), bare(heads), bare(members), bare(groups), bare(seen), strings)
    book = Rules(bare(rules), bare(wanted), bare(says), says.size)
    gate = Gate(
        bare(windows),
        bare(slots),
        bare(keys),
        bare(key_heads),
        bare(hashed),
        bare(shifts),
        bare(triples),
        bare(triple_heads),
        bare(short),
        step,
        plain,
        triples.size,
        strings,
    )
    for group in range(seen.size):
        seen[group] = 0
    work = Work(lookup, book, gate, bare(result), result.shape[1], gated, opening, opens, shaped, reach)
    found = 0
    for text in range(starts.size):
        low, high = starts[text], stops[text]
        if gated and not opens:
            found = _by_gate(bare(buffer), low, high, buffer.size, work, text, found)
        else:
            found = _by_line(bare(buffer), low, high, buffer.size, work, text, found)
    return found


class Lookup(NamedTuple):
    """What strings are found by, as pointers: the tables, the buckets, the groups, and those that were seen."""

    prefixes: Pointer
    heads: Pointer
    members: Pointer
    groups: Pointer
    seen: Pointer
    strings: Any


class Work(NamedTuple):
    """A search, and the rows (text, line, what it says) that are made of it, as far as there is room."""

    lookup: Any
    book: Any
    gate: Any
    rows: Pointer
    room: int
    gated: bool
    opening: bool
    opens: bool
    shaped: bool
    reach: int


@part
def _by_line(raw: Pointer, low: int, high: int, size: int, work: Any, text: int, found: int) -> int:
    """Look at all lines, or at those that a string opens or holds which opens the gate; return the number of rows."""
    while low < high:
        end = line_end(raw, low, high, size)
        opened = work.opening and _open(raw, low, end, size, work.lookup)
        if not work.gated or opened or _is_gated(raw, low, end, size, work.gate):
            found = _look(raw, low, end, size, work, text, found)
        low = end + 1
    return found


@part
def _is_gated(raw: Pointer, low: int, high: int, size: int, gate: Any) -> bool:
    for at in range(low, high, WIDTH):  # noqa: SIM110 - a kernel has no generators
        if gate_bits(raw, at, low, high, size, gate):
            return True
    return False


@part
def _by_gate(raw: Pointer, low: int, high: int, size: int, work: Any, text: int, found: int) -> int:
    """Look at the lines that hold a string of the gate; return the number of rows."""
    at = seen = low
    while at < high:
        bits = gate_bits(raw, at, low, high, size, work.gate)
        while bits:
            place = at + lowest(bits)
            bits &= bits - _ONE
            if place >= seen:
                first, seen = line_start(raw, low, place), line_end(raw, place, high, size)
                if work.opening:
                    _open(raw, first, seen, size, work.lookup)
                found = _look(raw, first, seen, size, work, text, found)
        at += WIDTH
    return found


@part
def _look(raw: Pointer, low: int, high: int, size: int, work: Any, text: int, found: int) -> int:
    """Search a line, of which is known what opens it, write a row if it says something; return the number of rows."""
    first, stop = low, high
    if work.reach > 0:
        first = high
        while first > low and not alphanumeric(raw[first - 1]):
            first -= 1
        first = max(low, first - work.reach)
    elif work.reach < 0:
        stop = early_bound(raw, low, high)
    if work.shaped:
        mark_shape(raw, low, high, work.lookup.seen)
    _search(raw, first, stop, low, high, size, work.lookup)
    says = said(work.lookup.seen, work.book)
    if says == _NONE:
        return found
    if found < work.room:
        work.rows[found], work.rows[work.room + found], work.rows[2 * work.room + found] = text, low, np.int64(says)
    return found + 1


@part
def _open(raw: Pointer, low: int, high: int, size: int, lookup: Any) -> bool:
    """Mark the groups of the strings that open a line; return whether there are any."""
    marked = False
    for at in range(low, opening_bound(raw, low, high, size)):
        buckets = _buckets(raw, at, size, lookup.prefixes, 2 * _TABLES)
        if buckets and _mark(raw, at, low, high, lookup, buckets):
            marked = True
    return marked


@part
def _search(raw: Pointer, at: int, stop: int, low: int, high: int, size: int, lookup: Any) -> None:
    """Mark the groups of the strings that begin from `at` on and before `stop` in a line."""
    prefixes = lookup.prefixes
    table = _TABLES if at == low else _TABLE_AFTER[raw[at - 1]]
    for place in range(at, min(stop, size - s.WINDOW + 1)):
        buckets = prefixes[table + raw[place]] & prefixes[table + 256 + raw[place + 1]]
        buckets &= prefixes[table + 512 + raw[place + 2]] & prefixes[table + 768 + raw[place + 3]]
        table = _TABLE_AFTER[raw[place]]
        if buckets:
            _mark(raw, place, low, high, lookup, buckets)
    for place in range(max(at, size - s.WINDOW + 1), stop):
        table = _TABLES if place == low else _TABLE_AFTER[raw[place - 1]]
        buckets = _buckets(raw, place, size, prefixes, table)
        if buckets:
            _mark(raw, place, low, high, lookup, buckets)


@part
def _mark(raw: Pointer, at: int, low: int, high: int, lookup: Any, buckets: Any) -> bool:
    """Mark the groups of the strings that stand at a place; return whether there are any."""
    marked = False
    while buckets:
        bucket = lowest(buckets)
        buckets &= buckets - _ONE
        for member in range(lookup.heads[bucket], lookup.heads[bucket + 1]):
            one = lookup.members[member]
            group = lookup.groups[one]
            if not lookup.seen[group] and is_at(raw, at, high, lookup.strings, one):
                strings = lookup.strings
                end = at + strings.bounds[one + 1] - strings.bounds[one]
                if stands(raw, at, end, low, high, strings.places[one], strings.whole[one]):
                    lookup.seen[group] = 1
                    marked = True
    return marked


@part
def _buckets(raw: Pointer, at: int, size: int, prefixes: Pointer, table: int) -> Any:
    """Return the buckets of the strings that may begin at a place, one bit each."""
    found = prefixes[table + raw[at]]
    for depth in range(1, min(s.WINDOW, size - at)):
        found &= prefixes[table + 256 * depth + raw[at + depth]]
    return found
