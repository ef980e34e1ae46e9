"""What a place of a text is called: ``page 3`` where the document has parts, else the number of its line."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from dedup.report.display_text import one_line

if TYPE_CHECKING:
    from dedup.matches import Place, RepeatedPlace
    from dedup.results import ScanResult


class PlaceNames:
    """Names the places of a result."""

    def __init__(self, result: ScanResult) -> None:
        self._parts = {each.document: each.parts for each in result.parts}

    def of(self, document: str, place: Place | RepeatedPlace) -> str:
        """Return the part of the document in which a place begins, or its line."""
        parts = self._parts.get(document)
        if not parts:
            return str(place.line)
        at = bisect_right(parts, place.start, key=lambda part: part.start) - 1
        return one_line(parts[max(at, 0)].name)
