"""JSON Lines become documents: one object a line.

orjson reads the lines; the few that it refuses are read again by slower and more lenient means before they are told
as unreadable. A row's number is the number of its line.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import orjson

from dedup.errors import InputError
from dedup.reading.lines import LineDecoder, lines_of, utf8_chunks
from dedup.reading.rows import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def read_jsonl(name: str, chunks: Iterable[bytes], options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of one file of JSON Lines; `chunks` are its bytes, decompressed."""
    reader = _JsonLines(name, options, gathering)
    number = 0
    try:
        for number, line in enumerate(lines_of(utf8_chunks(name, chunks, options.encoding, gathering)), start=1):
            reader.read(number, line)
    except InputError as error:
        kept = f"; the {number:,} lines before it were read" if number > 1 else ""
        gathering.refuse(name, error.reason + kept)
    except OSError:
        reader.finish()
        raise
    reader.finish()


class _JsonLines:
    def __init__(self, name: str, options: ReadingOptions, gathering: Gathering) -> None:
        self._table = Table(name, name, options, gathering)
        self._gathering = gathering
        self._decoder = LineDecoder(name)
        self._surrogates = 0

    def read(self, number: int, line: bytes) -> None:
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            bare = line.strip()
            if not bare:
                return
            if number == 1 and bare in {b"[", b"{"}:
                msg = "one JSON value over several lines; JSON Lines hold one object a line"
                raise InputError(self._table.name, msg) from None
            try:
                row = self._read_again(line)
            except InputError as error:
                self._table.refuse(number, error.reason)
                return
        if type(row) is not dict:
            self._table.refuse(number, "not a JSON object")
            return
        identity = self._table.layout(tuple(row)).id
        if identity is not None and type(row[identity]) is float:
            # A number too long for 64 bits has become a float; as an id it is to stay what was written.
            row[identity] = json.loads(line, parse_float=str, parse_int=str)[identity]
        self._table.add(number, row)

    def _read_again(self, line: bytes) -> Any:
        text = self._decoder.decode(line)
        try:
            value = json.loads(text)
            written = json.dumps(value, ensure_ascii=False)
        except ValueError as error:
            reason = f"not JSON ({error.msg}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
            raise InputError(self._table.name, reason or f"not JSON ({error})") from error
        except RecursionError as error:
            raise InputError(self._table.name, "JSON that is nested too deeply") from error
        if not _LONE_SURROGATE.search(written):
            return value
        self._surrogates += 1
        return json.loads(_LONE_SURROGATE.sub(_REPLACEMENT, written))

    def finish(self) -> None:
        self._decoder.note(self._gathering)
        if self._surrogates:
            rows = "1 row" if self._surrogates == 1 else f"{self._surrogates:,} rows"
            self._gathering.note(self._table.name, f"{rows} with lone surrogates, which became U+FFFD")
