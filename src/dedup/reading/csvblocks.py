"""Blocks of CSV become columns by Arrow, block beside block.

Where records end is told block after block, because only the whole of what came before shows whether a line end is
within quotes: those of an odd number of quotes before them are. That is so as long as every quote stands where the
writers of CSV put it, at the edge of a field or beside another one; where one does not, `CsvBlocks.read` ends, and
whoever reads record by record goes on. Blocks are left to the same reader where Python's `csv` and Arrow might differ:
with carriage returns that end no line, bytes that are not UTF-8, or another number of fields than the header has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.reading.ahead import work_ahead
from dedup.reading.blocks import LARGEST, as_text, places_of
from dedup.reading.columns import COLUMNS, column_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dedup.reading.rows import Layout

_QUOTE, _LINE_FEED, _RETURN = b'"\n\r'
_MOST_KEPT = 1 << 26
"""Bytes after which a quote that was not closed is no longer waited for."""


class CsvRecords(NamedTuple):
    """Whole records: their `block`, its number of `lines`, and the `columns` of its `rows`; None where it was left."""

    block: bytes
    lines: int
    columns: dict[str, pa.Array] | None
    rows: int


class CsvBlocks:
    """Reads the blocks of one file, of which the header has been read. `rest` is what was not read in the end."""

    def __init__(self, names: Sequence[str], layout: Layout, delimiter: str) -> None:
        wanted = {column: getattr(layout, column) for column in COLUMNS}
        self._columns = {column: name for column, name in wanted.items() if name is not None}
        self._names = list(names)
        self._delimiter = delimiter
        self.rest = b""

    def read(self, blocks: Iterable[bytes], workers: int) -> Iterator[CsvRecords]:
        """Yield the records of the blocks in order, as far as their quotes stand where they belong."""
        yield from work_ahead(self._parsed, self._whole(blocks), workers)

    def _whole(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield whole records; what is behind the last is the `rest`."""
        for block in blocks:
            self.rest += block
            end = _records_end(self.rest, ord(self._delimiter))
            if end is None or len(self.rest) - end > _MOST_KEPT:
                return
            whole, self.rest = self.rest[:end], self.rest[end:]
            if whole:
                yield whole

    def _parsed(self, block: bytes) -> CsvRecords:
        lines = block.count(b"\n")
        table = self._table(block)
        columns: dict[str, pa.Array] = {}
        for column, name in self._columns.items():
            made = column_of(column, table.column(name)) if table is not None else None
            if made is None:
                return CsvRecords(block, lines, None, 0)
            columns[column] = made
        return CsvRecords(block, lines, columns, len(columns["text"]))

    def _table(self, block: bytes) -> pa.RecordBatch | None:
        import pyarrow.csv as pc  # noqa: PLC0415 - small files need it not

        if len(block) >= LARGEST or as_text(block) is None or block.count(b"\r") != block.count(b"\r\n"):
            return None
        wanted = list(dict.fromkeys(self._columns.values()))
        try:
            table = pc.read_csv(
                pa.BufferReader(block),
                pc.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=self._names),
                pc.ParseOptions(delimiter=self._delimiter, newlines_in_values=True),
                pc.ConvertOptions(
                    check_utf8=False, column_types=dict.fromkeys(wanted, pa.string()), include_columns=wanted
                ),
            )
        except pa.ArrowException:
            return None
        return table.combine_chunks().to_batches()[0] if table.num_rows else None


def _records_end(block: bytes, delimiter: int) -> int | None:
    """Return where the last whole record of a block ends; None where a quote is none of a field's."""
    data = np.frombuffer(block, np.uint8)
    quotes, feeds = places_of(block, _QUOTE), places_of(block, _LINE_FEED)
    ends = feeds[np.searchsorted(quotes, feeds) % 2 == 0]
    end = int(ends[-1]) + 1 if ends.size else 0
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[: opening[1:].size] + 1
    opens = np.isin(data[opening - 1], (delimiter, _LINE_FEED)) | (opening == 0)
    closes = np.isin(data[closing + 1], (delimiter, _LINE_FEED, _RETURN))
    opens[1:] |= doubled
    closes[: doubled.size] |= doubled
    return end if opens.all() and closes.all() else None
