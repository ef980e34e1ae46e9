"""CSV and TSV without some of their records, or with annotations in each; bytes that stay are copied as they are.

Python's reader tells which lines a record has. It is given the bytes as Latin-1, in which each byte is a character:
what separates fields and records is ASCII in every encoding that such a file may have.
"""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from dedup.filtering.cut_text import in_utf8, text_field, without_spans
from dedup.filtering.row_decisions import refuse_taken_names
from dedup.line_ends import ends_rows_with_returns, with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dedup.filtering.row_decisions import RowDecisions

_LINE = re.compile(rb"[^\n]*+\n?")
_LINE_WITH_RETURNS = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n)?")
"""A line with its end, or the rest, which may have none: if an end had to match, it would be sought from each byte."""
_END = re.compile(rb"(?<![\r\n])[\r\n]*\Z")
_DELIMITERS = (",", ";", "\t", "|")
_RECORD_END = "\r\n"
"""What Python's writer ends a record with: fields with these characters have quotes only if they are in it."""
_LONGEST_FIELD = 2**31 - 1
_AT_ONCE = 1 << 12
"""Records whose annotations are looked up together."""


def filtered_records(
    chunks: Iterable[bytes],
    decisions: RowDecisions,
    delimiter: str | None,
    columns: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[bytes]:
    """Yield the bytes of CSV without the records of some numbers, or with annotations behind their last field.

    `delimiter` is None where the header shows it. `columns` says what the text is called, where that is no usual name.
    """
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        records = _Records(chunks, delimiter)
        yield records.header() if decisions.annotations is None else records.annotated_header(decisions)
        yield from (
            _annotated(records, decisions) if decisions.annotations is not None else _kept(records, decisions, columns)
        )
    finally:
        csv.field_size_limit(limit)


def _kept(records: _Records, decisions: RowDecisions, columns: Mapping[str, str]) -> Iterator[bytes]:
    dropped = iter(decisions.rows.tolist())
    next_dropped = next(dropped, 0)
    for number, record, _ in records:
        if number and number == next_dropped:
            next_dropped = next(dropped, 0)
        elif number in decisions.cuts:
            yield records.with_text(record, decisions.cuts[number], columns)
        else:
            yield record


def _annotated(records: _Records, decisions: RowDecisions) -> Iterator[bytes]:
    low, high, rows = 0, 0, []
    for number, record, fields in records:
        if not number:
            yield record
            continue
        if number >= high:
            low, high = number, number + _AT_ONCE
            rows = decisions.columns(low, high).to_pylist()
        missing = max(records.fields - fields, 0)
        yield records.with_fields(record, [*[""] * missing, *map(_cell, rows[number - low].values())])


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


class _Records:
    """The records of a file, each with its number, from 1, and its fields; blank lines have the number 0."""

    def __init__(self, chunks: Iterable[bytes], delimiter: str | None) -> None:
        self.fields = 0
        self.names: list[str] = []
        self._taken: list[bytes] = []
        self._lines = _lines(chunks)
        first = next(self._lines, b"")
        self._first: bytes | None = first
        self.delimiter = delimiter or max(_DELIMITERS, key=first.decode("latin-1").count)
        self._reader = csv.reader(self._texts(), delimiter=self.delimiter)

    def _texts(self) -> Iterator[str]:
        if self._first is not None:
            line, self._first = self._first, None
            self._taken.append(line)
            yield _text(line.removeprefix(codecs.BOM_UTF8))
        for line in self._lines:
            self._taken.append(line)
            yield _text(line)

    def _take(self) -> bytes:
        record = b"".join(self._taken)
        self._taken.clear()
        return record

    def header(self) -> bytes:
        self.names = next(self._reader, [])
        self.fields = len(self.names)
        return self._take()

    def with_text(self, record: bytes, spans: Sequence[tuple[int, int]], columns: Mapping[str, str]) -> bytes:
        """Return a record, in UTF-8, in which characters are cut out of the text."""
        body = in_utf8(record)
        place = self.names.index(text_field(self.names, columns))
        (cells,) = csv.reader(body.splitlines(keepends=True), delimiter=self.delimiter)
        cells[place] = without_spans(with_line_feeds(cells[place]), spans)
        written = StringIO()
        csv.writer(written, delimiter=self.delimiter, lineterminator=_RECORD_END).writerow(cells)
        end = _END.search(record)
        return written.getvalue().removesuffix(_RECORD_END).encode() + (end[0] if end else b"")

    def annotated_header(self, decisions: RowDecisions) -> bytes:
        assert decisions.annotations is not None  # noqa: S101 - the caller has looked
        header = self.header()
        refuse_taken_names(self.names)
        if not self.names:  # an empty file
            return header
        return self.with_fields(header, decisions.annotations.schema.names)

    def with_fields(self, record: bytes, cells: Iterable[str]) -> bytes:
        end = _END.search(record)
        at = end.start() if end else len(record)
        return record[:at] + "".join(self.delimiter + cell for cell in cells).encode() + record[at:]

    def __iter__(self) -> Iterator[tuple[int, bytes, int]]:
        number = 0
        while True:
            try:
                cells = next(self._reader, None)
            except csv.Error:
                cells = [""]
            if cells is None:
                break
            number += bool(cells)
            yield (number if cells else 0), self._take(), len(cells)
        rest = self._take()
        if rest:
            yield 0, rest, 0


def _text(line: bytes) -> str:
    """Return a line as the reader of documents has it: with one line feed at its end."""
    text = line.decode("latin-1")
    return text[:-1] + "\n" if text.endswith(("\r", "\n")) else text + "\n"


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    source = iter(chunks)
    head = next(source, b"")
    pattern = _LINE_WITH_RETURNS if ends_rows_with_returns(head) else _LINE
    pending = head
    while True:
        chunk = next(source, b"")
        held = 1 if chunk and pending.endswith(b"\r") else 0  # the next chunk shows whether it stands alone
        at = 0
        for line in pattern.finditer(pending, 0, len(pending) - held):
            if not line[0].endswith((b"\n", b"\r")):
                break
            yield line[0]
            at = line.end()
        if not chunk:
            if at < len(pending):
                yield pending[at:]
            return
        pending = pending[at:] + chunk
