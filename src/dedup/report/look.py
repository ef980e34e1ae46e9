"""How a report is to look: what a view is told besides the result."""

from __future__ import annotations

from dataclasses import dataclass

NARROWEST = 40
"""Columns below which a terminal view does not try to fit."""


@dataclass(frozen=True, slots=True)
class Look:
    """`width` in columns and `colour` are for terminals; `rows` is the most findings a section lists, 0 for all."""

    width: int = 80
    colour: bool = False
    rows: int = 20

    @property
    def columns(self) -> int:
        """The width that is drawn for."""
        return max(self.width, NARROWEST)
