"""Runs of two texts into parts that do not overlap, compiled: the longest run first, of others what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.kernels.compiled.machine import part

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer
    from dedup.kernels.shapes import PassageRules


class Rows(NamedTuple):
    """Runs of equal words, as pointers to their columns."""

    a: Pointer
    b: Pointer
    length: Pointer


class Desk(NamedTuple):
    """What choosing works with: an order of runs, what sorts it, and which words of both texts are taken."""

    order: Pointer
    spare: Pointer
    keys: Pointer
    taken_a: Pointer
    taken_b: Pointer


@part
def choose_parts(runs: Any, low: int, high: int, within: bool, rules: PassageRules, desk: Any, chosen: Any) -> int:
    """Write the parts of the runs of a pair, in the order of (a, b), to `chosen`; return how many there are.

    No word is taken before, and none is afterwards. `within` says that both texts are one.
    """
    if high - low == 1:
        chosen.a[0], chosen.b[0], chosen.length[0] = runs.a[low], runs.b[low], runs.length[low]
        return 1
    for row in range(high - low):
        desk.order[row], desk.keys[row] = row, -runs.length[low + row]
    sort_rows(desk.order, desk.spare, high - low, desk.keys)
    count = 0
    for place in range(high - low):
        row = low + desk.order[place]
        first, count = count, _cut(runs.a[row], runs.b[row], runs.length[row], rules, desk, chosen, count)
        for each in range(first, count):
            _mark(chosen, each, within, desk, 1)
    for each in range(count):
        _mark(chosen, each, within, desk, 0)
    for column in (chosen.b, chosen.a):
        _sort_by(column, count, desk, chosen)
    return count


@part
def _cut(a: int, b: int, length: int, rules: PassageRules, desk: Any, chosen: Any, count: int) -> int:
    """Add the parts of a run that are free on both sides; return the new count.

    Parts of a run of `min_run` words or more are lengthened to as many, and joined where they meet.
    """
    first, at = count, 0
    while at < length:
        if desk.taken_a[a + at] or desk.taken_b[b + at]:
            at += 1
            continue
        start = at
        while at < length and not (desk.taken_a[a + at] or desk.taken_b[b + at]):
            at += 1
        end = at
        if length < rules.min_run:
            if end - start < rules.least_part:
                continue
        else:
            start = min(start, length - rules.min_run)
            end = max(end, start + rules.min_run)
            if count > first and a + start < chosen.a[count - 1] + chosen.length[count - 1]:
                chosen.length[count - 1] = a + end - chosen.a[count - 1]
                continue
        chosen.a[count], chosen.b[count], chosen.length[count] = a + start, b + start, end - start
        count += 1
    return count


@part
def _mark(chosen: Any, row: int, within: bool, desk: Any, mark: int) -> None:
    """Mark the words of a part as taken or not; within one text, the first side may be repeated several times."""
    a, b = chosen.a[row], chosen.b[row]
    for i in range(chosen.length[row]):
        desk.taken_b[b + i] = mark
        if not within:
            desk.taken_a[a + i] = mark


@part
def _sort_by(column: Pointer, count: int, desk: Any, chosen: Any) -> None:
    """Sort the parts by one of their columns, equal ones as they stand."""
    for row in range(count):
        desk.order[row] = row
    if sort_rows(desk.order, desk.spare, count, column):
        return
    for each in (chosen.a, chosen.b, chosen.length):
        for row in range(count):
            desk.keys[row] = each[desk.order[row]]
        for row in range(count):
            each[row] = desk.keys[row]


@part
def sort_rows(order: Pointer, spare: Pointer, count: int, keys: Pointer) -> bool:
    """Sort row numbers by their keys, equal ones as they stand, and return whether they were sorted already.

    Merging needs ``count * log(count)`` steps for any keys, of which a stretch that is sorted already needs fewest.
    """
    row = 1
    while row < count and keys[order[row - 1]] <= keys[order[row]]:
        row += 1
    if row >= count:
        return True
    width = 1
    while width < count:
        for low in range(0, count, 2 * width):
            _merge(order, spare, low, min(low + width, count), min(low + 2 * width, count), keys)
        for row in range(count):
            order[row] = spare[row]
        width *= 2
    return False


@part
def _merge(order: Pointer, out: Pointer, low: int, middle: int, high: int, keys: Pointer) -> None:
    left, right = low, middle
    for at in range(low, high):
        if left < middle and (right >= high or keys[order[left]] <= keys[order[right]]):
            out[at] = order[left]
            left += 1
        else:
            out[at] = order[right]
            right += 1
