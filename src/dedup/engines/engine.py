"""What a scan asks of the place where it runs: one machine (`local`), or later many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")


class Engine(Protocol):
    """Runs work on items and returns the results in the order of the items.

    Work returns what it makes: it writes into no array of its caller, so that it can run in another process. The
    engine and its number of workers change nothing but the time.
    """

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return the result of each item, in order."""
        ...

    def stream(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in order; only a few items are under way at a time."""
        ...

    def limit(self) -> int:
        """Return the bytes of memory that may be used."""
        ...

    def most_text(self) -> int:
        """Return the bytes of text up to which a scan needs no temporary files."""
        ...
