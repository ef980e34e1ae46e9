"""Values that are kept as columns: they are the same as if they had been made at once."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from dedup.lazy_sequences import Columns, GroupedValues, LazySequence, column_of

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Point:
    """A value with two fields."""

    x: int
    y: float


@dataclass(frozen=True, slots=True)
class Path:
    """A value that holds others."""

    name: str
    start: Point
    points: tuple[Point, ...]


POINTS = Columns(Point, np.arange(4), np.array([0.5, 1.5, 2.5, 3.5]))
STARTS = Columns(Point, np.array([2, 3]), [2.5, 3.5])
PATHS = Columns(Path, ["a", "b"], STARTS, GroupedValues(POINTS, np.array([0, 3, 3])))
LISTED = (
    Path("a", Point(2, 2.5), (Point(0, 0.5), Point(1, 1.5), Point(2, 2.5))),
    Path("b", Point(3, 3.5), ()),
)


def test_values_are_made_when_they_are_asked_for() -> None:
    """One by one, some, or all; also values within values, and the last one."""
    assert tuple(PATHS) == LISTED
    assert (PATHS[0], PATHS[-1], PATHS[1:]) == (LISTED[0], LISTED[1], LISTED[1:])
    assert len(PATHS) == 2
    with pytest.raises(IndexError):
        PATHS[2]


def test_numbers_are_those_of_python() -> None:
    """No value shows that it came from an array."""
    for point in (POINTS[1], next(iter(POINTS))):
        assert (type(point.x), type(point.y)) == (int, float)


def test_figures_have_six_decimal_places() -> None:
    """However they are asked for; two thirds as 0.666667."""
    thirds = Columns(Point, np.arange(2), np.array([1, 2]) / 3)
    assert [point.y for point in thirds] == [thirds[0].y, thirds[1].y] == [0.333333, 0.666667]


def test_they_equal_a_tuple_of_the_same_values() -> None:
    """Either way round, by hash and after a journey; not a set, and not other values."""
    assert PATHS == LISTED
    assert LISTED == PATHS
    assert LISTED[:1] != PATHS
    assert set(LISTED) != PATHS
    assert hash(PATHS) == hash(LISTED)
    assert pickle.loads(pickle.dumps(PATHS)) == LISTED  # noqa: S301 - it was written a moment ago


def test_repr_is_short() -> None:
    """A million values are shown by their number and the first two of them."""
    assert repr(Columns(Point, np.arange(1_000_000), np.arange(1_000_000))) == (
        "<1,000,000 values: Point(x=0, y=0), Point(x=1, y=1), …>"
    )


def test_values_can_be_taken_in_another_order() -> None:
    """Groups of values in columns come in the order that is asked for, and may come twice."""
    assert tuple(PATHS.take(np.array([1, 0, 1]))) == (LISTED[1], LISTED[0], LISTED[1])


def test_another_maker_can_make_them() -> None:
    """It is given the fields; values within are made by theirs."""
    makers: dict[Any, Callable[..., Any]] = {Path: lambda *fields: fields, Point: lambda x, _: x}
    found = list(PATHS.each(makers.__getitem__))
    assert found == [("a", 2, (0, 1, 2)), ("b", 3, ())]


@pytest.mark.parametrize("values", [PATHS, LISTED])
def test_a_field_of_all_values_is_had_by_its_name(values: LazySequence[Path]) -> None:
    """Whether they are kept as columns or not."""
    assert list(column_of(values, "name")) == ["a", "b"]
    assert list(column_of(POINTS, "y")) == [0.5, 1.5, 2.5, 3.5]
