"""A JSON file becomes documents: an array of objects is a table, one object a row.

Files of a collection are often named ``.json`` and are JSON Lines, which `dedup.reading.jsonl` reads. Most other files
of that name hold no texts: `holds_texts` says which files of a folder do, without reading them whole.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError
from dedup.reading.addresses import opened_input
from dedup.reading.content import decompressed, joined
from dedup.reading.decoding import decode
from dedup.reading.fields import layout_of
from dedup.reading.json_values import json_value
from dedup.reading.ninjs import is_news_item
from dedup.reading.tables import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_HEAD_SIZE = 1 << 16
"""Bytes of a file in which the names of its first object are looked for."""
_KEY = re.compile(r'"((?:[^"\\\n]|\\.){1,100})"\s*:\s*"')


def read_json(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of one JSON value; raises `InputError` where it is not JSON, or not a table."""
    name = content.name
    data = joined(name, content.chunks(), content.most)  # one value, and many documents
    text, note = decode(name, data, options.encoding)
    value, mended = json_value(name, text)
    if not isinstance(value, (dict, list)):
        raise InputError(name, "JSON, but neither an object nor an array of objects")
    for one in (note, "lone surrogates became U+FFFD" if mended else None):
        if one:
            builder.note(name, one)
    table = TableReader(name, name, options, builder)
    for number, row in enumerate(value if isinstance(value, list) else [value], start=1):
        if isinstance(row, dict):
            table.attempt(number, table.add, number, row)
        else:
            table.refuse(number, "not a JSON object")


def holds_texts(path: str, columns: Mapping[str, str]) -> bool:
    """Return whether a ``.json`` file begins with an object that has a text; True where the file cannot be read.

    `columns` are the names that the call gives.
    """
    head = head_of(path)
    if head is None:
        return True
    return names_texts(head, columns)


def names_texts(head: bytes, columns: Mapping[str, str]) -> bool:
    """Return whether JSON begins with an object that has a text; True where there is nothing."""
    if not head.strip():
        return True
    text = head[:_HEAD_SIZE].decode(errors="replace").removeprefix("\ufeff").lstrip()
    names = list(_names(text))
    return layout_of(names, columns).text is not None or is_news_item(names)


def head_of(path: str) -> bytes | None:
    """Return the first bytes of a file, decompressed; None where it cannot be read."""
    try:
        with opened_input(path) as file:
            chunks = iter(lambda: file.read(_HEAD_SIZE), b"")
            head = b""
            for chunk in decompressed(path, chunks):
                head += chunk[:_HEAD_SIZE]
                if len(head) >= _HEAD_SIZE:
                    break
    except (OSError, InputError):
        return None
    return head


def _names(text: str) -> Iterator[str]:
    """Yield the names of the first object of an array or a line, as far as `text` holds it."""
    begins = re.match(r"\[?\s*(?=\{)", text)
    if begins is None:
        return
    try:
        first: Any = json.JSONDecoder().raw_decode(text, begins.end())[0]
    except (ValueError, RecursionError):  # the object goes on behind `text`, or is not JSON
        line = text[begins.end() :].split("\n", 1)[0] if not begins[0] else text
        yield from (found[1] for found in _KEY.finditer(line))
    else:
        yield from first
