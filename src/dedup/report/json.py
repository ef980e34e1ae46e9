"""Results to JSON and back.

The same result gives the same bytes. What the keys mean is said in ``scan.schema.json`` beside this file, which every
result validates against.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from dedup.errors import ResultError
from dedup.report.decoding import result_of
from dedup.report.encoding import plain
from dedup.report.rows import Row
from dedup.results import SCHEMA

if TYPE_CHECKING:
    from dedup.report.look import Look
    from dedup.results import ScanResult

_AT_ONCE = 1024
"""Items of a long section that are encoded together."""


def dumps(result: ScanResult) -> str:
    """Return the result as a JSON document that ends in a newline.

    Lone surrogates, as Python has them for parts of file names in no encoding, are written as U+FFFD.
    """
    return encoded(result).decode()


def encoded(result: ScanResult) -> bytes:
    """Return what `dumps` does as the UTF-8 that is written."""
    return b"".join(pieces(result))


def pieces(result: ScanResult) -> Iterator[bytes]:
    """Yield what `encoded` returns, some findings at a time; whoever writes them need not hold all."""
    before = b"{\n"
    for key, value in plain(result).items():
        yield before
        yield from _section(key, value)
        before = b",\n"
    yield b"\n}\n"


def json(result: ScanResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return the result as JSON: a view like the others, on which the look has no effect."""
    return dumps(result)


def loads(document: str | bytes) -> ScanResult:
    """Return the result that `dumps` wrote; anything else is a `ResultError`. Unknown keys are passed over."""
    try:
        decoded = orjson.loads(document)
    except orjson.JSONDecodeError as error:
        msg = f"this is not a result of dedup: it is not JSON ({error})"
        raise ResultError(msg) from error
    found = decoded.get("schema") if isinstance(decoded, dict) else None
    if found != SCHEMA:
        named = "it names no schema" if found is None else f"its schema is {found!r}"
        msg = f"this is not a result that this version of dedup reads: {named}, where {SCHEMA!r} is wanted"
        raise ResultError(msg)
    return result_of(Row(decoded))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of results (draft 2020-12)."""
    decoded: dict[str, Any] = orjson.loads(files("dedup.report").joinpath("scan.schema.json").read_bytes())
    return decoded


def _section(key: str, value: Any) -> Iterator[bytes]:
    """Yield one key of the document with its value; the items of an iterator are encoded some at a time."""
    items = list(islice(value, _AT_ONCE)) if isinstance(value, Iterator) else []
    if not items:
        yield _member(key, [] if isinstance(value, Iterator) else value)
        return
    head, tail = _member(key, [0]).split(b"0")
    before = head
    while items:
        yield before
        yield _member(key, items)[len(head) : -len(tail)]
        items, before = list(islice(value, _AT_ONCE)), b",\n    "
    yield tail


def _member(key: str, value: Any) -> bytes:
    """Return a key and its value as they stand in an object, without the braces around them and their line ends."""
    try:
        return orjson.dumps({key: value}, option=orjson.OPT_INDENT_2)[2:-2]
    except TypeError:  # orjson refuses lone surrogates
        return orjson.dumps({key: _without_surrogates(value)}, option=orjson.OPT_INDENT_2)[2:-2]


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _without_surrogates(getattr(value, field.name)) for field in fields(value)}
    return value
