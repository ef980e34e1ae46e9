"""Runs of equal words into passages, compiled: all pairs of texts in one pass, in time linear in what is equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.kernels.compiled.lanes import bare
from dedup.kernels.compiled.machine import INTEGERS, WHOLE, kernel, part
from dedup.kernels.compiled.parts import Desk, Rows, choose_parts, sort_rows
from dedup.kernels.shapes import EXTENSION, EXTENSION_EDIT, PassageRules, Passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.kernels.compiled.lanes import Pointer
    from dedup.kernels.shapes import Runs

_COLUMNS = 12
"""Columns of scratch."""


def make_passages(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    texts: tuple[NDArray[np.int64], NDArray[np.int64]],
    runs: Runs,
    bounds: NDArray[np.int64],
    rules: PassageRules,
) -> Passages:
    """Return the passages of pairs of texts, in the order of the first.

    `texts` are two arrays of text indexes, one row a pair; a text may be held against itself. Pair p has the maximal
    runs ``bounds[p] : bounds[p + 1]`` (int64[pairs + 1]), counted from the first words of its texts, in the order of
    (a, b). A passage has at least `min_run` words that are the same; no two of a pair overlap on either side.
    """
    sizes = np.diff(offsets)
    # No pair needs more rows than this. What is not filled of an array takes no memory.
    room = 1 + int(np.max(sizes[texts[0]] + sizes[texts[1]] + np.diff(bounds), initial=0))
    desk, taken = np.empty((_COLUMNS, room), np.int64), np.zeros((2, room), np.uint8)
    best = np.empty((rules.join_gap + 1) ** 2, np.int64)
    pairs = np.zeros(texts[0].size + 1, np.int64)
    most = room + 2 * runs.a.size
    while True:
        out = np.zeros((4, most), np.int64)
        if _make(words, offsets, *texts, *runs, bounds, *rules, desk, taken, best, out, pairs):
            first = out[3, : pairs[-1] + 1]
            a, b, length = (column[: first[-1]].copy() for column in out[:3])
            return Passages(a, b, length, first.copy(), pairs)
        most *= 2


class Pair(NamedTuple):
    """Two texts among all words: where each begins, how many words it has, and whether they are one text."""

    words: Pointer
    a: int
    size_a: int
    b: int
    size_b: int
    within: bool


class Places(NamedTuple):
    """Parts in the order of the second text: the place of each, and what is taken there, as pointers."""

    of: Pointer
    low: Pointer
    high: Pointer


@kernel(
    f"boolean({WHOLE}, {INTEGERS}, {INTEGERS}, {INTEGERS}, {INTEGERS}, {INTEGERS}, {INTEGERS}, {INTEGERS},"
    " int64, int64, int64, int64[:, ::1], uint8[:, ::1], int64[::1], int64[:, ::1], int64[::1])"
)
def _make(
    words: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    text_a: NDArray[np.int64],
    text_b: NDArray[np.int64],
    run_a: NDArray[np.int64],
    run_b: NDArray[np.int64],
    run_length: NDArray[np.int64],
    bounds: NDArray[np.int64],
    min_run: int,
    least_part: int,
    join_gap: int,
    scratch: NDArray[np.int64],
    taken: NDArray[np.uint8],
    best: NDArray[np.int64],
    out: NDArray[np.int64],
    pairs: NDArray[np.int64],
) -> bool:
    """Fill the rows of `out`, which are the first fields of `Passages`, and `pairs`; return whether all had room."""
    rules = PassageRules(min_run, least_part, join_gap)
    runs = Rows(bare(run_a), bare(run_b), bare(run_length))
    chosen = Rows(bare(scratch[0]), bare(scratch[1]), bare(scratch[2]))
    grown = Rows(bare(scratch[3]), bare(scratch[4]), bare(scratch[5]))
    desk = Desk(bare(scratch[6]), bare(scratch[7]), bare(scratch[8]), bare(taken[0]), bare(taken[1]))
    places = Places(bare(scratch[9]), bare(scratch[10]), bare(scratch[11]))
    made = Made(Rows(bare(out[0]), bare(out[1]), bare(out[2])), bare(out[3]), bare(best))
    passages = 0
    for row in range(text_a.size):
        a, b = text_a[row], text_b[row]
        size_a, size_b = offsets[a + 1] - offsets[a], offsets[b + 1] - offsets[b]
        if made.first[passages] + size_a + size_b >= out.shape[1]:
            return False
        pair = Pair(bare(words), offsets[a], size_a, offsets[b], size_b, a == b)
        count = choose_parts(runs, bounds[row], bounds[row + 1], a == b, rules, desk, chosen)
        _place(chosen, count, desk, places)
        passages = _make_of(pair, chosen, count, grown, places, rules, made, passages)
        pairs[row + 1] = passages
    return True


class Made(NamedTuple):
    """What was made, as pointers: runs, the first run of each passage; and a table to align words in."""

    runs: Any
    first: Pointer
    best: Pointer


@part
def _place(chosen: Any, count: int, desk: Any, places: Any) -> None:
    """Write the places of the parts in the order of the second text."""
    for row in range(count):
        desk.order[row] = row
    sort_rows(desk.order, desk.spare, count, chosen.b)
    for place in range(count):
        row = desk.order[place]
        places.of[row] = place
        places.low[place], places.high[place] = chosen.b[row], chosen.b[row] + chosen.length[row]


@part
def _make_of(
    pair: Any, chosen: Any, count: int, grown: Any, places: Any, rules: PassageRules, made: Any, passages: int
) -> int:
    """Make the passages of one pair; return how many there are of all pairs."""
    runs, begun, low_a = 0, made.first[passages], 0
    at = begun
    for row in range(count):
        high_a = chosen.a[row + 1] if row + 1 < count else pair.size_a
        runs = _grow(pair, chosen, row, count, low_a, high_a, grown, places)
        low_a = grown.a[runs - 1] + grown.length[runs - 1]
        if at > begun and _follows(made.runs, begun, at, grown, low_a, pair.within, rules.join_gap):
            at = _align(pair, made, begun, at, grown.a[0], grown.b[0])
        else:
            passages, begun = _close(made, begun, at, rules.min_run, passages)
            at = begun
        for each in range(runs):
            at = _add(made.runs, begun, at, grown.a[each], grown.b[each], grown.length[each])
    passages, begun = _close(made, begun, at, rules.min_run, passages)
    return passages


@part
def _grow(pair: Any, chosen: Any, row: int, count: int, low_a: int, high_a: int, grown: Any, places: Any) -> int:
    """Extend a part over small edits, up to its neighbours in both texts; return the number of runs it has then."""
    a, b, length = chosen.a[row], chosen.b[row], chosen.length[row]
    place = places.of[row]
    low_b = places.high[place - 1] if place > 0 else 0
    high_b = places.low[place + 1] if place + 1 < count else pair.size_b
    if pair.within:  # the two sides lie in one text and must not run into each other
        low_b = max(low_b, a + length)
    runs = _walk(pair, a - 1, b - 1, a - low_a, b - low_b, -1, grown, 0)
    for each in range(runs // 2):
        _swap(grown, each, runs - 1 - each)
    grown.a[runs], grown.b[runs], grown.length[runs] = a, b, length
    if pair.within:
        high_a = min(high_a, grown.b[0])
    runs = _walk(pair, a + length, b + length, high_a - a - length, high_b - b - length, 1, grown, runs + 1)
    places.low[place], places.high[place] = grown.b[0], grown.b[runs - 1] + grown.length[runs - 1]
    return runs


@part
def _swap(rows: Any, one: int, other: int) -> None:
    for column in (rows.a, rows.b, rows.length):
        column[one], column[other] = column[other], column[one]


@part
def _walk(pair: Any, at_a: int, at_b: int, room_a: int, room_b: int, step: int, grown: Any, runs: int) -> int:
    """Add the runs that follow in one direction, each over a small edit from the one before; return the new count."""
    while True:
        skip_a, skip_b, length = _next_run(pair, at_a, at_b, room_a, room_b, step)
        if length == 0:
            return runs
        back = length - 1 if step < 0 else 0
        grown.a[runs], grown.b[runs] = at_a + step * skip_a - back, at_b + step * skip_b - back
        grown.length[runs] = length
        runs += 1
        at_a, at_b = at_a + step * (skip_a + length), at_b + step * (skip_b + length)
        room_a, room_b = room_a - skip_a - length, room_b - skip_b - length


@part
def _next_run(pair: Any, at_a: int, at_b: int, room_a: int, room_b: int, step: int) -> Any:
    """Return the nearest run after an edit: words of both texts in the edit, and the run's length, 0 for none."""
    for most in range(EXTENSION_EDIT + 1):
        for least in range(most + 1):
            length = _length(pair, at_a, at_b, room_a, room_b, least, most, step)
            if length > 0:
                return least, most, length
            length = _length(pair, at_a, at_b, room_a, room_b, most, least, step)
            if length > 0:
                return most, least, length
    return 0, 0, 0


@part
def _length(pair: Any, at_a: int, at_b: int, room_a: int, room_b: int, skip_a: int, skip_b: int, step: int) -> int:
    """Return the length of the run after an edit, or 0 if it is too short to go on."""
    size = min(room_a - skip_a, room_b - skip_b)
    first, second = pair.a + at_a + step * skip_a, pair.b + at_b + step * skip_b
    length = 0
    while length < size and pair.words[first + step * length] == pair.words[second + step * length]:
        length += 1
    edit = max(skip_a, skip_b)
    to_the_end = skip_a + length == room_a and skip_b + length == room_b
    return length if length >= max(EXTENSION, edit) or (to_the_end and length > edit) else 0


@part
def _follows(runs: Any, begun: int, at: int, grown: Any, end_a: int, within: bool, gap: int) -> bool:
    """Return whether grown runs follow the passage that was begun over at most `gap` words, and may join it."""
    apart_a = grown.a[0] - runs.a[at - 1] - runs.length[at - 1]
    apart_b = grown.b[0] - runs.b[at - 1] - runs.length[at - 1]
    near = 0 <= apart_a <= gap and 0 <= apart_b <= gap
    return near and not (within and end_a > runs.b[begun])


@part
def _align(pair: Any, made: Any, begun: int, at: int, end_a: int, end_b: int) -> int:
    """Add the words up to where the next runs begin that are the same: a longest common subsequence."""
    runs, best = made.runs, made.best
    from_a, from_b = runs.a[at - 1] + runs.length[at - 1], runs.b[at - 1] + runs.length[at - 1]
    rows, columns = end_a - from_a, end_b - from_b
    if rows == 0 or columns == 0:
        return at
    width = columns + 1
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            if i == rows or j == columns:
                best[i * width + j] = 0
            elif pair.words[pair.a + from_a + i] == pair.words[pair.b + from_b + j]:
                best[i * width + j] = best[(i + 1) * width + j + 1] + 1
            else:
                best[i * width + j] = max(best[(i + 1) * width + j], best[i * width + j + 1])
    i = j = 0
    while i < rows and j < columns:
        if pair.words[pair.a + from_a + i] == pair.words[pair.b + from_b + j]:
            at = _add(runs, begun, at, from_a + i, from_b + j, 1)
            i, j = i + 1, j + 1
        elif best[(i + 1) * width + j] >= best[i * width + j + 1]:
            i += 1
        else:
            j += 1
    return at


@part
def _add(runs: Any, begun: int, at: int, a: int, b: int, length: int) -> int:
    """Add a run to the passage that was begun, to the run before if they touch on both sides; return the new count."""
    if at > begun:
        before = runs.length[at - 1]
        if runs.a[at - 1] + before == a and runs.b[at - 1] + before == b:
            runs.length[at - 1] = before + length
            return at
    runs.a[at], runs.b[at], runs.length[at] = a, b, length
    return at + 1


@part
def _close(made: Any, begun: int, at: int, least: int, passages: int) -> Any:
    """End a passage, keep it if enough of its words are the same; return the passages and where the next begins."""
    same = 0
    for row in range(begun, at):
        same += made.runs.length[row]
    if same < least:
        return passages, begun
    made.first[passages + 1] = at
    return passages + 1, at
