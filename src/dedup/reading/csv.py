"""CSV and TSV become documents: a header that names the columns, then one record a row.

`_Records` reads record by record with Python's own reader, which reports errors row by row: a record that does not fit
the header is unreadable, and the records behind it are read. Rows count from 1, without the header.

Arrow parses the blocks of large files (`_BlockParser`). A line end is within quotes where an odd number of quotes
stands before it, as long as every quote stands where writers of CSV put it: at the edge of a field or beside another
quote. At the first quote that does not, block parsing ends, and the rest is read record by record. So is a block that
Python's reader and Arrow might read differently: one with carriage returns that end no line, bytes that are not UTF-8,
or another number of fields than the header has.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.errors import InputError
from dedup.line_ends import rows_with_line_feeds
from dedup.processors import cores
from dedup.reading.arrow_columns import DOCUMENT_COLUMNS, BatchBuilder, document_column
from dedup.reading.decoding import LineDecoder, lines_of, utf8_chunks
from dedup.reading.fields import missing_text, refuse_repeated
from dedup.reading.line_blocks import (
    LARGEST,
    MOST_WORKERS,
    as_text,
    block_size,
    blocks_of,
    byte_positions,
    cut_lines,
    parallel_map,
    split_lines,
)
from dedup.reading.tables import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.fields import TableLayout
    from dedup.reading.options import ReadingOptions

_LONGEST_FIELD = 2**31 - 1
"""Python's limit of 128 KiB is shorter than many articles; this is the largest that every platform takes."""

_DELIMITERS = (",", ";", "\t", "|")
"""What may separate the columns of a ``.csv``, the likeliest first; spreadsheets of many countries write ``;``."""

_QUOTE, _LINE_FEED, _RETURN = b'"\n\r'
_MOST_PENDING = 1 << 26
"""Bytes behind an open quote after which block parsing ends: it may never be closed."""


def read_csv(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of CSV; its header shows what separates the columns."""
    _read(_Records(content.name, None, options, builder), content.chunks(), options)


def read_tsv(content: Content, options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the documents of a table whose columns are separated by tabs."""
    _read(_Records(content.name, "\t", options, builder), content.chunks(), options)


def _read(records: _Records, chunks: Iterable[bytes], options: ReadingOptions) -> None:
    limit = csv.field_size_limit(min(options.max_document or _LONGEST_FIELD, _LONGEST_FIELD))
    try:
        records.read(chunks)
    finally:
        csv.field_size_limit(limit)
        records.note_encodings()


class _TextLines:
    """The lines of a file as text; `ended` says that the reader asked for more lines than there are.

    `number` is the number of the last line, from the first of the file.
    """

    def __init__(self, lines: Iterable[bytes], decoder: LineDecoder, number: int = 0) -> None:
        self.ended = False
        self.number = number
        self._lines = iter(lines)
        self._decoder = decoder
        self._peeked: str | None = None

    def __iter__(self) -> _TextLines:
        return self

    def __next__(self) -> str:
        if self._peeked is not None:
            line, self._peeked = self._peeked, None
            return line
        try:
            raw = next(self._lines)
        except StopIteration:
            self.ended = True
            raise
        self.number += 1
        return self._decoder.decode(raw) + "\n"

    def peek(self) -> str:
        self._peeked = next(self, None)
        self.ended = False
        return self._peeked or ""


class _Records:
    """Adds the documents of a file, record by record; `_row` records were read."""

    def __init__(self, name: str, delimiter: str | None, options: ReadingOptions, builder: DocumentBuilder) -> None:
        self._name = name
        self._delimiter = delimiter
        self._options = options
        self._builder = builder
        self._table = TableReader(name, name, options, builder)
        self._decoder = LineDecoder(name)
        self._names: tuple[str, ...] = ()
        self._row = 0
        self._short = 0

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read the file: by Arrow where that saves time, else record by record."""
        try:
            decoded = rows_with_line_feeds(utf8_chunks(self._name, chunks, self._options.encoding, self._builder))
            head = next(decoded, b"")
            whole = chain([head], decoded)
            start, height = self._plain_header(head.split(b"\n")[:-1])
            if start:
                size = block_size(self._options.batch_bytes)
                self._read_blocks(blocks_of(whole, size, self._options.max_document), start, height)
            else:
                self._read_whole(lines_of(cut_lines(whole, self._options.max_document)))
        except InputError as error:
            kept = f"; the {self._row:,} rows before it were read" if self._row else ""
            self._builder.refuse(self._name, error.reason + kept)
        if self._short:
            rows = "1 row has" if self._short == 1 else f"{self._short:,} rows have"
            self._builder.note(self._name, f"{rows} fewer fields than the header; the missing ones were left empty")

    def note_encodings(self) -> None:
        """Note the encodings other than UTF-8 that were used."""
        self._decoder.note(self._builder)

    def _plain_header(self, lines: list[bytes]) -> tuple[int, int]:
        """Read the header where Arrow can parse what follows; return its bytes and lines, or zeros.

        Such a header is UTF-8, has a text column, and names every column once.
        """
        delimiter = self._delimiter_of(lines[0].decode(errors="replace") if lines else "")
        reader = csv.reader((line.decode(errors="surrogateescape") + "\n" for line in lines), delimiter=delimiter)
        try:
            names = tuple(next(reader, []))
            " ".join(names).encode()
        except (csv.Error, UnicodeEncodeError):
            return 0, 0
        layout = self._table.layout(names)
        if reader.line_num == len(lines) or layout.text is None or layout.html or len(set(names)) < len(names):
            return 0, 0
        self._names, self._delimiter = names, delimiter
        return sum(len(line) + 1 for line in lines[: reader.line_num]), reader.line_num

    def _delimiter_of(self, header: str) -> str:
        return self._delimiter or max(_DELIMITERS, key=header.count)

    def _read_whole(self, lines: Iterable[bytes]) -> None:
        """Read all lines of the file, beginning with the header."""
        source = _TextLines(lines, self._decoder)
        reader = csv.reader(source, delimiter=self._delimiter_of(source.peek()))
        try:
            self._names = tuple(next(reader, []))
        except csv.Error as error:
            raise InputError(self._name, f"not CSV ({error})") from error
        if self._names:
            layout = self._table.layout(self._names)
            if layout.text is None:
                raise InputError(self._name, missing_text(self._names, self._options.columns))
            refuse_repeated(self._name, self._names, layout)
        self._read_records(reader, source)

    def _read_blocks(self, blocks: Iterator[bytes], start: int, number: int) -> None:
        """Read a file whose header ends at `start` and has `number` lines."""
        first = next(blocks, b"")
        if len(first) < start or not self._builder.arrow_pays(len(first)):
            self._read_whole(line for block in chain([first] if first else [], blocks) for line in split_lines(block))
            return
        batch_builder = BatchBuilder(self._name, self._name)
        parser = _BlockParser(self._names, self._table.layout(self._names), self._delimiter or "")
        try:
            for records in parser.parse(chain([first[start:]], blocks), min(cores(), MOST_WORKERS)):
                self._add(records, batch_builder)
                number += records.lines
        except InputError:
            for line in parser.rest.split(b"\n")[:-1]:
                self._decoder.decode(
                    line
                )  # a record that breaks off is not read, but the encoding of its lines is noted
            raise
        self._read_lines(lines_of(chain([parser.rest], blocks)), number)

    def _add(self, records: _ParsedRecords, batch_builder: BatchBuilder) -> None:
        """Add the documents of a parsed block, or read the block record by record where Arrow did not parse it."""
        if records.columns is None:
            self._read_lines(split_lines(records.block))
            return
        numbers = np.arange(self._row + 1, self._row + records.rows + 1)
        self._builder.add_batch(batch_builder.batch(records.columns, numbers), numbers)
        self._row += records.rows

    def _read_lines(self, lines: Iterable[bytes], number: int = 0) -> None:
        """Read lines of which the first begins a record; there are `number` lines before them."""
        source = _TextLines(lines, self._decoder, number)
        self._read_records(csv.reader(source, delimiter=self._delimiter or ""), source)

    def _read_records(self, reader: Iterator[list[str]], source: _TextLines) -> None:
        while True:
            begins = source.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self._row += 1
                self._table.refuse(self._row, f"not CSV ({error})")
                continue
            if cells is None:
                break
            if cells:
                self._row += 1
                self._table.attempt(self._row, self._record, cells, begins, source)

    def _record(self, cells: list[str], begins: int, source: _TextLines) -> None:
        row, names = self._row, self._names
        if source.ended:
            lines = source.number - begins + 1
            reason = f"its quote on line {begins} is never closed, so the last {lines:,} lines cannot be told apart"
            self._table.refuse(row, reason)
            return
        text = self._table.layout(names).text or ""
        if len(cells) > len(names) or len(cells) <= names.index(text):
            self._table.refuse(row, f"has {len(cells)} fields where the header names {len(names)}")
            return
        if len(cells) < len(names):
            self._short += 1
            cells = cells + [""] * (len(names) - len(cells))
        self._table.add(row, dict(zip(names, cells, strict=True)))


class _ParsedRecords(NamedTuple):
    """A block of whole records: its bytes, its number of `lines`, and the `columns` of its `rows`.

    `columns` is None where the block has to be read record by record.
    """

    block: bytes
    lines: int
    columns: dict[str, pa.Array] | None
    rows: int


class _BlockParser:
    """Parses the blocks of one file by Arrow, behind its header. `rest` is what was not parsed in the end."""

    def __init__(self, names: Sequence[str], layout: TableLayout, delimiter: str) -> None:
        names_of = {column: getattr(layout, column) for column in DOCUMENT_COLUMNS}
        self._columns = {column: name for column, name in names_of.items() if name is not None}
        self._names = list(names)
        self._delimiter = delimiter
        self.rest = b""

    def parse(self, blocks: Iterable[bytes], workers: int) -> Iterator[_ParsedRecords]:
        """Yield the records of the blocks in order, up to a quote that does not stand at the edge of a field."""
        yield from parallel_map(self._parsed, self._whole_records(blocks), workers)

    def _whole_records(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield blocks of whole records; the bytes behind the last are the `rest`."""
        for block in blocks:
            self.rest += block
            end = _records_end(self.rest, ord(self._delimiter))
            if end is None or len(self.rest) - end > _MOST_PENDING:
                return
            whole, self.rest = self.rest[:end], self.rest[end:]
            if whole:
                yield whole

    def _parsed(self, block: bytes) -> _ParsedRecords:
        lines = block.count(b"\n")
        table = self._table(block)
        columns: dict[str, pa.Array] = {}
        for column, name in self._columns.items():
            built = document_column(column, table.column(name)) if table is not None else None
            if built is None:
                return _ParsedRecords(block, lines, None, 0)
            columns[column] = built
        return _ParsedRecords(block, lines, columns, len(columns["text"]))

    def _table(self, block: bytes) -> pa.RecordBatch | None:
        import pyarrow.csv as pc  # noqa: PLC0415 - only large files need it

        if len(block) >= LARGEST or as_text(block) is None or block.count(b"\r") != block.count(b"\r\n"):
            return None
        included = list(dict.fromkeys(self._columns.values()))
        try:
            table = pc.read_csv(
                pa.BufferReader(block),
                pc.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=self._names),
                pc.ParseOptions(delimiter=self._delimiter, newlines_in_values=True),
                pc.ConvertOptions(
                    check_utf8=False, column_types=dict.fromkeys(included, pa.string()), include_columns=included
                ),
            )
        except pa.ArrowException:
            return None
        return table.combine_chunks().to_batches()[0] if table.num_rows else None


def _records_end(block: bytes, delimiter: int) -> int | None:
    """Return where the last whole record of a block ends; None where a quote does not stand at the edge of a field."""
    data = np.frombuffer(block, np.uint8)
    quotes, feeds = byte_positions(block, _QUOTE), byte_positions(block, _LINE_FEED)
    ends = feeds[np.searchsorted(quotes, feeds) % 2 == 0]
    end = int(ends[-1]) + 1 if ends.size else 0
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[: opening[1:].size] + 1
    opens = np.isin(data[opening - 1], (delimiter, _LINE_FEED)) | (opening == 0)
    closes = np.isin(data[closing + 1], (delimiter, _LINE_FEED, _RETURN))
    opens[1:] |= doubled
    closes[: doubled.size] |= doubled
    return end if opens.all() and closes.all() else None
