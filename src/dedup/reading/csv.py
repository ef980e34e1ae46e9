"""CSV and TSV become documents: a header that names the columns, then one record a row.

Python's own reader is used because it reports what it meets row by row; a record that does not fit the header is told
and the rest goes on. Rows count from 1, without the header.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.reading.lines import LineDecoder, lines_of, utf8_chunks
from dedup.reading.rows import Table, missing_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

_LONGEST_FIELD = 2**31 - 1
"""The module's own limit of 128 KiB is shorter than many articles; this is the most it can be told everywhere."""

_DELIMITERS = (",", ";", "\t", "|")
"""What separates the columns of a ``.csv``, the likeliest first; spreadsheets of many countries write ``;``."""


def read_csv(name: str, chunks: Iterable[bytes], options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of one CSV file; its header shows what separates its columns."""
    _read(name, chunks, None, options, gathering)


def read_tsv(name: str, chunks: Iterable[bytes], options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the documents of one file with columns separated by tabs."""
    _read(name, chunks, "\t", options, gathering)


def _read(
    name: str, chunks: Iterable[bytes], delimiter: str | None, options: ReadingOptions, gathering: Gathering
) -> None:
    decoder = LineDecoder(name)
    source = _Source(lines_of(utf8_chunks(name, chunks, options.encoding, gathering)), decoder)
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        header = source.peek()
        reader = csv.reader(source, delimiter=delimiter or _delimiter_of(header))
        _Records(name, options, gathering).read(reader, source)
    except InputError as error:
        gathering.refuse(name, error.reason)
    finally:
        csv.field_size_limit(limit)
        decoder.note(gathering)


def _delimiter_of(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


class _Source:
    """The lines of the file as text; `ended` tells that the reader asked for more than there are."""

    def __init__(self, lines: Iterator[bytes], decoder: LineDecoder) -> None:
        self.ended = False
        self.number = 0
        self._lines = lines
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
    def __init__(self, name: str, options: ReadingOptions, gathering: Gathering) -> None:
        self._name = name
        self._columns = options.columns
        self._gathering = gathering
        self._table = Table(name, name, options, gathering)
        self._short = 0

    def read(self, reader: Iterator[list[str]], source: _Source) -> None:
        row = 0
        try:
            names = self._header(reader)
            while True:
                begins = source.number + 1
                try:
                    cells = next(reader, None)
                except csv.Error as error:
                    row += 1
                    self._table.refuse(row, f"not CSV ({error})")
                    continue
                if cells is None:
                    break
                if cells:
                    row += 1
                    self._record(row, names, cells, (begins, source))
        except InputError as error:
            kept = f"; the {row:,} rows before it were read" if row else ""
            self._gathering.refuse(self._name, error.reason + kept)
        if self._short:
            rows = "1 row has" if self._short == 1 else f"{self._short:,} rows have"
            self._gathering.note(self._name, f"{rows} fewer fields than the header; the missing ones were left empty")

    def _header(self, reader: Iterator[list[str]]) -> tuple[str, ...]:
        names = tuple(next(reader, []))
        if names and self._table.layout(names).text is None:
            raise InputError(self._name, missing_text(names, self._columns))
        return names

    def _record(self, row: int, names: tuple[str, ...], cells: list[str], place: tuple[int, _Source]) -> None:
        begins, source = place
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
