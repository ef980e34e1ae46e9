"""Values kept as columns, each made when somebody looks at it.

A result of many thousand findings is arrays that way, and Python objects only where somebody prints them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    Makers = Mapping[Callable[..., Any], Callable[..., Any]]
    """What makes values of the same fields instead of another maker, by that one."""

Item = TypeVar("Item")


class Made(Sequence[Item]):
    """A sequence that makes its values anew whenever they are asked for; it equals any sequence of equal values."""

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        places = range(len(self))[index]
        return tuple(map(self.made, places)) if isinstance(places, range) else self.made(places)

    @abstractmethod
    def made(self, place: int) -> Item:
        """Return the value at a place from 0."""

    @abstractmethod
    def each(self, makers: Makers) -> Iterator[Any]:
        """Return all values, made by other makers where there are any for them, and the same way within."""

    def __iter__(self) -> Iterator[Item]:
        return self.each({})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (list(self),)

    def __repr__(self) -> str:
        return repr(tuple(self))


class Columns(Made[Item]):
    """Values that `make` makes of one cell of each column: arrays, whose cells are Python's numbers, or sequences."""

    def __init__(self, make: Callable[..., Item], *columns: Sequence[Any] | NDArray[Any]) -> None:
        self._make = make
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def each(self, makers: Makers) -> Iterator[Any]:
        """Return all values, one after the other."""
        return map(makers.get(self._make, self._make), *(_cells(column, makers) for column in self._columns))

    def column(self, name: str) -> Sequence[Any] | NDArray[Any]:
        """Return one column by the name of its field, where `make` is a dataclass."""
        return self._columns[[field.name for field in fields(self._make)].index(name)]  # type: ignore[arg-type]

    def arrays(self) -> tuple[Sequence[Any] | NDArray[Any], ...]:
        """Return all columns."""
        return self._columns

    def made(self, place: int) -> Item:
        """Return the value at a place."""
        cells = (column[place] for column in self._columns)
        return self._make(*(cell.item() if isinstance(cell, np.generic) else cell for cell in cells))


class Strings(Made[str]):
    """Strings that lie in one run of UTF-8: string i is ``data[offsets[i] : offsets[i + 1]]`` (`offsets` int64)."""

    def __init__(self, data: bytes, offsets: NDArray[np.int64]) -> None:
        self._data = data
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def each(self, makers: Makers) -> Iterator[Any]:  # noqa: ARG002 - strings are what they are
        """Return all strings, one after the other."""
        return map(self.made, range(len(self)))

    def made(self, place: int) -> str:
        """Return the string at a place."""
        return self._data[self._offsets.item(place) : self._offsets.item(place + 1)].decode()


class Groups(Made[tuple[Item, ...]]):
    """Values in groups: group g is ``values[bounds[g] : bounds[g + 1]]`` as a tuple (`bounds` int64, from 0)."""

    def __init__(self, values: Sequence[Item], bounds: NDArray[np.int64]) -> None:
        self._values = values
        self._bounds = bounds

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def each(self, makers: Makers) -> Iterator[Any]:
        """Return all groups, one after the other."""
        values = iter(_cells(self._values, makers))
        return (tuple(islice(values, size)) for size in np.diff(self._bounds).tolist())

    def made(self, place: int) -> tuple[Item, ...]:
        """Return one group."""
        low, high = self._bounds[place : place + 2].tolist()
        return tuple(self._values[low:high])


def _cells(column: Sequence[Any] | NDArray[Any], makers: Makers) -> Iterable[Any]:
    """Return the cells of a column one after the other."""
    if isinstance(column, Made):
        return column.each(makers)
    return column.tolist() if isinstance(column, np.ndarray) else column


def column_of(values: Sequence[Any], name: str) -> Sequence[Any]:
    """Return one field of all values; where they are kept as columns, none of them is made for it."""
    if not isinstance(values, Columns):
        return [getattr(value, name) for value in values]
    found = values.column(name)
    return found.tolist() if isinstance(found, np.ndarray) else found
