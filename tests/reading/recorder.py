"""A watch that records messages and units, for tests."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Recorder:
    """Remembers messages, and the units of each stage."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.units: list[int] = []
        self.totals: list[int | None] = []

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002 - a Watch
        """Open a stage."""
        self.totals.append(total)
        yield self.units.append

    def tell(self, message: str) -> None:
        """Remember a message."""
        self.told.append(message)
