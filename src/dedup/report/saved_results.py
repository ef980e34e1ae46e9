"""Results of scans as JSON: saved, loaded again, and refused where a file is not such a result.

The same result gives the same bytes. ``scan.schema.json`` beside this file explains the keys, and every result
validates against it. msgspec decodes by the types of the dataclasses. Keys whose fields have defaults may be missing,
except at the top; unknown keys are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args, get_origin, get_type_hints

import msgspec

from dedup.errors import ResultError, UsageError
from dedup.lazy_sequences import LazySequence
from dedup.report.json_encoding import encode_json, struct_type
from dedup.results import SCHEMA, ScanResult
from dedup.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK_ITEMS = 1024
"""Items of a long sequence that are encoded together."""

_OPTIONAL_KEYS = frozenset({"notes", "origins", "parts", "rewrites", "sources"})
"""Keys at the top that were added after the first version of the schema."""

_ODD_NUMBER = re.compile(rb":\s*-|[:,\[]\s*\d{19}")
"""What shows a negative number in JSON, or one of more than 64 bits; it may also stand in a text."""
_MOST = (1 << 63) - 1
"""The largest number that a table of a result holds."""

_MSGSPEC_MESSAGE = re.compile(r"(?P<complaint>.*?)(?: - at `\$\.?(?P<place>.*)`)?", re.DOTALL)
"""A message of msgspec: what is wrong, and the place in the document."""

_MISSING = re.compile(r"Object missing required field `(\w+)`")
_EXPECTED = re.compile(r"Expected `(\w+)")
_WRONG_TYPE = {
    "str": "is not a text",
    "int": "is not a count",
    "float": "is not a number",
    "bool": "is not true or false",
    "array": "is not a list",
    "object": "is not an object",
}
"""The complaint about a value of another type, by msgspec's name of the expected type."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of results (draft 2020-12)."""
    decoded: dict[str, Any] = msgspec.json.decode(files("dedup.report").joinpath("scan.schema.json").read_bytes())
    return decoded


def dumps(result: ScanResult) -> str:
    """Return the result as a JSON document that ends in a newline.

    Lone surrogates, as Python has them in file names that are not UTF-8, are written as U+FFFD.
    """
    return b"".join(json_chunks(result)).decode()


def json_chunks(result: ScanResult) -> Iterator[bytes]:
    """Yield the UTF-8 of what `dumps` returns in chunks, so that a long document is never in memory as a whole."""
    before = b"{\n"
    for key in ("schema", *(field.name for field in fields(result) if field.name != "schema")):
        yield before
        yield from _member_chunks(key, getattr(result, key))
        before = b",\n"
    yield b"\n}\n"


def _member_chunks(key: str, value: Any) -> Iterator[bytes]:
    """Yield a key and its value; the items of a sequence are encoded some at a time."""
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        yield _member(key, value)
        return
    start, end = _member(key, [0]).split(b"0")
    items = value.each(struct_type) if isinstance(value, LazySequence) else iter(value)
    before = start
    while chunk := list(islice(items, _CHUNK_ITEMS)):
        yield before
        yield _member(key, chunk)[len(start) : -len(end)]
        before = b",\n    "
    yield end


def _member(key: str, value: Any) -> bytes:
    """Return a key and its value as they stand in an object, without the braces around them and their line ends."""
    return encode_json({key: value})[2:-2]


def loads(document: str | bytes) -> ScanResult:
    """Return the result that `dumps` wrote; anything else is a `ResultError` that names the place of the fault."""
    try:
        content = document.encode() if isinstance(document, str) else document
        settings = _settings(content)
        result = msgspec.json.decode(content, type=ScanResult)
        if _ODD_NUMBER.search(content):
            _refuse_odd_numbers(content)
        Settings.of(settings)
    except msgspec.ValidationError as error:
        _refuse(*_place_and_complaint(str(error)), cause=error)
    except UsageError as error:
        _refuse("settings", f"cannot be used: {error}", cause=error)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        msg = f"this is not a result of dedup: it is not JSON ({error})"
        raise ResultError(msg) from error
    return _with_tuples(result)


def _settings(content: bytes) -> dict[str, Any]:
    """Return the settings as they stand in the JSON; refuse another schema, or a document that lacks a key."""
    try:
        top = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:  # it is JSON, but not an object
        top = {}
    found = msgspec.json.decode(top["schema"]) if "schema" in top else None
    if found != SCHEMA:
        named = "it names no schema" if found is None else f"its schema is {found!r}"
        msg = f"this is not a result that this version of dedup reads: {named}, where {SCHEMA!r} is wanted"
        raise ResultError(msg)
    for field in fields(ScanResult):
        if field.name not in top and field.name not in _OPTIONAL_KEYS:
            _refuse(field.name, "is missing")
    settings = msgspec.json.decode(top["settings"])
    return settings if isinstance(settings, dict) else {}


def _refuse(place: str, complaint: str, cause: Exception | None = None) -> NoReturn:
    msg = f"this is not a result of dedup that can be read: {place or 'it'} {complaint}"
    raise ResultError(msg) from cause


def _place_and_complaint(message: str) -> tuple[str, str]:
    """Return the place that a message of msgspec names, such as ``copies[3].passages[0]``, and what is wrong there."""
    found = _MSGSPEC_MESSAGE.fullmatch(message)
    complaint, place = (found["complaint"], found["place"] or "") if found else (message, "")
    if missing := _MISSING.match(complaint):
        return f"{place}.{missing[1]}".lstrip("."), "is missing"
    if expected := _EXPECTED.match(complaint):
        return place, _WRONG_TYPE.get(expected[1], complaint)
    if complaint.startswith("Invalid enum value"):
        return place, f"is not one of {', '.join(_choices(place))}"
    return place, f"cannot be read: {complaint}"


def _choices(place: str) -> list[str]:
    """Return the texts that are allowed at a place of a result."""
    found: Any = ScanResult
    for key in re.findall(r"[a-z_]+", place):
        (holder,) = (each for each in (found, *get_args(found)) if is_dataclass(each))
        found = get_type_hints(holder)[key]
    literals = [each for each in (found, *get_args(found)) if get_origin(each) is Literal]
    return [choice for literal in literals for choice in get_args(literal)]


def _refuse_odd_numbers(content: bytes) -> None:
    """Refuse a result that has a negative number anywhere, or a whole one of more than 64 bits: no field has such."""
    for place, number in _numbers(msgspec.json.decode(content), ""):
        if number < 0 or (isinstance(number, int) and number > _MOST):
            _refuse(place.lstrip("."), "is not a count" if isinstance(number, int) else "is not a number from 0")


def _numbers(value: Any, place: str) -> Iterator[tuple[str, float]]:
    """Yield each number of a decoded document with its place."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(item, f"{place}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _numbers(item, f"{place}[{index}]")
    elif isinstance(value, int | float):
        yield place, value


def _with_tuples(result: ScanResult) -> ScanResult:
    """Return the result with tuples in place of lists: msgspec decodes the type `Sequence` to a list."""
    values = {field.name: getattr(result, field.name) for field in fields(result)}
    listed: dict[str, Any] = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    boilerplate = tuple(replace(each, members=tuple(each.members)) for each in result.boilerplate)
    return replace(result, **listed, boilerplate=boilerplate)
