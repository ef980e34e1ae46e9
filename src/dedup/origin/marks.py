"""What the lines of a text may be, as far as a search of all texts at once can tell; most may be nothing.

Nothing is left out by that: a line that is marked may still say nothing, one that is not cannot say anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD, OPENING, TAIL, CLOSING, CREDITS, COPYRIGHT, SIDE = (1 << bit for bit in range(7))
"""What a line may be: a byline, a date or a linked name in the head, an agency's credit where the body opens, furniture
or a copyright line after the body, an agency's credit where that closes, a sentence that names a source, a copyright
line that may name an agency, furniture in the head."""
ALL = (1 << 7) - 1


@dataclass(frozen=True, slots=True)
class Marks:
    """The bits of the lines of a text, by the character at which they begin; None where any line may be anything."""

    lines: Mapping[int, int] | None

    def may_be(self, begin: int, kinds: int) -> bool:
        """Return whether a line may be of some kinds."""
        return self.lines is None or bool(self.lines.get(begin, 0) & kinds)

    def first(self, kinds: int) -> int:
        """Return where the first line begins that may be of some kinds."""
        return min((begin for begin, bits in (self.lines or {}).items() if bits & kinds), default=0)

    def last(self, kinds: int) -> int | None:
        """Return where the last line begins that may be of some kinds; None where that may be any."""
        return None if self.lines is None else max(self.of(kinds), default=-1)

    def of(self, kinds: int) -> list[int]:
        """Return where the lines begin that may be of some kinds, in order."""
        return sorted(begin for begin, bits in (self.lines or {}).items() if bits & kinds)


EVERY_LINE = Marks(None)
"""Of a text that was not searched."""
