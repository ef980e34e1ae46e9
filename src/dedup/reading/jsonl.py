"""JSON Lines become documents: one object a line.

Arrow reads large files, and leaves here the blocks and lines about which anything is in doubt; small files are read
here whole. orjson reads the lines; the few that it refuses are read again by slower and more lenient means before they
are told as unreadable. A row's number is the number of its line.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import orjson

from dedup.errors import InputError
from dedup.line_ends import rows_with_line_feeds
from dedup.processors import cores
from dedup.reading.ahead import work_ahead
from dedup.reading.blocks import MOST_WORKERS, block_size, blocks_of, lines_in
from dedup.reading.lines import LineDecoder, utf8_chunks
from dedup.reading.rows import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.columns import Batcher
    from dedup.reading.gathering import Gathering
    from dedup.reading.jsonblocks import JsonRows
    from dedup.reading.options import ReadingOptions

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def read_jsonl(name: str, chunks: Iterable[bytes], options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of one file of JSON Lines; `chunks` are its bytes, decompressed."""
    reader = _JsonLines(name, options, gathering)
    try:
        coming = rows_with_line_feeds(utf8_chunks(name, chunks, options.encoding, gathering))
        head = next(coming, b"")
        reader.refuse_spread(head)
        reader.read_all(blocks_of(chain([head], coming), block_size(options.batch_bytes)))
    except InputError as error:
        kept = f"; the {reader.number:,} lines before it were read" if reader.number > 1 else ""
        gathering.refuse(name, error.reason + kept)
    except OSError:
        reader.finish()
        raise
    reader.finish()


class _JsonLines:
    """Reads the lines of a file; `number` of them were read."""

    def __init__(self, name: str, options: ReadingOptions, gathering: Gathering) -> None:
        self.number = 0
        self._table = Table(name, name, options, gathering)
        self._options = options
        self._gathering = gathering
        self._decoder = LineDecoder(name)
        self._surrogates = 0

    def read_all(self, blocks: Iterator[bytes]) -> None:
        """Read all lines: by Arrow, block beside block, where that pays, else one by one."""
        first = next(blocks, b"")
        if "html" in self._options.columns or not self._gathering.arrow_pays(len(first)):
            for block in chain([first] if first else [], blocks):
                self._read_lines(lines_in(block))
            return
        from dedup.reading.columns import Batcher  # noqa: PLC0415 - small files need it not
        from dedup.reading.jsonblocks import JsonBlocks  # noqa: PLC0415 - as above

        parser, batcher = JsonBlocks(self._options.columns), Batcher(self._table.name, self._table.name)
        for block, rows in work_ahead(parser.read, chain([first], blocks), min(cores(), MOST_WORKERS)):
            if rows is None:
                self._read_lines(lines_in(block))
            else:
                self._add(rows, batcher)

    def _read_lines(self, lines: list[bytes]) -> None:
        for line in lines:
            self.number += 1
            self.read(self.number, line)

    def _add(self, rows: JsonRows, batcher: Batcher) -> None:
        """Add the documents of a block, and those of the lines that were left between them."""
        numbers = rows.numbers + (self.number + 1)
        left = ((row, (int(numbers[row]), line)) for row, line in rows.left)
        batch = batcher.batch(rows.columns, numbers)
        self._gathering.add_around(batch, numbers, left, lambda item: self.read(*item), width=1)
        self.number += rows.height

    def refuse_spread(self, head: bytes) -> None:
        """Raise `InputError` where the first of several lines shows that one value stands on all of them."""
        first, line_feed, _ = head.partition(b"\n")
        if line_feed and first.strip() in {b"[", b"{"}:
            msg = "one JSON value over several lines; JSON Lines hold one object a line"
            raise InputError(self._table.name, msg)

    def read(self, number: int, line: bytes) -> None:
        """Add the document of one line, or tell why there is none."""
        written: bytes | str = line
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            bare = line.strip()
            if not bare:
                return
            if number == 1:
                self.refuse_spread(line + b"\n")
            try:
                row, written = self._read_again(line)
            except InputError as error:
                self._table.refuse(number, error.reason)
                return
        if type(row) is not dict:
            self._table.refuse(number, "not a JSON object")
            return
        identity = self._table.layout(tuple(row)).id
        if identity is not None and type(row[identity]) is float:
            # A number too long for 64 bits has become a float; as an id it is to stay what was written.
            row[identity] = json.loads(written, parse_float=str, parse_int=str).get(identity, row[identity])
        self._table.add(number, row)

    def _read_again(self, line: bytes) -> tuple[Any, str]:
        """Return what a line says by the standard library's reader, and the line as text."""
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
            return value, text
        self._surrogates += 1
        return json.loads(_LONE_SURROGATE.sub(_REPLACEMENT, written)), text

    def finish(self) -> None:
        self._decoder.note(self._gathering)
        if self._surrogates:
            rows = "1 row" if self._surrogates == 1 else f"{self._surrogates:,} rows"
            self._gathering.note(self._table.name, f"{rows} with lone surrogates, which became U+FFFD")
