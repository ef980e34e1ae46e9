"""A JSON file becomes documents: an array of objects is a table, one object a row.

Shards of collections are often named ``.json`` and are JSON Lines, which are left to `dedup.reading.jsonl`. Most other
files of that name hold no texts: `holds_texts` tells which of a folder's do, without reading them whole.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import orjson

from dedup.errors import InputError
from dedup.reading.compression import decompressed
from dedup.reading.decoding import decode
from dedup.reading.rows import Table, layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

_LOOKED_AT = 1 << 16
"""Bytes of a file in which its first object is looked for."""
_KEY = re.compile(r'"((?:[^"\\\n]|\\.){1,100})"\s*:\s*"')


def read_json(name: str, data: bytes, options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of a file that is one JSON value; raises `InputError` where it is none, or no table."""
    text, note = decode(name, data, options.encoding)
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InputError(name, f"not JSON ({error})") from error
    if not isinstance(value, (dict, list)):
        raise InputError(name, "JSON, but neither an object nor an array of objects")
    if note:
        gathering.note(name, note)
    table = Table(name, name, options, gathering)
    for number, row in enumerate(value if isinstance(value, list) else [value], start=1):
        if isinstance(row, dict):
            table.add(number, row)
        else:
            table.refuse(number, "not a JSON object")


def holds_texts(path: str, columns: Mapping[str, str]) -> bool:
    """Return whether the beginning of a ``.json`` file shows an object with a text; one that cannot be read may.

    `columns` are the names that the call gives.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - paths are strings, see `dedup.reading.walk`
            chunks = iter(lambda: file.read(_LOOKED_AT), b"")
            head = next((chunk for chunk in decompressed(path, chunks) if chunk), b"")[:_LOOKED_AT]
    except (OSError, InputError):
        return True
    if not head.strip():
        return True
    text = head.decode(errors="replace").removeprefix("\ufeff").lstrip()
    return layout_of(_names(text), columns).text is not None


def _names(text: str) -> Iterator[str]:
    """Yield the names of the first object of an array or a line, as far as it is there."""
    begins = re.match(r"\[?\s*(?=\{)", text)
    if begins is None:
        return
    try:
        first: Any = json.JSONDecoder().raw_decode(text, begins.end())[0]
    except (ValueError, RecursionError):  # it goes on behind what is looked at, or is none
        line = text[begins.end() :].split("\n", 1)[0] if not begins[0] else text
        yield from (found[1] for found in _KEY.finditer(line))
    else:
        yield from first
