"""JSON back to a result, by msgspec and the types of the dataclasses; what is wrong is told by its place.

Keys whose fields have defaults may be missing, except at the top; keys that are not known are passed over.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args, get_origin, get_type_hints

import msgspec

from dedup.errors import ResultError, UsageError
from dedup.results import SCHEMA, ScanResult
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDED = frozenset({"notes", "sources"})
"""Keys at the top that were added after the first version of the schema."""

_NEGATIVE = re.compile(rb":\s*-")
"""What stands before a negative number in JSON; it may also stand in a text."""

_WRONG = re.compile(r"(?P<complaint>.*?)(?: - at `\$\.?(?P<place>.*)`)?", re.DOTALL)
"""A message of msgspec: what is wrong, and where."""

_MISSING = re.compile(r"Object missing required field `(\w+)`")
_EXPECTED = re.compile(r"Expected `(\w+)")
_KINDS = {
    "str": "is not a text",
    "int": "is not a count",
    "float": "is not a number",
    "bool": "is not true or false",
    "array": "is not a list",
    "object": "is not an object",
}
"""What is said of a value that is not of a type, by msgspec's name of the type."""


def loads(document: str | bytes) -> ScanResult:
    """Return the result that `dedup.report.json.dumps` wrote; anything else is a `ResultError`."""
    try:
        content = document.encode() if isinstance(document, str) else document
        settings = _settings(content)
        result = msgspec.json.decode(content, type=ScanResult)
        if _NEGATIVE.search(content):
            _refuse_negative(content)
        Settings.of(settings)
    except msgspec.ValidationError as error:
        _refuse(*_told(str(error)), cause=error)
    except UsageError as error:
        _refuse("settings", f"cannot be used: {error}", cause=error)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        msg = f"this is not a result of dedup: it is not JSON ({error})"
        raise ResultError(msg) from error
    return _with_tuples(result)


def _settings(content: bytes) -> dict[str, Any]:
    """Return the settings as they stand in the JSON, if it is a result of this schema with all that it must have."""
    try:
        top = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:  # it is JSON, but no object
        top = {}
    found = msgspec.json.decode(top["schema"]) if "schema" in top else None
    if found != SCHEMA:
        named = "it names no schema" if found is None else f"its schema is {found!r}"
        msg = f"this is not a result that this version of dedup reads: {named}, where {SCHEMA!r} is wanted"
        raise ResultError(msg)
    for field in fields(ScanResult):
        if field.name not in top and field.name not in _ADDED:
            _refuse(field.name, "is missing")
    settings = msgspec.json.decode(top["settings"])
    return settings if isinstance(settings, dict) else {}


def _refuse(place: str, complaint: str, cause: Exception | None = None) -> NoReturn:
    msg = f"this is not a result of dedup that can be read: {place or 'it'} {complaint}"
    raise ResultError(msg) from cause


def _told(message: str) -> tuple[str, str]:
    """Return the place that a message of msgspec names, as in ``copies[3].passages[0]``, and what is said of it."""
    found = _WRONG.fullmatch(message)
    complaint, place = (found["complaint"], found["place"] or "") if found else (message, "")
    if missing := _MISSING.match(complaint):
        return f"{place}.{missing[1]}".lstrip("."), "is missing"
    if expected := _EXPECTED.match(complaint):
        return place, _KINDS.get(expected[1], complaint)
    if complaint.startswith("Invalid enum value"):
        return place, f"is not one of {', '.join(_choices(place))}"
    return place, f"cannot be read: {complaint}"


def _choices(place: str) -> list[str]:
    """Return the texts that may stand at a place of a result."""
    found: Any = ScanResult
    for key in re.findall(r"[a-z_]+", place):
        (holder,) = (each for each in (found, *get_args(found)) if is_dataclass(each))
        found = get_type_hints(holder)[key]
    literals = [each for each in (found, *get_args(found)) if get_origin(each) is Literal]
    return [choice for literal in literals for choice in get_args(literal)]


def _refuse_negative(content: bytes) -> None:
    """Refuse a result that has a number below zero anywhere: there is none of which that would make sense."""
    for place, number in _numbers(msgspec.json.decode(content), ""):
        if number < 0:
            _refuse(place.lstrip("."), "is not a count" if isinstance(number, int) else "is not a number from 0")


def _numbers(value: Any, place: str) -> Iterator[tuple[str, float]]:
    """Yield each number of a decoded document, and its place."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(item, f"{place}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _numbers(item, f"{place}[{number}]")
    elif isinstance(value, int | float):
        yield place, value


def _with_tuples(result: ScanResult) -> ScanResult:
    """Return the result with tuples where a type says sequence, of which msgspec made a list."""
    values = {field.name: getattr(result, field.name) for field in fields(result)}
    listed: dict[str, Any] = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    boilerplate = tuple(replace(each, members=tuple(each.members)) for each in result.boilerplate)
    return replace(result, **listed, boilerplate=boilerplate)
