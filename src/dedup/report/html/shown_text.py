"""A text as the page shows it, and its places there.

Places of a result count characters of the text as it was read. JavaScript counts UTF-16 units, and hidden names are
shorter or longer than those that they replace; so both are converted here, once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from dedup.documents import well_formed
from dedup.report.name_table import replaced

if TYPE_CHECKING:
    from dedup.report.name_table import NameTable, Replacement

_LAST_OF_ONE_UNIT = "\uffff"


class TextPlaces:
    """Where the characters of a text stand in the text that is shown, in UTF-16 units."""

    __slots__ = ("_replaced", "_shifts", "_starts", "_wide", "length")

    def __init__(self, text: str, shown: str, replaced: list[Replacement]) -> None:
        self.length = len(text)
        self._replaced = replaced
        self._starts = [each.start for each in replaced]
        self._shifts = [0]
        for each in replaced:
            self._shifts.append(self._shifts[-1] + len(each.shown) - (each.end - each.start))
        self._wide = [] if shown.isascii() else [at for at, letter in enumerate(shown) if letter > _LAST_OF_ONE_UNIT]

    def start(self, offset: int) -> int:
        """Return the place of a passage's first character; within a replaced name, that of the name."""
        before = bisect_right(self._starts, offset)
        if before and offset < self._replaced[before - 1].end:
            before -= 1
            offset = self._replaced[before].start
        return self._in_units(offset + self._shifts[before])

    def end(self, offset: int) -> int:
        """Return the place after a passage's last character; within a replaced name, that after the name."""
        before = bisect_left(self._starts, offset)
        if before and offset < self._replaced[before - 1].end:
            offset = self._replaced[before - 1].end
        return self._in_units(offset + self._shifts[before])

    def _in_units(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)


class ShownText:
    """The text of a document with its names replaced, where names are hidden, and its places."""

    __slots__ = ("places", "text")

    def __init__(self, text: str, names: NameTable | None) -> None:
        replacements = names.replacements(text) if names else []
        self.text = well_formed(replaced(text, replacements))
        self.places = TextPlaces(text, self.text, replacements)
