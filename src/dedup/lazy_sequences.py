"""Sequences whose values are kept as columns, each value made when somebody looks at it.

A result of many thousand findings is arrays that way, and Python objects only where somebody prints them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

from dedup.arrow_tables import ArrowRows, short_repr
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    Kind = Callable[[Any], Callable[..., Any]]
    """Returns for a dataclass what makes values of the same fields in its place."""

Item = TypeVar("Item")

DIGITS = 6
"""Decimal places of every share and similarity in a result."""


def rounded(figure: float) -> float:
    """Return a share or similarity as a result has it."""
    return round(figure, DIGITS)


class LazySequence(Sequence[Item], ArrowRows):
    """A sequence that makes its values anew whenever they are asked for; it equals any sequence of equal values."""

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        places = range(len(self))[index]
        return tuple(self.take(np.array(places, np.int64))) if isinstance(places, range) else self.made(places)

    @abstractmethod
    def made(self, place: int) -> Item:
        """Return the value at a place from 0."""

    @abstractmethod
    def each(self, kind: Kind) -> Iterator[Any]:
        """Return all values; those of a dataclass, and those within, are made by what `kind` returns for it."""

    def take(self, places: NDArray[np.int64]) -> Sequence[Item]:
        """Return the values at these places, in the order of the places."""
        return [self.made(place) for place in places.tolist()]

    def __iter__(self) -> Iterator[Item]:
        return self.each(lambda make: make)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (list(self),)

    def __repr__(self) -> str:
        return short_repr(self)


class Columns(LazySequence[Item]):
    """Values of the dataclass `make`, of one cell of each column: arrays or sequences.

    Cells of arrays become Python's numbers, those of float64 are rounded. Fields that have a default may lack a column.
    """

    def __init__(self, make: Callable[..., Item], *columns: Sequence[Any] | NDArray[Any]) -> None:
        self._make = make
        self._columns = columns
        self.row_type = make

    def __len__(self) -> int:
        return len(self._columns[0])

    def each(self, kind: Kind) -> Iterator[Any]:
        """Return all values, one after the other."""
        return map(kind(self._make), *(_cells(column, kind) for column in self._columns))

    def column(self, name: str) -> Sequence[Any] | NDArray[Any]:
        """Return one column by the name of its field."""
        return self._columns[[field.name for field in fields(self._make)].index(name)]  # type: ignore[arg-type]

    def cells(self, name: str) -> Sequence[Any] | NDArray[Any] | None:
        """Return one field of all values, shares and similarities rounded; None if all have its default."""
        place = [field.name for field in fields(self._make)].index(name)  # type: ignore[arg-type]
        return column_cells(self._columns[place]) if place < len(self._columns) else None

    def arrays(self) -> tuple[Sequence[Any] | NDArray[Any], ...]:
        """Return all columns."""
        return self._columns

    def made(self, place: int) -> Item:
        """Return the value at a place."""
        return self._make(*(_cell(column[place]) for column in self._columns))

    def take(self, places: NDArray[np.int64]) -> Columns[Item]:
        """Return the values at these places, in the order of the places."""
        return Columns(self._make, *(take(column, places) for column in self._columns))


class Strings(LazySequence[str]):
    """Strings that lie in one run of UTF-8: string i is ``data[offsets[i] : offsets[i + 1]]`` (`offsets` int64)."""

    def __init__(self, data: bytes, offsets: NDArray[np.int64]) -> None:
        self._data = data
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def each(self, kind: Kind) -> Iterator[Any]:  # noqa: ARG002 - strings are what they are
        """Return all strings, one after the other."""
        return map(self.made, range(len(self)))

    def made(self, place: int) -> str:
        """Return the string at a place."""
        return self._data[self._offsets.item(place) : self._offsets.item(place + 1)].decode()


class GroupedValues(LazySequence[tuple[Item, ...]]):
    """Values in groups: group g is ``values[bounds[g] : bounds[g + 1]]`` as a tuple (`bounds` int64, from 0)."""

    def __init__(self, values: Sequence[Item], bounds: NDArray[np.int64]) -> None:
        self._values = values
        self._bounds = bounds

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def each(self, kind: Kind) -> Iterator[Any]:
        """Return all groups, one after the other."""
        values = iter(_cells(self._values, kind))
        return (tuple(islice(values, size)) for size in np.diff(self._bounds).tolist())

    def flattened(self) -> tuple[list[int], Sequence[Item]]:
        """Return the sizes of the groups, and their values one after the other."""
        return np.diff(self._bounds).tolist(), self._values

    def made(self, place: int) -> tuple[Item, ...]:
        """Return one group."""
        low, high = self._bounds[place : place + 2].tolist()
        return tuple(self._values[low:high])

    def take(self, places: NDArray[np.int64]) -> GroupedValues[Item]:
        """Return the groups at these places, in the order of the places."""
        sizes = np.diff(self._bounds)[places]
        bounds = prefix_sums(sizes)
        shifts = np.repeat(self._bounds[:-1][places] - bounds[:-1], sizes)
        return GroupedValues(take(self._values, np.arange(bounds[-1]) + shifts), bounds)


def column_cells(column: Sequence[Any] | NDArray[Any] | None) -> Sequence[Any] | NDArray[Any] | None:
    """Return the cells of a column, shares and similarities rounded."""
    if isinstance(column, np.ndarray) and column.dtype.kind == "f":
        return list(map(rounded, column.tolist()))
    return column


def _cells(column: Sequence[Any] | NDArray[Any], kind: Kind) -> Iterable[Any]:
    """Return the cells of a column one after the other."""
    if isinstance(column, LazySequence):
        return column.each(kind)
    if not isinstance(column, np.ndarray):
        return column
    return map(rounded, column.tolist()) if column.dtype.kind == "f" else column.tolist()


def _cell(cell: Any) -> Any:
    """Return one cell of a column."""
    value = cell.item() if isinstance(cell, np.generic) else cell
    return rounded(value) if isinstance(cell, np.floating) else value


def take(values: Any, places: NDArray[np.int64]) -> Any:
    """Return the values at these places, in the order of the places; of values in columns none is made for it."""
    if isinstance(values, np.ndarray):
        return values[places]
    if isinstance(values, LazySequence):
        return values.take(places)
    return [values[place] for place in places.tolist()]


def column_of(values: Sequence[Any], name: str) -> Sequence[Any]:
    """Return one field of all values; where they are kept as columns, none of them is made for it."""
    find = getattr(values, "column", None)
    if find is None:
        return [getattr(value, name) for value in values]
    found: Sequence[Any] | NDArray[Any] = find(name)
    return found.tolist() if isinstance(found, np.ndarray) else found
