"""Results to JSON and back.

The same result gives the same bytes. What the keys mean is said in ``scan.schema.json`` beside this file, which every
result validates against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from dedup.columns import Made
from dedup.report.decoding import loads
from dedup.report.encoding import encoded as written
from dedup.report.encoding import struct_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.report.look import Look
    from dedup.results import ScanResult

__all__ = ["dumps", "encoded", "json", "loads", "pieces", "schema"]

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
    for key in ("schema", *(field.name for field in fields(result) if field.name != "schema")):
        yield before
        yield from _section(key, getattr(result, key))
        before = b",\n"
    yield b"\n}\n"


def json(result: ScanResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return the result as JSON: a view like the others, on which the look has no effect."""
    return dumps(result)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of results (draft 2020-12)."""
    decoded: dict[str, Any] = msgspec.json.decode(files("dedup.report").joinpath("scan.schema.json").read_bytes())
    return decoded


def _section(key: str, value: Any) -> Iterator[bytes]:
    """Yield one key of the document with its value; the items of a sequence are encoded some at a time."""
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        yield _member(key, value)
        return
    head, tail = _member(key, [0]).split(b"0")
    left = value.each(struct_of) if isinstance(value, Made) else iter(value)
    before = head
    while items := list(islice(left, _AT_ONCE)):
        yield before
        yield _member(key, items)[len(head) : -len(tail)]
        before = b",\n    "
    yield tail


def _member(key: str, value: Any) -> bytes:
    """Return a key and its value as they stand in an object, without the braces around them and their line ends."""
    return written({key: value})[2:-2]
