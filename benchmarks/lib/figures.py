"""One measured number beside the bound that it is held to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured `value`; `bound` is what it must reach (`least`) or must not exceed, none where it is only told.

    `of` says in a few words what was counted.
    """

    name: str
    value: float
    bound: float | None = None
    least: bool = True
    of: str = ""

    @property
    def met(self) -> bool:
        """Whether the bound is kept; a figure without one keeps it."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.least else self.value <= self.bound

    @property
    def target(self) -> str:
        """The bound as it is printed, empty where there is none."""
        if self.bound is None:
            return ""
        return f"{'≥' if self.least else '≤'} {self.bound:g}"

    def as_row(self) -> dict[str, Any]:
        """Return the figure as it is written to JSON."""
        return {
            "name": self.name,
            "value": round(self.value, 6),
            "target": self.target,
            "met": self.met,
            "of": self.of,
        }


def share(part: int, whole: int) -> float:
    """Return part of whole; of nothing, nothing is amiss, and the share is 1."""
    return part / whole if whole else 1.0
