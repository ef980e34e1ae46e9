"""How long work tells somebody how far it is, without knowing who watches.

The walks call a `Watch`; the command line gives one that draws progress bars, everybody else gets `SILENT`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


class Watch(Protocol):
    """Somebody who may be watching."""

    def stage(self, name: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        """Open a stage of the work, of `total` units if that is known; call what it gives with units done."""

    def tell(self, message: str) -> None:
        """Say something that must be told at once, such as an input that cannot be read."""


class Silence:
    """Nobody watches."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:  # noqa: ARG002
        """Open a stage that nobody sees."""
        yield lambda _units: None

    def tell(self, message: str) -> None:
        """Drop the message: what it says is counted in the result too."""


SILENT: Watch = Silence()
"""The watch of library calls."""
