"""Strings of a line that have to stand in an order, near each other, as parts of kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.kernels import searches as s
from dedup.kernels.compiled.machine import part
from dedup.kernels.compiled.places import few

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

COLUMNS = 6
"""Columns of what is noted; of the first, only one item is used."""


class Noted(NamedTuple):
    """Strings of chains that stand in a line, as pointers: their `count`, and their groups and places.

    `reached` and `next_reached` are room for marks of those that a chain came to with one step and with the next.
    """

    count: Pointer
    groups: Pointer
    starts: Pointer
    ends: Pointer
    reached: Pointer
    next_reached: Pointer


@part
def note(noted: Any, group: int, start: int, end: int) -> None:
    """Note where a string of a group stands, if there is room."""
    count = noted.count[0]
    if count < s.MOST_NOTED:
        noted.groups[count], noted.starts[count], noted.ends[count] = group, start, end
    noted.count[0] = count + 1


@part
def order(noted: Any) -> None:
    """Bring what was noted into the order in which it begins; nearly all is."""
    for place in range(1, min(noted.count[0], s.MOST_NOTED)):
        group, start, end = noted.groups[place], noted.starts[place], noted.ends[place]
        at = place
        while at > 0 and noted.starts[at - 1] > start:
            noted.groups[at], noted.starts[at] = noted.groups[at - 1], noted.starts[at - 1]
            noted.ends[at] = noted.ends[at - 1]
            at -= 1
        noted.groups[at], noted.starts[at], noted.ends[at] = group, start, end


@part
def is_chain(raw: Pointer, noted: Any, steps: Pointer, gaps: Pointer, first: int, stop: int) -> bool:
    """Return whether strings stand in the order of some steps, near enough, or too many are there to tell."""
    count = noted.count[0]
    if first == stop or count > s.MOST_NOTED:
        return True
    before, after = noted.reached, noted.next_reached
    for place in range(count):
        before[place] = noted.groups[place] == steps[first]
    for step in range(first + 1, stop):
        if not _step(raw, noted, before, after, steps[step - 1], steps[step], gaps[step]):
            return False
        before, after = after, before
    return True


@part
def _step(raw: Pointer, noted: Any, before: Pointer, after: Pointer, last: int, group: int, gap: int) -> bool:
    """Mark the strings of a group that stand behind a marked one of the last, near enough; say if there are any.

    Of those that begin before a string, the one that ends last is the nearest. What is too far for one string is so for
    all behind it.
    """
    nearest, too_far, next_one = -1, -1, 0
    found = False
    for place in range(noted.count[0]):
        after[place] = 0
        if noted.groups[place] == group:
            start = noted.starts[place]
            while next_one < noted.count[0] and noted.starts[next_one] <= start:
                if noted.groups[next_one] == last and before[next_one]:
                    nearest = max(nearest, noted.ends[next_one])
                next_one += 1
            if nearest > too_far:
                if gap == s.ANY_GAP or few(raw, min(nearest, start), start, gap):
                    after[place] = 1
                    found = True
                else:
                    too_far = nearest
    return found
