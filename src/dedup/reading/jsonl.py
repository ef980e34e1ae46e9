"""JSON Lines become documents: one object a line.

`_JsonLines` reads line by line: orjson parses the lines, and slower and more lenient means parse the few that it
refuses, before a line is unreadable. A row's number is the number of its line.

Arrow parses the blocks of large files (`_BlockParser`). It ignores or misreads some things that have to be told, so
each block is checked first, and read line by line where one of these is possible:

- bytes that are not UTF-8, for which Arrow does not check;
- a line that does not go from ``{`` to ``}``: Arrow does not know lines, and a null by itself at the beginning of a
  block makes it read at no address. Where every line goes from brace to brace, each holds at least one object, so that
  as many rows as lines are one object a line;
- a key that is a column's name in another letter case, or spells one with escapes, which Arrow ignores;
- very deep nesting and very long numbers, which Python's reader refuses;
- whatever Arrow refuses: a key twice, a lone surrogate, a value of another kind, a line that is not JSON.

All other blocks give the same documents as line by line, except for rows without a text, or in which Arrow does not
tell whether a column is null or missing: these rows are read line by line.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa

from dedup.engines.memory import format_size
from dedup.errors import InputError
from dedup.line_ends import rows_with_line_feeds
from dedup.processors import cores
from dedup.reading.arrow_columns import DOCUMENT_COLUMNS, BatchBuilder, document_column, nulls_as_empty, valid_mask
from dedup.reading.decoding import LineDecoder, utf8_chunks
from dedup.reading.fields import COLUMN_NAMES
from dedup.reading.json_values import json_value
from dedup.reading.line_blocks import (
    LARGEST,
    MOST_WORKERS,
    as_text,
    block_size,
    blocks_of,
    byte_positions,
    parallel_map,
    split_lines,
)
from dedup.reading.tables import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_ROWS_PER_DOUBT = 8
"""Least rows for each row in doubt; with fewer, reading all lines one by one costs less than slicing."""
_OPEN, _CLOSE, _LINE_FEED, _RETURN = b"{}\n\r"
_BRACKET_BIT = ord("{") ^ ord("[")
"""The bit by which a square bracket differs from a brace."""
_DEEP = 500
"""Opening brackets of a line from which it may be nested too deeply for Python's reader."""
_ZERO, _NINE = b"09"
_LONG_NUMBER, _STEP = 4000, 499
"""Digits of a whole number that Python surely reads, and the bytes between the samples that look for more: a prime
number, so that rows of short numbers are not taken for a long one."""
_SPACE = b" \t\r"
_INT64_BITS = 63


def read_jsonl(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of JSON Lines."""
    name, reader = content.name, _JsonLines(content.name, options, builder)
    try:
        chunks = rows_with_line_feeds(utf8_chunks(name, content.chunks(), options.encoding, builder))
        head = next(chunks, b"")
        reader.refuse_multiline(head)
        size = block_size(options.batch_bytes)
        reader.read_all(blocks_of(chain([head], chunks), size, options.max_document))
    except InputError as error:
        kept = f"; the {reader.number:,} lines before it were read" if reader.number > 1 else ""
        builder.refuse(name, error.reason + kept)
    except OSError:
        reader.finish()
        raise
    reader.finish()


class _JsonLines:
    """Reads the lines of a file; `number` of them were read."""

    def __init__(self, name: str, options: ReadingOptions, builder: DocumentBuilder) -> None:
        self.number = 0
        self._table = TableReader(name, name, options, builder)
        self._options = options
        self._builder = builder
        self._decoder = LineDecoder(name)
        self._surrogates = 0
        self._most = options.max_document

    def read_all(self, blocks: Iterator[bytes]) -> None:
        """Read all lines: blocks by Arrow in several threads where that saves time, else line by line."""
        first = next(blocks, b"")
        if "html" in self._options.columns or not self._builder.arrow_pays(len(first)):
            for block in chain([first] if first else [], blocks):
                self._read_lines(block)
            return
        parser, batch_builder = _BlockParser(self._options), BatchBuilder(self._table.name, self._table.name)
        for block, rows in parallel_map(parser.parse, chain([first], blocks), min(cores(), MOST_WORKERS)):
            if rows is None:
                self._read_lines(block)
            else:
                self._add(rows, batch_builder)

    def _read_lines(self, block: bytes) -> None:
        if block.isspace():  # a list of its lines could take gigabytes
            self.number += block.count(b"\n")
            return
        for line in split_lines(block):
            self.number += 1
            if line:
                self.read(self.number, line)

    def _add(self, rows: _ParsedRows, batch_builder: BatchBuilder) -> None:
        """Add the documents of a parsed block, and of the lines in doubt between them."""
        numbers = rows.numbers + (self.number + 1)
        doubtful = ((row, (int(numbers[row]), line)) for row, line in rows.doubtful)
        batch = batch_builder.batch(rows.columns, numbers)
        self._builder.add_batch_replacing(batch, numbers, doubtful, lambda item: self.read(*item))
        self.number += rows.line_count

    def refuse_multiline(self, head: bytes) -> None:
        """Raise `InputError` where the first of several lines shows that one JSON value spans them."""
        first, line_feed, _ = head.partition(b"\n")
        if line_feed and first.strip() in {b"[", b"{"}:
            msg = "one JSON value over several lines; JSON Lines hold one object a line"
            raise InputError(self._table.name, msg)

    def read(self, number: int, line: bytes) -> None:
        """Add the document of one line, or record why there is none."""
        self._table.attempt(number, self._read, number, line)

    def _read(self, number: int, line: bytes) -> None:
        if self._most and len(line) > self._most:
            self._table.refuse(number, f"its line has more than {format_size(self._most)} (--max-document)")
            return
        source: bytes | str = line
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            bare = line.strip()
            if not bare:
                return
            if number == 1:
                self.refuse_multiline(line + b"\n")
            try:
                row, source = self._read_again(line)
            except InputError as error:
                self._table.refuse(number, error.reason)
                return
        if type(row) is not dict:
            self._table.refuse(number, "not a JSON object")
            return
        identity = self._table.layout(tuple(row)).id
        if identity is not None and type(row[identity]) is float:
            # orjson makes a float of a number too long for 64 bits; an id stays as it is written.
            row[identity] = json.loads(source, parse_float=str, parse_int=str).get(identity, row[identity])
        self._table.add(number, row)

    def _read_again(self, line: bytes) -> tuple[Any, str]:
        """Return the value of a line that is read more leniently, and the line as text."""
        text = self._decoder.decode(line)
        value, mended = json_value(self._table.name, text)
        self._surrogates += mended
        return value, text

    def finish(self) -> None:
        self._decoder.note(self._builder)
        if self._surrogates:
            rows = "1 row" if self._surrogates == 1 else f"{self._surrogates:,} rows"
            self._builder.note(self._table.name, f"{rows} with lone surrogates, which became U+FFFD")


class _ParsedRows(NamedTuple):
    """The rows of a block: their `columns` and the `numbers` of their lines (int64), from 0.

    `doubtful` are the rows that are to be read line by line, with the line of each. `line_count` counts all lines.
    """

    columns: dict[str, pa.Array]
    numbers: NDArray[np.int64]
    doubtful: list[tuple[int, bytes]]
    line_count: int


class _BlockParser:
    """Parses the blocks of one file by Arrow."""

    def __init__(self, options: ReadingOptions) -> None:
        columns = options.columns
        self._names = {kind: (columns[kind],) if kind in columns else COLUMN_NAMES[kind] for kind in DOCUMENT_COLUMNS}
        self._most = options.max_document
        self._doubtful = _doubtful_keys(sorted({name for names in self._names.values() for name in names}))

    def parse(self, block: bytes) -> tuple[bytes, _ParsedRows | None]:
        """Return the block, and its rows or None; several threads may call this at a time."""
        lines = _lines(block)
        if (
            lines is None
            or (self._most and int((lines.ends - lines.starts).max(initial=0)) > self._most)
            or self._is_doubtful(block)
        ):
            return block, None
        table = self._parsed(block)
        if table is None or table.num_rows != lines.numbers.size:
            return block, None
        return block, self._rows(block, table, lines)

    def _is_doubtful(self, block: bytes) -> bool:
        import pyarrow.compute as pc  # noqa: PLC0415 - it takes a tenth of a second, which small files do not need

        text = as_text(block) if len(block) < LARGEST else None
        return text is None or bool(pc.match_substring_regex(text, self._doubtful)[0].as_py())

    def _parsed(self, block: bytes) -> pa.RecordBatch | None:
        import pyarrow.json as pj  # noqa: PLC0415 - only large files need it

        try:
            head: dict[str, Any] = orjson.loads(block[: block.index(b"\n")])
            fields = {name: _type_of(head.get(name)) for names in self._names.values() for name in names}
            table = pj.read_json(
                pa.BufferReader(block),
                pj.ReadOptions(use_threads=False, block_size=len(block) + 1),
                pj.ParseOptions(explicit_schema=pa.schema(list(fields.items())), unexpected_field_behavior="ignore"),
            )
        except (orjson.JSONDecodeError, pa.ArrowException):
            return None
        return table.combine_chunks().to_batches()[0] if table.num_rows else None

    def _rows(self, block: bytes, table: pa.RecordBatch, lines: _Lines) -> _ParsedRows | None:
        """Return the rows of a block that Arrow parsed, or None where all have to be read line by line."""
        columns: dict[str, pa.Array] = {}
        doubtful = np.zeros(table.num_rows, bool)
        for kind, names in self._names.items():
            valid = [valid_mask(table.column(name)) for name in names]
            chosen = next((place for place, mask in enumerate(valid) if mask.any()), 0)
            if names[chosen] == "html" or any(_is_key(name, block) for name in names[:chosen]):
                return None
            for other in valid[chosen + 1 :]:
                doubtful |= other & ~valid[chosen]
            if kind == "text":
                doubtful |= ~valid[chosen]
            if valid[chosen].any():
                column = document_column(kind, table.column(names[chosen]))
                if column is None:
                    return None
                columns[kind] = column
        rows = np.flatnonzero(doubtful).tolist()
        if "text" not in columns or len(rows) * _ROWS_PER_DOUBT > table.num_rows:
            return None
        if rows:
            columns["text"] = nulls_as_empty(columns["text"])
        return _ParsedRows(columns, lines.numbers, [(row, lines.of(block, row)) for row in rows], lines.line_count)


class _Lines(NamedTuple):
    """The lines of a block that hold an object: their numbers, starts and ends; `line_count` counts all lines."""

    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    line_count: int

    def of(self, block: bytes, row: int) -> bytes:
        return block[self.starts[row] : self.ends[row]]


def _lines(block: bytes) -> _Lines | None:
    """Return the lines of a block that hold an object; None where another line is not blank."""
    if not block.startswith(b"{"):  # Arrow begins with the first byte, and `_parsed` with the first line
        return None
    data, ends = np.frombuffer(block, np.uint8), byte_positions(block, _LINE_FEED)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    last = data[ends - 1]
    last = np.where(last == _RETURN, data[ends - 2], last)
    is_object = (data[starts] == _OPEN) & (last == _CLOSE)
    for number in np.flatnonzero(~is_object).tolist():
        line = block[starts[number] : ends[number]].strip(_SPACE)
        is_object[number] = bool(line)
        if line and not (line.startswith(b"{") and line.endswith(b"}")):
            return None
    if _is_deep(block, ends) or _has_long_numbers(data):
        return None
    numbers = np.flatnonzero(is_object)
    return _Lines(numbers, starts[numbers], ends[numbers], ends.size)


def _is_deep(block: bytes, ends: NDArray[np.int64]) -> bool:
    """Return whether a line has so many opening brackets that it may be nested too deeply."""
    opened = byte_positions(block, _OPEN, _BRACKET_BIT)
    return bool(np.diff(np.searchsorted(opened, ends), prepend=0).max(initial=0) >= _DEEP)


def _has_long_numbers(data: NDArray[np.uint8]) -> bool:
    """Return whether a number may have more than `_LONG_NUMBER` digits: all samples within it are digits then."""
    sampled = data[::_STEP]
    digits = (sampled >= _ZERO) & (sampled <= _NINE)
    return bytes([1] * (_LONG_NUMBER // _STEP)) in digits.tobytes()


def _type_of(value: Any) -> pa.DataType:
    """Return the type to read a column as, by its first value, so that Arrow neither refuses nor changes values."""
    return pa.int64() if type(value) is int and value.bit_length() <= _INT64_BITS else pa.string()


def _is_key(name: str, block: bytes) -> bool:
    """Return whether a name may be a key in a block, even of nulls only."""
    return re.search(b'"%b"\\s*:' % re.escape(name.encode()), block) is not None


def _doubtful_keys(names: list[str]) -> str:
    """Return the expression (RE2) of keys that are one of some names in another letter case.

    Letters may also be written as escapes, or as the long s, whose upper case is that of s.
    """
    others = [
        f"{_literal(name[:at])}{letter.upper()}(?i:{_literal(name[at + 1 :])})"
        for name in names
        for at, letter in enumerate(name)
        if letter.upper() != letter
    ]
    escaped = r'[^"\s\\]*(?:\\u[0-9a-fA-F]{4}|\x{17F})[^"\s]*'
    return rf'"(?:{"|".join([*others, escaped])})"\s*:'


def _literal(text: str) -> str:
    """Return the expression (RE2) of a text itself."""
    return "".join(letter if letter.isalnum() or letter == "_" else rf"\x{{{ord(letter):X}}}" for letter in text)
