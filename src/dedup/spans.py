"""Half-open stretches of a text, and the lines they stand on.

A span counts characters (Unicode code points) of the document's text as it came, like Python's slices.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters ``start <= i < end`` of a text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters that the span names."""
        return text[self.start : self.end]

    def overlaps(self, other: Self) -> bool:
        """Return whether the two spans have a character in common."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Self) -> bool:
        """Return whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class Lines:
    r"""The lines of one text: turns an offset into a line number, counted from 1.

    ``\n`` ends a line, a ``\r`` before it belongs to the line's end; there is no other ``\r`` (`dedup.line_ends`).
    """

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        sizes = [len(line) + 1 for line in text.split("\n")]
        self._starts = list(accumulate(sizes, initial=0))[:-1]

    def line(self, offset: int) -> int:
        """Return the number of the line on which the character at `offset` stands."""
        return bisect_right(self._starts, offset)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with those that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            if span.end > joined[-1].end:
                joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
