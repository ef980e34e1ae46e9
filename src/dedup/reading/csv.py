"""CSV and TSV become documents: a header that names the columns, then one record a row.

Python's own reader is used because it reports what it meets row by row; a record that does not fit the header is told
and the rest goes on. Large files are read by Arrow, as far as both are sure to read the same. Rows count from 1,
without the header.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from dedup.errors import InputError
from dedup.line_ends import rows_with_line_feeds
from dedup.processors import cores
from dedup.reading.blocks import MOST_WORKERS, block_size, blocks_of, lines_in
from dedup.reading.lines import LineDecoder, lines_of, utf8_chunks
from dedup.reading.rows import Table, missing_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.columns import Batcher
    from dedup.reading.csvblocks import CsvRecords
    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

_LONGEST_FIELD = 2**31 - 1
"""The module's own limit of 128 KiB is shorter than many articles; this is the most it can be told everywhere."""

_DELIMITERS = (",", ";", "\t", "|")
"""What separates the columns of a ``.csv``, the likeliest first; spreadsheets of many countries write ``;``."""


def read_csv(name: str, chunks: Iterable[bytes], options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of one CSV file; its header shows what separates its columns."""
    _read(_Records(name, None, options, gathering), chunks)


def read_tsv(name: str, chunks: Iterable[bytes], options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of one file with columns separated by tabs, as `read_csv` does."""
    _read(_Records(name, "\t", options, gathering), chunks)


def _read(records: _Records, chunks: Iterable[bytes]) -> None:
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        records.read(chunks)
    finally:
        csv.field_size_limit(limit)
        records.note_encodings()


class _Source:
    """The lines of the file as text; `ended` tells that the reader asked for more than there are.

    `number` counts them, those before included.
    """

    def __init__(self, lines: Iterable[bytes], decoder: LineDecoder, number: int = 0) -> None:
        self.ended = False
        self.number = number
        self._lines = iter(lines)
        self._decoder = decoder
        self._peeked: str | None = None

    def __iter__(self) -> _Source:
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
    """Gathers the documents of a file, record by record; `_row` of them were read."""

    def __init__(self, name: str, delimiter: str | None, options: ReadingOptions, gathering: Gathering) -> None:
        self._name = name
        self._delimiter = delimiter
        self._options = options
        self._gathering = gathering
        self._table = Table(name, name, options, gathering)
        self._decoder = LineDecoder(name)
        self._names: tuple[str, ...] = ()
        self._row = 0
        self._short = 0

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read the file: by Arrow where that pays, else record by record."""
        try:
            coming = rows_with_line_feeds(utf8_chunks(self._name, chunks, self._options.encoding, self._gathering))
            head = next(coming, b"")
            whole = chain([head], coming)
            start, lines = self._plain_header(head.split(b"\n")[:-1])
            if start:
                self._read_blocks(blocks_of(whole, block_size(self._options.batch_bytes)), start, lines)
            else:
                self._read_whole(lines_of(whole))
        except InputError as error:
            kept = f"; the {self._row:,} rows before it were read" if self._row else ""
            self._gathering.refuse(self._name, error.reason + kept)
        if self._short:
            rows = "1 row has" if self._short == 1 else f"{self._short:,} rows have"
            self._gathering.note(self._name, f"{rows} fewer fields than the header; the missing ones were left empty")

    def note_encodings(self) -> None:
        """Note what other encodings were taken."""
        self._decoder.note(self._gathering)

    def _plain_header(self, lines: list[bytes]) -> tuple[int, int]:
        """Read the header, if its first lines show that Arrow can do the rest; return its bytes and lines, or 0.

        There is no more to be said of it then: it names a text once, every column once, and is UTF-8.
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
        source = _Source(lines, self._decoder)
        reader = csv.reader(source, delimiter=self._delimiter_of(source.peek()))
        try:
            self._names = tuple(next(reader, []))
        except csv.Error as error:
            raise InputError(self._name, f"not CSV ({error})") from error
        if self._names and self._table.layout(self._names).text is None:
            raise InputError(self._name, missing_text(self._names, self._options.columns))
        self._read_records(reader, source)

    def _read_blocks(self, blocks: Iterator[bytes], start: int, number: int) -> None:
        """Read a file whose header ends at `start` and has `number` lines."""
        first = next(blocks, b"")
        if len(first) < start or not self._gathering.arrow_pays(len(first)):
            self._read_whole(line for block in chain([first] if first else [], blocks) for line in lines_in(block))
            return
        from dedup.reading.columns import Batcher  # noqa: PLC0415 - small files need it not
        from dedup.reading.csvblocks import CsvBlocks  # noqa: PLC0415 - as above

        batcher = Batcher(self._name, self._name)
        parser = CsvBlocks(self._names, self._table.layout(self._names), self._delimiter or "")
        try:
            for records in parser.read(chain([first[start:]], blocks), min(cores(), MOST_WORKERS)):
                self._add(records, batcher)
                number += records.lines
        except InputError:
            for line in parser.rest.split(b"\n")[:-1]:
                self._decoder.decode(line)  # a record that breaks off is none, but its lines count as others do
            raise
        self._read_lines(lines_of(chain([parser.rest], blocks)), number)

    def _add(self, records: CsvRecords, batcher: Batcher) -> None:
        """Add the documents of a block, or read it record by record where it was left."""
        if records.columns is None:
            self._read_lines(lines_in(records.block))
            return
        numbers = np.arange(self._row + 1, self._row + records.rows + 1)
        self._gathering.add_batch(batcher.batch(records.columns, numbers), numbers)
        self._row += records.rows

    def _read_lines(self, lines: Iterable[bytes], number: int = 0) -> None:
        """Read some lines that begin with a record; there are `number` lines before them."""
        source = _Source(lines, self._decoder, number)
        self._read_records(csv.reader(source, delimiter=self._delimiter or ""), source)

    def _read_records(self, reader: Iterator[list[str]], source: _Source) -> None:
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
                self._record(cells, begins, source)

    def _record(self, cells: list[str], begins: int, source: _Source) -> None:
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
