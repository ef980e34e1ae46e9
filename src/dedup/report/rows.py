"""Decoded JSON read key by key: what is missing or of the wrong kind becomes a `ResultError` that says where.

Knows JSON objects, not results: which keys a result has is `dedup.report.json`'s affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from dedup.errors import ResultError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Choice = TypeVar("Choice", bound=str)

REQUIRED: Any = object()
"""The default of a key that has none."""


class Row:
    """One object of the document; `place` names it for the person who is told what is wrong with it."""

    __slots__ = ("_key", "_number", "_parent", "_values")

    def __init__(self, values: Any, parent: Row | None = None, key: str = "", number: int | None = None) -> None:
        self._parent = parent
        self._key = key
        self._number = number
        self._values = values
        if not isinstance(values, dict):
            self.refuse("is not an object")

    @property
    def place(self) -> str:
        """Where the row stands, as in ``copies[3].passages[0]``; empty for the whole document."""
        number = "" if self._number is None else f"[{self._number}]"
        outer = self._parent.place if self._parent else ""
        return f"{outer}.{self._key}{number}".lstrip(".")

    def refuse(self, complaint: str, key: str = "") -> NoReturn:
        """Raise the `ResultError` that says what is wrong with this row, or with the value at `key`."""
        place = f"{self.place}.{key}".strip(".") or "it"
        msg = f"this is not a result of dedup that can be read: {place} {complaint}"
        raise ResultError(msg)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def text(self, key: str, default: str = REQUIRED) -> str:
        """Return a string."""
        value = self._value(key, default)
        if type(value) is not str:
            self.refuse("is not a text", key)
        return value

    def optional_text(self, key: str) -> str | None:
        """Return a string, or None where the value is null or missing."""
        value = self._values.get(key)
        return None if value is None else self.text(key)

    def choice(self, key: str, choices: Sequence[Choice], default: Choice = REQUIRED) -> Choice:
        """Return one of the choices."""
        value = self._value(key, default)
        if value not in choices:
            self.refuse(f"is not one of {', '.join(choices)}", key)
        found: Choice = value
        return found

    def count(self, key: str, default: int = REQUIRED) -> int:
        """Return a whole number from 0."""
        value = self._value(key, default)
        if type(value) is not int or value < 0:
            self.refuse("is not a count", key)
        return value

    def figure(self, key: str) -> float:
        """Return a number as a float."""
        value = self._value(key, REQUIRED)
        if type(value) is not float and type(value) is not int:
            self.refuse("is not a number", key)
        return float(value)

    def optional_figure(self, key: str) -> float | None:
        """Return a number as a float, or None where the value is null or missing."""
        return None if self._values.get(key) is None else self.figure(key)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._value(key, default)
        if type(value) is not bool:
            self.refuse("is not true or false", key)
        return value

    def row(self, key: str) -> Row:
        """Return the object at the key."""
        return Row(self._value(key, REQUIRED), self, key)

    def rows(self, key: str, default: Sequence[Any] = REQUIRED) -> list[Row]:
        """Return the objects of the list at the key."""
        return [Row(value, self, key, number) for number, value in enumerate(self._list(key, default))]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the strings of the list at the key."""
        values = self._list(key, REQUIRED)
        if not all(type(value) is str for value in values):
            self.refuse("is not a list of texts", key)
        return tuple(values)

    def _list(self, key: str, default: Sequence[Any]) -> Sequence[Any]:
        values = self._value(key, default)
        if not isinstance(values, list | tuple):
            self.refuse("is not a list", key)
        return values

    def _value(self, key: str, default: Any) -> Any:
        value = self._values.get(key, default)
        if value is REQUIRED:
            self.refuse("is missing", key)
        return value
