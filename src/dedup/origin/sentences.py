"""A text → what its sentences say of the source: any sentence of its head and its tail, elsewhere of "this article".

A text is searched for the stems of the phrases; only lines that hold one are looked at.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.credits import KINDS_OF_ROLES, credits_in, places_of_stems
from dedup.origin.lines import HEAD, line_at, line_end, lower_in_place
from dedup.origin.marks import CREDITS, EVERY_LINE, Marks
from dedup.origin.tails import FURTHEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.origin.claims import Claim
    from dedup.origin.credits import Role
    from dedup.origin.language import Language


def credits_of(text: str, spoken: tuple[Language, ...], marks: Marks = EVERY_LINE) -> Iterator[Claim]:
    """Yield what the sentences of a text say of its source; only lines that `marks` has as such may say something."""
    begins, roles = marks.of(CREDITS), _roles(spoken)
    if marks.lines is None:
        begins, roles = _lines_with_stems(text, roles)
    tail = max(len(text) - FURTHEST, 0)
    for begin in begins:
        end = line_end(text, begin)
        line = line_at(text, begin, end, text.count("\n", 0, begin) + 1)
        if line:
            yield from credits_in(line, text[begin:end], roles, edge=begin < HEAD or begin >= tail)


@cache
def _roles(spoken: tuple[Language, ...]) -> tuple[Role, ...]:
    return tuple((role, language) for language in spoken for role in KINDS_OF_ROLES)


def _lines_with_stems(text: str, roles: tuple[Role, ...]) -> tuple[list[int], tuple[Role, ...]]:
    """Return where the lines of a text begin in which stems stand, and the roles of these."""
    lowered = lower_in_place(text)
    places = places_of_stems(lowered, roles)
    begins = {lowered.rfind("\n", 0, at) + 1 for found in places.values() for at in found}
    return sorted(begins), tuple(role for role in roles if role in places)
